"""A page as lines, and what a line is once its containers are taken off.

A tab reaches to the next multiple of four columns, and a mark of the byte order is no character.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dlref.equations.errors import EquationError

__all__ = [
    "CONTAINERS",
    "RESERVED",
    "TAB",
    "Line",
    "PageError",
    "expanded",
    "raw_lines",
    "starts_block",
]

TAB = 4
# Characters that no text holds: Unicode gives them to programs, and Python-Markdown takes two.
RESERVED = re.compile("[\x02\x03\ufdd0-\ufdef]")
# What may stand before the content of a line: quotations, list items with their boxes, definitions
# and footnotes.
CONTAINERS = re.compile(r"(?:[ >]|(?:[-*+]|\d+[.)]) +|\[[ xX]\] +|: {1,3}|\[\^[^\]]*\]: *)*")


class PageError(EquationError):
    """Something on a page that cannot be read, with its line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
        self.message = message


@dataclass(frozen=True)
class Line:
    """What stands in a row of a page from a column on.

    Args:
        row: Which row of the page, or of what it was shortened to, from 0.
        column: Where the text starts in it.
        text: The text.
    """

    row: int
    column: int
    text: str

    def cut(self, count: int) -> "Line":
        """Leave out the first characters."""
        return Line(self.row, self.column + min(count, len(self.text)), self.text[count:])


def raw_lines(markdown: str) -> list[str]:
    """Split a page into its lines, whatever ends them."""
    text = markdown.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return RESERVED.sub("", text).split("\n")


def expanded(line: str) -> str:
    """Write blanks for tabs, and nothing for blanks alone."""
    line = line.expandtabs(TAB)
    return line if line.strip(" ") else ""


def starts_block(lines: Sequence[Line]) -> bool:
    """Say whether the first line is indented as code or as the content of a list item is."""
    return lines[0].text.startswith(" " * TAB)
