"""Importance weights for covariate shift, and the drift of a layer's inputs."""

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import Array, as_float, as_floats
from dlref._check import check_same_shape
from dlref.normalization._feature_scaling import _data, _mean, _std

__all__ = ["covariate_shift_weights", "effective_sample_size", "moment_drift"]


def covariate_shift_weights(p_train: ArrayLike, p_test: ArrayLike) -> Array:
    r"""Weigh training samples so that they stand for the test distribution.

    $$w_i = \frac{q_i}{p_i}$$

    Args:
        p_train: Probability or density $p_i$ of each input under the training distribution, any
            shape.
        p_test: Probability or density $q_i$ of the same inputs under the test distribution, same
            shape.

    Returns:
        Weights $w$, same shape; 0 for an input that neither distribution has.

    Raises:
        ValueError: The shapes differ, a value is negative or not finite, or the test distribution
            has an input that the training distribution never has.

    Stability:
        Densities in many dimensions underflow. Then take $e^{\ln q_i - \ln p_i}$ of the
        log-densities instead.

    Source:
        Shimodaira (2000), doi:10.1016/S0378-3758(00)00115-4.

    Examples:
        >>> from dlref.normalization import covariate_shift_weights
        >>> covariate_shift_weights(p_train=[0.5, 0.5, 0.0], p_test=[0.25, 0.75, 0.0])
        array([0.5, 1.5, 0. ])
    """
    p, q = as_floats(p_train, p_test)
    check_same_shape(p_train=p, p_test=q)
    for name, values in (("p_train", p), ("p_test", q)):
        if not ((values >= 0) & (values < np.inf)).all():
            raise ValueError(f"{name} must be finite and not negative, got {values}")
    if ((p == 0) & (q > 0)).any():
        raise ValueError(f"p_train must be positive wherever p_test is, got {p} and {q}")
    return q / np.where(p == 0, 1, p)


def effective_sample_size(w: ArrayLike) -> Array:
    r"""Tell how many equally weighted samples the weighted ones are worth.

    $$n_{\mathrm{eff}} = \frac{\left(\sum_i w_i\right)^2}{\sum_i w_i^2}$$

    Args:
        w: Weights $w$ of the samples, shape `(n,)`; at least one above 0.

    Returns:
        A number from 1, for a single positive weight, to `n`, for equal ones.

    Raises:
        ValueError: `w` is not a vector of finite, non-negative weights with one above 0.

    Stability:
        The weights are divided by the largest one first, so no square overflows.

    Source:
        Kish (1965), *Survey Sampling*.

    Examples:
        >>> from dlref.normalization import effective_sample_size
        >>> print(effective_sample_size([1.0, 1.0, 1.0, 1.0]), effective_sample_size([3.0, 1.0]))
        4.0 1.6
    """
    w = as_float(w)
    if w.ndim != 1 or not 0 < w.max(initial=0) < np.inf or not (w >= 0).all():
        raise ValueError(f"w must be a vector of weights of at least 0, one above, got {w}")
    relative = w / w.max()
    return relative.sum() ** 2 / (relative**2).sum()


def moment_drift(before: ArrayLike, after: ArrayLike, axis: int = 0) -> tuple[Array, Array]:
    r"""Measure how the mean and the standard deviation of a layer's inputs have moved.

    $$\begin{aligned}
    \Delta \mu_j &= \tilde{m}_j - m_j \\
    \Delta \sigma_j &= \sqrt{\frac{1}{n} \sum_s \left(\tilde{h}_{sj} - \tilde{m}_j\right)^2}
    - \sqrt{\frac{1}{n} \sum_s (h_{sj} - m_j)^2}
    \end{aligned}$$

    Args:
        before: Inputs $h$ of the layer for `n` samples before the earlier layers were updated,
            shape `(n, d)`; $m$ is their mean.
        after: Inputs $\tilde{h}$ of the layer for the same samples after the update, shape
            `(n, d)`; $\tilde{m}$ is their mean.
        axis: The axis of the samples.

    Returns:
        Change of the mean $\Delta \mu$ and of the standard deviation $\Delta \sigma$ (divisor
            $n$), each of shape `(d,)`.

    Raises:
        ValueError: The shapes differ, or the inputs are empty or not finite.

    Stability:
        Means are summed in double precision, deviations are scaled before they are squared.

    Source:
        Ioffe & Szegedy (2015), arXiv:1502.03167, section 2, where the shift is defined in words;
        the first two moments are what batch normalization fixes.

    Examples:
        >>> from dlref.normalization import moment_drift
        >>> moment_drift([[0.0], [2.0]], [[1.0], [5.0]])
        (array([2.]), array([1.]))
    """
    before, after = as_floats(_data("before", before, axis), _data("after", after, axis))
    check_same_shape(before=before, after=after)
    d_mu = _mean(after, axis) - _mean(before, axis)
    return d_mu, _std(after, axis) - _std(before, axis)
