"""The negative log-likelihood of a Gaussian, and its gradients."""

import math

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import Array, as_floats
from dlref._check import check_same_shape

__all__ = ["gaussian_nll", "gaussian_nll_grad"]


def gaussian_nll(y: ArrayLike, mu: ArrayLike, sigma: ArrayLike) -> Array:
    r"""Compute the negative log-density of $y$ under $\mathcal{N}(\mu, \sigma^2)$, in nats.

    $$-\ln \mathcal{N}(y; \mu, \sigma^2)
    = \frac{(y - \mu)^2}{2 \sigma^2} + \ln \sigma + \frac{1}{2} \ln(2 \pi)$$

    Args:
        y: Targets, any shape.
        mu: Predicted means, same shape as `y`.
        sigma: Standard deviations (not variances), of a shape that broadcasts to that of `y`.

    Returns:
        Losses, same shape as `y`, one per entry: nothing is averaged. May be negative, since a
            density may exceed 1.

    Raises:
        ValueError: `y` and `mu` differ in shape, `sigma` does not broadcast to it, or has an
            entry that is not positive.

    Stability:
        Divides by $\sigma$ before squaring, since $\sigma^2$ underflows for
        $\sigma < 10^{-162}$. Nothing is clipped.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, section 1.2.5.

    Examples:
        >>> from dlref.losses import gaussian_nll
        >>> gaussian_nll([0.0, 2.0], [0.0, 0.0], 1.0)
        array([0.91893853, 2.91893853])
    """
    y, mu, sigma = _gaussian(y, mu, sigma)
    with np.errstate(over="ignore", invalid="ignore"):  # inf beyond the largest number
        return 0.5 * ((y - mu) / sigma) ** 2 + np.log(sigma) + 0.5 * math.log(2 * math.pi)


def gaussian_nll_grad(y: ArrayLike, mu: ArrayLike, sigma: ArrayLike) -> tuple[Array, Array]:
    r"""Differentiate the Gaussian loss with respect to $\mu$ and to $\ln \sigma$.

    $$\frac{\partial}{\partial \mu} \ell(y, \mu, \sigma) = \frac{\mu - y}{\sigma^2}, \qquad
    \sigma \frac{\partial}{\partial \sigma} \ell(y, \mu, \sigma)
    = 1 - \frac{(y - \mu)^2}{\sigma^2}$$

    The second is the derivative with respect to $\ln \sigma$, since
    $\frac{d \sigma}{d \ln \sigma} = \sigma$.

    Args:
        y: Targets, any shape.
        mu: Predicted means, same shape as `y`.
        sigma: Standard deviations (not variances), of a shape that broadcasts to that of `y`.

    Returns:
        The derivatives with respect to $\mu$ and with respect to $\ln \sigma$, both of the same
            shape as `y`. For a shared $\sigma$, sum the second over the entries that share it.

    Raises:
        ValueError: `y` and `mu` differ in shape, `sigma` does not broadcast to it, or has an
            entry that is not positive.

    Stability:
        $\ln \sigma$ is free to be any number, so a step along the second derivative never makes
        $\sigma$ negative.

    Source:
        Nix & Weigend (1994), doi:10.1109/ICNN.1994.374138.

    Examples:
        >>> from dlref.losses import gaussian_nll_grad
        >>> mu_grad, log_sigma_grad = gaussian_nll_grad([0.0, 2.0], [1.0, 1.0], 0.5)
        >>> mu_grad
        array([ 4., -4.])
        >>> log_sigma_grad
        array([-3., -3.])
    """
    y, mu, sigma = _gaussian(y, mu, sigma)
    with np.errstate(over="ignore", invalid="ignore"):  # inf beyond the largest number
        r = (mu - y) / sigma
        return r / sigma, 1 - r**2


def _gaussian(y: ArrayLike, mu: ArrayLike, sigma: ArrayLike) -> tuple[Array, Array, Array]:
    y, mu, sigma = as_floats(y, mu, sigma)
    check_same_shape(y=y, mu=mu)
    if not (sigma > 0).all():
        raise ValueError(f"sigma must be positive, got a smallest one of {sigma.min()}")
    try:
        return y, mu, np.broadcast_to(sigma, y.shape)
    except ValueError:
        raise ValueError(
            f"sigma must broadcast to the shape {y.shape} of y, got shape {sigma.shape}"
        ) from None
