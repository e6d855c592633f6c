"""Functions that every reader knows, and what may be asked of sets and numbers."""

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from dlref.equations.declaring.draws import RandomVariable, gaussian
from dlref.equations.errors import EquationError
from dlref.equations.evaluating import values
from dlref.equations.evaluating.values import ShapeError, Value, as_value, is_array, is_number

__all__ = ["apply", "contains", "in_interval", "members", "related", "star"]

_EQUAL = 1e-12  # two numbers as near as this are equal in a condition

_OF_NUMBERS: dict[str, Callable[[Any], Any]] = {
    "exp": np.exp, "ln": np.log, "log": np.log, "lg": np.log2, "sin": np.sin, "cos": np.cos,
    "tan": np.tan, "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh, "arcsin": np.arcsin,
    "arccos": np.arccos, "arctan": np.arctan, "artanh": np.arctanh, "arsinh": np.arcsinh,
    "arcosh": np.arccosh, "sgn": np.sign, "sign": np.sign, "sqrt": np.sqrt, "floor": np.floor,
    "ceil": np.ceil,
}  # fmt: skip


def apply(name: str, arguments: list[Value]) -> Value:
    """Apply a common function."""
    if name in _OF_NUMBERS:
        result = values.elementwise(_OF_NUMBERS[name], name, arguments[0])
        is_whole = name in ("floor", "ceil") and is_number(result) and abs(result) < 2**53
        return int(result) if is_whole else result
    return _OTHERS[name](*arguments)


def star(a: Value, b: Value) -> Value:
    r"""Multiply with `*` or `\times`, which say nothing about vectors."""
    if is_array(a) and is_array(b):
        raise ShapeError(
            "this sign between two arrays may mean several products: write \\odot, \\cdot or "
            "^\\top, or declare the sign as an operator"
        )
    return values.product(a, b)


def _abs(x: Value) -> Value:
    if isinstance(x, frozenset | set | list):
        return len(x)
    if is_array(x) and x.ndim == 2 and min(x.shape) > 1:
        raise ShapeError(r"bars round a matrix: write \det, or \|X\| for the norm")
    return abs(values.arithmetic(x))


def _norm(x: Value) -> Value:
    return float(np.sum(np.abs(values.arithmetic(x)) ** 2) ** 0.5)


def _p_norm(x: Value, p: Value) -> Value:
    x = values.arithmetic(x)
    if not is_number(p) or p <= 0:
        raise ShapeError("the order of a norm must be a positive number")
    if is_number(x):
        return abs(x)
    if x.ndim == 2 and min(x.shape) > 1:
        if p != 2:
            raise ShapeError(f"this norm of {values.shape(x)} is not read: declare it")
        return float(np.linalg.norm(x, 2))
    sizes = np.abs(x)
    return float(sizes.max()) if p == math.inf else float(np.sum(sizes**p) ** (1 / p))


def _inner(a: Value, b: Value) -> Value:
    a, b = values.arithmetic(a), values.arithmetic(b)
    if np.shape(a) != np.shape(b):
        raise ShapeError(f"{values.shape(a)} and {values.shape(b)} have no inner product")
    return float(np.sum(a * b))


def _square(function: Callable[[Any], Any]) -> Callable[[Value], Value]:
    def of_matrix(x: Value) -> Value:
        if not is_array(x) or x.ndim != 2 or x.shape[0] != x.shape[1]:
            raise ShapeError(f"{values.shape(x)} is no square matrix")
        return as_value(function(x))

    return of_matrix


def _diagonal(x: Value) -> Value:
    if not is_array(x):
        raise ShapeError("diag needs a vector or a matrix")
    return np.diag(x)


def _extreme(function: Callable[[Any], Any]) -> Callable[..., Value]:
    def of_all(*items: Value) -> Value:
        if len(items) == 1:
            return function(list(members(items[0])))
        if all(map(is_number, items)):
            return function(items)
        pair = np.maximum if function is max else np.minimum
        result = items[0]
        for item in items[1:]:
            if is_array(item) and is_array(result) and item.shape != result.shape:
                raise ShapeError(f"{values.shape(result)} beside {values.shape(item)}")
            result = pair(result, item)
        return result

    return of_all


def _factorial(n: Value) -> Value:
    if not isinstance(n, int) or not 0 <= n <= 170:
        raise EquationError("a factorial is read of whole numbers from 0 to 170")
    return math.factorial(n) if n < 18 else float(math.factorial(n))


def _binomial(n: Value, k: Value) -> Value:
    if not (isinstance(n, int) and isinstance(k, int) and 0 <= k <= n <= 60):
        raise EquationError("a binomial coefficient is read of whole numbers up to 60")
    return math.comb(n, k)


def _normal(mean: Value, variance: Value) -> RandomVariable:
    return gaussian(float(mean), float(variance) ** 0.5)


_OTHERS: dict[str, Callable[..., Value]] = {
    "log_base": lambda x, base: values.divide(apply("ln", [x]), apply("ln", [base])),
    "root": lambda x, n: values.power(x, values.divide(1, n)),
    "abs": _abs,
    "norm": _norm,
    "norm_p": _p_norm,
    "inner": _inner,
    "det": _square(np.linalg.det),
    "tr": _square(np.trace),
    "rank": _square(np.linalg.matrix_rank),
    "diag": _diagonal,
    "erf": lambda x: values.elementwise(np.vectorize(math.erf), "erf", x),
    "max": _extreme(max),
    "min": _extreme(min),
    "factorial": _factorial,
    "binomial": _binomial,
    "normal": _normal,
}


# Sets and conditions ------------------------------------------------------------------------


def members(collection: Value) -> Iterator[Value]:
    """List the members of a set in an order that is always the same."""
    if is_array(collection):
        yield from (as_value(item) for item in collection)
    elif isinstance(collection, set | frozenset):
        yield from (as_value(item) for item in sorted(collection, key=repr))
    elif isinstance(collection, Iterable):
        yield from (as_value(item) for item in collection)
    else:
        raise EquationError(f"{values.shape(collection)} has no members")


def contains(collection: Value, value: Value) -> bool:
    """Say whether a set has a member."""
    return any(related(member, "=", value) for member in members(collection))


def in_interval(value: Value, low: Value, high: Value, opening: str, closing: str) -> bool:
    """Say whether a number (or every entry) is in an interval."""
    above = np.greater_equal if opening == "[" else np.greater
    below = np.less_equal if closing == "]" else np.less
    return bool(np.all(above(value, low)) and np.all(below(value, high)))


def related(a: Value, relation: str, b: Value) -> bool:
    """Say whether a relation holds exactly, up to rounding for equality."""
    if not (is_number(a) or is_array(a)) or not (is_number(b) or is_array(b)):
        same = type(a) is type(b) and bool(a == b)
        return same if relation == "=" else not same
    if np.shape(a) != np.shape(b) and not (is_number(a) or is_number(b)):
        return relation == r"\ne"
    close = bool(np.all(np.abs(np.subtract(a, b)) <= _EQUAL * np.maximum(1, np.abs(b)))) or bool(
        np.all(np.equal(a, b))
    )
    if relation in ("=", ":=", r"\approx"):
        return close
    if relation == r"\ne":
        return not close
    compare = {r"\le": np.less_equal, "<": np.less, r"\ge": np.greater_equal, ">": np.greater}
    if relation not in compare:
        raise EquationError(f"{relation} is no condition")
    return bool(np.all(compare[relation](a, b)))


def _set(value: Value) -> frozenset[Value]:
    return frozenset([value] if is_number(value) else members(value))


def union(a: Value, b: Value) -> Value:
    """Unite two sets."""
    return _set(a) | _set(b)


def intersection(a: Value, b: Value) -> Value:
    """Intersect two sets."""
    return _set(a) & _set(b)


def difference(a: Value, b: Value) -> Value:
    """Take the members of one set that another lacks."""
    return _set(a) - _set(b)
