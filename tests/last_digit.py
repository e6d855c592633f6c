"""A pytest plugin that stands for processors that are not here: `pytest -p tests.last_digit`.

IEEE 754 fixes sums, products and roots to the last bit, and leaves the last bits of exp, log and
the like to each library. So those of NumPy are off by one unit in the last place here: each value
always in the same direction, and those of arrays only, as where arrays take another path.
What every library gets right stays as it is: 0, 1, -1, and what is not finite.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

__all__ = ["moved"]

POWERS = ("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "logaddexp", "cbrt")
ANGLES = ("sin", "cos", "tan", "arcsin", "arccos", "arctan", "arctan2")
HYPERBOLIC = ("sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh")


def pytest_configure() -> None:
    """Replace NumPy's functions before a test file takes them."""
    for name in (*POWERS, *ANGLES, *HYPERBOLIC):
        setattr(np, name, _off_by_one_unit(getattr(np, name)))


def _off_by_one_unit(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def other_library(*arguments: Any, **options: Any) -> Any:
        value = function(*arguments, **options)
        is_float = isinstance(value, np.ndarray) and value.dtype in (np.float32, np.float64)
        return moved(value) if is_float and value.ndim and "out" not in options else value

    return other_library


def moved(value: Any) -> Any:
    """Give each number of an array its neighbor above or below."""
    bits = value.view(f"u{value.itemsize}")
    up = bits * 2654435769 >> 7 & 1  # the bits decide, so that equal values stay equal
    target = np.where(up, np.inf, -np.inf).astype(value.dtype)
    exact = ~np.isfinite(value) | np.isin(value, (-1, 0, 1))
    return np.where(exact, value, np.nextafter(value, target))
