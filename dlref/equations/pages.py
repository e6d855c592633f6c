r"""The equations of a page, each judged by the notation that holds where it stands.

The notation is the page's own tables with the columns `Symbol`, `Meaning` and `In code`; a later
table adds to the earlier ones or overrides them. A link in the last column, such as
[`entropy`][dlref.information_theory.entropy], binds the symbol to that function.
"""

import functools
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dlref.equations.checker import check
from dlref.equations.errors import EquationError
from dlref.equations.notation import Notation
from dlref.equations.source import Equation, find_equations, without_code
from dlref.equations.verdict import Verdict

__all__ = [
    "Judgement",
    "Row",
    "Rows",
    "judge",
    "judge_page",
    "notation_of",
    "notations",
    "rows_above",
]

Row = tuple[str, str]
Rows = tuple[Row, ...]

_HEADER = ["Symbol", "Meaning", "In code"]
_LINK = re.compile(r"\[[^\]]*\]\[([\w.]+)\]")
_CELLS = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Judgement:
    """What is to be said of one equation of a page.

    Args:
        equation: The equation as it stands on the page.
        verdict: What the check found; `None` for an equation that is stated only.
    """

    equation: Equation
    verdict: Verdict | None

    @property
    def problem(self) -> str:
        """Why the page must not be published; empty if it may."""
        if self.verdict is None:
            return ""
        if self.equation.is_wrong:
            return "it is marked .wrong, but is true" if self.verdict.passed else ""
        return "" if self.verdict.passed else str(self.verdict)


def judge_page(markdown: str) -> list[Judgement]:
    """Judge the display equations of a page that have an id, in their order."""
    return [
        judge(equation, rows_above(markdown, equation.line))
        for equation in find_equations(markdown)
        if equation.id
    ]


def rows_above(markdown: str, line: int) -> Rows:
    """Collect the rows of the notation tables above a line of a page."""
    return tuple(row for at, rows in _tables(markdown) if at < line for row in rows)


def notations(markdown: str) -> list[Rows]:
    """List the notations of a page, the one after its last table first."""
    tables = [rows for _, rows in _tables(markdown)]
    return [
        tuple(row for rows in tables[:count] for row in rows) for count in range(len(tables), 0, -1)
    ]


def judge(equation: Equation, rows: Rows) -> Judgement:
    """Judge one equation by the rows of its notation."""
    if equation.reason:
        return Judgement(equation, None)
    return Judgement(equation, _verdict(equation.latex, rows, tuple(equation.settings.items())))


@functools.lru_cache(maxsize=10_000)
def _verdict(latex: str, rows: Rows, options: Rows) -> Verdict:
    """Check once per process: a site that is served is built again and again."""
    try:
        notation = notation_of(rows)
    except EquationError as error:
        return Verdict("refused", latex, message=str(error))
    return check(latex, notation, **dict(options))


@functools.lru_cache(maxsize=1_000)
def notation_of(rows: Rows) -> Notation:
    """Read the rows of a page; the same rows are read once."""
    return Notation([(symbol, _value(symbol, cell)) for symbol, cell in rows])


def _value(symbol: str, cell: str) -> object:
    """Read the last column: a link names a function, anything else is Python in backticks."""
    link = _LINK.fullmatch(cell)
    if link is None:
        return cell.strip("`")
    module, _, name = link[1].rpartition(".")
    try:
        return getattr(importlib.import_module(module), name)
    except Exception as error:  # whatever the module of a stranger raises
        raise EquationError(
            f"the notation of {symbol} links to {link[1]}, which cannot be imported "
            f"({type(error).__name__}: {error}): run from the folder that holds the module"
        ) from None


@functools.lru_cache(maxsize=10)
def _tables(markdown: str) -> list[tuple[int, Rows]]:
    """List the notation tables of a page, each with the line of its header."""
    lines = without_code(markdown).split("\n")
    return [
        (number, tuple(_rows(lines[number + 1 :])))
        for number, line in enumerate(lines, 1)
        if _cells(line) == _HEADER
    ]


def _rows(lines: list[str]) -> Iterator[Row]:
    for line in lines:
        if not line.strip().startswith("|"):
            return
        cells = _cells(line)
        if len(cells) != len(_HEADER):
            raise EquationError(
                f"a row of the notation has {len(cells)} cells instead of {len(_HEADER)}: in a "
                rf"table write \Vert and \mid for bars, in {line.strip()}"
            )
        yield cells[0].replace("$", ""), cells[2]


def _cells(line: str) -> list[str]:
    row = line.strip()
    return [c.strip() for c in _CELLS.split(row[1:-1])] if row[:1] == row[-1:] == "|" else []
