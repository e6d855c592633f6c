"""Softmax, log-softmax and their pullbacks."""

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import Array, as_float, as_floats
from dlref._check import check_axis, check_same_shape
from dlref.foundations import logsumexp

__all__ = ["log_softmax", "log_softmax_vjp", "softmax", "softmax_vjp"]


def softmax(z: ArrayLike, axis: int = -1) -> Array:
    r"""Map logits to a probability distribution.

    $$p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$$

    Args:
        z: Logits, shape `(..., k)`. An entry may be `-inf`: its probability is 0.
        axis: The axis over which $p$ sums to 1.

    Returns:
        Probabilities $p$, same shape as `z`.

    Raises:
        ValueError: `z` has no entry along `axis`, or its largest one is infinite.

    Stability:
        $p(z + c) = p(z)$, so subtracting $\max_j z_j$ keeps every exponent at most 0.

    Source:
        Blanchard, Higham & Higham (2021), doi:10.1093/imanum/draa038.

    Examples:
        >>> import numpy as np
        >>> from dlref.activations import softmax
        >>> softmax([0.0, np.log(3.0)])
        array([0.25, 0.75])
    """
    e = np.exp(_shifted(z, axis))
    return e / e.sum(axis, keepdims=True)


def softmax_vjp(p_bar: ArrayLike, p: ArrayLike, axis: int = -1) -> Array:
    r"""Pull $\bar p$ back through `softmax`.

    $$\bar z_i = p_i \left(\bar p_i - \bar p^\top p\right)$$

    Args:
        p_bar: Gradient of the loss with respect to $p$, shape `(..., k)`.
        p: Output of `softmax`, same shape as `p_bar`.
        axis: The axis over which $p$ sums to 1.

    Returns:
        Gradient with respect to the logits, same shape as `p`; it sums to 0 along `axis`.

    Raises:
        ValueError: `p_bar` and `p` differ in shape.

    Stability:
        Costs $O(k)$: the Jacobian $\operatorname{diag}(p) - p p^\top$ is never formed.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, equation 4.106.

    Examples:
        >>> from dlref.activations import softmax_vjp
        >>> softmax_vjp([1.0, 0.0], [0.25, 0.75])
        array([ 0.1875, -0.1875])
    """
    p_bar, p = as_floats(p_bar, p)
    check_same_shape(p_bar=p_bar, p=p)
    return p * (p_bar - (p_bar * p).sum(axis, keepdims=True))


def log_softmax(z: ArrayLike, axis: int = -1) -> Array:
    r"""Compute the logarithms of the softmax probabilities.

    $$\ln p_i = z_i - \operatorname{LSE}(z)$$

    Args:
        z: Logits, shape `(..., k)`. An entry may be `-inf`: so is its log-probability.
        axis: The axis over which $p$ sums to 1.

    Returns:
        Log-probabilities, same shape as `z`.

    Raises:
        ValueError: `z` has no entry along `axis`, or its largest one is infinite.

    Stability:
        Finite wherever the differences of logits are, also where the probability itself
        underflows to 0.

    Source:
        Blanchard, Higham & Higham (2021), doi:10.1093/imanum/draa038.

    Examples:
        >>> from dlref.activations import log_softmax
        >>> log_softmax([0.0, 1000.0])
        array([-1000.,     0.])
    """
    shifted = _shifted(z, axis)  # so that LSE is added to numbers near zero
    return shifted - logsumexp(shifted, axis, keepdims=True)


def log_softmax_vjp(s_bar: ArrayLike, p: ArrayLike, axis: int = -1) -> Array:
    r"""Pull $\bar s$ back through `log_softmax`, where $s = \ln p$.

    $$\bar z_i = \bar s_i - p_i \sum_j \bar s_j$$

    Args:
        s_bar: Gradient of the loss with respect to $s$, shape `(..., k)`.
        p: The probabilities $e^s$, same shape as `s_bar`.
        axis: The axis over which $p$ sums to 1.

    Returns:
        Gradient with respect to the logits, same shape as `p`; it sums to 0 along `axis`.

    Raises:
        ValueError: `s_bar` and `p` differ in shape.

    Stability:
        Needs $p$ and not $\ln p$, so a probability that underflowed is no trouble.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, equation 4.106 divided by $p$.

    Examples:
        >>> from dlref.activations import log_softmax_vjp
        >>> log_softmax_vjp([1.0, 0.0], [0.25, 0.75])
        array([ 0.75, -0.75])
    """
    s_bar, p = as_floats(s_bar, p)
    check_same_shape(s_bar=s_bar, p=p)
    return s_bar - p * s_bar.sum(axis, keepdims=True)


def _shifted(z: ArrayLike, axis: int) -> Array:
    """Subtract the largest logit, so that every exponent is at most 0."""
    z = as_float(z)
    check_axis("z", z, axis)
    m = z.max(axis, keepdims=True)
    if np.isinf(m).any():
        raise ValueError("the largest logit must be finite, got an infinite one")
    with np.errstate(over="ignore"):  # a difference beyond the range is -inf, of probability 0
        return z - m
