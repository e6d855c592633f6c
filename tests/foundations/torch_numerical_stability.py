"""What PyTorch says of log-sum-exp and x ln y."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    x = torch.tensor(1000 + rng.normal(size=(3, 4)), requires_grad=True)
    y_bar = torch.tensor(rng.normal(size=4))
    lse = torch.logsumexp(x, 0)
    lse.backward(y_bar)
    a = torch.tensor([0.0, 0.0, 0.5, 2.0])
    b = torch.tensor([0.0, 3.0, 0.0, 1e-300])
    return {
        "x": x,
        "y_bar": y_bar,
        "lse": lse,
        "x_grad": x.grad,
        "a": a,
        "b": b,
        "xlogy": torch.special.xlogy(a, b),
    }
