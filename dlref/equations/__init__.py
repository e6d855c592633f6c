"""Doctest for equations: what a displayed equation claims is read, evaluated and judged.

`check` is the way in: LaTeX to tokens (`tokens`), to boxes with scripts (`boxes`), to a syntax tree
(`parser`) whose names come from declarations only (`notation`, `names`); then values are drawn and
both sides of every relation are evaluated (`evaluate`) and compared (`checker`, `judge`).

`source` finds the equations of a page, `mathml` turns LaTeX into MathML, and `extension` is the
Python-Markdown extension that puts both on the site. No formula imports this package.
"""

from dlref.equations.checker import check
from dlref.equations.errors import EquationError
from dlref.equations.notation import Notation
from dlref.equations.options import Options
from dlref.equations.verdict import Verdict

__all__ = ["EquationError", "Notation", "Options", "Verdict", "check"]
