"""What libraries say of the differential entropy."""

from typing import Any

import numpy as np

from tests.claims import claim


@claim("the mean of 200 such estimates from 100 samples is {:.2f}")
def histograms_of_few_samples(numpy: Any, scipy: Any) -> Any:
    edges = np.arange(-60, 61) / 10
    samples = np.random.default_rng(0).normal(size=(200, 100))
    counts = [numpy.histogram(row, edges)[0] for row in samples]
    return np.mean([scipy.stats.entropy(row) for row in counts]) + np.log(0.1)


@claim(
    "`scipy.stats.entropy` of the counts of `np.histogram` estimates $H(X^\\Delta)$, too low",
)
def histograms_are_too_low(numpy: Any, scipy: Any) -> Any:
    p = np.array([0.1, 0.2, 0.3, 0.4])
    samples = np.random.default_rng(0).choice(4, p=p, size=(1000, 10))
    counts = [numpy.histogram(row, range(5))[0] for row in samples]
    return bool(np.mean([scipy.stats.entropy(row) for row in counts]) < scipy.stats.entropy(p))


@claim(
    "`scipy.stats.differential_entropy(values)` takes samples",
    "{:.2f} for 10&#8239;000 standard normal ones",
)
def from_samples(scipy: Any) -> Any:
    return scipy.stats.differential_entropy(np.random.default_rng(0).normal(size=10_000))


@claim("`torch.distributions.Normal(mu, sigma).entropy()` take the standard deviation")
def pytorch_takes_the_deviation(torch: Any) -> Any:
    entropy = torch.distributions.Normal(0.0, 2.0).entropy()
    return bool(np.isclose(entropy, np.log(2 * np.pi * np.e * 4) / 2))


@claim("`scipy.stats.norm.entropy(2)` reads the 2 as the *mean* and gives {:.4f}; with `scale=2`")
def scipy_takes_the_mean(scipy: Any) -> Any:
    return scipy.stats.norm.entropy(2)


@claim("with `scale=2` it gives {:.4f}")
def scipy_takes_a_scale(scipy: Any) -> Any:
    return scipy.stats.norm.entropy(scale=2)
