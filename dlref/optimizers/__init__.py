"""Rules that turn gradients into updates of the parameters."""

from dlref.optimizers._stochastic_gradient_descent import (
    minibatch_variance,
    minibatches,
    sgd,
)

__all__ = ["minibatch_variance", "minibatches", "sgd"]
