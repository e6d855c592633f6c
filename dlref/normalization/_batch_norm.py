"""Batch normalization in training and inference, its pullback, and its running statistics."""

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import Array, as_floats
from dlref._check import check_same_shape
from dlref.normalization._feature_scaling import _data, _mean, _with_statistics

__all__ = [
    "batch_norm",
    "batch_norm_inference",
    "batch_norm_vjp",
    "fold_batch_norm",
    "update_running_stats",
]


def batch_norm(
    x: ArrayLike,
    gamma: ArrayLike = 1.0,
    beta: ArrayLike = 0.0,
    epsilon: float = 1e-5,
    axis: int | tuple[int, ...] = 0,
) -> tuple[Array, Array, Array]:
    r"""Normalize each feature over the batch, then scale and shift it: the form for training.

    $$y_i = \gamma \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta$$

    Args:
        x: Inputs of the layer, shape `(m, d)`.
        gamma: Learned scale $\gamma$, shape `(d,)` or one number.
        beta: Learned shift $\beta$, shape `(d,)` or one number.
        epsilon: Added to the variance, at least 0.
        axis: The axis or axes that the statistics are taken over. For feature maps of shape
            `(n, c, h, w)` it is `(0, 2, 3)`, and `d` is `c`.

    Returns:
        The output $y$, same shape as `x`; the mean $\mu$ and the variance $\sigma^2$ of the batch,
            each of shape `(d,)`. The variance has the divisor `m`, the number of values
            per feature.

    Raises:
        ValueError: A feature has fewer than 2 values, or is constant while `epsilon` is 0; `x` is
            not finite, or so large that its variance is not; `epsilon` is negative; or `gamma` or
            `beta` does not have one value per feature.

    Stability:
        The mean is subtracted before squaring, and sums are kept in double precision.

    Source:
        Ioffe & Szegedy (2015), arXiv:1502.03167, algorithm 1.

    Examples:
        >>> from dlref.normalization import batch_norm
        >>> y, mu, var = batch_norm([[1.0, 10.0], [3.0, 50.0]], epsilon=0.0)
        >>> y
        array([[-1., -1.],
               [ 1.,  1.]])
        >>> mu, var
        (array([ 2., 30.]), array([  1., 400.]))
    """
    x, mu, var = _moments(x, epsilon, axis)
    return batch_norm_inference(x, mu, var, gamma, beta, epsilon, axis), mu, var


def batch_norm_inference(
    x: ArrayLike,
    mu: ArrayLike,
    var: ArrayLike,
    gamma: ArrayLike = 1.0,
    beta: ArrayLike = 0.0,
    epsilon: float = 1e-5,
    axis: int | tuple[int, ...] = 0,
) -> Array:
    r"""Normalize with fixed statistics: an affine map of each feature.

    $$y_i = \frac{\gamma}{\sqrt{\sigma^2 + \epsilon}} x_i
    + \left(\beta - \frac{\gamma \mu}{\sqrt{\sigma^2 + \epsilon}}\right)$$

    Args:
        x: Inputs of the layer, shape `(m, d)`; `m` may be 1.
        mu: Running mean $\mu$, shape `(d,)`.
        var: Running variance $\sigma^2$, shape `(d,)`.
        gamma: Learned scale $\gamma$, shape `(d,)` or one number.
        beta: Learned shift $\beta$, shape `(d,)` or one number.
        epsilon: Added to the variance, at least 0; the same as in training.
        axis: All axes but that of the features, as in `batch_norm`.

    Returns:
        The output $y$, same shape as `x`.

    Raises:
        ValueError: A variance is negative, or 0 while `epsilon` is 0; `epsilon` is negative; `x`
            is empty or not finite; or a statistic does not have one value per feature.

    Stability:
        Computed as $\frac{\gamma}{\sqrt{\sigma^2 + \epsilon}} (x - \mu) + \beta$, which does not
        cancel where the mean is large beside the standard deviation.

    Source:
        Ioffe & Szegedy (2015), arXiv:1502.03167, algorithm 2, step 11.

    Examples:
        >>> from dlref.normalization import batch_norm_inference
        >>> batch_norm_inference([[5.0, 30.0]], mu=[2.0, 30.0], var=[1.0, 400.0], epsilon=0.0)
        array([[3., 0.]])
    """
    x = _data("x", x, axis)
    x, mu, var, gamma, beta = _with_statistics(x, axis, mu=mu, var=var, gamma=gamma, beta=beta)
    return gamma / _std(var, epsilon) * (x - mu) + beta


def batch_norm_vjp(
    y_bar: ArrayLike,
    x: ArrayLike,
    gamma: ArrayLike = 1.0,
    epsilon: float = 1e-5,
    axis: int | tuple[int, ...] = 0,
) -> tuple[Array, Array, Array]:
    r"""Pull $\bar y$ back through `batch_norm`, with the statistics depending on the batch.

    $$\begin{aligned}
    \bar\beta &= \sum_i \bar y_i \\
    \bar\gamma &= \sum_i \bar y_i \hat x_i \\
    \bar x_i &= \frac{\gamma}{m \sqrt{\sigma^2 + \epsilon}}
    \left(m \bar y_i - \bar\beta - \hat x_i \bar\gamma\right)
    \end{aligned}$$

    Args:
        y_bar: Gradient $\bar y$ of a loss with respect to the output, shape `(m, d)`.
        x: Inputs of the layer, same shape.
        gamma: Learned scale $\gamma$, shape `(d,)` or one number.
        epsilon: Added to the variance, at least 0.
        axis: The axis or axes that the statistics are taken over.

    Returns:
        Gradients with respect to the input, $\bar x$ of the shape of `x`, to the scale,
            $\bar\gamma$, and to the shift, $\bar\beta$, each of shape `(d,)`.

    Raises:
        ValueError: As for `batch_norm`, or `y_bar` and `x` differ in shape.

    Stability:
        $\bar x$ sums to 0 over the batch; what is left of the sum is rounding.

    Source:
        Ioffe & Szegedy (2015), arXiv:1502.03167, section 3, simplified.

    Examples:
        >>> from dlref.normalization import batch_norm_vjp
        >>> x_bar, gamma_bar, beta_bar = batch_norm_vjp(
        ...     [[1.0], [0.0], [0.0], [0.0]], [[1.0], [1.0], [-1.0], [-1.0]], epsilon=0.0
        ... )
        >>> print(x_bar.T, gamma_bar, beta_bar)
        [[ 0.5 -0.5  0.   0. ]] [1.] [1.]
    """
    x, mu, var = _moments(x, epsilon, axis)
    x, mu, var, gamma = _with_statistics(x, axis, mu=mu, var=var, gamma=gamma)
    x, y_bar = as_floats(x, y_bar)
    check_same_shape(y_bar=y_bar, x=x)
    m, std = _count(x, axis), _std(var, epsilon)
    x_hat = (x - mu) / std
    beta_bar = y_bar.sum(axis, keepdims=True)
    gamma_bar = (y_bar * x_hat).sum(axis, keepdims=True)
    x_bar = gamma / (m * std) * (m * y_bar - beta_bar - x_hat * gamma_bar)
    return x_bar, gamma_bar.squeeze(axis), beta_bar.squeeze(axis)


def update_running_stats(
    running_mu: ArrayLike,
    running_var: ArrayLike,
    mu: ArrayLike,
    var: ArrayLike,
    m: int,
    rho: float = 0.1,
    correction: int = 1,
) -> tuple[Array, Array]:
    r"""Move the running mean and variance towards those of a batch.

    $$\begin{aligned}
    \mu_{\mathrm{run}} &\leftarrow (1 - \rho) \mu_{\mathrm{run}} + \rho \mu \\
    v_{\mathrm{run}} &\leftarrow (1 - \rho) v_{\mathrm{run}} + \rho \frac{m}{m - 1} \sigma^2
    \end{aligned}$$

    Args:
        running_mu: Running mean $\mu_{\mathrm{run}}$, shape `(d,)`; PyTorch starts with 0.
        running_var: Running variance $v_{\mathrm{run}}$, shape `(d,)`; PyTorch starts with 1.
        mu: Mean of the batch, as `batch_norm` returns it, shape `(d,)`.
        var: Variance of the batch with the divisor `m`, as `batch_norm` returns it.
        m: How many values of each feature the batch has: its size, times height and width for
            feature maps.
        rho: Weight of the batch, from 0 to 1: PyTorch's `momentum`, 1 minus that of Keras.
        correction: The variance is given the divisor `m - correction`: 1 as in PyTorch, 0 as in
            Keras 3.

    Returns:
        The new running mean and the new running variance, each of shape `(d,)`.

    Raises:
        ValueError: The shapes differ, a variance is negative, `m` is not above `correction`, or
            `rho` is not from 0 to 1.

    Source:
        Ioffe & Szegedy (2015), arXiv:1502.03167, algorithm 2, step 10 (the factor);
        `torch.nn.BatchNorm1d` (the moving average).

    Examples:
        >>> from dlref.normalization import update_running_stats
        >>> update_running_stats([0.0], [1.0], mu=[10.0], var=[3.0], m=4)
        (array([1.]), array([1.3]))
    """
    run_mu, run_var, mu, var = as_floats(running_mu, running_var, mu, var)
    check_same_shape(running_mu=run_mu, running_var=run_var, mu=mu, var=var)
    _check_variances(running_var=run_var, var=var)
    if not 0 <= correction < m:
        raise ValueError(f"m must be above correction >= 0, got {m = }, {correction = }")
    if not 0 <= rho <= 1:
        raise ValueError(f"rho must be from 0 to 1, got {rho}")
    rho = float(rho)
    unbiased = m / (m - correction) * var
    return (1 - rho) * run_mu + rho * mu, (1 - rho) * run_var + rho * unbiased


def fold_batch_norm(
    W: ArrayLike,
    b: ArrayLike,
    mu: ArrayLike,
    var: ArrayLike,
    gamma: ArrayLike = 1.0,
    beta: ArrayLike = 0.0,
    epsilon: float = 1e-5,
) -> tuple[Array, Array]:
    r"""Merge inference-time batch normalization into the linear layer before it.

    $$w' = \frac{\gamma}{\sqrt{v_{\mathrm{run}} + \epsilon}} w, \qquad
    b' = \frac{\gamma (b - \mu_{\mathrm{run}})}{\sqrt{v_{\mathrm{run}} + \epsilon}} + \beta$$

    for each unit: a row $w$ of the weights, with its bias $b$ and its statistics.

    Args:
        W: Weights of the linear layer $h = W x + b$, shape `(d, k)`.
        b: Its biases, shape `(d,)`.
        mu: Running mean $\mu_{\mathrm{run}}$ of $h$, shape `(d,)`.
        var: Running variance $v_{\mathrm{run}}$ of $h$, shape `(d,)`.
        gamma: Learned scale $\gamma$, shape `(d,)` or one number.
        beta: Learned shift $\beta$, shape `(d,)` or one number.
        epsilon: Added to the variance, at least 0.

    Returns:
        Weights, shape `(d, k)`, with a row $w'$ for each unit, and biases $b'$, shape `(d,)`, of
            one linear layer that gives the same output.

    Raises:
        ValueError: As for `batch_norm_inference`, or `W` and `b` do not fit.

    Source:
        The affine form of `batch_norm_inference`, with $h = W x + b$ inserted.

    Examples:
        >>> from dlref.normalization import fold_batch_norm
        >>> fold_batch_norm([[1.0, 2.0]], [5.0], mu=[3.0], var=[4.0], gamma=[6.0], epsilon=0.0)
        (array([[3., 6.]]), array([6.]))
    """
    W = _data("W", W, axis=-1)
    W, b, mu, var, gamma, beta = _with_statistics(
        W, -1, b=b, mu=mu, var=var, gamma=gamma, beta=beta
    )
    scale = gamma / _std(var, epsilon)
    return scale * W, (scale * (b - mu) + beta).squeeze(-1)


def _moments(
    x: ArrayLike, epsilon: float, axis: int | tuple[int, ...]
) -> tuple[Array, Array, Array]:
    x = _data("x", x, axis)
    if _count(x, axis) < 2:
        raise ValueError(f"a batch needs 2 values per feature, got shape {x.shape}, axis {axis}")
    if epsilon == 0 and (constant := x.max(axis) == x.min(axis)).any():
        features = np.flatnonzero(constant).tolist()
        raise ValueError(f"epsilon must be above 0 for constant features, got 0 for {features}")
    mu = _mean(x, axis)
    with np.errstate(over="ignore"):  # an infinite variance is refused where it is used
        return x, mu, _mean((x - np.expand_dims(mu, axis)) ** 2, axis)


def _count(x: Array, axis: int | tuple[int, ...]) -> int:
    return int(np.prod([x.shape[each] for each in np.atleast_1d(axis)]))


def _std(var: Array, epsilon: float) -> Array:
    if not 0 <= epsilon < np.inf:
        raise ValueError(f"epsilon must be at least 0 and finite, got {epsilon}")
    _check_variances(var=var)
    if epsilon == 0 and not (var > 0).all():
        raise ValueError("epsilon must be above 0 where var is 0, got 0")
    return np.sqrt(var + var.dtype.type(epsilon))


def _check_variances(**variances: Array) -> None:
    for name, var in variances.items():
        if not ((var >= 0) & (var < np.inf)).all():
            raise ValueError(f"{name} must have finite entries of at least 0, got {var}")
