"""What PyTorch says of the cross-entropy: labels, target distributions, its mean, its weights."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    functional = torch.nn.functional
    z = torch.tensor(3 * rng.normal(size=(3, 4)), requires_grad=True)
    y = torch.tensor([1, 3, 0])
    t = torch.tensor(rng.dirichlet(np.ones(4), size=3))
    hard = functional.cross_entropy(z, y, reduction="none")
    soft = functional.cross_entropy(z, t, reduction="none")
    (hard_grad,) = torch.autograd.grad(hard.sum(), z)
    (soft_grad,) = torch.autograd.grad(soft.sum(), z)
    impossible = torch.tensor([[0.0, -torch.inf]])
    return {
        "z": z,
        "y": y,
        "t": t,
        "hard": hard,
        "hard_grad": hard_grad,
        "soft": soft,
        "soft_grad": soft_grad,
        "nll": functional.nll_loss(torch.log_softmax(z, -1), y, reduction="none"),
        "mean": functional.cross_entropy(z, y),
        "weighted_mean": functional.cross_entropy(z, y, weight=torch.arange(1.0, 5.0)),
        "nan": functional.cross_entropy(impossible, torch.tensor([[1.0, 0.0]])),
    }
