"""What torch.optim.SGD makes of a linear regression in minibatches."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    x, y = torch.tensor(rng.normal(size=(6, 3))), torch.tensor(rng.normal(size=6))
    theta = torch.tensor(rng.normal(size=3), requires_grad=True)
    optimizer = torch.optim.SGD([theta], lr=0.1)
    path, gradients = [theta.detach().clone()], []
    for start in (0, 2, 4):
        optimizer.zero_grad()
        batch = slice(start, start + 2)
        torch.nn.functional.mse_loss(x[batch] @ theta, y[batch]).backward()
        optimizer.step()
        gradients.append(theta.grad.clone())
        path.append(theta.detach().clone())
    return {"x": x, "y": y, "path": torch.stack(path), "gradients": torch.stack(gradients)}
