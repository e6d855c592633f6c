"""Numerical derivatives: the oracle of every gradient."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["derivative", "gradient", "vjp"]

Float = NDArray[np.float64]


def derivative(f: Callable[[Float], ArrayLike], x: ArrayLike, h: float = 1e-3) -> Float:
    """Differentiate an element-wise function by the five-point rule, of error O(h^4)."""
    x = np.asarray(x, dtype=float)

    def at(offset: float) -> Float:
        return np.asarray(f(x + offset), dtype=float)

    return (at(-2 * h) - 8 * at(-h) + 8 * at(h) - at(2 * h)) / (12 * h)


def gradient(f: Callable[[Float], ArrayLike], x: ArrayLike, h: float = 1e-3) -> Float:
    """Differentiate a scalar function with respect to each entry of `x`."""
    x = np.asarray(x, dtype=float)
    slopes = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        direction = np.zeros_like(x)
        direction[index] = 1.0
        slopes[index] = derivative(partial(_along, f, x, direction), 0.0, h)
    return slopes


def vjp(f: Callable[[Float], ArrayLike], x: ArrayLike, y_bar: ArrayLike, h: float = 1e-3) -> Float:
    """Pull `y_bar` back through `f` at `x`: the gradient of the inner product of `y_bar` and f."""
    return gradient(lambda t: np.sum(np.asarray(y_bar) * np.asarray(f(t))), x, h)


def _along(f: Callable[[Float], ArrayLike], x: Float, direction: Float, t: Float) -> ArrayLike:
    return f(x + t * direction)
