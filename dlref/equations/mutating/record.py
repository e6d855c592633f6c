"""What became of the mutants of each equation, kept in a file.

To try all mutants takes a hundred times as long as the check itself. So a site shows what was found
the last time; an equation is named by its LaTeX, its notation and its options, and what has changed
since is not in the record.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from dlref.equations.errors import EquationError
from dlref.equations.pages.source import Equation
from dlref.equations.pages.tables import Rows

__all__ = ["Score", "name_of", "read_record", "write_record"]


class Score(NamedTuple):
    """How many mutants of an equation were tried, and how many of them its check has caught."""

    caught: int
    tried: int


def name_of(equation: Equation, rows: Rows) -> str:
    """Name what a check depends on: the equation, its options and its notation."""
    text = repr((equation.latex, sorted(equation.settings.items()), rows))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def read_record(file: Path) -> dict[str, Score]:
    """Read a record.

    Raises:
        EquationError: The file is not there, or is no record.
    """
    try:
        listed = json.loads(file.read_text(encoding="utf-8"))
        return {name: Score(*score) for name, score in listed.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise EquationError(
            f"the record of mutants {file} cannot be read: {error}; make it with "
            f"dlref mutate --record {file}"
        ) from None


def write_record(file: Path, scores: Mapping[str, Score]) -> None:
    """Write a record, a line for each equation, in an order that does not change."""
    lines = [
        f'  "{name}": [{score.caught}, {score.tried}]' for name, score in sorted(scores.items())
    ]
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8", newline="\n")
