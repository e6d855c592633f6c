"""One-hot vectors: labels as rows of the identity matrix."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from dlref._array import Array

__all__ = ["one_hot"]


def one_hot(labels: ArrayLike, k: int, dtype: DTypeLike = np.float64) -> Array:
    r"""Write each label as a vector with a single one.

    $$(e_i)_j = \mathbf{1}[i = j]$$

    Args:
        labels: Integers from 0 to `k - 1`, any shape.
        k: Number of classes.
        dtype: Type of the result.

    Returns:
        One-hot vectors, shape of `labels` with an axis of length `k` added at the end.

    Raises:
        ValueError: A label is not an integer or lies outside 0 to `k - 1`, or `k` is below 1.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, section 2.2 ("1-of-K").

    Examples:
        >>> from dlref.layers import one_hot
        >>> one_hot([2, 0], 3)
        array([[0., 0., 1.],
               [1., 0., 0.]])
    """
    i = np.asarray(labels)
    if i.size and i.dtype.kind not in "iu":
        raise ValueError(f"labels must be integers, got an array of type {i.dtype}")
    if k < 1 or (i.size and not 0 <= i.min() <= i.max() < k):
        given = f"{i.min()} to {i.max()}" if i.size else "no labels"
        raise ValueError(f"labels must lie in 0 to k - 1, got {given} with k = {k}")
    e: np.ndarray[Any, Any] = i[..., np.newaxis] == np.arange(k)
    return e.astype(dtype)
