"""What libraries do with the binary cross-entropy."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tests.claims import claim, raised


def grad(torch: Any, loss: Callable[[Any], Any], at: float, dtype: Any = None) -> float:
    """Ask PyTorch for the derivative of a loss of one number."""
    x = torch.tensor(at, dtype=dtype or torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(loss(x), x)
    return float(slope)


def from_probability(torch: Any, z: Any) -> Any:
    return torch.nn.functional.binary_cross_entropy(torch.sigmoid(z), torch.ones_like(z))


@claim("PyTorch averages over all entries by default")
def a_mean_over_entries(torch: Any) -> Any:
    a, y = torch.full((2, 3), 0.5), torch.ones(2, 3)
    loss = torch.nn.functional.binary_cross_entropy(a, y)
    return bool(loss.ndim == 0 and np.isclose(loss, np.log(2)))


@claim("`optax.sigmoid_binary_cross_entropy` and this package return one loss per entry")
def a_loss_per_entry(optax: Any) -> Any:
    return optax.sigmoid_binary_cross_entropy(np.zeros((2, 3)), np.ones((2, 3))).shape == (2, 3)


@claim("`sklearn.metrics.log_loss` averages over examples")
def a_mean_over_examples(sklearn: Any) -> Any:
    found = sklearn.metrics.log_loss([1, 1], [[0.5, 0.5], [0.75, 0.25]], labels=[0, 1])
    return bool(np.isclose(found, (np.log(2) + np.log(4)) / 2))


@claim("`torch.nn.functional.binary_cross_entropy` | {:g} |")
def bounded_logarithm(torch: Any) -> Any:
    return torch.nn.functional.binary_cross_entropy(torch.tensor(0.0), torch.tensor(1.0)).item()


@claim("`sklearn.metrics.log_loss`, `float64` | {:.2f} |")
def bounded_by_the_epsilon_of_the_machine(sklearn: Any) -> Any:
    loss = sklearn.metrics.log_loss([1], [[1.0, 0.0]], labels=[0, 1])
    assert np.isclose(loss, -np.log(np.finfo(float).eps))
    return loss


@claim("`keras.ops.binary_crossentropy` | {:.2f} |", "by default $10^{{-{1}}}$")
def bounded_by_the_epsilon_of_the_library(keras: Any) -> Any:
    loss = keras.ops.binary_crossentropy(np.ones(1), np.zeros(1))
    assert np.allclose(loss, -np.log(keras.config.epsilon()), atol=1e-3)
    return [float(loss[0]), round(-np.log10(keras.config.epsilon()))]


@claim("of PyTorch is {:.1e} at $z = -40$, and 0 at $z = -800$")
def a_flat_loss(torch: Any) -> Any:
    assert grad(torch, lambda z: from_probability(torch, z), -800.0) == 0
    return grad(torch, lambda z: from_probability(torch, z), -40.0)


@claim("The true one is {:g} at both, and `binary_cross_entropy_with_logits` of PyTorch gives it")
def the_gradient_from_logits(torch: Any) -> Any:
    loss = torch.nn.functional.binary_cross_entropy_with_logits
    slopes = {grad(torch, lambda z: loss(z, torch.ones_like(z)), z) for z in (-40.0, -800.0)}
    (slope,) = slopes
    return slope


@claim("the sigmoid of PyTorch, and with it this gradient, is 0 already at {:.0f}")
def a_flat_loss_in_single_precision(torch: Any) -> Any:
    found = [
        z
        for z in (-88.0, -89.0)
        if grad(torch, lambda z: from_probability(torch, z), z, torch.float32) == 0
        and torch.sigmoid(torch.tensor(z)) == 0
    ]
    return max(found)


@claim("PyTorch computes $\\frac{{a - y}}{{\\max(a(1 - a), 10^{{-12}})}}$ and answers 0")
def a_perfect_prediction(torch: Any) -> Any:
    loss = torch.nn.functional.binary_cross_entropy
    slopes = [grad(torch, lambda a: loss(a, torch.zeros_like(a)), a) for a in (0.0, 0.5e-12)]
    return bool(np.allclose(slopes, [0, 0.5]))


@claim("of PyTorch and `sigmoid_binary_cross_entropy` of optax answer {:.2f} for $z = -3$")
def a_negative_loss(optax: Any, torch: Any) -> Any:
    z, y = torch.tensor(-3.0), torch.tensor(-1.0)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y).item()
    assert np.isclose(optax.sigmoid_binary_cross_entropy(z.numpy(), y.numpy()), loss)
    return loss


@claim("and in `binary_cross_entropy` of PyTorch a `{}`")
def a_label_outside_is_refused(torch: Any) -> Any:
    a, y = torch.tensor(0.5), torch.tensor(-1.0)
    return raised(lambda: torch.nn.functional.binary_cross_entropy(a, y))
