"""What PyTorch says of covariance and of the eigenvectors of a symmetric matrix."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    x = torch.tensor(rng.normal(size=(6, 3)))
    sigma = torch.cov(x.T, correction=0)
    eigenvalues, u = torch.linalg.eigh(sigma)
    return {
        "x": x,
        "covariance": sigma,
        "covariance_unbiased": torch.cov(x.T),
        "eigenvalues_ascending": eigenvalues,
        "u_ascending": u,
    }
