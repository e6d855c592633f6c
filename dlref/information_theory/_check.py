"""Checks that several pages of information theory share."""

from numpy.typing import ArrayLike

from dlref._array import Array, as_floats
from dlref._check import check_probabilities, check_same_shape

__all__ = ["as_distributions", "check_unit_interval"]


def as_distributions(p: ArrayLike, q: ArrayLike, axis: int) -> tuple[Array, Array]:
    """Convert two distributions over the same outcomes, and require that they are."""
    p, q = as_floats(p, q)
    check_same_shape(p=p, q=q)
    check_probabilities("p", p, axis)
    check_probabilities("q", q, axis)
    return p, q


def check_unit_interval(name: str, p: Array) -> None:
    """Require each entry of `p` to be a probability by itself."""
    outside = p[~((p >= 0) & (p <= 1))]
    if outside.size:
        raise ValueError(f"{name} must lie between 0 and 1, got {outside[0]}")
