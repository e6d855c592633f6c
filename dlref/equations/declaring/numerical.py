"""What a declaration may compute numerically, so that it does not repeat the formula it checks."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["gradient", "minimizer"]

_STEP = (
    1e-3  # the error of five points is about its fourth power, and that of rounding 1e-16 / 1e-3
)
_WEIGHTS = ((-2, 1 / 12), (-1, -2 / 3), (1, 2 / 3), (2, -1 / 12))
_HALVINGS = 60


def gradient(function: Callable[[Any], Any], at: ArrayLike) -> NDArray[np.float64]:
    r"""Differentiate by the five-point rule.

    $$f'(x) \approx \frac{f(x - 2h) - 8 f(x - h) + 8 f(x + h) - f(x + 2h)}{12 h}$$

    Args:
        function: It takes what has the shape of `at`.
        at: A number, for the derivative of a number or an array; or an array, for the gradient of
            a number.

    Returns:
        The derivative with the shape of the function's value, or the gradient with that of `at`.

    Source:
        Abramowitz & Stegun (1964), table 25.2.
    """
    point = np.asarray(at, float)
    if point.ndim == 0:
        return _slope(lambda step: function(point + step))
    directions = np.eye(point.size).reshape(point.size, *point.shape)
    return np.reshape([_along(function, point, d) for d in directions], point.shape)


def _along(function: Callable[[Any], Any], point: Any, direction: Any) -> NDArray[np.float64]:
    return _slope(lambda step: function(point + step * direction))


def _slope(function: Callable[[float], Any]) -> NDArray[np.float64]:
    terms = [weight * np.asarray(function(k * _STEP)) for k, weight in _WEIGHTS]
    return np.asarray(sum(terms) / _STEP)


def minimizer(function: Callable[[Any], Any], low: float, high: float) -> float:
    """Find where a function with a single minimum between `low` and `high` has it.

    The slope changes its sign there, and is halved in on: comparing values alone would give half of
    the digits only.
    """
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if gradient(function, middle) > 0:
            high = middle
        else:
            low = middle
    return (low + high) / 2
