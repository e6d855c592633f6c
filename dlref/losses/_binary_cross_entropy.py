"""The binary cross-entropy, of probabilities and of logits, and its gradients."""

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import Array, as_floats
from dlref._check import check_same_shape, check_unit_interval
from dlref.activations import sigmoid
from dlref.foundations import xlogy

__all__ = [
    "bce_with_logits",
    "bce_with_logits_grad",
    "binary_cross_entropy",
    "binary_cross_entropy_grad",
]


def binary_cross_entropy(a: ArrayLike, y: ArrayLike) -> Array:
    r"""Measure how badly the probability $a$ predicts the label $y$, in nats.

    $$\ell(a, y) = -y \ln a - (1 - y) \ln (1 - a)$$

    Args:
        a: Predicted probabilities of the label 1, any shape.
        y: Labels 0 or 1, or probabilities of the label 1, same shape as `a`.

    Returns:
        Losses, same shape as `a`, one per entry: nothing is averaged.

    Raises:
        ValueError: `a` and `y` differ in shape, or have an entry outside $[0, 1]$.

    Stability:
        $\ln(1 - a)$ is computed as `log1p(-a)`, accurate also for tiny $a$. Nothing is clipped: an
        outcome of predicted probability 0 that happens has an infinite loss. A probability next
        to 1 has already lost its digits; `bce_with_logits` has them.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, equation 4.90.

    Examples:
        >>> from dlref.losses import binary_cross_entropy
        >>> binary_cross_entropy([0.9, 0.9, 0.0], [1, 0, 0])
        array([0.10536052, 2.30258509, 0.        ])
    """
    a, y = _probabilities(a, y)
    with np.errstate(divide="ignore", invalid="ignore"):  # 0 ln 0 is replaced, ln 0 is meant
        # from 0, since the -x of a certain prediction is -0
        return 0 - xlogy(y, a) - np.where(y == 1, 0, (1 - y) * np.log1p(-a))


def binary_cross_entropy_grad(a: ArrayLike, y: ArrayLike) -> Array:
    r"""Differentiate the binary cross-entropy with respect to the probability.

    $$\frac{\partial}{\partial a} \ell(a, y) = \frac{a - y}{a (1 - a)}$$

    Args:
        a: Predicted probabilities of the label 1, any shape.
        y: Labels 0 or 1, or probabilities of the label 1, same shape as `a`.

    Returns:
        Derivatives, same shape as `a`.

    Raises:
        ValueError: `a` and `y` differ in shape, or have an entry outside $[0, 1]$.

    Stability:
        For the labels 0 and 1 the equal forms $\frac{1}{1 - a}$ and $-\frac{1}{a}$ are used, so
        that a perfect prediction has the one-sided derivative 1 or -1 and not $\frac{0}{0}$.
        At an impossible outcome that happens it is infinite.

    Source:
        Nielsen (2015), *Neural Networks and Deep Learning*, chapter 3.

    Examples:
        >>> from dlref.losses import binary_cross_entropy_grad
        >>> binary_cross_entropy_grad([0.5, 0.5, 0.0], [1, 0, 0])
        array([-2.,  2.,  1.])
    """
    a, y = _probabilities(a, y)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):  # of cases not selected
        soft = (a - y) / (a * (1 - a))
        return np.where(y == 0, 1 / (1 - a), np.where(y == 1, -1 / a, soft))


def bce_with_logits(z: ArrayLike, y: ArrayLike) -> Array:
    r"""Compute the binary cross-entropy of the probability $\sigma(z)$.

    $$\ell(\sigma(z), y) = \max(z, 0) - zy + \ln(1 + e^{-|z|})$$

    Args:
        z: Logits, any shape. May be infinite.
        y: Labels 0 or 1, or probabilities of the label 1, same shape as `z`.

    Returns:
        Losses, same shape as `z`, one per entry: nothing is averaged.

    Raises:
        ValueError: `z` and `y` differ in shape, or `y` has an entry outside $[0, 1]$.

    Stability:
        Only $e^{-|z|} \le 1$ is computed, so nothing overflows. $\max(z, 0) - zy$ is computed
        as $|z|$ times $1 - y$ for $z \ge 0$ and times $y$ for $z < 0$, which neither cancels
        nor makes $\infty - \infty$ of an infinite logit.

    Source:
        Goodfellow, Bengio & Courville (2016), *Deep Learning*, section 6.2.2.2, for the labels
        0 and 1: $\operatorname{softplus}((1 - 2y)\,z)$.

    Examples:
        >>> from dlref.losses import bce_with_logits
        >>> bce_with_logits([0.0, 1000.0, 1000.0], [1, 1, 0])
        array([6.93147181e-01, 0.00000000e+00, 1.00000000e+03])
    """
    z, y = _logits(z, y)
    wrong = np.where(z < 0, y, 1 - y)  # the weight of the label that the sign of z is against
    with np.errstate(invalid="ignore"):  # 0 * inf is replaced
        return np.where(wrong == 0, 0, wrong * abs(z)) + np.log1p(np.exp(-abs(z)))


def bce_with_logits_grad(z: ArrayLike, y: ArrayLike) -> Array:
    r"""Differentiate the binary cross-entropy with respect to the logit.

    $$\frac{\partial}{\partial z} \ell(\sigma(z), y) = \sigma(z) - y$$

    Args:
        z: Logits, any shape. May be infinite.
        y: Labels 0 or 1, or probabilities of the label 1, same shape as `z`.

    Returns:
        Derivatives, same shape as `z`, between -1 and 1.

    Raises:
        ValueError: `z` and `y` differ in shape, or `y` has an entry outside $[0, 1]$.

    Stability:
        Computed as $(1 - y)\,\sigma(z) - y\,\sigma(-z)$, which is the same and does not cancel
        where $\sigma(z)$ rounds to 1.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, equation 4.91.

    Examples:
        >>> from dlref.losses import bce_with_logits_grad
        >>> bce_with_logits_grad([0.0, 0.0, 40.0], [1, 0, 1])
        array([-5.00000000e-01,  5.00000000e-01, -4.24835426e-18])
    """
    z, y = _logits(z, y)
    return (1 - y) * sigmoid(z) - y * sigmoid(-z)


def _probabilities(a: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    a, y = as_floats(a, y)
    check_same_shape(a=a, y=y)
    check_unit_interval(a=a, y=y)
    return a, y


def _logits(z: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    z, y = as_floats(z, y)
    check_same_shape(z=z, y=y)
    check_unit_interval(y=y)
    return z, y
