"""Covariance, its eigenvectors, and principal component analysis."""

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import Array, as_float, as_floats

__all__ = [
    "covariance",
    "eigendecomposition",
    "explained_variance_ratio",
    "pca",
    "pca_reconstruct",
]


def covariance(x: ArrayLike, ddof: int = 0) -> Array:
    r"""Compute the covariance matrix of samples that are the rows of a matrix.

    $$\operatorname{covariance}(X, \mathrm{ddof}) = \frac{1}{n - \mathrm{ddof}}
    \left(X - \mathbf{1} \mu^\top\right)^\top \left(X - \mathbf{1} \mu^\top\right)$$

    Args:
        x: Data $X$, one sample a row, shape `(n, d)`.
        ddof: What is subtracted from $n$: 0 for the covariance of these samples, 1 for the
            unbiased estimate of that of the distribution they come from.

    Returns:
        Covariance, shape `(d, d)`; symmetric, with no negative eigenvalue. It is $\Sigma$ for a
            `ddof` of 0.

    Raises:
        ValueError: `x` is not a matrix, or does not have more than `ddof` rows.

    Stability:
        The mean is subtracted first. The shorter $\frac{1}{n} X^\top X - \mu \mu^\top$ loses all
        digits when the mean is large beside the spread.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, equation 12.3.

    Examples:
        >>> from dlref.foundations import covariance
        >>> covariance([[1.0, 0.0], [3.0, 4.0]])
        array([[1., 2.],
               [2., 4.]])
    """
    x = _samples(x)
    n = len(x)
    if not 0 <= ddof < n:
        raise ValueError(f"ddof must be at least 0 and below the {n} rows of x, got {ddof}")
    centered = x - x.mean(0)
    return centered.T @ centered / (n - ddof)


def eigendecomposition(sigma: ArrayLike) -> tuple[Array, Array]:
    r"""Factor a symmetric matrix into orthonormal eigenvectors and eigenvalues.

    $$\Sigma = U \Lambda U^\top, \qquad U^\top U = I$$

    Args:
        sigma: Symmetric matrix $\Sigma$, shape `(d, d)`.

    Returns:
        The matrix $U$, shape `(d, d)`, whose columns are the eigenvectors, and the diagonal of
            $\Lambda$, shape `(d,)`: the eigenvalues from the largest to the smallest. The first
            entry of largest size in each eigenvector is positive.

    Raises:
        ValueError: `sigma` is not a square, finite and symmetric matrix.

    Stability:
        Each eigenvalue is off by a few roundings of the largest one, so an eigenvalue of 0 may
        come out as a tiny negative number. Eigenvectors of nearly equal eigenvalues are fixed
        only up to a rotation among themselves.

    Source:
        Golub & Van Loan (2013), *Matrix Computations*, 4th edition, theorem 8.1.1.

    Examples:
        >>> from dlref.foundations import eigendecomposition
        >>> u, eigenvalues = eigendecomposition([[2.0, 1.0], [1.0, 2.0]])
        >>> eigenvalues
        array([3., 1.])
        >>> u
        array([[ 0.70710678,  0.70710678],
               [ 0.70710678, -0.70710678]])
    """
    sigma = as_float(sigma)
    if sigma.ndim != 2 or sigma.shape[0] != sigma.shape[1] or sigma.size == 0:
        raise ValueError(f"sigma must be a square matrix, got shape {sigma.shape}")
    if not np.isfinite(sigma).all():
        raise ValueError(f"sigma must be finite, got {sigma}")
    gap, largest = (abs(a).max() for a in (sigma - sigma.T, sigma))
    if gap > np.sqrt(np.finfo(sigma.dtype).eps) * largest:
        raise ValueError(f"sigma must be symmetric, got entries that differ by {gap}")
    eigenvalues, u = np.linalg.eigh(sigma)
    return _with_fixed_signs(u[:, ::-1]), eigenvalues[::-1]


def pca(x: ArrayLike, k: int) -> tuple[Array, Array, Array]:
    r"""Project samples on the `k` directions along which they vary most.

    $$z_i = U_k^\top (x_i - \mu)$$

    Args:
        x: Data $X$, one sample $x_i$ a row, shape `(n, d)`.
        k: How many directions are kept, from 1 to `d`.

    Returns:
        The projections $z_i$ as rows, shape `(n, k)`; the directions $U_k$ as columns, shape
            `(d, k)`, ordered by falling variance, with the signs of `eigendecomposition`; and the
            mean $\mu$, shape `(d,)`.

    Raises:
        ValueError: `x` is not a matrix with at least one row, or `k` is not from 1 to `d`.

    Stability:
        The covariance squares the spread, so directions whose spread is below about $10^{-8}$
        of the largest one are lost in rounding. A singular value decomposition of the centered
        data keeps them.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, section 12.1.

    Examples:
        >>> from dlref.foundations import pca
        >>> z, u, mu = pca([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]], k=1)
        >>> print(z.round(12).tolist(), u.round(12).tolist(), mu.tolist())
        [[-5.0], [0.0], [5.0]] [[0.6], [0.8]] [3.0, 4.0]
    """
    x = _samples(x)
    if not 1 <= k <= x.shape[1]:
        raise ValueError(f"k must be from 1 to the {x.shape[1]} columns of x, got {k}")
    u, _ = eigendecomposition(covariance(x))
    u_k, mu = u[:, :k], x.mean(0)
    return (x - mu) @ u_k, u_k, mu


def pca_reconstruct(z: ArrayLike, u: ArrayLike, mu: ArrayLike) -> Array:
    r"""Map projections back to the space of the data.

    $$\hat{x}_i = \mu + U_k z_i$$

    Args:
        z: Projections $z_i$ as rows, shape `(n, k)`.
        u: Directions $U_k$ as columns, shape `(d, k)`.
        mu: Mean $\mu$ of the data, shape `(d,)`.

    Returns:
        Reconstructions $\hat{x}_i$ as rows, shape `(n, d)`; each is the point nearest to its sample
            in the plane through $\mu$ that the directions span.

    Raises:
        ValueError: The shapes do not fit.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, section 12.1.2.

    Examples:
        >>> from dlref.foundations import pca, pca_reconstruct
        >>> z, u, mu = pca([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]], k=1)
        >>> print(pca_reconstruct(z, u, mu).round(12).tolist())
        [[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]]
    """
    z, u, mu = as_floats(z, u, mu)
    if z.ndim != 2 or u.ndim != 2 or z.shape[1:] != u.shape[1:] or u.shape[:1] != mu.shape:
        shapes = f"z {z.shape}, u {u.shape}, mu {mu.shape}"
        raise ValueError(f"z, u and mu must have shapes (n, k), (d, k) and (d,), got {shapes}")
    return mu + z @ u.T


def explained_variance_ratio(eigenvalues: ArrayLike) -> Array:
    r"""Tell which part of the variance each principal direction carries.

    $$r_j = \frac{\lambda_j}{\sum_l \lambda_l}$$

    Args:
        eigenvalues: Eigenvalues $\lambda$ of a covariance matrix, shape `(d,)`.

    Returns:
        Ratios $r$, shape `(d,)`; they sum to 1.

    Raises:
        ValueError: The eigenvalues have no positive sum: the data do not vary.

    Source:
        Jolliffe (2002), *Principal Component Analysis*, 2nd edition, section 6.1.1.

    Examples:
        >>> from dlref.foundations import explained_variance_ratio
        >>> explained_variance_ratio([3.0, 1.0])
        array([0.75, 0.25])
    """
    eigenvalues = as_float(eigenvalues)
    total = eigenvalues.sum()
    if not total > 0:
        raise ValueError(f"eigenvalues must have a positive sum, got {total}")
    return eigenvalues / total


def _samples(x: ArrayLike) -> Array:
    x = as_float(x)
    if x.ndim != 2 or len(x) == 0:
        raise ValueError(f"x must be a matrix with a sample in each row, got shape {x.shape}")
    return x


def _with_fixed_signs(u: Array) -> Array:
    # Entries that differ only by rounding count as equal, so that the sign does not hang on it.
    size = abs(u)
    largest = size >= (1 - np.sqrt(np.finfo(u.dtype).eps)) * size.max(0)
    return u * np.sign(u[largest.argmax(0), np.arange(u.shape[1])])
