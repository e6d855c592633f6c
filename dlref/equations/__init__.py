"""Doctest for equations: what a displayed equation claims is read, evaluated and judged.

The folders are the steps, in this order: LaTeX is read into a tree (`reading`) whose names come
from declarations only (`declaring`), whose Python may branch (`inspecting`); both sides of every
relation are given values (`evaluating`) and compared (`judging`). `evidence` says what that proves,
and `mutating` tries whether a check can fail. `pages` finds the claims of a page, `snippets` runs
its code, and `faces` are the site, pytest and the command line. `check` is the way in. No formula
imports this package, and it imports none.
"""

from dlref.equations.declaring.notation import Notation
from dlref.equations.errors import EquationError
from dlref.equations.evidence.finding import find_evidence
from dlref.equations.evidence.kinds import Evidence
from dlref.equations.judging.checker import check
from dlref.equations.judging.options import Options
from dlref.equations.judging.verdict import Verdict

__all__ = [
    "EquationError",
    "Evidence",
    "Notation",
    "Options",
    "Verdict",
    "check",
    "find_evidence",
]
