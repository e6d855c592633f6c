"""What libraries do with variances and probabilities."""

from typing import Any

import numpy as np

from tests.claims import claim, warned


@claim(
    "`numpy.var` gives {:.2f}, dividing by $n$, and `torch.var` {:.4f}, dividing by $n - 1$",
    "follows NumPy",
)
def two_divisors(numpy: Any, torch: Any) -> Any:
    sample = np.array([1.0, 2.0, 3.0, 4.0])
    return [numpy.var(sample), torch.var(torch.tensor(sample))]


@claim("With the divisor $n - 1$ PyTorch warns and returns `{}`")
def one_observation(torch: Any) -> Any:
    return torch.var(torch.ones(1)) if warned(lambda: torch.var(torch.ones(1))) else "no warning"


@claim("`torch.distributions` moves probabilities", "`Bernoulli(1.0).log_prob(0.0)` is ${:.2f}$")
def impossible_outcomes(torch: Any) -> Any:
    return torch.distributions.Bernoulli(1.0).log_prob(torch.tensor(0.0))


@claim("Here and for `scipy.stats.bernoulli` it is $-\\infty$")
def impossible_is_impossible(scipy: Any) -> Any:
    return bool(scipy.stats.bernoulli(1.0).logpmf(0) == -np.inf)


@claim("`torch.distributions.Categorical(probs)` divides by the sum without a word")
def weights_are_normalized(torch: Any) -> Any:
    weights, distributions = torch.tensor([2.0, 6.0]), torch.distributions
    same = distributions.Categorical(weights).probs.tolist() == [0.25, 0.75]
    return same and not warned(lambda: distributions.Categorical(weights))


@claim("such as Adam, takes about the same steps with the same learning rate")
def adam_forgets_the_scale(torch: Any) -> Any:
    ends = []
    for scale in (1.0, 100.0):
        theta = torch.ones((), requires_grad=True)
        optimizer = torch.optim.Adam([theta], lr=0.01)
        for _ in range(50):
            optimizer.zero_grad()
            (scale * theta**2).backward()
            optimizer.step()
        ends.append(theta.item())
    return bool(np.isclose(ends[0], ends[1], rtol=1e-4))


@claim("`torch.nn.functional.nll_loss` takes the mean by default")
def mean_by_default(torch: Any) -> Any:
    losses, labels = torch.tensor([[-1.0, 0.0], [-3.0, 0.0]]), torch.tensor([0, 0])
    return bool(torch.nn.functional.nll_loss(losses, labels) == 2)
