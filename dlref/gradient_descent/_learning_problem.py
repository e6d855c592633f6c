"""The objective of learning, and the iteration that lowers it."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import Array, as_float, as_floats
from dlref._check import check_axis, check_same_shape

__all__ = ["accept_if_lower", "apply_update", "empirical_risk"]


def empirical_risk(losses: ArrayLike, axis: int | None = -1) -> Array:
    r"""Average the losses of the examples.

    $$L(\theta) = \frac{1}{n} \sum_{i=1}^{n} \ell(f_\theta(x_i), y_i)$$

    Args:
        losses: The losses $\ell(f_\theta(x_i), y_i)$, shape `(..., n)`.
        axis: The axis of the examples; `None` averages over all of `losses`.

    Returns:
        Empirical risk, the shape of `losses` without `axis`.

    Raises:
        ValueError: `losses` has no entry along `axis`: an average over no example has no value.

    Stability:
        One infinite loss makes the risk infinite, and one `nan` makes it `nan`; no example is
        left out in silence.

    Source:
        Goodfellow, Bengio & Courville (2016), *Deep Learning*, section 8.1.1.

    Examples:
        >>> from dlref.gradient_descent import empirical_risk
        >>> print(empirical_risk([0.25, 0.5, 2.25]))
        1.0
    """
    losses = as_float(losses)
    check_axis("losses", losses, axis)
    return losses.mean(axis)


def apply_update(theta: ArrayLike, delta_theta: ArrayLike) -> Array:
    r"""Move the parameters by an update.

    $$\theta_{t+1} = \theta_t + \Delta\theta_t$$

    Args:
        theta: Parameters $\theta_t$, any shape.
        delta_theta: Update $\Delta\theta_t$, same shape as `theta`.

    Returns:
        New parameters $\theta_{t+1}$, same shape as `theta`. The argument is not changed.

    Raises:
        ValueError: `theta` and `delta_theta` differ in shape.

    Stability:
        An entry of the update that is smaller than half the spacing of the floating-point
        numbers at $\theta_t$ is lost: the parameter does not move.

    Source:
        Goodfellow, Bengio & Courville (2016), *Deep Learning*, algorithm 8.2, "apply update".

    Examples:
        >>> from dlref.gradient_descent import apply_update
        >>> apply_update([1.0, 2.0], [0.5, -0.5])
        array([1.5, 1.5])
    """
    theta, delta_theta = as_floats(theta, delta_theta)
    check_same_shape(theta=theta, delta_theta=delta_theta)
    return theta + delta_theta


def accept_if_lower(
    theta: ArrayLike, delta_theta: ArrayLike, loss: Callable[[Array], ArrayLike]
) -> Array:
    r"""Move the parameters only if the loss falls.

    $$\operatorname{accept}(\theta_t, \Delta\theta_t) = \begin{cases}
    \theta_t + \Delta\theta_t & \text{if } L(\theta_t + \Delta\theta_t) < L(\theta_t) \\
    \theta_t & \text{otherwise}
    \end{cases}$$

    Args:
        theta: Parameters $\theta_t$, any shape.
        delta_theta: Proposed update $\Delta\theta_t$, same shape as `theta`.
        loss: The function $L$, from parameters to one number. It is called twice.

    Returns:
        The parameters to go on with, same shape as `theta`.

    Raises:
        ValueError: `theta` and `delta_theta` differ in shape, or `loss` does not return one number.

    Stability:
        A proposal whose loss is `nan` is refused, since no comparison with `nan` holds.

    Source:
        Nocedal & Wright (2006), *Numerical Optimization*, section 3.1, which also shows that this
        condition alone does not lead to a minimum.

    Examples:
        >>> from dlref.gradient_descent import accept_if_lower
        >>> accept_if_lower([3.0], [-1.0], lambda theta: theta[0] ** 2)
        array([2.])
        >>> accept_if_lower([3.0], [-7.0], lambda theta: theta[0] ** 2)
        array([3.])
    """
    theta = as_float(theta)
    proposal = apply_update(theta, delta_theta)
    before, after = np.asarray(loss(theta)), np.asarray(loss(proposal))
    if before.ndim or after.ndim:
        raise ValueError(f"loss must return one number, got shapes {before.shape}, {after.shape}")
    return proposal if after < before else theta.astype(proposal.dtype)
