"""What PyTorch says of the gradients of a small network."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    x, y = (torch.tensor(rng.normal(size=(4, n))) for n in (3, 2))
    W1, W2 = (torch.tensor(rng.normal(size=s), requires_grad=True) for s in ((5, 3), (2, 5)))
    b1, b2 = (torch.tensor(rng.normal(size=s), requires_grad=True) for s in (5, 2))
    z1 = torch.nn.functional.linear(x, W1, b1)
    z2 = torch.nn.functional.linear(torch.sigmoid(z1), W2, b2)
    z1.retain_grad()
    z2.retain_grad()
    ((torch.sigmoid(z2) - y) ** 2 / 2).sum().backward()
    results = {"x": x, "y": y, "W1": W1, "b1": b1, "W2": W2, "b2": b2}
    grads = {f"{name}_bar": results[name].grad for name in ("W1", "b1", "W2", "b2")}
    return {**results, **grads, "delta1": z1.grad, "delta2": z2.grad}
