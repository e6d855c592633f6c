"""What PyTorch says of the affine map and of a small graph in which a weight is used twice."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    a, W, b = (torch.tensor(rng.normal(size=size)) for size in ((4, 3), (2, 3), (2,)))
    x, y, decay = (torch.tensor(rng.uniform(0.5, 1)) for _ in range(3))
    w, bias = (torch.tensor(rng.normal(), requires_grad=True) for _ in range(2))
    loss = (torch.sigmoid(w * x + bias) - y) ** 2 / 2 + decay * w**2 / 2
    loss.backward()
    return {
        "a": a,
        "W": W,
        "b": b,
        "z": torch.nn.functional.linear(a, W, b),
        "graph": torch.stack([w, bias, x, y, decay]),
        "gradient": torch.stack([w.grad, bias.grad]),
    }
