"""The `pycon` snippets of a page and the examples of docstrings, found."""

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from dlref.equations.pages.reader import read

__all__ = ["Snippet", "docstring_snippets", "find_snippets"]


@dataclass(frozen=True)
class Snippet:
    """One block of examples.

    Args:
        code: The examples, without the indentation of the block.
        line: The line of the file where they start.
        number: Which snippet of the page it is, from 1.
        indent: The indentation of the block.
        has_prose: Whether text may stand between the examples, as in a docstring.
    """

    code: str
    line: int
    number: int = 1
    indent: str = ""
    has_prose: bool = False


def find_snippets(markdown: str) -> list[Snippet]:
    """List the `pycon` blocks of a page; a block within another one is its text."""
    page = read(markdown)
    return [
        Snippet(fence.code(page.raw), fence.first + 2, number, fence.indent(page.raw))
        for number, fence in enumerate(page.snippets, 1)
    ]


def docstring_snippets(module: ModuleType) -> Iterator[tuple[str, Snippet]]:
    """Yield the name and the docstring of all that a module defines with examples."""
    source = Path(inspect.getsourcefile(module) or "").read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
            continue
        docstring = ast.get_docstring(node)
        if docstring and ">>>" in docstring:
            name = "" if isinstance(node, ast.Module) else f".{node.name}"
            yield module.__name__ + name, Snippet(docstring, node.body[0].lineno, has_prose=True)
