"""What PyTorch says of directional derivatives and of the chain rule."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    x, u = torch.tensor(rng.normal(size=(2, 3)))
    w, a = torch.tensor(rng.normal(size=(4, 3))), torch.tensor(rng.normal(size=(2, 4)))

    def inner(x: Any) -> Any:
        return torch.tanh(w @ x)

    def outer(y: Any) -> Any:
        return torch.sin(a @ y)

    def loss(x: Any) -> Any:
        return (outer(inner(x)) ** 2).sum()

    functional = torch.autograd.functional
    return {
        "x": x,
        "u": u,
        "w": w,
        "a": a,
        "lse_grad": functional.jacobian(lambda t: torch.logsumexp(t, 0), x),
        "lse_slope": functional.jvp(lambda t: torch.logsumexp(t, 0), x, u)[1],
        "jacobian": functional.jacobian(lambda t: outer(inner(t)), x),
        "loss_grad": functional.jacobian(loss, x),
    }
