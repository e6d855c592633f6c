"""The four equations of backpropagation, and a whole network's forward and backward pass."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import Array, as_float, as_floats
from dlref._check import check_same_shape
from dlref.activations import sigmoid, sigmoid_grad
from dlref.backpropagation._computational_graphs import check_affine, linear

__all__ = [
    "bias_gradient",
    "hidden_error",
    "mlp_backward",
    "mlp_forward",
    "output_error",
    "weight_gradient",
]


def output_error(a_bar: ArrayLike, slope: ArrayLike) -> Array:
    r"""Compute the error of the output layer (BP1).

    $$\delta^L = \nabla_{a^L} \mathcal L \odot \sigma'(z^L)$$

    Args:
        a_bar: Gradient of the loss with respect to the output $a^L$, shape `(..., n)`.
        slope: Derivatives $\sigma'(z^L)$ of the activation function, same shape.

    Returns:
        Error $\delta^L$, the gradient with respect to the pre-activation $z^L$, same shape.

    Raises:
        ValueError: `a_bar` and `slope` differ in shape.

    Stability:
        Where the output saturates, `a_bar` may be infinite and `slope` 0, whose product is `nan`.
        Use a delta in which the two are already multiplied, such as
        [`sigmoid_bce_delta`][dlref.backpropagation.sigmoid_bce_delta].

    Source:
        Nielsen (2015), *Neural Networks and Deep Learning*, chapter 2, equation BP1.

    Examples:
        >>> from dlref.activations import sigmoid_grad
        >>> from dlref.backpropagation import output_error
        >>> output_error([0.5, -1.0], sigmoid_grad([0.0, 0.0]))
        array([ 0.125, -0.25 ])
    """
    a_bar, slope = as_floats(a_bar, slope)
    check_same_shape(a_bar=a_bar, slope=slope)
    return a_bar * slope


def hidden_error(delta_next: ArrayLike, W_next: ArrayLike, slope: ArrayLike) -> Array:
    r"""Carry the error of a layer back to the layer before it (BP2).

    $$\delta^l = \left((W^{l+1})^\top \delta^{l+1}\right) \odot \sigma'(z^l)
    \text{ for } l < L$$

    Args:
        delta_next: Error $\delta^{l+1}$ of the next layer, shape `(m,)`, or `(..., m)` in a batch.
        W_next: Weights $W^{l+1}$ of the next layer, shape `(m, n)`.
        slope: Derivatives $\sigma'(z^l)$ in this layer, shape `(n,)` or `(..., n)`.

    Returns:
        Error $\delta^l$, same shape as `slope`.

    Raises:
        ValueError: The shapes do not fit.

    Source:
        Nielsen (2015), *Neural Networks and Deep Learning*, chapter 2, equation BP2.

    Examples:
        >>> from dlref.backpropagation import hidden_error
        >>> hidden_error([1.0, 2.0], [[1.0, 0.0, 3.0], [0.0, 1.0, 4.0]], [1.0, 0.5, 0.25])
        array([1.  , 1.  , 2.75])
    """
    delta_next, W_next, slope = as_floats(delta_next, W_next, slope)
    check_affine(W_next, slope=slope, delta_next=delta_next)
    return (delta_next @ W_next) * slope


def bias_gradient(delta: ArrayLike) -> Array:
    r"""Read the gradient of the bias off the error (BP3).

    $$\frac{\partial \mathcal L}{\partial b^l} = \delta^l$$

    Args:
        delta: Error $\delta^l$, shape `(m,)`, or `(..., m)` with one example in each row.

    Returns:
        Gradient with respect to $b^l$, shape `(m,)`: in a batch, the sum over the examples.

    Raises:
        ValueError: `delta` has no axis.

    Source:
        Nielsen (2015), *Neural Networks and Deep Learning*, chapter 2, equation BP3.

    Examples:
        >>> from dlref.backpropagation import bias_gradient
        >>> bias_gradient([[1.0, 2.0], [0.5, -1.0]])
        array([1.5, 1. ])
    """
    delta = as_float(delta)
    return delta.sum(tuple(range(_last_axis(delta))))


def weight_gradient(delta: ArrayLike, a_prev: ArrayLike) -> Array:
    r"""Multiply the error by the input of the layer (BP4).

    $$\frac{\partial \mathcal L}{\partial W^l} = \delta^l (a^{l-1})^\top$$

    Args:
        delta: Error $\delta^l$, shape `(m,)`, or `(..., m)` with one example in each row.
        a_prev: Input $a^{l-1}$ of the layer, shape `(n,)` or `(..., n)`.

    Returns:
        Gradient with respect to $W^l$, shape `(m, n)`: in a batch, the sum over the examples.

    Raises:
        ValueError: `delta` and `a_prev` differ in their leading axes, or one has no axis.

    Source:
        Nielsen (2015), *Neural Networks and Deep Learning*, chapter 2, equation BP4.

    Examples:
        >>> from dlref.backpropagation import weight_gradient
        >>> weight_gradient([1.0, -2.0], [3.0, 0.0, 0.5])
        array([[ 3. ,  0. ,  0.5],
               [-6. , -0. , -1. ]])
    """
    delta, a_prev = as_floats(delta, a_prev)
    batch = tuple(range(_last_axis(delta)))
    if delta.shape[:-1] != a_prev.shape[:-1] or a_prev.ndim == 0:
        shapes = f"delta {delta.shape}, a_prev {a_prev.shape}"
        raise ValueError(f"delta and a_prev must have the same leading axes, got {shapes}")
    return np.tensordot(delta, a_prev, (batch, batch))


def mlp_forward(
    x: ArrayLike,
    layers: Sequence[tuple[ArrayLike, ArrayLike]],
    activation: Callable[[Array], Array] = sigmoid,
) -> tuple[list[Array], list[Array]]:
    r"""Run a multi-layer perceptron and keep all that its backward pass needs.

    $$z^l = W^l a^{l-1} + b^l, \qquad a^l = \sigma(z^l), \qquad a^0 = x$$

    Args:
        x: Input, shape `(n,)`, or `(..., n)` with one example in each row.
        layers: The pairs $(W^l, b^l)$ from the first layer to the last.
        activation: The function $\sigma$, the same in every layer.

    Returns:
        The lists $[z^1, z^2, \dots, z^L]$ and $[a^0, a^1, \dots, a^L]$.

    Raises:
        ValueError: The shapes of neighboring layers do not fit.

    Source:
        Nielsen (2015), *Neural Networks and Deep Learning*, chapter 2, equation 25.

    Examples:
        >>> import numpy as np
        >>> from dlref.backpropagation import mlp_forward
        >>> layers = [([[1.0, 1.0]], [-1.0]), ([[2.0]], [0.0])]
        >>> z, a = mlp_forward([1.0, 0.0], layers, np.tanh)
        >>> z
        [array([0.]), array([0.])]
    """
    a = [as_float(x)]
    z: list[Array] = []
    for W, b in layers:
        z.append(linear(a[-1], W, b))
        a.append(activation(z[-1]))
    return z, a


def mlp_backward(
    delta: ArrayLike,
    layers: Sequence[tuple[ArrayLike, ArrayLike]],
    z: Sequence[ArrayLike],
    a: Sequence[ArrayLike],
    activation_grad: Callable[[ArrayLike], ArrayLike] = sigmoid_grad,
) -> list[tuple[Array, Array]]:
    r"""Run a multi-layer perceptron backward: BP2 from layer to layer, BP3 and BP4 in each.

    $$\delta^l = \left((W^{l+1})^\top \delta^{l+1}\right) \odot \sigma'(z^l)
    \text{ for } l < L$$

    $$\frac{\partial \mathcal L}{\partial W^l} = \delta^l (a^{l-1})^\top, \qquad
    \frac{\partial \mathcal L}{\partial b^l} = \delta^l$$

    Args:
        delta: Error $\delta^L$ of the output layer, same shape as `z[-1]`.
        layers: The pairs $(W^l, b^l)$ from the first layer to the last.
        z: The pre-activations that `mlp_forward` returned.
        a: The activations that `mlp_forward` returned.
        activation_grad: The derivative $\sigma'$, as a function of $z$.

    Returns:
        The pairs $(\bar W^l, \bar b^l)$ of gradients, in the order of `layers`; sums over a batch.

    Raises:
        ValueError: There are not as many `z`, and one more `a`, as layers, or shapes do not fit.

    Source:
        Nielsen (2015), *Neural Networks and Deep Learning*, chapter 2, "The backpropagation
        algorithm".

    Examples:
        >>> from dlref.backpropagation import mlp_backward, mlp_forward, sigmoid_bce_delta
        >>> layers = [([[1.0, 1.0]], [-1.0]), ([[2.0]], [0.0])]
        >>> z, a = mlp_forward([1.0, 0.0], layers)
        >>> grads = mlp_backward(sigmoid_bce_delta(z[-1], [1.0]), layers, z, a)
        >>> [W_bar.shape for W_bar, b_bar in grads]
        [(1, 2), (1, 1)]
    """
    if not len(layers) == len(z) == len(a) - 1:
        raise ValueError(
            f"needs one z a layer and one a more, got {len(layers)} layers, {len(z)} z, {len(a)} a"
        )
    grads: list[tuple[Array, Array]] = []
    for index in reversed(range(len(layers))):
        grads.insert(0, (weight_gradient(delta, a[index]), bias_gradient(delta)))
        if index > 0:
            delta = hidden_error(delta, layers[index][0], activation_grad(z[index - 1]))
    return grads


def _last_axis(delta: Array) -> int:
    if delta.ndim == 0:
        raise ValueError("delta must have at least one axis, got shape ()")
    return delta.ndim - 1
