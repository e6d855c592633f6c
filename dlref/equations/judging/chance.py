"""How many draws an equation needs: few if it is smooth, more if chance may decide.

A smooth identity that fails at all fails almost everywhere. A branch may be missed by chance, and
an inequality may hold by chance. A condition on indices is left to no chance: all are tried.
"""

from collections.abc import Iterable

from dlref.equations.reading.statements import Claim
from dlref.equations.reading.tree import Apply, Cases, Fold, Node
from dlref.equations.reading.usage import free_names

__all__ = ["draws_needed", "has_kinks"]

_FEW, _MANY = 4, 16
_EQUALITIES = {"=", ":=", r"\leftarrow", r"\approx", r"\propto", r"\in", r"\notin"}
_KINKS = {"max", "min", "abs", "indicator", "sgn", "sign", "floor", "ceil"}


def draws_needed(claims: Iterable[Claim], nodes: Iterable[Node]) -> int:
    """Return how often the symbols of an equation are drawn."""
    relations = {relation for claim in claims for relation in claim.relations}
    return _FEW if relations <= _EQUALITIES and not has_kinks(nodes) else _MANY


def has_kinks(nodes: Iterable[Node]) -> bool:
    """Say whether a branch of a formula is taken by chance."""
    return any(_is_piecewise(node) and not _is_about_indices(node) for node in nodes)


def _is_piecewise(node: Node) -> bool:
    if isinstance(node, Fold):
        return node.operation not in ("sum", "product")
    return isinstance(node, Cases) or (isinstance(node, Apply) and node.function in _KINKS)


def _is_about_indices(node: Node) -> bool:
    conditions: list[Node] = []
    if isinstance(node, Cases):
        conditions = [condition for _, condition in node.branches]
    elif isinstance(node, Apply) and node.function == "indicator":
        conditions = list(node.arguments)
    names = [name for condition in conditions for name in free_names(condition)]
    return bool(names) and all(name.symbol.kind in ("index", "bound") for name in names)
