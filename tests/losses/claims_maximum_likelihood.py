"""What libraries do with the Gaussian likelihood."""

from typing import Any

import numpy as np

from tests.claims import claim


def loss(torch: Any, variance: float, full: bool = False) -> float:
    """Ask PyTorch for the loss of the target 1 and the mean 0."""
    zero, one, v = torch.tensor([[0.0], [1.0], [variance]], dtype=torch.float64)
    return float(torch.nn.GaussianNLLLoss(full=full)(zero, one, v))


@claim("`torch.nn.GaussianNLLLoss` takes the *variance* $\\sigma^2$")
def a_variance(torch: Any) -> Any:
    return bool(np.isclose(loss(torch, 4.0, full=True), 1 / 8 + np.log(2 * np.pi * 4) / 2))


@claim("as `scipy.stats.norm` and `torch.distributions.Normal`, the standard deviation")
def a_standard_deviation(scipy: Any, torch: Any) -> Any:
    normal = torch.distributions.Normal(torch.tensor(0.0), torch.tensor(2.0))
    found = [-scipy.stats.norm(0, 2).logpdf(1.0), -normal.log_prob(torch.tensor(1.0)).item()]
    return bool(np.allclose(found, 1 / 8 + np.log(2 * np.pi * 4) / 2))


@claim("unless `full=True`, and answers {:.3f} for these numbers")
def without_the_constant(torch: Any) -> Any:
    return loss(torch, 4.0)


@claim("PyTorch replaces a variance below `eps`, by default $10^{{{:.0f}}}$, by that")
def the_default_of_eps(torch: Any) -> Any:
    return np.log10(torch.nn.GaussianNLLLoss().eps)


@claim("the variances $10^{{-9}}$ and 0 both cost {:.0f} in PyTorch")
def a_clamped_variance(torch: Any) -> Any:
    (found,) = {loss(torch, 1e-9), loss(torch, 0.0)}
    return found
