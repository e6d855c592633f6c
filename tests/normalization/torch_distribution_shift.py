"""What PyTorch says of the inputs of a second layer before and after a step of the first."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    x, y = torch.tensor(rng.normal(size=(6, 3))), torch.tensor(rng.normal(size=(6, 1)))
    net = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1))
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.copy_(torch.tensor(rng.normal(size=tuple(parameter.shape))))
    before = net[:2](x).detach()
    torch.nn.functional.mse_loss(net(x), y).backward()
    torch.optim.SGD(net.parameters(), lr=0.1).step()
    after = net[:2](x).detach()
    d_sigma = after.std(0, correction=0) - before.std(0, correction=0)
    return {
        "before": before,
        "after": after,
        "d_mu": after.mean(0) - before.mean(0),
        "d_sigma": d_sigma,
    }
