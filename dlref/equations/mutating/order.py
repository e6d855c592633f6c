r"""One spelling for formulas that differ only in an order that means nothing.

Summands and factors may stand in any order, the sides of an equality too, and the terms of a
difference of which only the square or the norm is taken, and the arguments of a maximum.
"""

from dataclasses import fields

from dlref.equations.declaring.notation import Notation
from dlref.equations.errors import EquationError
from dlref.equations.judging.options import Options
from dlref.equations.reading.names import Symbol
from dlref.equations.reading.parser import Rules
from dlref.equations.reading.statements import Claim, read_statements
from dlref.equations.reading.tree import Apply, Binary, Comparison, Node, Number, Power, Transpose

__all__ = ["differ_in_order_only"]

_SUMS = frozenset(["+"])
_PRODUCTS = frozenset(["", r"\cdot", r"\times", r"\odot", "*"])
_SIZES = frozenset(["norm", "norm_p", "abs"])
_EXTREMES = frozenset(["max", "min"])
_PLACE = ("start", "end")


def differ_in_order_only(one: str, other: str, notation: Notation, options: Options) -> bool:
    """Say whether two equations are the same but for the order of summands and factors.

    Two matrices have no order to exchange, but an equation that is true in both orders does not
    depend on it.
    """
    rules = Rules(options.sum == "greedy", frozenset(notation.operators), notation.formulas)
    try:
        spelled = [_claims(latex, notation, rules) for latex in (one, other)]
    except (EquationError, RecursionError):
        return False
    return spelled[0] == spelled[1]


def _claims(latex: str, notation: Notation, rules: Rules) -> list[str]:
    return [
        _spelled(s) if isinstance(s, Node) else f"{s.relations}{[*map(_spelled, s.sides)]}"
        for s in read_statements(latex, notation.names, rules)
        if isinstance(s, Claim | Node)
    ]


def _spelled(part: object) -> str:
    if isinstance(part, Symbol):
        return part.latex
    if isinstance(part, tuple):
        return f"({', '.join(map(_spelled, part))})"
    if not isinstance(part, Node):
        return repr(part)
    if isinstance(part, Binary):
        for kind in (_SUMS, _PRODUCTS):
            if part.operator in kind:
                return f"{min(kind)}{sorted(map(_spelled, _inner(_operands(part, kind))))}"
    if isinstance(part, Comparison) and set(part.relations) == {"="}:
        return f"={sorted(map(_spelled, part.sides))}"
    parts = [getattr(part, f.name) for f in fields(part) if f.name not in _PLACE]
    if _hides_sign(part):
        parts = [_without_sign(p) for p in parts]
    if isinstance(part, Apply) and part.function in _EXTREMES:
        parts = [part.function, *sorted(map(_spelled, part.arguments))]
    return f"{type(part).__name__}({', '.join(map(_spelled, parts))})"


def _operands(part: Node, kind: frozenset[str]) -> list[Node]:
    if isinstance(part, Binary) and part.operator in kind:
        return _operands(part.left, kind) + _operands(part.right, kind)
    return [part]


def _inner(operands: list[Node]) -> list[object]:
    """Spell the inner product of two vectors, one of them transposed, in either order."""
    bare = [part.operand if isinstance(part, Transpose) else part for part in operands]
    if len(operands) == 2 and sum(a is not b for a, b in zip(bare, operands, strict=True)) == 1:
        return [*bare, ("transposed",)]
    return [*operands]


def _hides_sign(part: Node) -> bool:
    """Say whether `part` is the same for an operand and its negative."""
    if isinstance(part, Power):
        return isinstance(part.exponent, Number) and part.exponent.value % 2 == 0
    return isinstance(part, Apply) and part.function in _SIZES


def _without_sign(part: object) -> object:
    """Spell a difference like that of its terms exchanged."""
    if isinstance(part, tuple):
        return tuple(map(_without_sign, part))
    if isinstance(part, Binary) and part.operator == "-":
        return ("-", *sorted([_spelled(part.left), _spelled(part.right)]))
    return part
