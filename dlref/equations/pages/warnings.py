r"""What is suspicious on a page but no error.

Rows that nothing uses, symbols that no row declares, weak declarations, and equations that only
repeat a row.

A reader looks up a letter of the text in the notation tables. A letter that is missing there
cannot be looked up, and a row that nothing uses is read in vain. A true equation may be declared so
that a mistake in it would be true as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dlref.equations.errors import EquationError
from dlref.equations.pages.judgements import judge_page
from dlref.equations.pages.text import Page
from dlref.equations.pages.undeclared import undeclared_symbols
from dlref.equations.pages.unused import unused_symbols

__all__ = ["Notice", "page_notices"]


@dataclass(frozen=True, order=True)
class Notice:
    """What an author should look at, and the line where it stands."""

    line: int
    message: str


def page_notices(markdown: str) -> list[Notice]:
    """List what is suspicious on a page, in the order of its lines.

    There is nothing to say of a page without a notation, or of one whose tables are no notation.
    """
    try:
        page = Page(markdown)
        if not page.notations:
            return []
        return sorted([*_unused(page), *_undeclared(page), *_weak(page), *_transcribed(markdown)])
    except EquationError:
        return []


def _transcribed(markdown: str) -> Iterator[Notice]:
    """Find the equations that a row of the notation says again, and are not called definitions."""
    for judgement in judge_page(markdown):
        equation, evidence = judgement.equation, judgement.evidence
        if evidence is None or equation.is_definition == (evidence.kind == "definition"):
            continue
        if equation.is_definition:
            message = (
                f"{equation.id} is marked .definition, but rests on {evidence.kind}: leave it out"
            )
        else:
            rows = ", ".join(f"`{latex}`" for latex in evidence.rests_on)
            message = (
                f"{equation.id} says what the notation says of {rows}, which proves nothing: mark "
                "it .definition, or bind the symbol to something else than the formula, as a link "
                "to a function or gradient(f, x)"
            )
        yield Notice(equation.line, message)


def _unused(page: Page) -> Iterator[Notice]:
    for line, latex in unused_symbols(page):
        yield Notice(
            line, f"no equation and no text below uses `{latex}`: remove it from the notation"
        )


def _undeclared(page: Page) -> Iterator[Notice]:
    for name, (first, *others) in undeclared_symbols(page).items():
        more = f" and {len(others)} more" if others else ""
        yield Notice(
            first.line,
            f"undeclared symbol `{name}` in `${first.latex}$`{more}: add it to the notation, or "
            "write it as code",
        )


def _weak(page: Page) -> Iterator[Notice]:
    for judgement in judge_page(page.markdown):
        for message in judgement.verdict.notices if judgement.verdict else ():
            yield Notice(judgement.equation.line, f"{judgement.equation.id}: {message}")
