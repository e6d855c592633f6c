"""What PyTorch says of the Gaussian negative log-likelihood, whose argument is the variance."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    gaussian_nll_loss = torch.nn.functional.gaussian_nll_loss
    y, mu = torch.tensor(rng.normal(size=(2, 5)))
    mu.requires_grad_()
    log_sigma = torch.tensor(rng.normal(size=5), requires_grad=True)
    variance = torch.exp(2 * log_sigma)
    full = gaussian_nll_loss(mu, y, variance, full=True, reduction="none")
    mu_grad, log_sigma_grad = torch.autograd.grad(full.sum(), (mu, log_sigma), retain_graph=True)
    return {
        "y": y,
        "mu": mu,
        "log_sigma": log_sigma,
        "full": full,
        "mu_grad": mu_grad,
        "log_sigma_grad": log_sigma_grad,
        "default": gaussian_nll_loss(mu, y, variance),
        "tiny_variance": gaussian_nll_loss(torch.zeros(1), torch.ones(1), torch.tensor([1e-9])),
    }
