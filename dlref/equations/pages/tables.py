r"""The notation tables of a page, and the notation that holds at one of its lines.

A table with the columns `Symbol`, `Meaning` and `In code` declares symbols; a later table adds to
the earlier ones or overrides them. A link in the last column, such as
[`entropy`][dlref.information_theory.entropy], binds the symbol to that function.
"""

import functools
import re
from collections.abc import Iterator, Sequence

from dlref.equations.declaring.notation import Notation
from dlref.equations.errors import EquationError
from dlref.equations.pages.imports import resolve, searched
from dlref.equations.pages.lines import PageError
from dlref.equations.pages.reader import read

__all__ = ["HEADER", "LINK", "Row", "Rows", "notation_of", "notations", "rows_above"]

Row = tuple[str, str]
Rows = tuple[Row, ...]

HEADER = ["Symbol", "Meaning", "In code"]
LINK = re.compile(r"\[[^\]]*\]\[([\w.]+)\]")
_CELLS = re.compile(r"(?<!\\)\|")


def rows_above(markdown: str, line: int) -> Rows:
    """Collect the rows of the notation tables above a line of a page."""
    return tuple(row for at, rows in _tables(markdown) if at < line for row in rows)


def notations(markdown: str) -> list[Rows]:
    """List the notations of a page, the one after its last table first."""
    tables = [rows for _, rows in _tables(markdown)]
    return [
        tuple(row for rows in tables[:count] for row in rows) for count in range(len(tables), 0, -1)
    ]


def notation_of(rows: Rows) -> Notation:
    """Read the rows of a page; the same rows are read once."""
    return _notation_of(rows, searched())


@functools.lru_cache(maxsize=1_000)
def _notation_of(rows: Rows, modules: tuple[str | int, ...]) -> Notation:
    return Notation([(symbol, _value(symbol, cell)) for symbol, cell in rows])


def _value(symbol: str, cell: str) -> object:
    """Read the last column: a link names a function, anything else is Python in backticks."""
    link = LINK.fullmatch(cell)
    if link is None:
        return cell.strip("`")
    try:
        return resolve(link[1])
    except EquationError as error:
        raise EquationError(f"the notation of {symbol} links to {error}") from None


@functools.lru_cache(maxsize=32)
def _tables(markdown: str) -> list[tuple[int, Rows]]:
    """List the notation tables of a page, each with the line of its header."""
    found = []
    for lines in read(markdown).tables:
        for number, (line, text) in enumerate(lines):
            if _cells(text) == HEADER:
                found.append((line, tuple(_rows(lines[number + 2 :]))))
                break
    return found


def _rows(lines: Sequence[tuple[int, str]]) -> Iterator[Row]:
    for line, text in lines:
        cells = _cells(text)
        if len(cells) != len(HEADER):
            raise PageError(
                line,
                f"a row of the notation has {len(cells)} cells instead of {len(HEADER)}: in a "
                rf"table write \Vert and \mid for bars, in {text.strip()}",
            )
        yield cells[0].replace("$", ""), cells[2]


def _cells(text: str) -> list[str]:
    row = text.strip()
    if "|" not in row:
        return []
    return [cell.strip() for cell in _CELLS.split(row.removeprefix("|").removesuffix("|"))]
