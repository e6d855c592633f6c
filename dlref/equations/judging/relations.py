"""Two values compared, as a relation of a claim wants them."""

import math
from dataclasses import dataclass

import numpy as np

from dlref.equations.errors import EquationError
from dlref.equations.evaluating import values
from dlref.equations.evaluating.values import Value, is_array, is_number

__all__ = ["Comparison", "compare", "difference", "is_finite", "tolerances"]

_ZERO = 1e-9  # what is nearer to 0 than this counts as 0


@dataclass(frozen=True)
class Comparison:
    """Whether a relation holds, its relative error, and whether both sides are 0.

    Args:
        holds: Whether it holds.
        error: The relative difference of two equal sides.
        is_zero: Whether both sides are 0.
        margin: By how much it holds, relative to the greater side; negative if it does not.
        signed: The relative difference of two numbers that are to differ, with its sign.
    """

    holds: bool
    error: float
    is_zero: bool
    margin: float = math.inf
    signed: float = math.nan


def tolerances(derivatives: int, has_integral: bool) -> tuple[float, float]:
    """Return how far two sides may be apart, relatively and absolutely, for numerical reasons."""
    if derivatives == 0 and not has_integral:
        return 1e-8, 1e-10
    return {0: (1e-6, 1e-8), 1: (1e-6, 1e-8), 2: (1e-5, 1e-7)}.get(derivatives, (1e-3, 1e-4))


def difference(left: Value, right: Value) -> Value:
    """Subtract two sides, whose shapes must be the same (or one of them is 0)."""
    if is_array(left) and is_array(right) and left.shape != right.shape:
        raise EquationError(
            f"the left side is {values.shape(left)}, the right side {values.shape(right)}"
        )
    for one, other in ((left, right), (right, left)):
        if is_array(one) and not is_array(other) and not (is_number(other) and other == 0):
            raise EquationError(
                f"the left side is {values.shape(left)}, the right side {values.shape(right)}"
            )
    return values.arithmetic(left) - values.arithmetic(right)


def is_finite(value: Value) -> bool:
    """Say whether a value is free of infinities and undefined entries."""
    if not (is_number(value) or is_array(value)):
        return True
    return bool(np.isfinite(value).all()) if is_array(value) else math.isfinite(value)


def compare(
    relation: str,
    left: Value,
    right: Value,
    relative: float,
    absolute: float,
    noise: float = 0.0,
) -> Comparison:
    """Compare two values within tolerances.

    A strict relation must hold by more than `noise`, relatively; if that is negative, the relation
    counts as one that is not strict.
    """
    if not (is_number(left) or is_array(left)):
        return _compare_sets(relation, left, right)
    gap = difference(left, right)
    size = max(_size(left), _size(right))
    allowed = relative * size + absolute
    far = _size(gap)
    error = far / size if size > _ZERO else 0.0
    is_zero = size <= _ZERO
    if relation in ("=", ":=", r"\leftarrow", r"\approx"):
        return Comparison(far <= allowed < math.inf, error, is_zero)
    if relation == r"\ne":
        signed = error if is_array(gap) else math.copysign(error, gap)
        return Comparison(far > allowed, 0.0, False, error, signed)
    if relation in (r"\le", "<"):
        gap = -gap
    lowest = float(np.min(gap))
    margin = lowest / size if size > _ZERO else math.inf
    is_strict = relation in ("<", ">") and noise >= 0
    holds = lowest > noise * size if is_strict else lowest >= -allowed
    return Comparison(holds, 0.0, is_zero, margin)


def _size(value: Value) -> float:
    """Return the greatest absolute value of a number or an array."""
    return float(np.abs(value).max(initial=0)) if is_array(value) else abs(float(value))


def _compare_sets(relation: str, left: Value, right: Value) -> Comparison:
    if is_array(right):
        raise EquationError(
            f"the left side is {values.shape(left)}, the right side {values.shape(right)}"
        )
    if relation in ("=", ":="):
        return Comparison(bool(left == right), 0.0, False)
    if relation == r"\ne":
        return Comparison(bool(left != right), 0.0, False)
    raise EquationError(f"{relation} does not compare {values.shape(left)}")
