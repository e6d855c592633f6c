"""What PyTorch says of the binary cross-entropy, and where it clamps."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    functional = torch.nn.functional
    a = torch.tensor(rng.uniform(size=6), requires_grad=True)
    z = torch.tensor(3 * rng.normal(size=6), requires_grad=True)
    y = torch.tensor([0.0, 1.0, 0.0, 1.0, 0.3, 0.8])
    bce = functional.binary_cross_entropy(a, y, reduction="none")
    with_logits = functional.binary_cross_entropy_with_logits(z, y, reduction="none")
    (a_grad,) = torch.autograd.grad(bce.sum(), a)
    (z_grad,) = torch.autograd.grad(with_logits.sum(), z)

    far = torch.tensor([-800.0], requires_grad=True)
    one = torch.ones(1)
    clamped = functional.binary_cross_entropy(torch.sigmoid(far), one)
    (clamped_grad,) = torch.autograd.grad(clamped, far)
    return {
        "a": a,
        "z": z,
        "y": y,
        "bce": bce,
        "a_grad": a_grad,
        "with_logits": with_logits,
        "z_grad": z_grad,
        "mean": functional.binary_cross_entropy_with_logits(z, y),
        "clamped": clamped,
        "clamped_grad": clamped_grad,
    }
