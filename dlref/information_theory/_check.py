"""Checks that several pages of information theory share."""

from numpy.typing import ArrayLike

from dlref._array import Array, as_floats
from dlref._check import check_probabilities, check_same_shape

__all__ = ["as_distributions"]


def as_distributions(p: ArrayLike, q: ArrayLike, axis: int) -> tuple[Array, Array]:
    """Convert two distributions over the same outcomes, and require that they are."""
    p, q = as_floats(p, q)
    check_same_shape(p=p, q=q)
    check_probabilities("p", p, axis)
    check_probabilities("q", q, axis)
    return p, q
