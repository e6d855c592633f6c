"""Which symbols a formula uses: those that are free, and those that it binds."""

from collections.abc import Iterator
from dataclasses import fields

from dlref.equations.reading.names import Symbol
from dlref.equations.reading.tree import (
    Derivative,
    Expectation,
    Fold,
    Gradient,
    Integral,
    Name,
    Node,
    Prime,
)

__all__ = [
    "bound_symbols",
    "children",
    "derivative_order",
    "free_names",
    "names_with_bounds",
    "walk",
]

_FIELDS: dict[type, tuple[str, ...]] = {}


def children(node: Node) -> list[Node]:
    """List the nodes directly below."""
    names = _FIELDS.get(type(node))
    if names is None:
        names = tuple(f.name for f in fields(node) if f.name not in ("start", "end"))
        _FIELDS[type(node)] = names
    found: list[Node] = []
    for name in names:
        _collect(getattr(node, name), found)
    return found


def _collect(value: object, found: list[Node]) -> None:
    if isinstance(value, Node):
        found.append(value)
    elif isinstance(value, tuple):
        for part in value:
            _collect(part, found)


def walk(node: Node) -> Iterator[Node]:
    """List a node and all below it."""
    pending = [node]
    while pending:
        node = pending.pop()
        yield node
        pending += children(node)


def binds(node: Node) -> tuple[Symbol, ...]:
    """List the symbols that this node itself binds."""
    if isinstance(node, Fold):
        return tuple(symbol for r in node.ranges for symbol in r.symbols)
    if isinstance(node, Integral):
        return (node.symbol,)
    if isinstance(node, Expectation):
        return node.symbols
    return ()


def free_names(node: Node, bound: frozenset[Symbol] = frozenset()) -> Iterator[Name]:
    """List the names that no operator of the formula binds."""
    if isinstance(node, Name) and node.symbol not in bound:
        yield node
    inside = bound.union(binds(node))
    for child in children(node):
        yield from free_names(child, inside)


def names_with_bounds(
    node: Node, bound: frozenset[Symbol] = frozenset()
) -> Iterator[tuple[Name, frozenset[Symbol]]]:
    """List all names, each with the symbols that are bound where it stands."""
    if isinstance(node, Name):
        yield node, bound
    inside = bound.union(binds(node))
    for child in children(node):
        yield from names_with_bounds(child, inside)


def bound_symbols(node: Node) -> dict[Symbol, Node]:
    """Map each symbol that a sum binds to that sum."""
    return {symbol: part for part in walk(node) if isinstance(part, Fold) for symbol in binds(part)}


def derivative_order(node: Node) -> int:
    """Count the numerical derivatives that are nested in one another."""
    below = max(map(derivative_order, children(node)), default=0)
    if isinstance(node, Derivative | Gradient):
        return node.order
    return below + (node.order if isinstance(node, Prime) else 0)
