"""The mean squared error and its gradient."""

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import Array, as_floats
from dlref._check import check_axis, check_same_shape

__all__ = ["mse_loss", "mse_loss_grad"]


def mse_loss(a: ArrayLike, y: ArrayLike, axis: int | None = None) -> Array:
    r"""Average the squared differences between predictions and targets.

    $$\operatorname{MSE}(a, y) = \frac{1}{n} \sum_{i=1}^n (a_i - y_i)^2$$

    Args:
        a: Predictions, any shape.
        y: Targets, same shape as `a`.
        axis: The axis that is averaged over; `None` averages over all entries.

    Returns:
        Mean squared error, the shape of `a` without `axis`; at least 0.

    Raises:
        ValueError: `a` and `y` differ in shape, or have no entry along `axis`.

    Stability:
        A difference above about $10^{154}$ (in `float64`) has a square that overflows: the loss
        is then infinite.

    Source:
        Goodfellow, Bengio & Courville (2016), *Deep Learning*, section 5.1.4.

    Examples:
        >>> from dlref.losses import mse_loss
        >>> print(round(mse_loss([1.0, 2.0, 4.0], [1.0, 1.0, 2.0]), 8))
        1.66666667
    """
    a, y = _predictions(a, y, axis)
    with np.errstate(over="ignore", invalid="ignore"):  # inf beyond the largest number
        return ((a - y) ** 2).mean(axis)


def mse_loss_grad(a: ArrayLike, y: ArrayLike, axis: int | None = None) -> Array:
    r"""Differentiate the mean squared error with respect to the predictions.

    $$\frac{\partial}{\partial a_i} \operatorname{MSE}(a, y) = \frac{2}{n} (a_i - y_i)$$

    Args:
        a: Predictions, any shape.
        y: Targets, same shape as `a`.
        axis: The axis that is averaged over; `None` averages over all entries.

    Returns:
        Derivative of each entry's own mean, same shape as `a`.

    Raises:
        ValueError: `a` and `y` differ in shape, or have no entry along `axis`.

    Stability:
        Linear in the residual, so it overflows much later than the squared error.

    Source:
        Goodfellow, Bengio & Courville (2016), *Deep Learning*, section 5.1.4.

    Examples:
        >>> from dlref.losses import mse_loss_grad
        >>> mse_loss_grad([1.0, 2.0, 4.0, 3.0], [1.0, 1.0, 2.0, 5.0])
        array([ 0. ,  0.5,  1. , -1. ])
    """
    a, y = _predictions(a, y, axis)
    n = a.size if axis is None else a.shape[axis]
    with np.errstate(over="ignore", invalid="ignore"):  # inf beyond the largest number
        return (a - y) * (2 / n)


def _predictions(a: ArrayLike, y: ArrayLike, axis: int | None) -> tuple[Array, Array]:
    a, y = as_floats(a, y)
    check_same_shape(a=a, y=y)
    check_axis("a", a, axis)
    return a, y
