"""The step of gradient descent, and how far its promise can be trusted."""

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import Array, as_float, as_floats
from dlref._check import check_axis, check_positive, check_same_shape

__all__ = [
    "descent_lemma_bound",
    "gradient_descent_step",
    "predicted_decrease",
    "steepest_descent_direction",
]


def steepest_descent_direction(g: ArrayLike) -> Array:
    r"""Find the unit vector along which the loss falls fastest.

    $$\operatorname{direction}(g) = -\frac{g}{\|g\|}$$

    Args:
        g: Gradient $\nabla L(\theta)$, any shape; all its entries form one vector.

    Returns:
        Direction of Euclidean norm 1, same shape as `g`.

    Raises:
        ValueError: `g` is zero, not finite or empty: it has no direction.

    Stability:
        The entries are divided by the largest before they are squared, so the norm neither
        overflows nor underflows.

    Source:
        Nocedal & Wright (2006), *Numerical Optimization*, section 2.2.

    Examples:
        >>> from dlref.gradient_descent import steepest_descent_direction
        >>> steepest_descent_direction([3.0, -4.0])
        array([-0.6,  0.8])
    """
    g = as_float(g)
    check_axis("g", g, None)
    largest = abs(g).max()
    if not 0 < largest < np.inf:
        raise ValueError(f"g must be finite and not zero, got a largest entry of {largest}")
    scaled = g / largest
    return -scaled / np.sqrt((scaled * scaled).sum())


def gradient_descent_step(theta: ArrayLike, g: ArrayLike, eta: float) -> Array:
    r"""Move the parameters against the gradient.

    $$\operatorname{step}(\theta, g, \eta) = \theta - \eta g$$

    Args:
        theta: Parameters $\theta$, any shape.
        g: Gradient $g = \nabla L(\theta)$, same shape as `theta`.
        eta: Learning rate $\eta > 0$.

    Returns:
        New parameters, same shape as `theta`. The argument is not changed.

    Raises:
        ValueError: `theta` and `g` differ in shape, or `eta` is not positive and finite.

    Source:
        Goodfellow, Bengio & Courville (2016), *Deep Learning*, equation 4.5.

    Examples:
        >>> from dlref.gradient_descent import gradient_descent_step
        >>> gradient_descent_step([1.0, 2.0], [2.0, -4.0], eta=0.25)
        array([0.5, 3. ])
    """
    theta, g = as_floats(theta, g)
    check_same_shape(theta=theta, g=g)
    check_positive(eta=eta)
    return theta - float(eta) * g


def predicted_decrease(g: ArrayLike, eta: float) -> Array:
    r"""Predict, to first order, how one gradient-descent step changes the loss.

    $$\operatorname{predicted}(g, \eta) = g \cdot (-\eta g) = -\eta \|g\|^2$$

    Args:
        g: Gradient $\nabla L(\theta)$, any shape; all its entries form one vector.
        eta: Learning rate $\eta > 0$.

    Returns:
        The predicted change, one number: at most 0, and 0 only for $g = 0$.

    Raises:
        ValueError: `eta` is not positive and finite.

    Stability:
        Multiplied as $(\eta g) \cdot g$, so that a small $\eta$ tames a large $g$ before it is
        squared. A sum beyond the largest number is $-\infty$.

    Source:
        Nocedal & Wright (2006), *Numerical Optimization*, section 2.2.

    Examples:
        >>> from dlref.gradient_descent import predicted_decrease
        >>> print(predicted_decrease([3.0, -4.0], eta=0.5))
        -12.5
    """
    g = as_float(g)
    check_positive(eta=eta)
    with np.errstate(over="ignore"):  # -inf is the answer
        return -(float(eta) * g * g).sum()


def descent_lemma_bound(g: ArrayLike, eta: float, beta: float) -> Array:
    r"""Bound from above how one gradient-descent step changes a smooth loss.

    $$L(\theta - \eta g) - L(\theta) \le -\eta \left(1 - \frac{\beta\eta}{2}\right) \|g\|^2$$

    Args:
        g: Gradient $\nabla L(\theta)$, any shape; all its entries form one vector.
        eta: Learning rate $\eta > 0$.
        beta: Smoothness $\beta > 0$: no two gradients differ by more than $\beta$ times the
            distance of their points. For a twice differentiable loss, the largest absolute
            eigenvalue of its Hessian.

    Returns:
        The bound, one number: negative for $\eta < 2/\beta$ and $g \ne 0$, lowest at
            $\eta = 1/\beta$.

    Raises:
        ValueError: `eta` or `beta` is not positive and finite.

    Source:
        Bubeck (2015), *Convex Optimization: Algorithms and Complexity*, lemma 3.4,
        doi:10.1561/2200000050.

    Examples:
        >>> from dlref.gradient_descent import descent_lemma_bound
        >>> print(descent_lemma_bound([3.0, -4.0], eta=0.5, beta=2.0))
        -6.25
    """
    check_positive(beta=beta)
    return predicted_decrease(g, eta) * (1 - float(beta) * float(eta) / 2)
