"""What PyTorch says of the entropy."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    z = torch.tensor(rng.normal(size=(3, 5)), requires_grad=True)
    h = torch.distributions.Categorical(logits=z).entropy()
    h.sum().backward()
    t = torch.tensor(rng.uniform(0.01, 0.99, size=5), requires_grad=True)
    bernoulli = torch.distributions.Bernoulli(probs=t).entropy()
    bernoulli.sum().backward()
    categorical = torch.distributions.Categorical
    return {
        "certain": categorical(probs=torch.tensor([1.0, 0.0])).entropy(),
        "certain_bernoulli": torch.distributions.Bernoulli(probs=torch.tensor(1.0)).entropy(),
        "counts": categorical(probs=torch.tensor([2.0, 6.0])).entropy(),
        "z": z,
        "entropy": h,
        "z_grad": z.grad,
        "t": t,
        "bernoulli": bernoulli,
        "t_grad": t.grad,
    }
