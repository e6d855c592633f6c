"""The KL divergence against SciPy, PyTorch, numerical derivatives and its properties."""

from collections.abc import Callable

import numpy as np
import pytest
import scipy.integrate
import scipy.special
import scipy.stats
from hypothesis import given
from numpy.testing import assert_allclose

from dlref._array import Array
from dlref.activations import softmax
from dlref.information_theory import (
    cross_entropy,
    entropy,
    kl_divergence,
    kl_divergence_grad,
    kl_divergence_logits_grad,
)
from tests import torch_answers
from tests.numerical import gradient
from tests.strategies import Float, distributions, reals

RNG = np.random.default_rng(0)
P, Q = RNG.dirichlet(np.ones(5), size=(2, 3))


@pytest.mark.equation("eq-kl")
def test_definition_agrees_with_scipy() -> None:
    assert_allclose(kl_divergence(P, Q), scipy.stats.entropy(P, Q, axis=-1), rtol=1e-12)
    assert_allclose(kl_divergence(P, Q), scipy.special.rel_entr(P, Q).sum(-1), rtol=1e-12)


def test_axis() -> None:
    assert_allclose(kl_divergence(P.T, Q.T, axis=0), kl_divergence(P, Q))


@pytest.mark.equation("eq-kl-decomposition")
def test_excess_over_the_entropy() -> None:
    excess = -(P * np.log(Q)).sum(-1) - scipy.stats.entropy(P, axis=-1)
    assert_allclose(kl_divergence(P, Q), excess)
    assert_allclose(cross_entropy(P, Q) - entropy(P), excess)


def test_divergence_and_logits_gradient_agree_with_pytorch() -> None:
    torch = torch_answers.load("information_theory/kl_divergence")
    assert_allclose(kl_divergence(torch["p"], softmax(torch["z"])), torch["kl"], rtol=1e-10)
    assert_allclose(kl_divergence_logits_grad(torch["p"], torch["z"]), torch["z_grad"], atol=1e-14)
    assert_allclose(kl_divergence(softmax(torch["z"]), torch["p"]), torch["swapped"], rtol=1e-10)


def test_reductions_of_pytorch() -> None:
    torch = torch_answers.load("information_theory/kl_divergence")
    assert_allclose(torch["batchmean"], torch["kl"].mean())
    assert_allclose(torch["mean"], torch["kl"].sum() / torch["p"].size)


@pytest.mark.equation("eq-kl-grad")
def test_gradient_is_that_of_the_definition() -> None:
    expected = gradient(lambda q: scipy.special.rel_entr(P, q).sum(), Q, h=1e-5)
    # rel_entr has no term that keeps q normalized, so each q_i is free in both.
    assert_allclose(kl_divergence_grad(P, Q), expected, rtol=1e-6)


@pytest.mark.equation("eq-kl-logits-grad")
def test_logits_gradient_is_the_numerical_one() -> None:
    z = RNG.normal(size=(3, 5))
    expected = gradient(lambda t: kl_divergence(P, softmax(t)).sum(), z)
    assert_allclose(kl_divergence_logits_grad(P, z), expected, atol=1e-9)
    assert_allclose(kl_divergence_logits_grad(P.T, z.T, axis=0), expected.T, atol=1e-9)


@pytest.mark.equation("eq-gibbs")
@given(distributions(4), distributions(4))
def test_gibbs_inequality(p: Float, q: Float) -> None:
    divergence = kl_divergence(p, q)
    with np.errstate(divide="ignore"):
        below = (p[p > 0] * (1 + np.log(q[p > 0]) - np.log(p[p > 0]))).sum()
    assert_allclose(below, 1 - divergence, atol=1e-12)
    # Equal for p = q, where the summands are below 1 + 2 ln 4 in sum: an epsilon for the
    # logarithms, a half for each of six operations and of three of the sum of q.
    assert below <= q[p > 0].sum() + 5 * (1 + 2 * np.log(4)) * np.finfo(float).eps
    assert divergence >= -1e-15
    assert (abs(divergence) < 1e-15) == np.allclose(p, q, rtol=0, atol=1e-12)


@pytest.mark.equation("eq-log-bound")
def test_logarithm_lies_below_its_tangent_at_one() -> None:
    x = np.concatenate([np.logspace(-300, 300, 601), np.linspace(0.9, 1.1, 201)])
    assert (np.log(x) <= x - 1).all()
    assert (np.log(x) == x - 1).sum() == np.isclose(x, 1, rtol=0, atol=1e-9).sum() == 2


@given(distributions(4), reals(4))
def test_logits_gradient_sums_to_zero(p: Float, z: Float) -> None:
    assert abs(kl_divergence_logits_grad(p, z).sum()) < 1e-12


@pytest.mark.equation("eq-kl-asymmetry")
def test_directions_differ() -> None:
    assert abs(kl_divergence(P, Q) - kl_divergence(Q, P)).min() > 1e-3


@pytest.mark.equation("eq-kl-mirrored")
def test_directions_agree_where_the_model_is_the_truth_in_reverse_order() -> None:
    mirrored = P[..., ::-1]
    np.testing.assert_allclose(kl_divergence(P, mirrored), kl_divergence(mirrored, P))
    assert kl_divergence(P, mirrored).min() > 1e-3


def test_the_triangle_inequality_fails() -> None:
    p, r, q = np.array([[0.5, 0.5], [0.75, 0.25], [0.95, 0.05]])
    assert kl_divergence(p, q) > kl_divergence(p, r) + kl_divergence(r, q) + 0.1


def test_which_gaussian_fits_a_mixture_of_two() -> None:
    x = np.linspace(-14, 14, 281)
    mixture = _on_a_grid(x, -2, 0.7) + _on_a_grid(x, 2, 0.7)
    candidates = [(mu, s) for mu in np.linspace(-3, 3, 25) for s in np.linspace(0.4, 3, 27)]

    def best(divergence: Callable[[Float], Array]) -> tuple[float, float]:
        return min(candidates, key=lambda c: float(divergence(_on_a_grid(x, *c))))

    forward = best(lambda q: kl_divergence(mixture / 2, q))
    reverse = best(lambda q: kl_divergence(q, mixture / 2))
    # The best forward fit has the mean and the variance of the mixture, here 2 ** 2 + 0.7 ** 2.
    assert_allclose(forward, (0, np.hypot(2, 0.7)), atol=0.05)
    assert_allclose((abs(reverse[0]), reverse[1]), (2, 0.7), atol=0.05)


def _on_a_grid(x: Float, mu: float, sigma: float) -> Float:
    weights = scipy.stats.norm.pdf(x, mu, sigma)
    return weights / weights.sum()


@pytest.mark.equation("eq-kl-densities")
def test_densities() -> None:
    x = np.linspace(-30, 30, 3001)
    p, q = scipy.stats.logistic(0.5, 0.6), scipy.stats.norm(-1, 1.4)
    divergence, _ = scipy.integrate.quad(
        lambda t: p.pdf(t) * (p.logpdf(t) - q.logpdf(t)), -30, 30, epsabs=1e-12
    )
    assert_allclose(-np.trapezoid(p.pdf(x) * (q.logpdf(x) - p.logpdf(x)), x), divergence)
    cross = -np.trapezoid(p.pdf(x) * q.logpdf(x), x)
    assert_allclose(cross - p.entropy(), divergence)
    # Fine bins turn the densities into distributions with the same divergence.
    edges = np.arange(-9, 9.01, 0.02)
    bins = [np.diff(density.cdf(edges)) for density in (p, q)]
    assert_allclose(kl_divergence(*bins), divergence, rtol=1e-3)


def test_conventions_of_scipy() -> None:
    assert_allclose(scipy.stats.entropy(2 * P, 3 * Q, axis=-1), kl_divergence(P, Q))
    terms = scipy.special.kl_div(P, Q)
    assert_allclose(terms, scipy.special.rel_entr(P, Q) - P + Q, rtol=1e-9)
    assert_allclose(terms.sum(-1), kl_divergence(P, Q))


def test_a_constant_in_the_logarithm_can_make_the_divergence_negative() -> None:
    p = np.array([0.5, 0.5])
    assert (p * np.log(p / (p + 1e-8))).sum() < -1e-9


def test_zero_probabilities() -> None:
    assert_allclose(kl_divergence([0.0, 1.0], [0.5, 0.5]), np.log(2), rtol=1e-15)
    assert kl_divergence([0.0, 1.0], [0.0, 1.0]) == 0
    assert kl_divergence([0.5, 0.5], [0.0, 1.0]) == np.inf
    assert kl_divergence_grad([0.0, 1.0], [0.0, 1.0]).tolist() == [0, -1]
    assert kl_divergence_grad([0.5, 0.5], [0.0, 1.0]).tolist() == [-np.inf, -0.5]


def test_tiny_probabilities() -> None:
    tiny = 1e-320
    assert_allclose(kl_divergence([1.0, 0.0], [tiny, 1.0]), -np.log(tiny))


def test_precision_is_kept() -> None:
    p, q = P.astype(np.float32), Q.astype(np.float32)
    for result in (kl_divergence(p, q), kl_divergence_grad(p, q), kl_divergence_logits_grad(p, q)):
        assert result.dtype == np.float32
    assert kl_divergence([1, 0], [1, 0]).dtype == np.float64


def test_bad_input_says_what_is_wrong() -> None:
    with pytest.raises(ValueError, match=r"same shape, got p \(2,\), q \(3,\)"):
        kl_divergence([0.5, 0.5], [0.2, 0.3, 0.5])
    with pytest.raises(ValueError, match=r"q must sum to one along axis -1, got 0\.9"):
        kl_divergence([0.5, 0.5], [0.4, 0.5])
    with pytest.raises(ValueError, match=r"p must have no negative entry, got .* -0\.5"):
        kl_divergence([-0.5, 1.5], [0.5, 0.5])
    with pytest.raises(ValueError, match=r"p needs at least one entry along axis -1"):
        kl_divergence([], [])
    with pytest.raises(ValueError, match=r"p of shape \(\) has no axis -1"):
        kl_divergence(1.0, 1.0)
    with pytest.raises(ValueError, match="p must sum to one"):
        kl_divergence_logits_grad([0.4, 0.5], [0.0, 0.0])
