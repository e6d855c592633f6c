"""Entropy of continuous variables: from a density on a grid, and in closed form."""

import math

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import Array, as_float, as_floats
from dlref._check import check_axis
from dlref.foundations import xlogy

__all__ = ["differential_entropy", "normal_entropy", "uniform_entropy"]


def differential_entropy(p: ArrayLike, x: ArrayLike, axis: int = -1) -> Array:
    r"""Integrate $-p \ln p$ by the trapezoidal rule, in nats.

    $$h(X) = -\int_{-\infty}^{\infty} p(x) \ln p(x) \, dx$$

    Args:
        p: Values of the density, shape `(..., n)`.
        x: Points at which it was evaluated, shape `(n,)`, increasing, not necessarily evenly.
        axis: The axis of `p` that runs over `x`.

    Returns:
        Differential entropy, the shape of `p` without `axis`; any sign.

    Raises:
        ValueError: `x` does not increase or does not match `p`; or `p` has a negative entry, or
            its own integral differs from 1 by more than 0.001, so that the grid misses mass.

    Stability:
        For a smooth density whose tails end inside an even grid the error falls faster than
        any power of the spacing; at a kink or a jump it falls as the square of it, provided
        that a jump is an end of the grid. Where $p = 0$ the integrand is 0.

    Source:
        Cover & Thomas (2006), *Elements of Information Theory*, section 8.1; for the accuracy
        Trefethen & Weideman (2014), doi:10.1137/130932132.

    Examples:
        >>> import numpy as np
        >>> from dlref.information_theory import differential_entropy
        >>> x = np.linspace(0.0, 0.5, 101)
        >>> print(differential_entropy(np.full(101, 2.0), x).round(8))
        -0.69314718
    """
    p, x = as_floats(p, x)
    check_axis("p", p, axis)
    if x.shape != (p.shape[axis],):
        raise ValueError(f"x must have shape ({p.shape[axis]},) as p has points, got {x.shape}")
    if not (np.isfinite(x).all() and (np.diff(x) > 0).all()):
        raise ValueError("x must be finite and increase from point to point")
    if not (p >= 0).all():
        raise ValueError(f"p must have no negative entry, got a smallest one of {p.min()}")
    mass = np.asarray(np.trapezoid(p, x, axis=axis))
    if not (abs(mass - 1) <= 1e-3).all():
        raise ValueError(f"p must integrate to one over x, got {mass}")
    h = 0 - np.trapezoid(xlogy(p, p), x, axis=axis)  # 0 - x, not -x, for a plain zero
    return np.asarray(h)


def uniform_entropy(a: ArrayLike, b: ArrayLike) -> Array:
    r"""Compute the differential entropy of $U$, uniform on $[a, b]$, in nats.

    $$h(U) = \ln(b - a)$$

    Args:
        a: Lower end, any shape.
        b: Upper end, of a shape that broadcasts with that of `a`.

    Returns:
        Differential entropy; negative for an interval shorter than 1.

    Raises:
        ValueError: `b` does not exceed `a` by a finite amount.

    Source:
        Cover & Thomas (2006), *Elements of Information Theory*, example 8.1.1.

    Examples:
        >>> from dlref.information_theory import uniform_entropy
        >>> print(round(uniform_entropy(0.0, 0.5), 8))
        -0.69314718
    """
    a, b = as_floats(a, b)
    with np.errstate(over="ignore", invalid="ignore"):  # an infinite width is refused
        width = b - a
    if not ((width > 0) & np.isfinite(width)).all():
        raise ValueError(f"b must exceed a by a finite amount, got b - a = {width}")
    return np.log(width)


def normal_entropy(sigma: ArrayLike) -> Array:
    r"""Compute the differential entropy of a Gaussian $Z$, in nats.

    $$h(Z) = \frac{1}{2} \ln\left(2 \pi e \sigma^2\right)$$

    Args:
        sigma: Standard deviation (not the variance), any shape.

    Returns:
        Differential entropy, same shape as `sigma`, for any mean.

    Raises:
        ValueError: an entry of `sigma` is not positive and finite.

    Stability:
        Computed as $\frac{1}{2}(\ln 2\pi + 1) + \ln \sigma$: $\sigma^2$ would underflow below
        $10^{-162}$ and overflow above $10^{154}$.

    Source:
        Cover & Thomas (2006), *Elements of Information Theory*, example 8.1.2.

    Examples:
        >>> from dlref.information_theory import normal_entropy
        >>> print(round(normal_entropy(1.0), 8))
        1.41893853
    """
    sigma = as_float(sigma)
    if not ((sigma > 0) & np.isfinite(sigma)).all():
        raise ValueError(f"sigma must be positive and finite, got {sigma}")
    return 0.5 * (math.log(2 * math.pi) + 1) + np.log(sigma)
