"""Arithmetic that knows shapes: a 1-d array is a column, a (1, n) array a row.

Nothing is stretched silently but a number beside an array, and a row added to each row of a matrix.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlref.equations.errors import EquationError

__all__ = [
    "DomainError",
    "ShapeError", "Value", "add", "arithmetic", "as_value", "divide", "dot", "elementwise",
    "is_array", "is_number", "multiply", "power", "product", "shape", "times", "transpose",
]  # fmt: skip

Value = Any  # a number, an array, a set, a function: what the author's Python returns
_EXACT = 2**53
_NUMBERS = (int, float, np.number)  # made once: this is asked all the time


class DomainError(EquationError):
    """A draw at which the formula has no value; another draw may have one."""


class ShapeError(EquationError):
    """Two values whose shapes do not fit; the evaluation adds the place."""


def as_value(value: Any) -> Value:
    """Turn what Python returned into a number where it is one, and a list of them into an array."""
    if type(value) is float or type(value) is int:
        return value
    if isinstance(value, np.ndarray):
        return value.item() if value.ndim == 0 else value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, bool):
        return int(value)
    if (
        isinstance(value, tuple | list)
        and value
        and all(isinstance(v, int | float | np.generic) for v in value)
    ):
        return np.asarray(value)
    return value


def is_number(value: Value) -> bool:
    """Say whether a value is a single number."""
    return isinstance(value, _NUMBERS)


def is_array(value: Value) -> bool:
    """Say whether a value is a vector or a matrix."""
    return isinstance(value, np.ndarray)


def shape(value: Value) -> str:
    """Describe a value for a message."""
    if is_number(value):
        return "a number"
    if not is_array(value):
        return "a function" if callable(value) else f"a {type(value).__name__}"
    if value.ndim == 1:
        return f"a vector of {value.size}"
    if value.ndim == 2 and value.shape[0] == 1:
        return f"a row of {value.size}"
    return (
        f"a matrix of {value.shape[0]} by {value.shape[1]}"
        if value.ndim == 2
        else f"an array of shape {value.shape}"
    )


def arithmetic(value: Value) -> Value:
    """Return a number or an array, or say that the value is neither."""
    if is_number(value) or is_array(value):
        return value
    if isinstance(value, list):
        return np.asarray(value)
    raise ShapeError(f"{shape(value)} cannot be calculated with")


def _whole(value: Value) -> Value:
    """Let whole numbers that are no longer exact become floating-point numbers."""
    return float(value) if isinstance(value, int) and abs(value) > _EXACT else value


def add(a: Value, b: Value, sign: int = 1) -> Value:
    """Add or subtract."""
    if is_number(a) and is_number(b):
        return _whole(a + b if sign > 0 else a - b)
    a, b = arithmetic(a), arithmetic(b)
    if not (is_number(a) or is_number(b) or a.shape == b.shape or _rows(a, b) or _rows(b, a)):
        verb = "added to" if sign > 0 else "subtracted from"
        first, second = (a, b) if sign > 0 else (b, a)
        raise ShapeError(f"{shape(first)} cannot be {verb} {shape(second)}")
    return a + b if sign > 0 else a - b


def _rows(a: Value, b: Value) -> bool:
    """Say whether `b` is a row that fits every row of the matrix `a`."""
    return bool(a.ndim == b.ndim == 2 and b.shape[0] == 1 and a.shape[1] == b.shape[1])


def product(a: Value, b: Value) -> Value:
    """Multiply what stands side by side: a number with anything, matrices as matrices."""
    if is_number(a) and is_number(b):
        return times(a, b)
    a, b = arithmetic(a), arithmetic(b)
    if is_number(a) or is_number(b):
        return a * b
    if a.ndim == 1 and b.ndim == 1:
        raise ShapeError(
            "two vectors side by side: write \\odot for the element-wise product, ^\\top for the "
            "inner or outer product, or \\cdot"
        )
    column = a[:, None] if a.ndim == 1 else a
    if column.ndim != 2 or b.ndim > 2 or column.shape[1] != b.shape[0]:
        raise ShapeError(f"{shape(a)} cannot be multiplied with {shape(b)}")
    result = column @ b
    return result.item() if result.size == 1 and column.shape[0] == 1 else result


def times(a: Value, b: Value) -> Value:
    """Multiply numbers, where 0 times infinity is 0, as in 0 ln 0."""
    if (a == 0 and b == b) or (b == 0 and a == a):
        return 0 if isinstance(a, int) and isinstance(b, int) else 0.0
    return _whole(a * b)


def multiply(a: Value, b: Value) -> Value:
    """Multiply entry by entry."""
    if is_number(a) and is_number(b):
        return times(a, b)
    a, b = arithmetic(a), arithmetic(b)
    if not (is_number(a) or is_number(b) or a.shape == b.shape):
        raise ShapeError(f"{shape(a)} and {shape(b)} have no element-wise product")
    return a * b


def dot(a: Value, b: Value) -> Value:
    r"""Multiply with `\cdot`: the inner product of two vectors, otherwise the product."""
    if is_array(a) and is_array(b) and a.ndim == b.ndim == 1:
        if a.shape != b.shape:
            raise ShapeError(f"{shape(a)} and {shape(b)} have no inner product")
        return float(a @ b)
    return product(a, b)


def divide(a: Value, b: Value) -> Value:
    """Divide by a number, or vectors entry by entry."""
    a, b = arithmetic(a), arithmetic(b)
    if is_number(b):
        return a / b if b != 0 else np.divide(a, np.float64(b))
    if b.ndim == 2 and min(b.shape) > 1:
        raise ShapeError("a matrix cannot divide: write its inverse or its entries")
    if not is_number(a) and a.shape != b.shape:
        raise ShapeError(f"{shape(a)} cannot be divided by {shape(b)}")
    return a / b


def transpose(a: Value) -> Value:
    """Transpose: a column becomes a row, and a row a column."""
    a = arithmetic(a)
    if is_number(a):
        raise ShapeError("a number has no transpose: put brackets round what is transposed")
    if a.ndim == 1:
        return a[None, :]
    return a[0] if a.shape[0] == 1 else a.T


def power(base: Value, exponent: Value) -> Value:
    """Take a power: of a number, of each entry of a vector, or of a square matrix."""
    base, exponent = arithmetic(base), arithmetic(exponent)
    if not is_number(exponent):
        raise ShapeError(f"{shape(exponent)} cannot be an exponent")
    if is_number(base):
        return _number_power(base, exponent)
    if base.ndim == 1 or base.shape[0] == 1:
        return np.asarray(base, float) ** exponent
    return _matrix_power(base, exponent)


def _number_power(base: Value, exponent: Value) -> Value:
    result = np.float64(base) ** np.float64(exponent)
    is_whole = isinstance(base, int) and isinstance(exponent, int) and exponent >= 0
    return int(result) if is_whole and abs(result) < _EXACT else float(result)


def _matrix_power(base: NDArray[Any], exponent: Value) -> Value:
    if base.shape[0] != base.shape[1]:
        raise ShapeError(f"{shape(base)} has no power: it is not square")
    if exponent == int(exponent) and abs(exponent) <= 64:
        try:
            return np.linalg.matrix_power(base, int(exponent))
        except np.linalg.LinAlgError:
            return np.full(base.shape, np.nan)
    if not np.allclose(base, base.T):
        raise ShapeError("a fractional power is taken of a symmetric matrix only")
    eigenvalues, vectors = np.linalg.eigh(base)
    return (vectors * eigenvalues**exponent) @ vectors.T


def elementwise(function: Callable[[Any], Any], name: str, value: Value) -> Value:
    """Apply a function of numbers to a number, or to each entry of a vector."""
    value = arithmetic(value)
    if is_number(value):
        return float(function(value))
    if name in ("exp", "log", "ln", "sqrt") and value.ndim == 2 and min(value.shape) > 1:
        raise ShapeError(
            f"{name} of a matrix may be that of its entries or of the matrix: write it with entries"
        )
    return function(value)
