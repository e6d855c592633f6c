"""Conversion of arguments: lists and integers in, floating-point arrays out."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Array", "as_float", "as_floats"]

Array = NDArray[np.floating[Any]]


def as_floats(*values: ArrayLike) -> tuple[Array, ...]:
    """Convert the arguments of one formula to arrays of one floating-point type.

    The floating-point arrays among them decide the type, so that `float32` stays `float32`
    beside a list or integer labels; without any, it is `float64`.
    """
    arrays = [np.asarray(value) for value in values]
    for array in arrays:
        if array.dtype.kind not in "biuf":
            raise ValueError(f"expected real numbers, got an array of type {array.dtype}")
    floating = [a.dtype for v, a in zip(values, arrays, strict=True) if _decides_type(v, a)]
    dtype = np.result_type(*floating) if floating else np.dtype(np.float64)
    return tuple(array.astype(dtype, copy=False) for array in arrays)


def as_float(value: ArrayLike) -> Array:
    """Convert one argument to a floating-point array, keeping its precision."""
    return as_floats(value)[0]


def _decides_type(value: ArrayLike, array: NDArray[Any]) -> bool:
    return isinstance(value, np.ndarray | np.generic) and array.dtype.kind == "f"
