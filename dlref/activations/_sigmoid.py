"""The logistic sigmoid, its inverse, its logarithm, and derivatives."""

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import Array, as_float
from dlref._check import check_unit_interval

__all__ = ["log_sigmoid", "log_sigmoid_grad", "logit", "sigmoid", "sigmoid_grad"]


def sigmoid(x: ArrayLike) -> Array:
    r"""Map a real number to a probability.

    $$\sigma(x) = \frac{1}{1 + e^{-x}}$$

    Args:
        x: Logits, any shape. May be infinite: $\sigma(-\infty) = 0$ and $\sigma(\infty) = 1$.

    Returns:
        Probabilities, same shape as `x`.

    Stability:
        Only $e^{-|x|} \le 1$ is computed, so nothing overflows; for $x < 0$ the equal form
        $e^x / (1 + e^x)$ keeps the tail accurate.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, equation 4.59.

    Examples:
        >>> import numpy as np
        >>> from dlref.activations import sigmoid
        >>> sigmoid([0.0, np.log(3.0)])
        array([0.5 , 0.75])
    """
    x = as_float(x)
    e = np.exp(-abs(x))
    return np.where(x < 0, e, 1) / (1 + e)


def sigmoid_grad(x: ArrayLike) -> Array:
    r"""Differentiate `sigmoid`.

    $$\sigma'(x) = \sigma(x)\,(1 - \sigma(x))$$

    Args:
        x: Logits, any shape.

    Returns:
        Derivatives, same shape as `x`; the largest is $\sigma'(0) = 1/4$.

    Stability:
        $1 - \sigma(x)$ is computed as $\sigma(-x)$, which does not cancel for large $x$.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, equation 4.88.

    Examples:
        >>> from dlref.activations import sigmoid_grad
        >>> sigmoid_grad([0.0, 1.0])
        array([0.25      , 0.19661193])
    """
    x = as_float(x)
    return sigmoid(x) * sigmoid(-x)


def log_sigmoid(x: ArrayLike) -> Array:
    r"""Compute the logarithm of the sigmoid.

    $$\ln \sigma(x) = \min(x, 0) - \ln(1 + e^{-|x|})$$

    Args:
        x: Logits, any shape.

    Returns:
        Log-probabilities, same shape as `x`, never above 0.

    Stability:
        $\ln \sigma(-1000) = -1000$, where the logarithm of the computed sigmoid is $-\infty$.

    Source:
        The identity $\ln \sigma(x) = -\operatorname{softplus}(-x)$; the form with $|x|$ as in
        Maechler (2012), "Accurately computing log(1 - exp(-|a|))".

    Examples:
        >>> from dlref.activations import log_sigmoid
        >>> log_sigmoid([-1000.0, 0.0])
        array([-1.00000000e+03, -6.93147181e-01])
    """
    x = as_float(x)
    return np.minimum(x, 0) - np.log1p(np.exp(-abs(x)))


def log_sigmoid_grad(x: ArrayLike) -> Array:
    r"""Differentiate `log_sigmoid`.

    $$\frac{d}{dx} \ln \sigma(x) = 1 - \sigma(x) = \sigma(-x)$$

    Args:
        x: Logits, any shape.

    Returns:
        Derivatives, same shape as `x`.

    Stability:
        $\sigma(-x)$ is accurate where $1 - \sigma(x)$ cancels.

    Source:
        Follows from $\sigma' = \sigma(1 - \sigma)$, Bishop (2006), equation 4.88.

    Examples:
        >>> from dlref.activations import log_sigmoid_grad
        >>> log_sigmoid_grad([0.0, 1.0])
        array([0.5       , 0.26894142])
    """
    return sigmoid(-as_float(x))


def logit(p: ArrayLike) -> Array:
    r"""Map a probability to its log-odds, the inverse of `sigmoid`.

    $$\operatorname{logit}(p) = \ln \frac{p}{1 - p}$$

    Args:
        p: Probabilities, any shape.

    Returns:
        Logits, same shape as `p`; $-\infty$ for 0 and $\infty$ for 1.

    Raises:
        ValueError: `p` has an entry outside $[0, 1]$.

    Stability:
        Near $p = \frac{1}{2}$, where the two logarithms of $\ln p - \ln(1 - p)$ cancel, the equal
        form $2 \operatorname{artanh}(2p - 1)$ is used.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, equation 4.61.

    Examples:
        >>> from dlref.activations import logit
        >>> logit([0.0, 0.5, 0.75])
        array([      -inf, 0.        , 1.09861229])
    """
    p = as_float(p)
    check_unit_interval(p=p)
    with np.errstate(divide="ignore"):  # ln 0 = -inf is the answer
        return np.where(abs(p - 0.5) < 0.25, 2 * np.arctanh(2 * p - 1), np.log(p) - np.log1p(-p))
