"""What PyTorch does with losses and the activations before them."""

from collections.abc import Callable
from typing import Any

import numpy as np

from dlref.activations import sigmoid, softmax
from tests.claims import claim

Z = np.array([[0.3, -1.2, 2.0], [1.0, 0.5, -0.7]])
Y = np.eye(3)[[0, 2]]


def value_and_slope(torch: Any, loss: Callable[[Any, Any], Any], z: Any, y: Any) -> Any:
    """Ask PyTorch for a loss and its gradient with respect to the logits."""
    z = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    value = loss(z, torch.tensor(y, dtype=torch.float64))
    (slope,) = torch.autograd.grad(value, z)
    return value.item(), slope.numpy()


@claim("`torch.nn.functional.mse_loss` has no half")
def no_half(torch: Any) -> Any:
    return value_and_slope(torch, torch.nn.functional.mse_loss, [3.0], [0.0])[0] == 9


@claim(
    "are the errors of this page times $\\frac{{1}}{{6}}$ with `binary_cross_entropy_with_logits`",
    "times $\\frac{{1}}{{2}}$ with `cross_entropy`",
    "times $\\frac{{2}}{{6}}$ with `mse_loss`",
)
def three_means(torch: Any) -> Any:
    functional = torch.nn.functional
    pairs = [
        (functional.binary_cross_entropy_with_logits, (sigmoid(Z) - Y) / 6),
        (functional.cross_entropy, (softmax(Z) - Y) / 2),
        (functional.mse_loss, (Z - Y) * 2 / 6),
    ]
    return all(np.allclose(value_and_slope(torch, loss, Z, Y)[1], error) for loss, error in pairs)


@claim("`binary_cross_entropy(sigmoid(z), y)` at $z = 40$, $y = 0$ returns {:g} with gradient {:g}")
def from_the_probability(torch: Any) -> Any:
    loss = torch.nn.functional.binary_cross_entropy
    return value_and_slope(torch, lambda z, y: loss(torch.sigmoid(z), y), 40.0, 0.0)


@claim("`binary_cross_entropy_with_logits(z, y)` returns {:g} with gradient {:g}")
def from_the_logit(torch: Any) -> Any:
    loss = torch.nn.functional.binary_cross_entropy_with_logits
    return value_and_slope(torch, loss, 40.0, 0.0)
