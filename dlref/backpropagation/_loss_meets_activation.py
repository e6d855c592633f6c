"""The error of the output layer for the usual pairs of activation function and loss."""

from numpy.typing import ArrayLike

from dlref._array import Array, as_floats
from dlref._check import check_probabilities, check_same_shape, check_unit_interval
from dlref.activations import sigmoid, sigmoid_grad, softmax

__all__ = [
    "identity_mse_delta",
    "sigmoid_bce_delta",
    "sigmoid_mse_delta",
    "softmax_cross_entropy_delta",
]


def sigmoid_bce_delta(z: ArrayLike, y: ArrayLike) -> Array:
    r"""Compute the error of a sigmoid output under binary cross-entropy.

    $$\delta_{\mathrm{BCE}} = a - y, \qquad a = \sigma(z), \qquad
    \mathcal L_{\mathrm{BCE}} = -y \ln a - (1 - y) \ln(1 - a)$$

    Args:
        z: Logits, any shape.
        y: Targets between 0 and 1, same shape as `z`.

    Returns:
        Error $\frac{\partial \mathcal L_{\mathrm{BCE}}}{\partial z}$ of each output, same
            shape as `z`; not divided by the number of examples.

    Raises:
        ValueError: `z` and `y` differ in shape, or a target lies outside $[0, 1]$.

    Stability:
        Computed as $(1 - y)\,\sigma(z) - y\,\sigma(-z)$, which is $a - y$ without cancellation: at
        $z = 40$, $y = 1$ the result is $-4.2 \cdot 10^{-18}$, where $a - y$ rounds to 0.

    Source:
        Nielsen (2015), *Neural Networks and Deep Learning*, chapter 3, "The cross-entropy cost
        function".

    Examples:
        >>> import numpy as np
        >>> from dlref.backpropagation import sigmoid_bce_delta
        >>> sigmoid_bce_delta([0.0, np.log(3.0)], [1.0, 0.0])
        array([-0.5 ,  0.75])
    """
    z, y = _same(z, y)
    check_unit_interval(y=y)
    return (1 - y) * sigmoid(z) - y * sigmoid(-z)


def softmax_cross_entropy_delta(z: ArrayLike, y: ArrayLike, axis: int = -1) -> Array:
    r"""Compute the error of a softmax output under cross-entropy.

    $$\delta = \operatorname{softmax}(z) - y, \qquad
    \mathcal L_{\mathrm{CE}} = -\sum_i y_i \ln \operatorname{softmax}(z)_i$$

    Args:
        z: Logits, shape `(..., k)`. An entry may be `-inf`.
        y: Target distributions, one-hot or not, same shape as `z`.
        axis: The axis of the classes.

    Returns:
        Error $\frac{\partial \mathcal L_{\mathrm{CE}}}{\partial z}$ of each output, same
            shape as `z`; it sums to 0 along `axis`, and is not divided by the number of examples.

    Raises:
        ValueError: `z` and `y` differ in shape, or `y` is not a distribution along `axis`.

    Stability:
        Bounded by 1 for all logits, even where a probability underflows to 0.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, section 5.3.1.

    Examples:
        >>> import numpy as np
        >>> from dlref.backpropagation import softmax_cross_entropy_delta
        >>> softmax_cross_entropy_delta([0.0, np.log(3.0)], [1.0, 0.0])
        array([-0.75,  0.75])
    """
    z, y = _same(z, y)
    check_probabilities("y", y, axis)
    return softmax(z, axis) - y


def sigmoid_mse_delta(z: ArrayLike, y: ArrayLike) -> Array:
    r"""Compute the error of a sigmoid output under half the squared error.

    $$\delta_{\mathrm{SE}} = (a - y) \, a (1 - a), \qquad a = \sigma(z), \qquad
    \mathcal L_{\mathrm{SE}} = \frac{1}{2} (a - y)^2$$

    Args:
        z: Logits, any shape.
        y: Targets, same shape as `z`.

    Returns:
        Error $\frac{\partial \mathcal L_{\mathrm{SE}}}{\partial z}$ of each output, same
            shape as `z`; not divided by the number of examples.

    Raises:
        ValueError: `z` and `y` differ in shape.

    Stability:
        $1 - a$ is computed as $\sigma(-z)$, so the slope does not round to 0 for large $z$.

    Source:
        Rumelhart, Hinton & Williams (1986), doi:10.1038/323533a0, equations 4 and 5.

    Examples:
        >>> import numpy as np
        >>> from dlref.backpropagation import sigmoid_mse_delta
        >>> sigmoid_mse_delta([0.0, np.log(3.0)], [1.0, 0.0])
        array([-0.125   ,  0.140625])
    """
    z, y = _same(z, y)
    return (sigmoid(z) - y) * sigmoid_grad(z)


def identity_mse_delta(z: ArrayLike, y: ArrayLike) -> Array:
    r"""Compute the error of a linear output under half the squared error.

    $$\delta = z - y, \qquad \mathcal L_{\mathrm{lin}} = \frac{1}{2} \sum_i (z_i - y_i)^2$$

    Args:
        z: Outputs, any shape.
        y: Targets, same shape as `z`.

    Returns:
        Error $\frac{\partial \mathcal L_{\mathrm{lin}}}{\partial z}$ of each output, same
            shape as `z`; not divided by the number of examples.

    Raises:
        ValueError: `z` and `y` differ in shape.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, section 5.3.1.

    Examples:
        >>> from dlref.backpropagation import identity_mse_delta
        >>> identity_mse_delta([2.0, -1.0], [0.5, 0.0])
        array([ 1.5, -1. ])
    """
    z, y = _same(z, y)
    return z - y


def _same(z: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    z, y = as_floats(z, y)
    check_same_shape(z=z, y=y)
    return z, y
