"""What PyTorch says of softmax, log-softmax and their pullbacks."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    z = torch.tensor(3 * rng.normal(size=(3, 4)), requires_grad=True)
    y_bar = torch.tensor(rng.normal(size=(3, 4)))
    p, log_p = torch.softmax(z, -1), torch.log_softmax(z, -1)
    (softmax_vjp,) = torch.autograd.grad(p, z, y_bar)
    (log_softmax_vjp,) = torch.autograd.grad(log_p, z, y_bar)
    return {
        "z": z,
        "y_bar": y_bar,
        "p": p,
        "log_p": log_p,
        "softmax_vjp": softmax_vjp,
        "log_softmax_vjp": log_softmax_vjp,
    }
