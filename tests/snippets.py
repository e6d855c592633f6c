"""Code that a page or a docstring shows, found with its line and run by itself."""

import ast
import doctest
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import dlref

__all__ = ["Checker", "docstring_snippets", "find_snippets", "run"]

_BLOCK = re.compile(
    r"^(?P<indent> *)```+ ?\{?\.?pycon\b[^\n]*\n(?P<code>.*?)^(?P=indent)```+ *$",
    re.DOTALL | re.MULTILINE,
)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


class Checker(doctest.OutputChecker):
    """Compare output as text, but each floating-point number to the digits that are shown."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        """Tell whether `got` is what `want` shows."""
        if super().check_output(want, got, optionflags):
            return True
        if _NUMBER.sub("#", want).split() != _NUMBER.sub("#", got).split():
            return False
        pairs = zip(_NUMBER.findall(want), _NUMBER.findall(got), strict=True)
        return all(_agree(shown, number) for shown, number in pairs)


def _agree(shown: str, number: str) -> bool:
    if shown == number or not set(".eE") & set(shown):
        return shown == number
    mantissa, _, exponent = shown.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    unit = 10.0 ** (int(exponent or 0) - decimals)
    # The last digit may be rounded otherwise, and the last bit differs between machines.
    return abs(float(shown) - float(number)) <= max(unit, 4e-16 * abs(float(shown)))


def find_snippets(text: str) -> Iterator[tuple[int, str]]:
    """Yield each `pycon` block of a page with the line where its code starts."""
    for block in _BLOCK.finditer(text):
        lines = block["code"].splitlines()
        code = "\n".join(line.removeprefix(block["indent"]) for line in lines)
        yield text.count("\n", 0, block.start("code")) + 1, code


def docstring_snippets() -> Iterator[tuple[str, Path, int, str]]:
    """Yield name, file, line and docstring of all that `dlref` defines with examples."""
    for info in pkgutil.walk_packages(dlref.__path__, "dlref."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        yield from _of_module(module)


def _of_module(module: ModuleType) -> Iterator[tuple[str, Path, int, str]]:
    path = Path(inspect.getsourcefile(module) or "")
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
            continue
        docstring = ast.get_docstring(node)
        if docstring and ">>>" in docstring:
            name = module.__name__ + ("" if isinstance(node, ast.Module) else f".{node.name}")
            yield name, path, node.body[0].lineno, docstring


def run(code: str, path: Path, line: int) -> list[str]:
    """Run the examples of one block in a fresh namespace and list what failed."""
    parsed = doctest.DocTestParser().get_doctest(code, {}, path.name, str(path), line - 1)
    reports: list[str] = []
    runner = doctest.DocTestRunner(Checker(), verbose=False)
    runner.run(parsed, out=reports.append, clear_globs=False)
    return [f"{path}:{line}: {report}" for report in reports]
