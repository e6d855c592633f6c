"""What PyTorch says of the sigmoid, its logarithm and its inverse."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    x = torch.tensor(3 * rng.normal(size=6), requires_grad=True)
    p = torch.tensor(rng.uniform(size=6))
    sigmoid, log_sigmoid = torch.sigmoid(x), torch.nn.functional.logsigmoid(x)
    (sigmoid_grad,) = torch.autograd.grad(sigmoid.sum(), x)
    (log_sigmoid_grad,) = torch.autograd.grad(log_sigmoid.sum(), x)
    return {
        "x": x,
        "sigmoid": sigmoid,
        "sigmoid_grad": sigmoid_grad,
        "log_sigmoid": log_sigmoid,
        "log_sigmoid_grad": log_sigmoid_grad,
        "p": p,
        "logit": torch.logit(p),
    }
