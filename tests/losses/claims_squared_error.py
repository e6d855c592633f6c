"""What libraries do with the squared error."""

from typing import Any

import numpy as np

from tests.claims import claim, warned

A, Y = np.array([1.0, 2.0, 4.0]), np.ones(3)


@claim("without a half, as in PyTorch and scikit-learn", "`sklearn.metrics.mean_squared_error` |")
def the_mean_of_the_squares(sklearn: Any, torch: Any) -> Any:
    found = torch.nn.functional.mse_loss(torch.tensor(A), torch.tensor(Y)).item()
    return bool(np.allclose([found, sklearn.metrics.mean_squared_error(Y, A)], 10 / 3))


@claim("`optax.squared_error` | {:g}, {:g}, {:g} | each square |")
def each_square(optax: Any) -> Any:
    return optax.squared_error(A, Y)


@claim("`optax.l2_loss` | {:g}, {:g}, {:g} | half of each square |")
def half_of_each_square(optax: Any) -> Any:
    return optax.l2_loss(A, Y)


@claim('`torch.nn.functional.mse_loss(..., reduction="sum")` | {:g} | sum of the squares |')
def the_sum_of_the_squares(torch: Any) -> Any:
    return torch.nn.functional.mse_loss(torch.tensor(A), torch.tensor(Y), reduction="sum").item()


@claim("PyTorch divides by $n d$ and not by $n$")
def a_mean_over_all_entries(torch: Any) -> Any:
    loss = torch.nn.functional.mse_loss(torch.zeros(2, 3), torch.eye(3)[:2])
    return bool(np.isclose(loss, 2 / 6))


@claim("PyTorch warns, and answers {:.3f} for the predictions 1, 2, 3 of the same three targets")
def a_broadcast(torch: Any) -> Any:
    y, mse_loss = torch.tensor([1.0, 2.0, 3.0]), torch.nn.functional.mse_loss
    assert warned(lambda: mse_loss(y[:, None], y))
    return mse_loss(y[:, None], y).item()


@claim("where PyTorch answers `{:g}`")
def a_mean_of_nothing(torch: Any) -> Any:
    return torch.nn.functional.mse_loss(torch.zeros(0), torch.zeros(0)).item()
