"""The categorical cross-entropy of log-probabilities and of logits, and its gradients."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlref._array import Array, as_float, as_floats
from dlref._check import check_probabilities, check_same_shape
from dlref.activations import log_softmax, softmax

__all__ = [
    "nll_loss",
    "soft_target_cross_entropy",
    "soft_target_cross_entropy_grad",
    "softmax_cross_entropy",
    "softmax_cross_entropy_grad",
]


def nll_loss(log_p: ArrayLike, y: ArrayLike, axis: int = -1) -> Array:
    r"""Pick the negative log-probability of the label, in nats.

    $$\operatorname{NLL}(p, y) = -\ln p_y$$

    Args:
        log_p: Log-probabilities, shape `(..., k)`. An entry may be `-inf`.
        y: Labels, integers from 0 to $k - 1$, the shape of `log_p` without `axis`.
        axis: The axis of the classes.

    Returns:
        Losses, same shape as `y`, one per example: nothing is averaged.

    Raises:
        ValueError: The probabilities $e^{\ln p}$ do not sum to 1 along `axis`, or a label is no
            integer from 0 to $k - 1$, or the shape of `y` does not fit.

    Stability:
        Takes $\ln p$ and not $p$, so a probability that underflows to 0 keeps its logarithm.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, equation 4.108.

    Examples:
        >>> import numpy as np
        >>> from dlref.losses import nll_loss
        >>> nll_loss(np.log([[0.5, 0.25, 0.25], [0.1, 0.2, 0.7]]), [0, 2])
        array([0.69314718, 0.35667494])
    """
    log_p = as_float(log_p)
    with np.errstate(over="ignore"):  # of what is refused
        check_probabilities("exp(log_p)", np.exp(log_p), axis)
    return 0 - _pick(log_p, y, axis)  # 0, never -0


def softmax_cross_entropy(z: ArrayLike, y: ArrayLike, axis: int = -1) -> Array:
    r"""Compute the cross-entropy of softmax probabilities from logits and integer labels.

    $$\ell(z, y) = -z_y + \operatorname{LSE}(z)$$

    Args:
        z: Logits, shape `(..., k)`. An entry may be `-inf`: that class is impossible.
        y: Labels, integers from 0 to $k - 1$, the shape of `z` without `axis`.
        axis: The axis of the classes.

    Returns:
        Losses, same shape as `y`, one per example: nothing is averaged.

    Raises:
        ValueError: A label is no integer from 0 to $k - 1$, the shape of `y` does not fit, or
            the largest logit is infinite.

    Stability:
        Computed as $-\ln p_y$ with `log_softmax`, so it is finite wherever the differences of
        logits are. A loss below about $10^{-16}$ (in `float64`) rounds to 0.

    Source:
        Goodfellow, Bengio & Courville (2016), *Deep Learning*, section 6.2.2.3.

    Examples:
        >>> from dlref.losses import softmax_cross_entropy
        >>> softmax_cross_entropy([[0.0, 0.0], [0.0, 1000.0]], [0, 0])
        array([6.93147181e-01, 1.00000000e+03])
    """
    return 0 - _pick(log_softmax(z, axis), y, axis)  # 0, never -0


def softmax_cross_entropy_grad(z: ArrayLike, y: ArrayLike, axis: int = -1) -> Array:
    r"""Differentiate the softmax cross-entropy with respect to the logits.

    $$\frac{\partial}{\partial z_i} \ell(z, y) = \operatorname{softmax}(z)_i - \mathbf{1}[i = y]$$

    Args:
        z: Logits, shape `(..., k)`. An entry may be `-inf`.
        y: Labels, integers from 0 to $k - 1$, the shape of `z` without `axis`.
        axis: The axis of the classes.

    Returns:
        Derivative of each example's own loss, same shape as `z`; it sums to 0 along `axis`.

    Raises:
        ValueError: A label is no integer from 0 to $k - 1$, the shape of `y` does not fit, or
            the largest logit is infinite.

    Stability:
        No logarithm and no ratio: bounded by 1, however large the loss is.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, equation 4.109.

    Examples:
        >>> from dlref.losses import softmax_cross_entropy_grad
        >>> softmax_cross_entropy_grad([0.0, 0.0, 0.0, 0.0], 1)
        array([ 0.25, -0.75,  0.25,  0.25])
    """
    p = softmax(z, axis)
    one_hot = np.zeros_like(p)
    np.put_along_axis(one_hot, _label_index(p, y, axis), 1, axis)
    return p - one_hot


def soft_target_cross_entropy(z: ArrayLike, t: ArrayLike, axis: int = -1) -> Array:
    r"""Compute the cross-entropy of softmax probabilities from logits and target distributions.

    $$\ell_{\mathrm{soft}}(z, t) = -\sum_i t_i \ln \operatorname{softmax}(z)_i$$

    Args:
        z: Logits, shape `(..., k)`. An entry may be `-inf`.
        t: Target distributions, one-hot or soft, same shape as `z`.
        axis: The axis of the classes.

    Returns:
        Losses, the shape of `z` without `axis`, one per example: nothing is averaged.

    Raises:
        ValueError: `z` and `t` differ in shape, `t` has a negative entry or does not sum to 1,
            or the largest logit is infinite.

    Stability:
        A class with $t_i = 0$ adds 0, also where its logit is `-inf`.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, equation 4.108.

    Examples:
        >>> from dlref.losses import soft_target_cross_entropy
        >>> print(round(soft_target_cross_entropy([0.0, 0.0], [0.3, 0.7]), 8))
        0.69314718
    """
    z, t = _targets(z, t, axis)
    with np.errstate(invalid="ignore"):  # 0 * -inf is replaced
        return 0 - np.where(t == 0, 0, t * log_softmax(z, axis)).sum(axis)  # 0, never -0


def soft_target_cross_entropy_grad(z: ArrayLike, t: ArrayLike, axis: int = -1) -> Array:
    r"""Differentiate the soft-target cross-entropy with respect to the logits.

    $$\frac{\partial}{\partial z_i} \ell_{\mathrm{soft}}(z, t) = \operatorname{softmax}(z)_i - t_i$$

    Args:
        z: Logits, shape `(..., k)`. An entry may be `-inf`.
        t: Target distributions, one-hot or soft, same shape as `z`.
        axis: The axis of the classes.

    Returns:
        Derivative of each example's own loss, same shape as `z`; it sums to 0 along `axis`.

    Raises:
        ValueError: `z` and `t` differ in shape, `t` has a negative entry or does not sum to 1,
            or the largest logit is infinite.

    Stability:
        No logarithm and no ratio: bounded by 1, however large the loss is.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, equation 4.109.

    Examples:
        >>> from dlref.losses import soft_target_cross_entropy_grad
        >>> soft_target_cross_entropy_grad([0.0, 0.0], [0.25, 0.75])
        array([ 0.25, -0.25])
    """
    z, t = _targets(z, t, axis)
    return softmax(z, axis) - t


def _targets(z: ArrayLike, t: ArrayLike, axis: int) -> tuple[Array, Array]:
    z, t = as_floats(z, t)
    check_same_shape(z=z, t=t)
    check_probabilities("t", t, axis)
    return z, t


def _pick(values: Array, y: ArrayLike, axis: int) -> Array:
    return np.take_along_axis(values, _label_index(values, y, axis), axis).squeeze(axis)


def _label_index(values: Array, y: ArrayLike, axis: int) -> NDArray[np.intp]:
    """Check labels of the classes along `axis`, and give them that axis with length 1."""
    labels = np.asarray(y)
    expected = values.take(0, axis).shape
    if labels.shape != expected:
        raise ValueError(f"y must have one label per example, {expected}, got {labels.shape}")
    if labels.size and labels.dtype.kind not in "iu":
        raise ValueError(f"y must hold integer labels, got an array of type {labels.dtype}")
    k = values.shape[axis]
    outside = (labels < 0) | (labels >= k)  # NumPy would count a negative one from the end
    if outside.any():
        raise ValueError(f"labels must lie in 0..{k - 1}, got {labels[outside].flat[0]}")
    return np.expand_dims(labels.astype(np.intp), axis)
