"""What became of the mutants of each equation, kept in a file.

To try all mutants takes a hundred times as long as the check itself. So a site shows what was found
the last time, and what the equation rests on. The `check` of a score names what it was found for:
LaTeX, notation and options. What has changed since has no score.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from dlref.equations.errors import EquationError
from dlref.equations.evidence.kinds import KINDS, Kind
from dlref.equations.pages.source import Equation
from dlref.equations.pages.tables import Rows

__all__ = ["Record", "Score", "name_of", "read_record", "weaker", "write_record"]


class Score(NamedTuple):
    """How many mutants of an equation were caught of those tried, and what its truth rests on."""

    check: str
    caught: int
    tried: int
    evidence: Kind


Record = dict[str, Score]  # by page and id, as in docs/page.md::eq-kl


def name_of(equation: Equation, rows: Rows) -> str:
    """Name what a check depends on: the equation, its options and its notation."""
    text = repr((equation.latex, sorted(equation.settings.items()), rows))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def read_record(file: Path) -> Record:
    """Read a record.

    Raises:
        EquationError: The file is not there, or is no record.
    """
    try:
        listed = json.loads(file.read_text(encoding="utf-8"))
        return {name: Score(**score) for name, score in listed.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise EquationError(
            f"the record of mutants {file} cannot be read: {error}; make it with "
            f"dlref mutate --record {file}"
        ) from None


def write_record(file: Path, scores: Mapping[str, Score]) -> None:
    """Write a record, a line for each equation, in an order that does not change.

    What the file holds of pages that are not among the scores is kept.
    """
    pages = {_page(name) for name in scores}
    known = read_record(file) if file.is_file() else {}
    kept = {name: score for name, score in known.items() if _page(name) not in pages}
    lines = [
        f"  {json.dumps(name)}: {json.dumps(score._asdict())}"
        for name, score in sorted({**kept, **scores}.items())
    ]
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8", newline="\n")


def weaker(before: Mapping[str, Score], after: Mapping[str, Score]) -> list[str]:
    """Say which equations have a weaker check than before, and how."""
    return [
        f"{name} was {_strength(before[name])}, and is {_strength(score)}"
        for name, score in sorted(after.items())
        if name in before and _is_weaker(before[name], score)
    ]


def _is_weaker(before: Score, after: Score) -> bool:
    if KINDS.index(after.evidence) > KINDS.index(before.evidence):
        return True
    return after.caught * before.tried < before.caught * after.tried


def _strength(score: Score) -> str:
    return f"{score.evidence} with {score.caught} of {score.tried} mutants caught"


def _page(name: str) -> str:
    return name.partition("::")[0]
