"""What PyTorch says of the differential entropy."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    sigma = torch.tensor(rng.uniform(0.01, 3, size=5))
    a = torch.tensor(rng.normal(size=5))
    b = a + sigma
    return {
        "sigma": sigma,
        "normal": torch.distributions.Normal(a, sigma).entropy(),
        "a": a,
        "b": b,
        "uniform": torch.distributions.Uniform(a, b).entropy(),
    }
