"""The survivors on pages, and the list of those that somebody has looked at.

A survivor is named by its page, its equation and its tokens, so that an entry of the list holds for
one mistake in one equation, and no longer when the equation is changed.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dlref.equations.evidence.kinds import Kind
from dlref.equations.mutating.mistakes import HINTS
from dlref.equations.mutating.mutants import Mutant
from dlref.equations.mutating.record import Score, name_of
from dlref.equations.mutating.survivors import Trial, digest, put_to_the_test
from dlref.equations.pages.files import MisuseError, read_page
from dlref.equations.pages.judgements import judge
from dlref.equations.pages.source import find_equations
from dlref.equations.pages.tables import notation_of, rows_above

__all__ = ["PageTrial", "Survivor", "outdated", "read_reviewed", "try_page"]


@dataclass(frozen=True)
class Survivor:
    """A mistake in an equation that its check does not find."""

    id: str
    change: str
    latex: str
    hint: str
    reviewed: str = ""


@dataclass(frozen=True)
class PageTrial:
    """What became of the mutants of one equation of a page."""

    page: str
    line: int
    id: str
    tried: int
    caught: int
    survivors: tuple[Survivor, ...]
    check: str  # what was checked, as a record names it
    evidence: Kind

    @property
    def name(self) -> str:
        """The name of the equation in a record."""
        return f"{self.page}::{self.id}"

    @property
    def score(self) -> Score:
        """What a record keeps."""
        return Score(self.check, self.caught, self.tried, self.evidence)


def try_page(page: Path, reviewed: Mapping[str, str]) -> Iterator[PageTrial]:
    """Put the mutants of the true equations of a page to the test.

    Args:
        page: The Markdown file.
        reviewed: The reasons of the survivors that are known.
    """
    text = read_page(page)
    for equation in find_equations(text):
        if not equation.id:
            continue
        rows = rows_above(text, equation.line)
        evidence = judge(equation, rows).evidence
        if evidence is None:
            continue
        notation = notation_of(rows)
        trial = put_to_the_test(equation.latex, notation, equation.settings)
        name = f"{page.as_posix()}::{equation.id}"
        listed = frozenset(m for m in trial.mutants if _identity(name, m) in reviewed)
        survivors = tuple(_survivor(name, mutant, reviewed) for mutant in trial.survivors)
        counts = _counts(trial, listed)
        place = (page.as_posix(), equation.line, equation.id)
        yield PageTrial(*place, *counts, survivors, name_of(equation, rows), evidence.kind)


def _counts(trial: Trial, listed: frozenset[Mutant]) -> tuple[int, int]:
    """Count what was tried and caught, as if each mutant on the list had survived.

    Whether a search finds the one case that refutes a bound may hang on the last digit, and so on
    the machine. What somebody has looked at is counted alike on all of them.
    """
    spared = {*trial.harmless, *trial.survivors} | listed
    caught = sum(mutant not in spared for mutant in trial.mutants)
    return caught + len({*trial.survivors} | listed), caught


def _identity(name: str, mutant: Mutant) -> str:
    return f"{name}::{digest(mutant.latex)}"


def _survivor(name: str, mutant: Mutant, reviewed: Mapping[str, str]) -> Survivor:
    identity = _identity(name, mutant)
    reason = reviewed.get(identity, "")
    return Survivor(identity, mutant.change, mutant.latex, HINTS[mutant.kind], reason)


def read_reviewed(file: Path) -> dict[str, str]:
    """Read the list of survivors that somebody has looked at, each with a reason."""
    try:
        listed = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MisuseError(f"the reviewed list {file} cannot be read: {error}") from None
    for name, reason in listed.items():
        if not isinstance(reason, str) or not reason.strip():
            raise MisuseError(f'{file} gives no reason for {name}: write "{name}" = "reason"')
    return listed


def outdated(
    reviewed: Mapping[str, str], survivors: Sequence[Survivor], trials: Sequence[PageTrial]
) -> list[str]:
    """List what is on the list of these pages and is caught now."""
    alive = {survivor.id for survivor in survivors}
    seen = {trial.page for trial in trials}
    return [n for n in reviewed if n not in alive and n.partition("::")[0] in seen]
