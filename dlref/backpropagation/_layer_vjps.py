"""Vector-Jacobian products of an affine layer and of an element-wise function."""

from numpy.typing import ArrayLike

from dlref._array import Array, as_floats
from dlref._check import check_same_shape
from dlref.backpropagation._computational_graphs import check_affine
from dlref.backpropagation._four_equations import bias_gradient, weight_gradient

__all__ = ["elementwise_vjp", "linear_vjp"]


def linear_vjp(z_bar: ArrayLike, x: ArrayLike, W: ArrayLike) -> tuple[Array, Array, Array]:
    r"""Pull $\bar z$ back through the affine map `linear`.

    $$\bar X = \bar Z W, \qquad \bar W = \bar Z^\top X, \qquad \bar b = \bar Z^\top \mathbf 1$$

    Args:
        z_bar: Gradient of the loss with respect to the output, shape `(m,)`, or `(..., m)`.
        x: Input of the layer, shape `(n,)`, or `(..., n)` with one example in each row.
        W: Weights, shape `(m, n)`.

    Returns:
        The gradients with respect to `x`, `W` and the bias, shapes `(..., n)`, `(m, n)`, `(m,)`.
            The last two are sums over the examples.

    Raises:
        ValueError: The shapes do not fit.

    Stability:
        Two matrix products and a sum; no Jacobian is formed. That of $z$ with respect to $W$ alone
        would have $m^2 n$ entries for each example.

    Source:
        Giles (2008), "Collected matrix derivative results for forward and reverse mode algorithmic
        differentiation", doi:10.1007/978-3-540-68942-3_4.

    Examples:
        >>> from dlref.backpropagation import linear_vjp
        >>> x_bar, W_bar, b_bar = linear_vjp([1.0, 2.0], [5.0, 6.0], [[1.0, 0.0], [3.0, 4.0]])
        >>> x_bar
        array([7., 8.])
        >>> W_bar
        array([[ 5.,  6.],
               [10., 12.]])
    """
    z_bar, x, W = as_floats(z_bar, x, W)
    check_affine(W, x=x, z_bar=z_bar)
    return z_bar @ W, weight_gradient(z_bar, x), bias_gradient(z_bar)


def elementwise_vjp(y_bar: ArrayLike, derivative: ArrayLike) -> Array:
    r"""Pull $\bar y$ back through a function that acts on each entry by itself.

    $$\bar x = \bar y \odot f'(x)$$

    Args:
        y_bar: Gradient of the loss with respect to $y = f(x)$, any shape.
        derivative: The derivatives $f'(x)$, same shape as `y_bar`.

    Returns:
        Gradient with respect to `x`, same shape as `y_bar`.

    Raises:
        ValueError: `y_bar` and `derivative` differ in shape.

    Stability:
        The Jacobian $\operatorname{diag}(f'(x))$ is never formed.

    Source:
        Griewank & Walther (2008), *Evaluating Derivatives*, 2nd edition, chapter 3.

    Examples:
        >>> import numpy as np
        >>> from dlref.backpropagation import elementwise_vjp
        >>> x = np.array([0.0, 1.0])
        >>> elementwise_vjp([1.0, 2.0], np.exp(x))
        array([1.        , 5.43656366])
    """
    y_bar, derivative = as_floats(y_bar, derivative)
    check_same_shape(y_bar=y_bar, derivative=derivative)
    return y_bar * derivative
