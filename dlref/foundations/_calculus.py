"""First-order change of a function of many variables."""

from numpy.typing import ArrayLike

from dlref._array import Array, as_floats
from dlref._check import check_axis, check_same_shape

__all__ = ["directional_derivative", "taylor1"]


def directional_derivative(grad: ArrayLike, u: ArrayLike, axis: int | None = -1) -> Array:
    r"""Compute how fast a function changes along a direction.

    $$D_u f(x) = \nabla f(x)^\top u = \sum_j \frac{\partial f}{\partial x_j} u_j$$

    Args:
        grad: Gradient $\nabla f(x)$, shape `(..., d)`.
        u: Direction, same shape as `grad`. It need not have length 1; the result scales with it.
        axis: The axis of the variables; `None` if all entries are variables of one point, as
            those of a weight matrix are.

    Returns:
        Rate of change of $f(x + t u)$ at $t = 0$, the shape of `grad` without `axis`.

    Raises:
        ValueError: `grad` and `u` differ in shape, or have no entry along `axis`.

    Source:
        Goodfellow, Bengio & Courville (2016), *Deep Learning*, section 4.3.

    Examples:
        >>> from dlref.foundations import directional_derivative
        >>> print(directional_derivative([3.0, 4.0], [0.6, 0.8]))
        5.0
    """
    grad, u = as_floats(grad, u)
    check_same_shape(grad=grad, u=u)
    check_axis("grad", grad, axis)
    return (grad * u).sum(axis)


def taylor1(f_x: ArrayLike, grad: ArrayLike, delta: ArrayLike, axis: int | None = -1) -> Array:
    r"""Predict a function near a point from its value and its gradient there.

    $$\hat{f}(x, \delta) = f(x) + \nabla f(x)^\top \delta$$

    Args:
        f_x: Value $f(x)$, the shape of `grad` without `axis`.
        grad: Gradient $\nabla f(x)$, shape `(..., d)`.
        delta: Step $\delta$, same shape as `grad`.
        axis: The axis of the variables; `None` if all entries are variables of one point.

    Returns:
        First-order prediction $\hat{f}(x, \delta)$ of $f(x + \delta)$, same shape as `f_x`. Its
            error falls with the square of the step, if the second derivatives of $f$ are
            continuous.

    Raises:
        ValueError: The shapes do not fit, or `grad` has no entry along `axis`.

    Source:
        Goodfellow, Bengio & Courville (2016), *Deep Learning*, equation 4.8, without its last term.

    Examples:
        >>> from dlref.foundations import taylor1
        >>> print(taylor1(4.0, [4.0], [0.5]))  # x^2 at x = 2, where 2.5^2 = 6.25
        6.0
    """
    f_x, grad, delta = as_floats(f_x, grad, delta)
    change = directional_derivative(grad, delta, axis)
    if f_x.shape != change.shape:
        raise ValueError(
            f"f_x must have the shape of grad without axis {axis}, {change.shape}, got {f_x.shape}"
        )
    return f_x + change
