"""What kind of row declares a symbol: drawn, written in Python, bound to a function."""

import ast
import math
from collections.abc import Callable

from dlref.equations.declaring.declarations import Declaration, free_names, parse_value
from dlref.equations.declaring.draws import NAMES as DRAWS
from dlref.equations.declaring.notation import Notation
from dlref.equations.reading.names import Symbol

__all__ = ["code_in", "is_computed", "is_number", "is_python", "numerical_in"]

_NO_FORMULAS = frozenset(["np", "outcomes", "gaussian"])
_NUMERICAL = {"gradient": "derivative", "minimizer": "minimum"}


def is_python(symbol: Symbol, notation: Notation) -> bool:
    """Say whether the value of a symbol is written in its row, and is no link."""
    return isinstance(notation.symbols[symbol], str)


def is_number(symbol: Symbol, notation: Notation) -> bool:
    """Say whether the value of a symbol is written as a number."""
    value = notation.symbols[symbol]
    if not isinstance(value, str):
        return isinstance(value, int | float)
    try:
        return math.isfinite(float(value))
    except ValueError:
        return False


def is_computed(symbol: Symbol, notation: Notation) -> bool:
    """Say whether the value of a symbol is computed or given, and not drawn."""
    if symbol not in notation.symbols or symbol.kind == "index":
        return False
    value = notation.symbols[symbol]
    if not isinstance(value, str):
        return True
    declaration = notation.declaration(symbol)
    if declaration.is_here:
        return False
    tree = parse_value(value, symbol.latex)
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id in DRAWS:
        return False
    draws = [parameter for parameter in declaration.parameters if parameter.name in DRAWS]
    return not draws or any(notation.targets(declaration, symbol))


def code_in(symbol: Symbol, notation: Notation) -> list[str]:
    """List the functions that the page does not write and the value of a symbol is, or calls."""
    value = notation.symbols[symbol]
    if not isinstance(value, str):
        return [_public_path(value)] if callable(value) else []
    called = _from_scope(value, notation.declaration(symbol)) - _NO_FORMULAS - set(_NUMERICAL)
    functions = (notation.scope.get(name) for name in sorted(called))
    return [_public_path(function) for function in functions if callable(function)]


def _public_path(function: Callable[..., object]) -> str:
    """Name a function by the packages that it is in, without their private modules."""
    parts = f"{function.__module__}.{getattr(function, '__qualname__', 'function')}".split(".")
    return ".".join(part for part in parts if not part.startswith("_"))


def numerical_in(symbol: Symbol, notation: Notation) -> list[str]:
    """List what the value of a symbol computes numerically, in words."""
    value = notation.symbols[symbol]
    if not isinstance(value, str):
        return []
    called = _from_scope(value, notation.declaration(symbol))
    return [word for name, word in _NUMERICAL.items() if name in called]


def _from_scope(value: str, declaration: Declaration) -> set[str]:
    """List the names of a value that no symbol of the notation explains."""
    return free_names(value) - {parameter.name for parameter in declaration.parameters}
