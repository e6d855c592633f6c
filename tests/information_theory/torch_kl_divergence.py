"""What PyTorch says of the KL divergence."""

import warnings
from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    p = torch.tensor(rng.dirichlet(np.ones(5), size=3))
    z = torch.tensor(rng.normal(size=(3, 5)), requires_grad=True)
    log_q = torch.log_softmax(z, -1)
    kl = torch.nn.functional.kl_div(log_q, p, reduction="none").sum(-1)
    swapped = torch.nn.functional.kl_div(torch.log(p), torch.exp(log_q), reduction="none").sum(-1)
    kl.sum().backward()
    with warnings.catch_warnings():  # PyTorch itself warns that "mean" is not the divergence
        warnings.simplefilter("ignore")
        mean = torch.nn.functional.kl_div(log_q, p)
    return {
        "p": p,
        "z": z,
        "kl": kl,
        "z_grad": z.grad,
        "swapped": swapped,
        "mean": mean,
        "batchmean": torch.nn.functional.kl_div(log_q, p, reduction="batchmean"),
    }
