"""The `pycon` snippets of a page and the examples of docstrings, found."""

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

__all__ = ["Snippet", "docstring_snippets", "find_snippets"]

_FENCE = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)\n(?P<code>.*?)^ *(?P=fence)[`~]* *$",
    re.DOTALL | re.MULTILINE,
)
_PYCON = re.compile(r" *\{? *\.?pycon\b")


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
    blocks = [block for block in _FENCE.finditer(markdown) if _PYCON.match(block["info"])]
    return [
        Snippet(
            _without(block["indent"], block["code"]),
            markdown.count("\n", 0, block.start("code")) + 1,
            number,
            block["indent"],
        )
        for number, block in enumerate(blocks, 1)
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


def _without(indent: str, code: str) -> str:
    return "\n".join(line.removeprefix(indent) for line in code.split("\n"))
