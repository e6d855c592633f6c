"""The page that says which tests hold which function against something that is not ours.

An equation that rests on a function leads from its badge to the function's place on that page.
"""

import ast
import json
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from dlref.site.oracles import Comparison, comparisons, stand_ins

__all__ = ["anchor", "tested_list", "write_tested"]


def anchor(function: str) -> str:
    """Name the place of a function on the page."""
    return f"tested-{function}"


def tested_list() -> str:
    """List every function with the tests that compare it, as Markdown."""
    return "\n\n".join(part for function in _words() for part in _entry(function))


def write_tested(path: Path) -> None:
    """Write what each function is compared with, in words, for the badges of equations."""
    path.write_text(json.dumps(_words(), indent=1) + "\n", encoding="utf-8")


def _words() -> dict[str, str]:
    """Say what each function is compared with."""
    compared = {
        function: ", ".join(sorted({comparison.oracle for comparison in found}))
        for function, found in _compared().items()
    }
    others = {function: stand_in.reason for function, stand_in in stand_ins().items()}
    return dict(sorted({**others, **compared}.items()))


def _entry(function: str) -> Iterator[str]:
    yield f"### {function.removeprefix('dlref.')} {{ #{anchor(function)} }}"
    yield f"The function: [`{function.rpartition('.')[2]}`][{function}]"
    stand_in = stand_ins().get(function)
    if stand_in:
        yield f"Nothing foreign computes it. In its place stands: {stand_in.reason}."
        yield _folded(stand_in.test, "in its place")
    for comparison in _first_of_each(_compared().get(function, [])):
        yield _folded(comparison.test, comparison.oracle)


def _first_of_each(found: list[Comparison]) -> list[Comparison]:
    """Keep one test for each thing that a function is compared with."""
    return list({comparison.oracle: comparison for comparison in reversed(found)}.values())[::-1]


def _folded(test: str, oracle: str) -> str:
    file, _, name = test.partition("::")
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
