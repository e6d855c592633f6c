"""What PyTorch says of the gradient of a loss with respect to logits."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    F = torch.nn.functional
    z = torch.tensor(rng.normal(size=(3, 4)) * 3, requires_grad=True)
    y = torch.tensor(rng.dirichlet(np.ones(4), size=3))

    def slope(loss: Any) -> Any:
        return torch.autograd.grad(loss, z)[0]

    return {
        "z": z,
        "y": y,
        "sigmoid_bce": slope(F.binary_cross_entropy_with_logits(z, y, reduction="sum")),
        "softmax_ce": slope(F.cross_entropy(z, y, reduction="sum")),
        "sigmoid_mse": slope(F.mse_loss(torch.sigmoid(z), y, reduction="sum") / 2),
        "identity_mse": slope(F.mse_loss(z, y, reduction="sum") / 2),
        "mean_bce": slope(F.binary_cross_entropy_with_logits(z, y)),
        "mean_ce": slope(F.cross_entropy(z, y)),
        "mean_mse": slope(F.mse_loss(z, y)),
    }
