"""Differential entropy against SciPy, mpmath, PyTorch and the discretization that defines it."""

import math
from collections.abc import Callable

import mpmath
import numpy as np
import pytest
import scipy.special
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from dlref.information_theory import (
    differential_entropy,
    entropy,
    normal_entropy,
    uniform_entropy,
)
from tests import torch_answers
from tests.strategies import Float

SIGMA = math.sqrt(2) * 0.9
# Three densities of mean 0 and variance SIGMA ** 2.
LOGISTIC = scipy.stats.logistic(scale=SIGMA * math.sqrt(3) / math.pi)
LAPLACE = scipy.stats.laplace(scale=SIGMA / math.sqrt(2))
UNIFORM = scipy.stats.uniform(-SIGMA * math.sqrt(3), 2 * SIGMA * math.sqrt(3))
X = np.linspace(-40, 40, 4001)
MIXTURE = 0.3 * scipy.stats.norm.pdf(X, -2, 0.7) + 0.7 * scipy.stats.norm.pdf(X, 1, 1.5)


def _mpmath_entropy(density: Callable[[mpmath.mpf], mpmath.mpf]) -> float:
    return float(mpmath.quad(lambda x: -density(x) * mpmath.log(density(x)), [-40, -2, 1, 40]))


@pytest.mark.equation("eq-differential-entropy")
def test_definition_agrees_with_mpmath() -> None:
    def mixture(x: mpmath.mpf) -> mpmath.mpf:
        return 0.3 * mpmath.npdf(x, -2, 0.7) + 0.7 * mpmath.npdf(x, 1, 1.5)

    assert_allclose(differential_entropy(MIXTURE, X), _mpmath_entropy(mixture), rtol=1e-12)


@pytest.mark.parametrize("density", [LOGISTIC, LAPLACE, scipy.stats.norm(3, 0.2)])
def test_densities_agree_with_scipy(density: scipy.stats.distributions.rv_frozen) -> None:
    # The kink of the Laplace density costs the square of the spacing 0.02.
    assert_allclose(differential_entropy(density.pdf(X), X), density.entropy(), atol=1e-4)
    assert_allclose(differential_entropy(LOGISTIC.pdf(X), X), LOGISTIC.entropy(), rtol=1e-12)


def test_uneven_grid() -> None:
    x = np.concatenate([np.linspace(-9, 0, 2000), np.linspace(0, 9, 500)[1:]])
    assert_allclose(differential_entropy(scipy.stats.norm.pdf(x), x), normal_entropy(1), atol=1e-4)


@pytest.mark.parametrize(("points", "error"), [(17, 1.1e-7), (33, 2e-13)])
def test_few_points_suffice_for_a_smooth_density(points: int, error: float) -> None:
    x = np.linspace(-8, 8, points)
    assert_allclose(differential_entropy(scipy.stats.norm.pdf(x), x), normal_entropy(1), atol=error)


def test_axis() -> None:
    sigma = np.array([0.5, 1, 2])
    p = scipy.stats.norm.pdf(X[:, None], scale=sigma)
    assert_allclose(differential_entropy(p, X, axis=0), normal_entropy(sigma))
    assert_allclose(differential_entropy(p.T, X), normal_entropy(sigma))


def _discretized(density: scipy.stats.distributions.rv_frozen, delta: float) -> Float:
    return np.diff(density.cdf(np.arange(-60, 60 + delta, delta)))


@pytest.mark.equation("eq-discretized-entropy")
@pytest.mark.parametrize("delta", [1.0, 0.25])
def test_discretized_entropy_splits_off_the_logarithm_of_the_width(delta: float) -> None:
    m = _discretized(LOGISTIC, delta)
    heights = m[m > 0] / delta
    split = -(heights * delta * np.log(heights)).sum() - math.log(delta)
    assert_allclose(entropy(m), split, rtol=1e-12)


@pytest.mark.equation("eq-discretization-limit")
@pytest.mark.parametrize("density", [scipy.stats.norm(0, SIGMA), LOGISTIC])
def test_discretized_entropy_plus_the_logarithm_tends_to_h(
    density: scipy.stats.distributions.rv_frozen,
) -> None:
    # The excess over h is delta^2 / 24 times the Fisher information of the location.
    excess = [
        entropy(_discretized(density, delta)) + math.log(delta) - density.entropy()
        for delta in (0.5, 0.25, 0.125, 0.0625)
    ]
    assert_allclose(excess[:-1] / np.array(excess[1:]), [4, 4, 4], rtol=0.01)
    assert 0 < excess[-1] < 2e-4
    slope = np.gradient(density.pdf(X), X)
    fisher = np.trapezoid(slope**2 / np.maximum(density.pdf(X), 1e-300), X)
    assert_allclose(excess[-1], 0.0625**2 / 24 * fisher, rtol=0.01)


@pytest.mark.equation("eq-uniform-entropy")
def test_uniform_agrees_with_scipy_and_the_integral() -> None:
    a, b = np.array([-3.0, 0.0, 2.0]), np.array([5.0, 0.5, 3.0])
    assert_allclose(uniform_entropy(a, b), scipy.stats.uniform.entropy(a, b - a), atol=1e-15)
    for low, high, h in zip(a, b, uniform_entropy(a, b), strict=True):
        p = np.full(50, 1 / (high - low))
        assert_allclose(differential_entropy(p, np.linspace(low, high, 50)), h, atol=1e-14)
    assert uniform_entropy(0, 0.5) < 0
    assert uniform_entropy(0, 1) == 0


@pytest.mark.equation("eq-normal-entropy")
@pytest.mark.parametrize("mu", [-1.0, 3.0])
def test_normal_agrees_with_scipy_and_mpmath(mu: float) -> None:
    sigma = np.array([0.01, 0.3, 1, 20])
    assert_allclose(normal_entropy(sigma), scipy.stats.norm.entropy(mu, sigma), rtol=1e-13)
    assert_allclose(normal_entropy(sigma), 0.5 * np.log(2 * np.pi * np.e * sigma**2), rtol=1e-13)
    h = _mpmath_entropy(lambda x: mpmath.npdf(x, mu, SIGMA))
    assert_allclose(normal_entropy(SIGMA), h, rtol=1e-12)


def test_normal_and_uniform_agree_with_pytorch() -> None:
    torch = torch_answers.load("information_theory/differential_entropy")
    assert_allclose(normal_entropy(torch["sigma"]), torch["normal"], rtol=1e-12)
    assert_allclose(uniform_entropy(torch["a"], torch["b"]), torch["uniform"], rtol=1e-12)


def test_conventions_of_scipy() -> None:
    # The first argument of SciPy's is the mean.
    assert_allclose(scipy.stats.norm.entropy(5.0), normal_entropy(1.0))
    samples = np.random.default_rng(0).normal(0, SIGMA, size=20000)
    counts, edges = np.histogram(samples, bins=40)
    h = scipy.stats.entropy(counts) + np.log(edges[1] - edges[0])
    assert_allclose(h, normal_entropy(SIGMA), atol=0.02)
    assert_allclose(scipy.stats.differential_entropy(samples), normal_entropy(SIGMA), atol=0.02)


def test_entropies_of_four_densities_of_unit_variance() -> None:
    printed = [1.2425, 1.3466, 1.4046, 1.4189]
    densities = [UNIFORM, LAPLACE, LOGISTIC, scipy.stats.norm(0, SIGMA)]
    of_unit_variance = [density.entropy() - np.log(SIGMA) for density in densities]
    assert_allclose(of_unit_variance, printed, atol=5e-5)
    forms = [np.log(2 * np.sqrt(3)), 1 + np.log(np.sqrt(2)), 2 + np.log(np.sqrt(3) / np.pi)]
    assert_allclose(forms, printed[:3], atol=5e-5)


@pytest.mark.equation("eq-normal-log-density")
def test_normal_log_density() -> None:
    expected = 0.5 * np.log(2 * np.pi * SIGMA**2) + (X - 1) ** 2 / (2 * SIGMA**2)
    assert_allclose(-scipy.stats.norm.logpdf(X, 1, SIGMA), expected, rtol=1e-13)


@pytest.mark.equation("eq-normal-gap", "eq-normal-maximal")
@pytest.mark.parametrize("density", [LOGISTIC, LAPLACE, UNIFORM])
def test_no_density_of_that_variance_has_more(
    density: scipy.stats.distributions.rv_frozen,
) -> None:
    assert_allclose(density.std(), SIGMA)
    low, high = density.support() if density is UNIFORM else (-40, 40)
    x = np.linspace(low, high, 4001)
    divergence = np.trapezoid(
        scipy.special.rel_entr(density.pdf(x), scipy.stats.norm.pdf(x, 0, SIGMA)), x
    )
    assert_allclose(divergence, normal_entropy(SIGMA) - density.entropy(), atol=1e-4)
    assert divergence > 0.01
    assert density.entropy() < normal_entropy(SIGMA)


@pytest.mark.equation("eq-scaling")
@pytest.mark.parametrize("a", [-3.0, 0.1, 2.0])
def test_scaling_adds_the_logarithm_of_the_factor(a: float) -> None:
    h = differential_entropy(MIXTURE, X)
    y = np.sort(a * X)
    scaled = np.interp(y / a, X, MIXTURE) / abs(a)
    assert_allclose(differential_entropy(scaled, y), h + np.log(abs(a)), rtol=1e-10)


@pytest.mark.equation("eq-translation")
def test_translation_changes_nothing() -> None:
    assert_allclose(differential_entropy(MIXTURE, X + 5), differential_entropy(MIXTURE, X))


@given(st.floats(1e-300, 1e300), st.floats(1e-5, 1e5))
def test_scaling_of_the_closed_forms(width: float, a: float) -> None:
    for h in (normal_entropy, lambda s: uniform_entropy(-s / 2, s / 2)):
        assert_allclose(h(a * width), h(width) + np.log(a), atol=1e-12)


def test_zero_density_adds_nothing() -> None:
    assert differential_entropy([0.0, 1.0, 0.0], [0.0, 1.0, 2.0]) == 0
    assert not np.signbit(differential_entropy([1.0, 1.0], [0.0, 1.0]))


def test_precision_is_kept() -> None:
    p, x = MIXTURE.astype(np.float32), X.astype(np.float32)
    results = [differential_entropy(p, x), normal_entropy(x[-3:]), uniform_entropy(x[:3], x[-3:])]
    assert [result.dtype for result in results] == [np.float32] * 3
    assert normal_entropy(1).dtype == uniform_entropy(0, 1).dtype == np.float64
    assert_allclose(results[0], differential_entropy(MIXTURE, X), rtol=1e-5)


def test_huge_and_tiny_widths() -> None:
    assert_allclose(normal_entropy([1e-300, 1e300]), 1.4189385 + np.log([1e-300, 1e300]))
    assert_allclose(uniform_entropy(0.0, [1e-300, 1e300]), np.log([1e-300, 1e300]))


@pytest.mark.parametrize(
    ("p", "x", "message"),
    [
        ([1.0, 1.0], [0.0, 0.5], r"p must integrate to one over x, got 0\.5"),
        ([1.0, 1.0], [0.0, 0.5, 1.0], r"x must have shape \(2,\) as p has points, got \(3,\)"),
        ([1.0, 1.0], [1.0, 0.0], "x must be finite and increase"),
        ([1.0, 1.0], [0.0, math.inf], "x must be finite and increase"),
        ([1.5, -0.5], [0.0, 1.0], r"p must have no negative entry, got .* -0\.5"),
        ([1.0, math.nan], [0.0, 1.0], "p must have no negative entry, got .* nan"),
        ([], [], r"p needs at least one entry along axis -1, got shape \(0,\)"),
        (1.0, 1.0, r"p of shape \(\) has no axis -1"),
    ],
)
def test_a_density_on_a_grid_is_checked(p: Float, x: Float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        differential_entropy(p, x)


@pytest.mark.parametrize("b", [0.0, -1.0, math.inf, math.nan])
def test_an_interval_has_a_positive_width(b: float) -> None:
    with pytest.raises(ValueError, match="b must exceed a by a finite amount"):
        uniform_entropy(0.0, b)


def test_a_width_beyond_the_range_is_refused() -> None:
    with pytest.raises(ValueError, match="b must exceed a by a finite amount, got b - a = inf"):
        uniform_entropy(-1e308, 1e308)


@pytest.mark.parametrize("sigma", [0.0, -1.0, math.inf, math.nan])
def test_a_deviation_is_positive(sigma: float) -> None:
    with pytest.raises(ValueError, match="sigma must be positive and finite, got"):
        normal_entropy([1.0, sigma])
