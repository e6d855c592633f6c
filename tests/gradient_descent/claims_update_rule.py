"""How libraries take the step."""

from typing import Any

from tests.claims import claim, raised


def step(torch: Any, **options: Any) -> float:
    """Take a step of 0.1 from 1 with the gradient 2."""
    theta = torch.ones((), requires_grad=True)
    theta.grad = torch.tensor(2.0)
    torch.optim.SGD([theta], lr=0.1, **options).step()
    return float(theta)


@claim("PyTorch's `torch.optim.SGD` subtracts $\\eta g$ inside `step()`", "`maximize=True`")
def the_gradient_is_subtracted(torch: Any) -> Any:
    return abs(step(torch) - 0.8) < 1e-6 and abs(step(torch, maximize=True) - 1.2) < 1e-6


@claim("optax returns an *update*, $-\\eta g$, that `optax.apply_updates` adds")
def an_update_is_added(optax: Any) -> Any:
    optimizer = optax.sgd(0.1)
    update, _ = optimizer.update(2.0, optimizer.init(1.0))
    return abs(update + 0.2) < 1e-6 and abs(optax.apply_updates(1.0, update) - 0.8) < 1e-6


@claim("a negative learning rate raises `{}` in PyTorch")
def a_negative_rate(torch: Any) -> Any:
    return raised(lambda: torch.optim.SGD([torch.zeros(1)], lr=-0.1))
