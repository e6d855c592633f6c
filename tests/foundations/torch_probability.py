"""What PyTorch says of variances and of log-probabilities."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    x = torch.tensor(rng.normal(size=(4, 5)))
    bits = torch.tensor([0.0, 1.0, 1.0, 0.0])
    pi = torch.tensor(rng.uniform(0.1, 0.9, 4), requires_grad=True)
    bernoulli = torch.distributions.Bernoulli(pi).log_prob(bits)
    bernoulli.sum().backward()
    probs = torch.tensor(rng.dirichlet(np.ones(3), size=4))
    labels = torch.tensor([0, 2, 1, 2])
    categorical = torch.distributions.Categorical(probs).log_prob(labels)
    return {
        "x": x,
        "variance": torch.var(x, 1, correction=0),
        "variance_unbiased": torch.var(x, 1),
        "bits": bits,
        "pi": pi,
        "bernoulli": bernoulli,
        "pi_grad": pi.grad,
        "probs": probs,
        "onehot": torch.nn.functional.one_hot(labels),
        "categorical": categorical,
        "nll": torch.nn.functional.nll_loss(torch.log(probs), labels),
    }
