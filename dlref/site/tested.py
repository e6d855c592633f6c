"""The page that says which tests hold which function against something that is not ours.

An equation that rests on a function leads from its badge to the function's place on that page.
"""

import ast
import json
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from dlref.site.oracles import ORACLES, Comparison, comparisons, stand_ins

__all__ = ["write_oracles", "write_tested"]


def write_oracles(path: Path) -> None:
    """Write every function with the tests that compare it, as Markdown that a page includes.

    It is included and not made by a block of Python, so that other pages can refer to its headings.
    """
    entries = "\n\n".join(part for function in _words() for part in _entry(function))
    path.write_text(entries + "\n", encoding="utf-8")


def write_tested(path: Path) -> None:
    """Write what each function is compared with, for the badges of equations."""
    path.write_text(json.dumps(_words(), indent=1) + "\n", encoding="utf-8")


def _words() -> dict[str, str]:
    """Name what each function is compared with first of all."""
    compared = {
        function: min(found, key=_preference).oracle for function, found in _compared().items()
    }
    return dict(sorted({**dict.fromkeys(stand_ins(), "a stand-in"), **compared}.items()))


def _entry(function: str) -> Iterator[str]:
    yield f"## {function.removeprefix('dlref.')} {{ #tested-{function} }}"
    yield f"The function: [`{function.rpartition('.')[2]}`][{function}]"
    stand_in = stand_ins().get(function)
    if stand_in:
        yield f"Nothing foreign computes it. In its place stands: {stand_in.reason}."
        yield _folded(stand_in.test, "in its place")
    found = sorted(_compared().get(function, []), key=_preference)
    for oracle in dict.fromkeys(comparison.oracle for comparison in found):
        names = [_name(c.test) for c in found if c.oracle == oracle]
        yield f"- {oracle}: {', '.join(f'`{name}`' for name in names)}"
    if found:
        yield _folded(found[0].test, found[0].oracle)


def _preference(comparison: Comparison) -> tuple[int, str]:
    """Sort by what is compared with, whole libraries first."""
    return list(ORACLES.values()).index(comparison.oracle), comparison.test


def _name(test: str) -> str:
    return test.partition("::")[2]


def _folded(test: str, oracle: str) -> str:
    file, name = test.partition("::")[0], _name(test)
    code = textwrap.indent(f"```python\n{_source(file, name)}\n```", "    ")
    return f'??? example "{oracle}: {name}, in {file}"\n{code}'


@cache
def _compared() -> dict[str, list[Comparison]]:
    return comparisons()


@cache
def _source(file: str, name: str) -> str:
    text = Path(file).read_text(encoding="utf-8")
    node = next(n for n in ast.parse(text).body if getattr(n, "name", "") == name)
    assert isinstance(node, ast.FunctionDef)
    start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return "\n".join(text.splitlines()[start - 1 : node.end_lineno])
