"""What libraries do with batches and at the kink of the rectifier."""

from typing import Any

import numpy as np

from tests.claims import claim


@claim("which is the layout of the dense layers of PyTorch, Flax and Keras")
def an_example_in_each_row(flax: Any, jax: Any, keras: Any, torch: Any) -> Any:
    x = np.ones((5, 3), dtype=np.float32)
    found = [
        torch.nn.Linear(3, 2)(torch.tensor(x)),
        flax.linen.Dense(2).init_with_output(jax.random.key(0), x)[0],
        keras.layers.Dense(2)(x),
    ]
    return all(tuple(answer.shape) == (5, 2) for answer in found)


@claim("`cross_entropy` and `mse_loss` of PyTorch take the mean by default")
def a_mean_by_default(torch: Any) -> Any:
    z, functional = torch.zeros(4, 2), torch.nn.functional
    found = functional.cross_entropy(z, torch.zeros(4, dtype=torch.long)).item()
    return bool(np.allclose([found, functional.mse_loss(z, z + 3).item()], [np.log(2), 9]))


def slopes_at_zero(jax: Any, torch: Any, twice: bool) -> list[float]:
    """Ask both for the derivative of the rectifier at 0, or of x written with two of them."""
    x = torch.tensor(0.0, requires_grad=True)
    y = torch.relu(x) - torch.relu(-x) if twice else torch.relu(x)
    (slope,) = torch.autograd.grad(y, x)
    relu = jax.nn.relu
    return [slope.item(), float(jax.grad(lambda x: relu(x) - relu(-x) if twice else relu(x))(0.0))]


@claim("PyTorch and JAX take 0 there")
def the_slope_of_the_kink(jax: Any, torch: Any) -> Any:
    return slopes_at_zero(jax, torch, twice=False) == [0, 0]


@claim("written with two ReLUs, both answer 0 at $x = 0$")
def the_slope_of_two_kinks(jax: Any, torch: Any) -> Any:
    return slopes_at_zero(jax, torch, twice=True) == [0, 0]
