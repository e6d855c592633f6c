"""How the gradient of a loss flows back through a network to its weights."""

from dlref.backpropagation._computational_graphs import backward, linear
from dlref.backpropagation._four_equations import (
    bias_gradient,
    hidden_error,
    mlp_backward,
    mlp_forward,
    output_error,
    weight_gradient,
)
from dlref.backpropagation._layer_vjps import elementwise_vjp, linear_vjp
from dlref.backpropagation._loss_meets_activation import (
    identity_mse_delta,
    sigmoid_bce_delta,
    sigmoid_mse_delta,
    softmax_cross_entropy_delta,
)

__all__ = [
    "backward",
    "bias_gradient",
    "elementwise_vjp",
    "hidden_error",
    "identity_mse_delta",
    "linear",
    "linear_vjp",
    "mlp_backward",
    "mlp_forward",
    "output_error",
    "sigmoid_bce_delta",
    "sigmoid_mse_delta",
    "softmax_cross_entropy_delta",
    "weight_gradient",
]
