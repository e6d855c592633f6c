"""How wrong a prediction is: squared error, cross-entropies, and the likelihoods behind them."""

from dlref.losses._binary_cross_entropy import (
    bce_with_logits,
    bce_with_logits_grad,
    binary_cross_entropy,
    binary_cross_entropy_grad,
)
from dlref.losses._cross_entropy import (
    nll_loss,
    soft_target_cross_entropy,
    soft_target_cross_entropy_grad,
    softmax_cross_entropy,
    softmax_cross_entropy_grad,
)
from dlref.losses._maximum_likelihood import gaussian_nll, gaussian_nll_grad
from dlref.losses._squared_error import mse_loss, mse_loss_grad

__all__ = [
    "bce_with_logits",
    "bce_with_logits_grad",
    "binary_cross_entropy",
    "binary_cross_entropy_grad",
    "gaussian_nll",
    "gaussian_nll_grad",
    "mse_loss",
    "mse_loss_grad",
    "nll_loss",
    "soft_target_cross_entropy",
    "soft_target_cross_entropy_grad",
    "softmax_cross_entropy",
    "softmax_cross_entropy_grad",
]
