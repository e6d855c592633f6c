"""Checks of arguments that several formulas share: each says the invariant and what was given."""

from numpy.exceptions import AxisError

from dlref._array import Array

__all__ = [
    "check_axis",
    "check_positive",
    "check_probabilities",
    "check_same_shape",
    "check_unit_interval",
]


def check_axis(name: str, x: Array, axis: int | None) -> None:
    """Require at least one entry along `axis` (`None` means all of `x`)."""
    if axis is not None and not -x.ndim <= axis < x.ndim:
        raise AxisError(f"{name} of shape {x.shape} has no axis {axis}")
    count = x.size if axis is None else x.shape[axis]
    if count == 0:
        where = "" if axis is None else f" along axis {axis}"
        raise ValueError(f"{name} needs at least one entry{where}, got shape {x.shape}")


def check_same_shape(**arrays: Array) -> None:
    """Require one shape for all `arrays`."""
    if len({array.shape for array in arrays.values()}) > 1:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise ValueError(f"{' and '.join(arrays)} must have the same shape, got {shapes}")


def check_positive(**values: float) -> None:
    """Require finite numbers above zero."""
    for name, value in values.items():
        if not 0 < value < float("inf"):
            raise ValueError(f"{name} must be positive and finite, got {value}")


def check_probabilities(name: str, p: Array, axis: int | None = -1) -> None:
    """Require entries of `p` that are not negative and sum to one along `axis`.

    The sum may miss one by the rounding of its own length, as that of a computed softmax does.
    """
    check_axis(name, p, axis)
    if not (p >= 0).all():
        raise ValueError(f"{name} must have no negative entry, got a smallest one of {p.min()}")
    total = p.sum(axis)
    tolerance = 1e-3 if p.dtype.itemsize == 2 else 1e-5
    if not (abs(total - 1) <= tolerance).all():
        raise ValueError(f"{name} must sum to one along axis {axis}, got {total}")


def check_unit_interval(**arrays: Array) -> None:
    """Require every entry to lie between zero and one, as a probability by itself does."""
    for name, array in arrays.items():
        outside = array[~((array >= 0) & (array <= 1))]  # true of nan
        if outside.size:
            raise ValueError(f"{name} must lie between 0 and 1, got {outside[0]}")
