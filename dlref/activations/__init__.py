"""Functions between the layers: the sigmoid and the softmax, and their logarithms."""

from dlref.activations._sigmoid import (
    log_sigmoid,
    log_sigmoid_grad,
    logit,
    sigmoid,
    sigmoid_grad,
)
from dlref.activations._softmax import log_softmax, log_softmax_vjp, softmax, softmax_vjp

__all__ = [
    "log_sigmoid",
    "log_sigmoid_grad",
    "log_softmax",
    "log_softmax_vjp",
    "logit",
    "sigmoid",
    "sigmoid_grad",
    "softmax",
    "softmax_vjp",
]
