"""What the value of a symbol may do: whether it branches, and the numbers that stand in it."""

import functools
from collections.abc import Callable
from typing import Any

from dlref.equations.declaring.branches import Finding, inspect_function, inspect_source
from dlref.equations.declaring.declarations import Declaration
from dlref.equations.declaring.draws import NAMES as DRAWS
from dlref.equations.declaring.notation import Notation
from dlref.equations.reading.names import Symbol

__all__ = ["inspect_operator", "inspect_symbol", "is_drawn"]


def inspect_symbol(notation: Notation, symbol: Symbol) -> Finding:
    """Inspect the value of one symbol; those that it uses are inspected by themselves."""
    declaration = notation.declaration(symbol)
    targets = zip(declaration.parameters, notation.targets(declaration, symbol), strict=True)
    indices = {p.name for p, target in targets if target is not None and target.kind == "index"}
    return _inspect(declaration, frozenset(indices))


def inspect_operator(function: Callable[..., Any]) -> Finding:
    """Inspect what a declared operator does."""
    return inspect_function(function)


@functools.lru_cache(maxsize=5_000)
def _inspect(declaration: Declaration, indices: frozenset[str]) -> Finding:
    compute = declaration.compute
    if declaration.bounds is not None or declaration.is_here:
        return Finding()
    if compute.__code__.co_filename != "<notation>":
        return inspect_function(compute)
    own = {parameter.name for parameter in declaration.parameters}
    scope = {k: v for k, v in compute.__globals__.items() if k not in own}
    return inspect_source(declaration.source, scope, indices)


def is_drawn(notation: Notation, symbol: Symbol) -> bool:
    """Say whether the value of a symbol is random, at least in part."""
    return any(
        parameter.name in DRAWS and notation.python_target(parameter, symbol) is None
        for parameter in notation.declaration(symbol).parameters
    )
