"""What the value of a symbol may do: whether it branches, and the numbers that stand in it."""

import functools
import types

from dlref.equations.declaring.declarations import Declaration
from dlref.equations.declaring.draws import NAMES as DRAWS
from dlref.equations.declaring.notation import Notation
from dlref.equations.inspecting.course import Finding
from dlref.equations.inspecting.functions import inspect_function, inspect_source
from dlref.equations.reading.names import Symbol

__all__ = ["inspect_symbol", "is_drawn"]


def inspect_symbol(notation: Notation, symbol: Symbol) -> Finding:
    """Inspect the value of one symbol; those that it uses are inspected by themselves."""
    declaration = notation.declaration(symbol)
    targets = zip(declaration.parameters, notation.targets(declaration, symbol), strict=True)
    indices = {p.name for p, target in targets if target is not None and target.kind == "index"}
    return _inspect(declaration, frozenset(indices))


@functools.lru_cache(maxsize=5_000)
def _inspect(declaration: Declaration, indices: frozenset[str]) -> Finding:
    compute = declaration.compute
    if declaration.bounds is not None or declaration.is_here:
        return Finding()
    code = compute.__code__
    if code.co_filename != "<notation>":
        return inspect_function(compute)
    own = {parameter.name for parameter in declaration.parameters}
    used = _names_in(code) - own
    values = tuple(
        (name, compute.__globals__[name]) for name in used if name in compute.__globals__
    )
    return _inspect_source(
        declaration.source, tuple(map(_Same, sorted(values, key=lambda pair: pair[0]))), indices
    )


def _names_in(code: types.CodeType) -> set[str]:
    inner = (c for c in code.co_consts if isinstance(c, types.CodeType))
    return set(code.co_names).union(*map(_names_in, inner))


class _Same:
    """A name and its value, equal to another only if both have one object."""

    def __init__(self, pair: tuple[str, object]) -> None:
        self.name, self.value = pair

    def __hash__(self) -> int:
        return hash((self.name, id(self.value)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.name == other.name and self.value is other.value


@functools.lru_cache(maxsize=5_000)
def _inspect_source(source: str, values: tuple[_Same, ...], indices: frozenset[str]) -> Finding:
    """Inspect once what many notations say alike."""
    return inspect_source(source, {same.name: same.value for same in values}, indices)


def is_drawn(notation: Notation, symbol: Symbol) -> bool:
    """Say whether the value of a symbol is random, at least in part."""
    return any(
        parameter.name in DRAWS and notation.python_target(parameter, symbol) is None
        for parameter in notation.declaration(symbol).parameters
    )
