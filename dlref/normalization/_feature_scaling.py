"""Centering, min-max scaling and standardization, and their inverses."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlref._array import Array, as_float, as_floats
from dlref._check import check_axis

__all__ = [
    "center",
    "center_inverse",
    "min_max_inverse",
    "min_max_scale",
    "standardize",
    "standardize_inverse",
]


def center(x: ArrayLike, mu: ArrayLike | None = None, axis: int = 0) -> Array:
    r"""Subtract its mean from each feature.

    $$c_{ij} = x_{ij} - \mu_j$$

    Args:
        x: Data, shape `(n, d)`: samples along `axis`, here `n` of them with `d` features.
        mu: Means $\mu$ of the training data, shape `(d,)`; those of `x` if not given.
        axis: The axis of the samples.

    Returns:
        Centered data $c$, same shape as `x`.

    Raises:
        ValueError: `x` is empty or not finite, or `mu` does not have one value per feature.

    Stability:
        The mean is summed in double precision, so a long `float32` column keeps its digits.

    Source:
        LeCun, Bottou, Orr & Müller (1998), *Efficient BackProp*, section 4.3.

    Examples:
        >>> from dlref.normalization import center
        >>> center([[1.0, 10.0], [3.0, 50.0]])
        array([[ -1., -20.],
               [  1.,  20.]])
    """
    x = _data("x", x, axis)
    x, mu = _with_statistics(x, axis, mu=_mean(x, axis) if mu is None else mu)
    return x - mu


def center_inverse(c: ArrayLike, mu: ArrayLike, axis: int = 0) -> Array:
    r"""Add the means again: the inverse of `center`.

    $$x_{ij} = c_{ij} + \mu_j$$

    Args:
        c: Centered data, shape `(n, d)`.
        mu: The means $\mu$ that were subtracted, shape `(d,)`.
        axis: The axis of the samples.

    Returns:
        Data $x$, same shape as `c`.

    Raises:
        ValueError: `c` is empty or not finite, or `mu` does not have one value per feature.

    Source:
        The definition of `center`, solved for $x$.

    Examples:
        >>> from dlref.normalization import center_inverse
        >>> center_inverse([[-1.0, -20.0], [1.0, 20.0]], mu=[2.0, 30.0])
        array([[ 1., 10.],
               [ 3., 50.]])
    """
    c, mu = _with_statistics(_data("c", c, axis), axis, mu=mu)
    return c + mu


def min_max_scale(
    x: ArrayLike,
    a: float = 0.0,
    b: float = 1.0,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    axis: int = 0,
) -> Array:
    r"""Map the range of each feature to $[a, b]$.

    $$s_{ij} = a + (b - a) \frac{x_{ij} - l_j}{u_j - l_j}$$

    Args:
        x: Data, shape `(n, d)`: samples along `axis`.
        a: Where the smallest value goes.
        b: Where the largest value goes; above `a`.
        lower: Smallest values $l$ of the training data, shape `(d,)`; those of `x` if not given.
        upper: Largest values $u$ of the training data; given together with `lower`.
        axis: The axis of the samples.

    Returns:
        Scaled data $s$, same shape as `x`. Values outside $[l_j, u_j]$ leave $[a, b]$.

    Raises:
        ValueError: A feature is constant (or `lower` is not below `upper`), `a` is not below `b`,
            `x` is empty or not finite, only one of `lower` and `upper` is given, or they do not
            have one value per feature.

    Stability:
        Computed as $a (1 - t) + b t$ with $t = \frac{x - l}{u - l}$, so that $l$ goes to exactly
        $a$ and $u$ to exactly $b$.

    Source:
        Han, Kamber & Pei (2011), *Data Mining: Concepts and Techniques*, 3rd edition, section
        3.5.2.

    Examples:
        >>> from dlref.normalization import min_max_scale
        >>> min_max_scale([[1.0, 10.0], [2.0, 50.0], [3.0, 40.0]])
        array([[0.  , 0.  ],
               [0.5 , 1.  ],
               [1.  , 0.75]])
    """
    _check_together(lower=lower, upper=upper)
    x = _data("x", x, axis)
    if lower is None or upper is None:
        lower, upper = x.min(axis), x.max(axis)
    x, lower, upper = _with_statistics(x, axis, lower=lower, upper=upper)
    _check_ranges(a, b, lower, upper)
    t = (x - lower) / (upper - lower)
    return float(a) * (1 - t) + float(b) * t


def min_max_inverse(
    s: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    a: float = 0.0,
    b: float = 1.0,
    axis: int = 0,
) -> Array:
    r"""Map $[a, b]$ back to the range of each feature: the inverse of `min_max_scale`.

    $$x_{ij} = l_j + (u_j - l_j) \frac{s_{ij} - a}{b - a}$$

    Args:
        s: Scaled data, shape `(n, d)`.
        lower: The values $l$ that went to $a$, shape `(d,)`.
        upper: The values $u$ that went to $b$, shape `(d,)`.
        a: Where `lower` went.
        b: Where `upper` went; above `a`.
        axis: The axis of the samples.

    Returns:
        Data $x$, same shape as `s`.

    Raises:
        ValueError: `lower` is not below `upper`, `a` is not below `b`, `s` is empty or not
            finite, or a statistic does not have one value per feature.

    Source:
        The definition of `min_max_scale`, solved for $x$.

    Examples:
        >>> from dlref.normalization import min_max_inverse
        >>> min_max_inverse([[0.0, 0.5], [1.0, 1.0]], [1.0, 10.0], [3.0, 50.0])
        array([[ 1., 30.],
               [ 3., 50.]])
    """
    s, lower, upper = _with_statistics(_data("s", s, axis), axis, lower=lower, upper=upper)
    _check_ranges(a, b, lower, upper)
    t = (s - float(a)) / (float(b) - float(a))
    return lower * (1 - t) + upper * t


def standardize(
    x: ArrayLike,
    mu: ArrayLike | None = None,
    sigma: ArrayLike | None = None,
    axis: int = 0,
) -> Array:
    r"""Give each feature mean 0 and standard deviation 1.

    $$z_{ij} = \frac{x_{ij} - \mu_j}{\sigma_j}$$

    Args:
        x: Data, shape `(n, d)`: samples along `axis`.
        mu: Means $\mu$ of the training data, shape `(d,)`; those of `x` if not given.
        sigma: Standard deviations $\sigma$ of the training data, shape `(d,)`, with divisor $n$
            when they are those of `x`; given together with `mu`.
        axis: The axis of the samples.

    Returns:
        Standardized data $z$, same shape as `x`. It is not confined to $[-1, 1]$.

    Raises:
        ValueError: A feature is constant (or an entry of `sigma` is not positive), `x` is empty
            or not finite, only one of `mu` and `sigma` is given, or they do not have one value
            per feature.

    Stability:
        Deviations are divided by the largest one before they are squared, so $\sigma$ neither
        overflows nor underflows. A constant feature is found by comparing its entries, because
        the rounding of the mean would give it a tiny $\sigma$ and $z = \pm 1$.

    Source:
        Hastie, Tibshirani & Friedman (2009), *The Elements of Statistical Learning*, section
        11.5.3.

    Examples:
        >>> from dlref.normalization import standardize
        >>> standardize([[1.0, 10.0], [3.0, 50.0]])
        array([[-1., -1.],
               [ 1.,  1.]])
        >>> standardize([[5.0, 30.0]], mu=[2.0, 30.0], sigma=[1.0, 20.0])
        array([[3., 0.]])
    """
    _check_together(mu=mu, sigma=sigma)
    x = _data("x", x, axis)
    if mu is None or sigma is None:
        mu, sigma = _mean(x, axis), _std(x, axis)
    x, mu, sigma = _with_statistics(x, axis, mu=mu, sigma=sigma)
    _check_sigma(sigma)
    return (x - mu) / sigma


def standardize_inverse(z: ArrayLike, mu: ArrayLike, sigma: ArrayLike, axis: int = 0) -> Array:
    r"""Give each feature its mean and standard deviation again: the inverse of `standardize`.

    $$x_{ij} = \sigma_j z_{ij} + \mu_j$$

    Args:
        z: Standardized data, shape `(n, d)`.
        mu: The means $\mu$ that were subtracted, shape `(d,)`.
        sigma: The standard deviations $\sigma$ that were divided by, shape `(d,)`.
        axis: The axis of the samples.

    Returns:
        Data $x$, same shape as `z`.

    Raises:
        ValueError: An entry of `sigma` is not positive, `z` is empty or not finite, or a
            statistic does not have one value per feature.

    Source:
        The definition of `standardize`, solved for $x$.

    Examples:
        >>> from dlref.normalization import standardize_inverse
        >>> standardize_inverse([[-1.0, -1.0], [1.0, 1.0]], mu=[2.0, 30.0], sigma=[1.0, 20.0])
        array([[ 1., 10.],
               [ 3., 50.]])
    """
    z, mu, sigma = _with_statistics(_data("z", z, axis), axis, mu=mu, sigma=sigma)
    _check_sigma(sigma)
    return sigma * z + mu


def _data(name: str, x: ArrayLike, axis: int | tuple[int, ...]) -> Array:
    x = as_float(x)
    for each in axis if isinstance(axis, tuple) else (axis,):
        check_axis(name, x, each)
    if not np.isfinite(x).all():
        raise ValueError(f"{name} must be finite, got {x[~np.isfinite(x)][0]} among its entries")
    return x


def _mean(x: Array, axis: int | tuple[int, ...]) -> Array:
    return x.mean(axis, dtype=np.promote_types(x.dtype, np.float64)).astype(x.dtype)


def _std(x: Array, axis: int) -> Array:
    wide = x.astype(np.promote_types(x.dtype, np.float64), copy=False)
    deviation = wide - wide.mean(axis, keepdims=True)
    constant = x.max(axis) == x.min(axis)
    unit = np.where(constant, 1, abs(deviation).max(axis))
    mean_square = ((deviation / np.expand_dims(unit, axis)) ** 2).mean(axis)
    return np.where(constant, 0, unit * np.sqrt(mean_square)).astype(x.dtype)


def _with_statistics(
    x: Array, axis: int | tuple[int, ...], **statistics: ArrayLike
) -> tuple[Array, ...]:
    """Bring `x` and its statistics to one type, each statistic ready to broadcast along `axis`."""
    kept = tuple(np.delete(x.shape, axis).tolist())
    x, *values = as_floats(x, *statistics.values())
    for name, value in zip(statistics, values, strict=True):
        if value.shape not in {(), kept}:
            raise ValueError(f"{name} must have one value per feature, {kept}, got {value.shape}")
    return x, *(np.expand_dims(np.broadcast_to(value, kept), axis) for value in values)


def _check_together(**statistics: object) -> None:
    missing = [name for name, value in statistics.items() if value is None]
    if 0 < len(missing) < len(statistics):
        raise ValueError(f"{' and '.join(statistics)} must be given together, got no {missing[0]}")


def _check_sigma(sigma: Array) -> None:
    _check_features("sigma must be positive", sigma > 0)


def _check_ranges(a: float, b: float, lower: Array, upper: Array) -> None:
    if not -np.inf < a < b < np.inf:
        raise ValueError(f"a must be below b, both finite, got a = {a}, b = {b}")
    _check_features("lower must be below upper", lower < upper)


def _check_features(invariant: str, holds: NDArray[np.bool_]) -> None:
    if not holds.all():
        features = np.flatnonzero(~holds).tolist()
        raise ValueError(f"{invariant}, which fails for features {features}: drop constant ones")
