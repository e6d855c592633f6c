"""The formulas in the text of a page, with the notations that may be meant where each stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from dlref.equations.declaring.notation import Notation
from dlref.equations.pages.source import INLINE, without_code
from dlref.equations.pages.tables import notation_of, notations, rows_above

__all__ = ["Formula", "Page"]

_BLOCK = re.compile(r"^[ \t]*\|.*|(?:^[ \t]*[^|\s].*\n?)+", re.MULTILINE)  # a row, a paragraph
_CODE = re.compile(r"(?<!\\)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_FIRST_CELL = re.compile(r"^[ \t]*\|.*?(?<!\\)(?=\|)")
_INLINE = re.compile(INLINE)


@dataclass(frozen=True)
class Formula:
    """A formula in the text or in a table, with the notations that may be meant."""

    line: int
    latex: str
    notations: list[Notation]


class Page:
    """The notations of a page, the formulas in its text, and where its rows stand."""

    def __init__(self, markdown: str) -> None:
        self.markdown = markdown
        self.notations = [notation_of(rows) for rows in notations(markdown)]
        for notation in self.notations:
            for symbol in notation.symbols:
                notation.declaration(symbol)  # raises if a table only looks like a notation
        self.row_lines = list(_row_lines(markdown))
        self.formulas = list(self._formulas())

    def notations_at(self, *lines: int) -> list[Notation]:
        """Return the notations that hold at some lines; above the first table any may be meant."""
        found = dict.fromkeys(rows_above(self.markdown, line) for line in lines)
        return [notation_of(rows) for rows in found] if all(found) else self.notations

    def _formulas(self) -> Iterator[Formula]:
        """List the formulas outside code, display equations, and the symbols of the tables."""
        text = without_code(self.markdown)
        blocks = [(_line_at(text, match.start()), match[0]) for match in _BLOCK.finditer(text)]
        for (line, block), (below, _) in pairwise([*blocks, (_line_at(text, len(text)), "")]):
            # The sentence right above a table may introduce what the table declares.
            candidates = self.notations_at(line, below + 1)
            content = _CODE.sub(_blank, block)
            if line in self.row_lines:
                content = _FIRST_CELL.sub(_blank, content)
            for match in _INLINE.finditer(content):
                yield Formula(line + _line_at(content, match.start()) - 1, match[1], candidates)


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _row_lines(markdown: str) -> Iterator[int]:
    """Yield the lines of all rows: the first is two below its header, where rows begin to hold."""
    count = 0
    for line in range(1, markdown.count("\n") + 2):
        new = len(rows_above(markdown, line)) - count
        yield from range(line + 1, line + 1 + new)
        count += new


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
