"""What libraries say of the entropy."""

from typing import Any

import numpy as np

from tests.claims import claim


@claim("`np.log` and `torch.log` are natural, and give nats")
def natural_logarithms(numpy: Any, torch: Any) -> Any:
    return bool(np.allclose([numpy.log(np.e), torch.log(torch.tensor(np.e))], 1))


@claim("`scipy.stats.entropy(p, base=2)` gives bits; its default is nats, as here")
def bits_on_demand(scipy: Any) -> Any:
    p = np.array([0.5, 0.25, 0.25])
    both = [scipy.stats.entropy(p, base=2), scipy.stats.entropy(p)]
    return bool(np.allclose(both, [1.5, 1.5 * np.log(2)]))


@claim("counts `[2, 6]` have the entropy {:.3f} of `[0.25, 0.75]`")
def scipy_takes_counts(scipy: Any) -> Any:
    return scipy.stats.entropy([2, 6])


@claim("`torch.distributions.Categorical(probs=...)` divide by the sum of what they are given")
def pytorch_takes_counts(torch: Any) -> Any:
    categorical = torch.distributions.Categorical(probs=torch.tensor([2.0, 6.0]))
    return categorical.probs.tolist() == [0.25, 0.75]


@claim("`-(p * np.log(p)).sum()` is `{}` if some `p` is 0")
def zero_times_infinity(numpy: Any) -> Any:
    p = np.array([1.0, 0.0])
    return float(-(p * numpy.log(p)).sum())


@claim(
    "PyTorch's `Categorical` and `Bernoulli`", "both have the entropy {:.1e} in double precision"
)
def entropy_of_certainty(torch: Any) -> Any:
    one, zero = torch.tensor([1.0, 0.0], dtype=torch.float64)
    categorical = torch.distributions.Categorical(probs=torch.stack([one, zero])).entropy()
    bernoulli = torch.distributions.Bernoulli(probs=one).entropy()
    return categorical if np.isclose(categorical, bernoulli, rtol=1e-9) else 0.0
