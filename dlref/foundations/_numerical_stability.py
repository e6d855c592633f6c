"""Formulas that keep logarithms and exponentials within range."""

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import Array, as_float, as_floats
from dlref._check import check_axis

__all__ = ["logsumexp", "logsumexp_vjp", "xlogy"]


def logsumexp(x: ArrayLike, axis: int | None = -1, keepdims: bool = False) -> Array:
    r"""Compute the logarithm of a sum of exponentials.

    $$\operatorname{LSE}(x) = m + \ln \sum_i e^{x_i - m}, \qquad m = \max_i x_i$$

    Args:
        x: Exponents, any shape. An entry may be `-inf`: it adds nothing to the sum.
        axis: The axis that is summed over; `None` sums over all of `x`.
        keepdims: Whether the summed axis stays, with length 1.

    Returns:
        $\operatorname{LSE}(x)$, the shape of `x` without `axis`.

    Raises:
        ValueError: `x` has no entry along `axis`.

    Stability:
        Every exponent is at most 0, so nothing overflows, and the largest term is $e^0 = 1$,
        so the logarithm never sees 0 unless every entry is `-inf`. A result near 0 has the
        absolute error of a number near 1.

    Source:
        Blanchard, Higham & Higham (2021), "Accurately computing the log-sum-exp and softmax
        functions", doi:10.1093/imanum/draa038.

    Examples:
        >>> from dlref.foundations import logsumexp
        >>> print(logsumexp([1000.0, 1000.0]).round(8))
        1000.69314718
    """
    x = as_float(x)
    check_axis("x", x, axis)
    m = x.max(axis, keepdims=True)
    m = np.where(np.isinf(m), 0, m)  # -inf - -inf would be nan
    # ln 0 = -inf is the answer when every entry is -inf, and x - m may overflow to -inf, e^-inf = 0
    with np.errstate(divide="ignore", over="ignore"):
        lse = m + np.log(np.exp(x - m).sum(axis, keepdims=True))
    return lse if keepdims else lse.squeeze(axis)


def logsumexp_vjp(y_bar: ArrayLike, x: ArrayLike, axis: int | None = -1) -> Array:
    r"""Pull $\bar y$ back through $y = \operatorname{LSE}(x)$: share it out as a softmax does.

    $$\bar x_i = \bar y \, e^{x_i - \operatorname{LSE}(x)}$$

    Args:
        y_bar: Gradient of the loss with respect to $y$, the shape of `logsumexp(x, axis)`.
        x: Exponents, any shape. An entry may be `-inf`: its gradient is 0.
        axis: The axis that was summed over; `None` for all of `x`.

    Returns:
        Gradient with respect to `x`, same shape as `x`; it sums to $\bar y$ along `axis`.

    Raises:
        ValueError: `x` has no entry along `axis`, its largest one is infinite, or `y_bar` has
            another shape than the sum.

    Stability:
        Computed as $e^{x_i - m}$ over its sum, with $m = \max_i x_i$: the rounding of a large
        $\operatorname{LSE}(x)$ does not enter the exponent.

    Source:
        Boyd & Vandenberghe (2004), *Convex Optimization*, section 3.1.5.

    Examples:
        >>> from dlref.foundations import logsumexp_vjp
        >>> logsumexp_vjp(1.0, [1000.0, 1000.0])
        array([0.5, 0.5])
    """
    y_bar, x = as_floats(y_bar, x)
    check_axis("x", x, axis)
    m = x.max(axis, keepdims=True)
    if np.isinf(m).any():
        raise ValueError(f"the largest entry of x along axis {axis} must be finite, got {m}")
    if y_bar.shape != m.squeeze(axis).shape:
        shapes = f"{m.squeeze(axis).shape}, got {y_bar.shape}"
        raise ValueError(f"y_bar must have the shape of logsumexp(x), {shapes}")
    with np.errstate(over="ignore"):  # to -inf, and e^-inf = 0
        e = np.exp(x - m)
    return y_bar.reshape(m.shape) * (e / e.sum(axis, keepdims=True))


def xlogy(x: ArrayLike, y: ArrayLike) -> Array:
    r"""Multiply by a logarithm, with $0 \ln 0 = 0$.

    $$\operatorname{xlogy}(x, y) = x \ln y$$

    Args:
        x: Factor, any shape.
        y: Argument of the logarithm, not negative, of a shape that broadcasts with that of `x`.

    Returns:
        $x \ln y$, and 0 wherever $x = 0$, the limit of $x \ln x$ as $x \to 0^+$.

    Raises:
        ValueError: `y` has a negative entry.

    Stability:
        $x \ln 0 = -\infty$ for $x > 0$: an impossible event that happens has infinite surprise.
        No constant is added to `y`, so small probabilities keep their logarithm.

    Source:
        Cover & Thomas (2006), *Elements of Information Theory*, section 2.1, for the convention.

    Examples:
        >>> from dlref.foundations import xlogy
        >>> print(xlogy([0.0, 2.0], [0.0, 1.0]))
        [0. 0.]
    """
    x, y = as_floats(x, y)
    if (y < 0).any():
        raise ValueError(f"y must have no negative entry, got a smallest one of {y.min()}")
    # ln 0 = -inf is meant, 0 ln 0 and 0 ln inf are replaced, and a product may be too large
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where((x == 0) & ~np.isnan(y), 0, x * np.log(y))
