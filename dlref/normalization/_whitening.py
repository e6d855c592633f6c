"""PCA and ZCA whitening, their inverses, and a check of whiteness."""

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import Array, as_floats
from dlref.foundations import covariance, eigendecomposition
from dlref.normalization._feature_scaling import _check_together, _data

__all__ = ["is_white", "pca_whiten", "pca_whiten_inverse", "zca_whiten", "zca_whiten_inverse"]


def pca_whiten(
    x: ArrayLike,
    mu: ArrayLike | None = None,
    Sigma: ArrayLike | None = None,
    epsilon: float = 0.0,
) -> Array:
    r"""Decorrelate features along the principal axes and give each axis variance 1.

    $$z^{\mathrm{PCA}}_i = \Lambda^{-1/2} U^\top (x_i - \mu), \qquad \Sigma = U \Lambda U^\top$$

    Args:
        x: Data, one sample $x_i$ a row, shape `(n, d)`.
        mu: Mean $\mu$ of the training data, shape `(d,)`; that of `x` if not given.
        Sigma: Covariance $\Sigma$ of the training data, shape `(d, d)`, with divisor $n$ when it
            is that of `x`; given together with `mu`.
        epsilon: Added to each eigenvalue in $\Lambda$. With 0 the data that `Sigma` is
            the covariance of become white, up to rounding.

    Returns:
        Whitened data $z^{\mathrm{PCA}}_i$ as rows, shape `(n, d)`; the axis of largest
            variance comes first.

    Raises:
        ValueError: The covariance is singular (as for `n <= d` or a duplicate feature) and
            `epsilon` is 0; `epsilon` is negative; only one of `mu` and `Sigma` is given; or the
            shapes do not fit.

    Stability:
        An eigenvalue is trusted down to $d$ roundings of the largest one. Standardize first
        where features differ much in spread.

    Source:
        Kessy, Lewin & Strimmer (2018), doi:10.1080/00031305.2016.1277159.

    Examples:
        >>> from dlref.normalization import pca_whiten
        >>> x = [[2.0, 2.0], [-2.0, -2.0], [1.0, -1.0], [-1.0, 1.0]]
        >>> print(pca_whiten(x).round(3) + 0.0)
        [[ 1.414  0.   ]
         [-1.414  0.   ]
         [ 0.     1.414]
         [ 0.    -1.414]]
    """
    x, mu, u, scale = _axes("x", x, *_statistics(x, mu, Sigma), epsilon)
    return (x - mu) @ u / scale


def pca_whiten_inverse(
    z: ArrayLike, mu: ArrayLike, Sigma: ArrayLike, epsilon: float = 0.0
) -> Array:
    r"""Undo `pca_whiten`.

    $$x_i = U \Lambda^{1/2} z^{\mathrm{PCA}}_i + \mu$$

    Args:
        z: Whitened data $z^{\mathrm{PCA}}_i$ as rows, shape `(n, d)`.
        mu: Mean $\mu$ that was subtracted, shape `(d,)`.
        Sigma: Covariance $\Sigma$ that was used, shape `(d, d)`.
        epsilon: What was added to each eigenvalue.

    Returns:
        Data $x_i$ as rows, shape `(n, d)`.

    Raises:
        ValueError: As for `pca_whiten`.

    Source:
        The definition of `pca_whiten`, solved for $x$.

    Examples:
        >>> from dlref.normalization import pca_whiten_inverse
        >>> Sigma = [[4.0, 0.0], [0.0, 1.0]]
        >>> pca_whiten_inverse([[1.0, 1.0]], mu=[10.0, 20.0], Sigma=Sigma)
        array([[12., 21.]])
    """
    z, mu, u, scale = _axes("z", z, mu, Sigma, epsilon)
    return (z * scale) @ u.T + mu


def zca_whiten(
    x: ArrayLike,
    mu: ArrayLike | None = None,
    Sigma: ArrayLike | None = None,
    epsilon: float = 0.0,
) -> Array:
    r"""Decorrelate features and give each variance 1, moving the samples as little as possible.

    $$z^{\mathrm{ZCA}}_i = U \Lambda^{-1/2} U^\top (x_i - \mu) = \Sigma^{-1/2} (x_i - \mu)$$

    Args:
        x: Data, one sample $x_i$ a row, shape `(n, d)`.
        mu: Mean $\mu$ of the training data, shape `(d,)`; that of `x` if not given.
        Sigma: Covariance $\Sigma$ of the training data, shape `(d, d)`, with divisor $n$ when it
            is that of `x`; given together with `mu`.
        epsilon: Added to each eigenvalue in $\Lambda$. With 0 the data that `Sigma` is
            the covariance of become white, up to rounding.

    Returns:
        Whitened data $z^{\mathrm{ZCA}}_i$ as rows, shape `(n, d)`; each feature stands
            for the one in its place.

    Raises:
        ValueError: As for `pca_whiten`.

    Stability:
        As for `pca_whiten`. Unlike there, the signs and the order of the eigenvectors, and their
        rotation where eigenvalues are equal, cancel.

    Source:
        Bell & Sejnowski (1997), doi:10.1016/S0042-6989(97)00121-1; Kessy, Lewin & Strimmer
        (2018), doi:10.1080/00031305.2016.1277159.

    Examples:
        >>> from dlref.normalization import zca_whiten
        >>> x = [[2.0, 2.0], [-2.0, -2.0], [1.0, -1.0], [-1.0, 1.0]]
        >>> print(zca_whiten(x).round(3))
        [[ 1.  1.]
         [-1. -1.]
         [ 1. -1.]
         [-1.  1.]]
    """
    x, mu, u, scale = _axes("x", x, *_statistics(x, mu, Sigma), epsilon)
    return ((x - mu) @ u / scale) @ u.T


def zca_whiten_inverse(
    z: ArrayLike, mu: ArrayLike, Sigma: ArrayLike, epsilon: float = 0.0
) -> Array:
    r"""Undo `zca_whiten`.

    $$x_i = U \Lambda^{1/2} U^\top z^{\mathrm{ZCA}}_i + \mu
    = \Sigma^{1/2} z^{\mathrm{ZCA}}_i + \mu$$

    Args:
        z: Whitened data $z^{\mathrm{ZCA}}_i$ as rows, shape `(n, d)`.
        mu: Mean $\mu$ that was subtracted, shape `(d,)`.
        Sigma: Covariance $\Sigma$ that was used, shape `(d, d)`.
        epsilon: What was added to each eigenvalue.

    Returns:
        Data $x_i$ as rows, shape `(n, d)`.

    Raises:
        ValueError: As for `pca_whiten`.

    Source:
        The definition of `zca_whiten`, solved for $x$.

    Examples:
        >>> from dlref.normalization import zca_whiten_inverse
        >>> Sigma = [[2.5, 1.5], [1.5, 2.5]]
        >>> print(zca_whiten_inverse([[1.0, -1.0]], mu=[10.0, 20.0], Sigma=Sigma).round(9))
        [[11. 19.]]
    """
    z, mu, u, scale = _axes("z", z, mu, Sigma, epsilon)
    return ((z @ u) * scale) @ u.T + mu


def is_white(z: ArrayLike, atol: float = 1e-6) -> bool:
    r"""Tell whether features are uncorrelated and have variance 1.

    $$\operatorname{Cov}(z) = I$$

    Args:
        z: Data, one sample a row, shape `(n, d)`.
        atol: How much an entry of the covariance (divisor $n$) may differ from that of $I$.

    Returns:
        Whether it holds. The mean does not matter.

    Raises:
        ValueError: `z` is not a matrix with at least one row.

    Source:
        Kessy, Lewin & Strimmer (2018), doi:10.1080/00031305.2016.1277159.

    Examples:
        >>> from dlref.normalization import is_white
        >>> is_white([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
        True
        >>> is_white([[1.0, 1.0], [-1.0, -1.0]])
        False
    """
    sigma = covariance(z)
    return bool((abs(sigma - np.eye(len(sigma))) <= atol).all())


def _statistics(
    x: ArrayLike, mu: ArrayLike | None, Sigma: ArrayLike | None
) -> tuple[ArrayLike, ArrayLike]:
    _check_together(mu=mu, Sigma=Sigma)
    if mu is None or Sigma is None:
        x = _data("x", x, 0)
        return x.mean(0), covariance(x)
    return mu, Sigma


def _axes(
    name: str, x: ArrayLike, mu: ArrayLike, Sigma: ArrayLike, epsilon: float
) -> tuple[Array, Array, Array, Array]:
    """Check and convert; return also $U$ and the square roots of the eigenvalues."""
    x, mu, Sigma = as_floats(x, mu, Sigma)
    d = x.shape[-1] if x.ndim == 2 else -1
    if mu.shape != (d,) or Sigma.shape != (d, d):
        shapes = f"{name} {x.shape}, mu {mu.shape}, Sigma {Sigma.shape}"
        raise ValueError(f"{name}, mu and Sigma must be (n, d), (d,) and (d, d), got {shapes}")
    if not 0 <= epsilon < np.inf:
        raise ValueError(f"epsilon must be at least 0 and finite, got {epsilon}")
    u, eigenvalues = eigendecomposition(Sigma)
    smallest = d * np.finfo(x.dtype).eps * eigenvalues.max(initial=0)
    rank = int((eigenvalues > smallest).sum())
    if rank < d and epsilon <= smallest:
        raise ValueError(
            f"whitening needs a covariance of full rank {d}, got rank {rank}: take more samples "
            "than features, drop dependent features, standardize, or pass an epsilon above 0"
        )
    return x, mu, u, np.sqrt(np.maximum(eigenvalues, 0) + x.dtype.type(epsilon))
