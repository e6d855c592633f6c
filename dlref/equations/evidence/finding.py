"""The evidence of an equation."""

from collections.abc import Iterable, Iterator

import numpy as np

from dlref.equations.declaring.notation import Notation
from dlref.equations.evidence.declared import (
    code_in,
    is_number,
    is_python,
    numerical_in,
)
from dlref.equations.evidence.kinds import Evidence, Part
from dlref.equations.evidence.resting import rows_kept
from dlref.equations.evidence.transcription import are_one_formula
from dlref.equations.judging.checker import Check, Relation
from dlref.equations.judging.options import Options
from dlref.equations.reading.tree import (
    BigO,
    Derivative,
    Expectation,
    Fold,
    Gradient,
    Integral,
    Node,
    Number,
    Prime,
)
from dlref.equations.reading.usage import walk

__all__ = ["find_evidence"]

_EQUALITIES = frozenset(["=", ":=", r"\leftarrow"])
_OPERATORS: dict[type[Node], str] = {
    Derivative: "derivative",
    Gradient: "derivative",
    Prime: "derivative",
    Integral: "integral",
    Expectation: "expectation",
    BigO: "remainder",
}


def find_evidence(
    latex: str, notation: Notation | Iterable[tuple[str, object]], **options: object
) -> Evidence:
    r"""Find what the truth of an equation rests on.

    Args:
        latex: An equation that is true.
        notation: The declarations by which it is true, as for `check`.
        options: Those of its check.

    Returns:
        For each relation the rows that must be kept for it to stay true, and what kind of evidence
        they are.

    Raises:
        EquationError: The equation cannot be read.

    Examples:
        >>> from dlref.equations import find_evidence
        >>> find_evidence("m = x + y", [("x, y", "normal()"), ("m", "y + x")]).kind
        'definition'
        >>> find_evidence("(x + y)^2 = x^2 + 2 x y + y^2", [("x, y", "normal()")]).kind
        'identity'
    """
    if not isinstance(notation, Notation):
        notation = Notation(notation)
    with np.errstate(all="ignore"):
        check = Check(latex, notation, Options.read(options))
        return Evidence(tuple(_part(check, relation) for relation in check.relations()))


def _part(check: Check, relation: Relation) -> Part:
    if relation.defines is not None:  # a symbol that is declared as `here`
        return Part("definition", (relation.defines.latex,))
    notation = check.notation
    kept = rows_kept(check, relation)
    told = [symbol for symbol in kept if not is_number(symbol, notation)] or kept
    rests_on = tuple(symbol.latex for symbol in told)
    written = frozenset(symbol for symbol in kept if is_python(symbol, notation))
    sides = relation.left, relation.right
    if written and relation.sign in _EQUALITIES and are_one_formula(*sides, notation, written):
        return Part("definition", rests_on)
    functions = tuple(dict.fromkeys(f for symbol in kept for f in code_in(symbol, notation)))
    operators = [word for side in sides for word in _operators(side)]
    operators += [word for symbol in kept for word in numerical_in(symbol, notation)]
    if operators:
        return Part("derived", rests_on, tuple(dict.fromkeys(operators)), functions)
    return Part("code" if functions else "identity", rests_on, functions=functions)


def _operators(side: Node) -> Iterator[str]:
    """List what a side computes numerically, in words."""
    for node in walk(side):
        if type(node) in _OPERATORS:
            yield _OPERATORS[type(node)]
        elif isinstance(node, Fold) and any(_is_endless(r.high) for r in node.ranges):
            yield "series"


def _is_endless(end: Node | None) -> bool:
    return isinstance(end, Number) and end.value == float("inf")
