"""What libraries make of several losses, and of small updates."""

import inspect
from typing import Any

from tests.claims import claim


@claim('All {} losses of `torch.nn.functional` that have a `reduction` take `"mean"` by default')
def reductions(torch: Any) -> Any:
    functions = [f for f in vars(torch.nn.functional).values() if inspect.isfunction(f)]
    defaults = {
        f.__name__: inspect.signature(f).parameters["reduction"].default
        for f in functions
        if "reduction" in inspect.signature(f).parameters and not f.__name__.startswith("_")
    }
    return len(defaults) if set(defaults.values()) == {"mean"} else str(defaults)


@claim('most also offer `"sum"` and `"none"`')
def other_reductions(torch: Any) -> Any:
    x, y = torch.tensor([1.0, 2.0]), torch.zeros(2)
    losses = [
        torch.nn.functional.mse_loss,
        torch.nn.functional.l1_loss,
        torch.nn.functional.huber_loss,
        torch.nn.functional.binary_cross_entropy_with_logits,
    ]
    return all(loss(x, y, reduction="sum") == loss(x, y, reduction="none").sum() for loss in losses)


@claim(
    "`torch.nn.functional.mse_loss` divides by the number of *entries*",
    "the mean over examples of the squared distance is {:g} times as large as its value",
)
def entries_not_examples(torch: Any) -> Any:
    a = torch.arange(6.0).reshape(2, 3)
    loss = torch.nn.functional.mse_loss(a, torch.zeros(2, 3))
    return (a**2).sum(1).mean() / loss


@claim("$1 + 0.001$ is {:g}, as `torch.bfloat16` shows")
def a_lost_update(torch: Any) -> Any:
    return (torch.tensor(1.0, dtype=torch.bfloat16) + 0.001).item()
