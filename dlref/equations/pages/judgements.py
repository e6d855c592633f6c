"""The equations of a page, each judged by the notation that holds where it stands."""

import functools
from dataclasses import dataclass

from dlref.equations.errors import EquationError
from dlref.equations.evidence.finding import find_evidence
from dlref.equations.evidence.kinds import Evidence
from dlref.equations.judging.checker import check
from dlref.equations.judging.verdict import Verdict
from dlref.equations.pages.imports import searched
from dlref.equations.pages.source import Equation, find_equations
from dlref.equations.pages.tables import Rows, notation_of, rows_above

__all__ = ["Judgement", "judge", "judge_page"]


@dataclass(frozen=True)
class Judgement:
    """What is to be said of one equation of a page.

    Args:
        equation: The equation as it stands on the page.
        verdict: What the check found; `None` for an equation that is stated only.
        rows: The rows of its notation.
    """

    equation: Equation
    verdict: Verdict | None
    rows: Rows = ()

    @property
    def problem(self) -> str:
        """Why the page must not be published; empty if it may."""
        if self.verdict is None:
            return ""
        if not self.equation.is_wrong:
            return "" if self.verdict.passed else str(self.verdict)
        if self.verdict.passed:
            return "it is marked .wrong, but is true"
        if self.verdict.outcome != "false":
            return f"it is marked .wrong, but is not shown to be false: {self.verdict}"
        return ""

    @property
    def evidence(self) -> Evidence | None:
        """What an equation rests on; `None` if it is not true, or shown as a mistake."""
        if self.verdict is None or self.equation.is_wrong or not self.verdict.passed:
            return None
        options = tuple(self.equation.settings.items())
        return _evidence(self.equation.latex, self.rows, options, searched())


def judge_page(markdown: str) -> list[Judgement]:
    """Judge the display equations of a page that have an id, in their order."""
    return [
        judge(equation, rows_above(markdown, equation.line))
        for equation in find_equations(markdown)
        if equation.id
    ]


def judge(equation: Equation, rows: Rows) -> Judgement:
    """Judge one equation by the rows of its notation."""
    if equation.reason:
        return Judgement(equation, None, rows)
    options = tuple(equation.settings.items())
    return Judgement(equation, _verdict(equation.latex, rows, options, searched()), rows)


@functools.lru_cache(maxsize=10_000)
def _verdict(latex: str, rows: Rows, options: Rows, modules: tuple[str | int, ...]) -> Verdict:
    """Check once per process: a site that is served is built again and again."""
    try:
        notation = notation_of(rows)
    except EquationError as error:
        return Verdict("refused", latex, message=str(error))
    return check(latex, notation, **dict(options))


@functools.lru_cache(maxsize=10_000)
def _evidence(latex: str, rows: Rows, options: Rows, modules: tuple[str | int, ...]) -> Evidence:
    """Look once per process."""
    return find_evidence(latex, notation_of(rows), **dict(options))
