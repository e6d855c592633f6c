"""Expectation, variance and likelihood against SciPy, scikit-learn, PyTorch and enumeration."""

import itertools
import math

import numpy as np
import pytest
import scipy.stats
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from dlref.foundations import (
    bernoulli_logpmf,
    bernoulli_logpmf_grad,
    categorical_logpmf,
    expectation,
    negative_log_likelihood,
    variance,
)
from tests import torch_answers
from tests.numerical import gradient
from tests.strategies import Float, distributions, reals

RNG = np.random.default_rng(0)
INF = np.inf
V = RNG.normal(size=4)
P = RNG.dirichlet(np.ones(4))
MU = sum(p * v for p, v in zip(P, V, strict=True))
SIGMA2 = sum(p * (v - MU) ** 2 for p, v in zip(P, V, strict=True))
N = 3
# Every sample of size N that can be drawn, and its probability.
SAMPLES = np.array(list(itertools.product(V, repeat=N)))
WEIGHTS = np.array([math.prod(ps) for ps in itertools.product(P, repeat=N)])


@pytest.mark.equation("eq-expectation")
def test_expectation_agrees_with_scipy() -> None:
    variable = scipy.stats.rv_discrete(values=(range(4), P))
    assert_allclose(expectation(V, P), variable.expect(lambda k: V[np.asarray(k, int)]))
    assert_allclose(expectation(V, P), MU)


@pytest.mark.equation("eq-affine")
@given(reals(4), distributions(4), st.floats(-9, 9), st.floats(-9, 9))
def test_expectation_and_variance_of_an_affine_function(
    v: Float, p: Float, a: float, b: float
) -> None:
    mean = expectation(v, p)
    assert_allclose(expectation(a * v + b, p), a * mean + b, atol=1e-11)
    spread = expectation((a * v + b - expectation(a * v + b, p)) ** 2, p)
    assert_allclose(spread, a**2 * expectation((v - mean) ** 2, p), rtol=1e-9, atol=1e-9)


@pytest.mark.equation("eq-variance")
@given(reals(4), distributions(4))
def test_variance_of_a_random_variable(v: Float, p: Float) -> None:
    mean = sum(p * v)
    centered = sum(p * (v - mean) ** 2)
    expanded = sum(p * v**2) - 2 * mean * sum(p * v) + mean**2 * sum(p)
    assert_allclose(expanded, centered, atol=1e-10)
    assert_allclose(expectation(v**2, p) - expectation(v, p) ** 2, centered, atol=1e-10)


@pytest.mark.equation("eq-sample-variance", "eq-variance-ddof")
@pytest.mark.parametrize("axis", [None, 0, 1, -1])
@pytest.mark.parametrize("ddof", [0, 1])
def test_variance_agrees_with_numpy(axis: int | None, ddof: int) -> None:
    x = RNG.normal(size=(3, 4, 5))
    assert_allclose(variance(x, ddof, axis), np.var(x, axis, ddof=ddof), rtol=1e-12)
    x_bar = sum(x[0, 0]) / 5
    biased = sum((t - x_bar) ** 2 for t in x[0, 0]) / 5
    assert_allclose(variance(x, 1)[0, 0], sum((t - x_bar) ** 2 for t in x[0, 0]) / 4)
    assert_allclose(variance(x)[0, 0], biased)
    assert_allclose(variance(x, ddof)[0, 0], 5 / (5 - ddof) * biased)


@pytest.mark.equation("eq-mean-variance")
def test_variance_of_the_sample_mean_by_enumeration() -> None:
    means = SAMPLES.mean(1)
    pairs = [
        WEIGHTS @ ((SAMPLES[:, i] - MU) * (SAMPLES[:, j] - MU))
        for i, j in itertools.product(range(N), repeat=2)
    ]
    assert_allclose(WEIGHTS.sum(), 1)
    assert_allclose(WEIGHTS @ means, MU)
    assert_allclose(sum(pairs) / N**2, SIGMA2 / N)
    assert_allclose(WEIGHTS @ (means - MU) ** 2, SIGMA2 / N)


@pytest.mark.equation("eq-sum-of-squares")
@given(reals(3), st.floats(-50, 50))
def test_sum_of_squares_about_another_point(x: Float, mu: float) -> None:
    x_bar = x.mean()
    about_mean = ((x - x_bar) ** 2).sum()
    cross = 2 * (x_bar - mu) * (x - x_bar).sum()
    around = ((x - mu) ** 2).sum()
    assert_allclose(around, (((x - x_bar) + (x_bar - mu)) ** 2).sum(), atol=1e-9)
    assert_allclose(around, about_mean + cross + 3 * (x_bar - mu) ** 2, atol=1e-9)
    assert_allclose(around, about_mean + 3 * (x_bar - mu) ** 2, atol=1e-9)


@pytest.mark.equation("eq-bias")
def test_bias_of_the_variance_of_a_sample_by_enumeration() -> None:
    squares = sum(WEIGHTS @ (SAMPLES[:, i] - MU) ** 2 for i in range(N))
    of_the_mean = WEIGHTS @ (SAMPLES.mean(1) - MU) ** 2
    expected = WEIGHTS @ variance(SAMPLES)
    assert_allclose(expected, (squares - N * of_the_mean) / N)
    assert_allclose(expected, (N * SIGMA2 - SIGMA2) / N)
    assert_allclose(expected, (N - 1) / N * SIGMA2)


@pytest.mark.equation("eq-bessel")
def test_unbiased_estimate_by_enumeration() -> None:
    assert_allclose(WEIGHTS @ variance(SAMPLES, ddof=1), SIGMA2)
    assert WEIGHTS @ np.sqrt(variance(SAMPLES, ddof=1)) < 0.99 * np.sqrt(SIGMA2)


@pytest.mark.equation("eq-bernoulli", "eq-bernoulli-log")
def test_bernoulli_agrees_with_scipy() -> None:
    y, pi = np.array([0, 1])[:, None], RNG.uniform(size=5)
    expected = scipy.stats.bernoulli.logpmf(y, pi)
    assert_allclose(bernoulli_logpmf(y, pi), expected, rtol=1e-12)
    assert_allclose(np.exp(bernoulli_logpmf(y, pi)), pi**y * (1 - pi) ** (1 - y))
    assert_allclose(bernoulli_logpmf(y, pi), y * np.log(pi) + (1 - y) * np.log(1 - pi))


@pytest.mark.equation("eq-bernoulli-grad")
@pytest.mark.parametrize("y", [0, 1])
def test_bernoulli_gradient_is_the_numerical_one(y: int) -> None:
    pi = RNG.uniform(0.1, 0.9, 5)
    expected = gradient(lambda t: np.log(t**y * (1 - t) ** (1 - y)).sum(), pi)
    assert_allclose(bernoulli_logpmf_grad(y, pi), expected, rtol=1e-6)
    assert_allclose(y / pi - (1 - y) / (1 - pi), expected, rtol=1e-6)
    assert_allclose((y - pi) / (pi * (1 - pi)), expected, rtol=1e-6)


@pytest.mark.equation("eq-categorical", "eq-categorical-log")
def test_categorical_agrees_with_scipy() -> None:
    y = np.eye(4)
    assert_allclose(np.exp(categorical_logpmf(y, P)), np.prod(P**y, -1))
    assert_allclose(categorical_logpmf(y, P), [(row * np.log(P)).sum() for row in y])
    assert_allclose(categorical_logpmf(y, P), scipy.stats.multinomial.logpmf(y, 1, P))
    assert_allclose(categorical_logpmf(y, P), np.log(P))


def test_variance_and_likelihoods_agree_with_pytorch() -> None:
    torch = torch_answers.load("foundations/probability")
    assert_allclose(variance(torch["x"]), torch["variance"], rtol=1e-12)
    assert_allclose(variance(torch["x"], ddof=1), torch["variance_unbiased"], rtol=1e-12)
    bits, pi = torch["bits"], torch["pi"]
    assert_allclose(bernoulli_logpmf(bits, pi), torch["bernoulli"], rtol=1e-12)
    assert_allclose(bernoulli_logpmf_grad(bits, pi), torch["pi_grad"], rtol=1e-12)
    log_p = categorical_logpmf(torch["onehot"], torch["probs"])
    assert_allclose(log_p, torch["categorical"], rtol=1e-12)
    assert_allclose(negative_log_likelihood(log_p), torch["nll"], rtol=1e-12)


@pytest.mark.equation("eq-nll")
def test_negative_log_likelihood_is_that_of_the_product() -> None:
    q = RNG.uniform(0.1, 1, 6)
    assert_allclose(negative_log_likelihood(np.log(q)), -np.log(math.prod(q)) / 6)
    assert_allclose(negative_log_likelihood(np.log(q)), -sum(np.log(t) for t in q) / 6)


@pytest.mark.equation("eq-bernoulli-nll")
def test_bernoulli_objective_needs_the_mean_only() -> None:
    y, pi = np.array([1, 0, 1, 1, 0, 1]), 0.3
    objective = negative_log_likelihood(bernoulli_logpmf(y, pi))
    y_bar = 4 / 6
    assert_allclose(objective, -sum(y * np.log(pi) + (1 - y) * np.log(1 - pi)) / 6)
    assert_allclose(objective, -y_bar * np.log(pi) - (1 - y_bar) * np.log(1 - pi))
    assert_allclose(objective, sklearn.metrics.log_loss(y, np.full(6, pi)))


@pytest.mark.equation("eq-bernoulli-nll-grad")
def test_bernoulli_objective_is_flat_at_the_mean() -> None:
    y, pi = np.array([1, 0, 1, 1, 0, 1]), np.array([0.3, 0.8])

    def objective(t: Float) -> Float:
        return -np.log(t[:, None] ** y * (1 - t[:, None]) ** (1 - y)).mean(-1).sum()

    expected = gradient(objective, pi)
    assert_allclose(-bernoulli_logpmf_grad(y, pi[:, None]).mean(-1), expected, rtol=1e-8)
    assert_allclose((pi - 4 / 6) / (pi * (1 - pi)), expected, rtol=1e-8)
    assert abs(bernoulli_logpmf_grad(y, 4 / 6).mean()) < 1e-15


@pytest.mark.equation("eq-categorical-nll")
@given(distributions(4))
def test_categorical_objective_is_least_at_the_frequencies(pi: Float) -> None:
    y = np.eye(4)[[0, 1, 2, 3, 1, 1]]
    f = np.array([1, 3, 1, 1]) / 6
    objective = negative_log_likelihood(categorical_logpmf(y, pi))
    with np.errstate(divide="ignore"):
        assert_allclose(objective, -(f * np.log(pi)).sum(), rtol=1e-12)
    assert objective >= -(f * np.log(f)).sum()
    assert_allclose(negative_log_likelihood(categorical_logpmf(y, f)), -(f * np.log(f)).sum())


@pytest.mark.parametrize("axis", [None, 0, 1, -1])
def test_axis(axis: int | None) -> None:
    log_p = np.log(RNG.uniform(size=(3, 4)))
    assert_allclose(negative_log_likelihood(log_p, axis), -log_p.mean(axis))


def test_expectation_along_another_axis() -> None:
    v, p = np.stack([V, 2 * V], 1), np.stack([P, P], 1)
    assert_allclose(expectation(v, p, axis=0), [MU, 2 * MU])


def test_impossible_outcomes() -> None:
    assert expectation([INF, 2.0], [0.0, 1.0]) == 2
    assert expectation([INF, 2.0], [0.5, 0.5]) == INF
    assert_array_equal(bernoulli_logpmf([0, 1, 0, 1], [0, 0, 1, 1]), [0, -INF, -INF, 0])
    assert_array_equal(bernoulli_logpmf_grad([0, 1, 0, 1], [0, 0, 1, 1]), [-1, INF, -INF, 1])
    assert_array_equal(categorical_logpmf([[1, 0], [0, 1]], [0.0, 1.0]), [-INF, 0])
    assert negative_log_likelihood([-1.0, -INF]) == INF


def test_tiny_probabilities() -> None:
    assert_allclose(bernoulli_logpmf(0, 1e-20), -1e-20, rtol=1e-15)
    assert_allclose(bernoulli_logpmf(1, 5e-324), np.log(5e-324))
    assert bernoulli_logpmf_grad(1, 5e-324) == INF
    assert_allclose(negative_log_likelihood(np.full(1000, np.log(0.4))), -np.log(0.4))


def test_a_constant_has_no_variance_and_a_large_mean_does_not_cancel() -> None:
    assert variance([7.0]) == 0
    assert variance([7.0, 7.0], ddof=1) == 0
    assert_allclose(variance(np.array([1.0, 2.0, 3.0, 4.0]) + 2.0**40), 1.25)


def test_precision_is_kept() -> None:
    p = P.astype(np.float32)
    results = [
        expectation(p, p),
        variance(p),
        bernoulli_logpmf(1, p),
        bernoulli_logpmf_grad(0, p),
        categorical_logpmf(np.eye(4, dtype=int), p),
        negative_log_likelihood(p),
    ]
    assert [result.dtype for result in results] == [np.float32] * 6
    assert variance([1, 2, 3, 4]) == 1.25
    assert expectation([0, 2], [0, 1]) == 2
    assert negative_log_likelihood([-1, -2]) == 1.5


def test_bad_input_says_what_is_wrong() -> None:
    with pytest.raises(ValueError, match=r"same shape, got v \(3,\), p \(2,\)"):
        expectation([1.0, 2.0, 3.0], [0.5, 0.5])
    with pytest.raises(ValueError, match="p must sum to one"):
        expectation([1.0, 2.0], [0.5, 0.6])
    with pytest.raises(ValueError, match="x needs at least one entry along axis -1"):
        variance([])
    with pytest.raises(ValueError, match=r"x of shape \(\) has no axis -1"):
        variance(1.0)
    for ddof in (2, -1):
        with pytest.raises(ValueError, match=f"below the 2 samples of x, got {ddof}"):
            variance([1.0, 2.0], ddof)
    for y in (0.5, 2, -1):
        for function in (bernoulli_logpmf, bernoulli_logpmf_grad):
            with pytest.raises(ValueError, match=f"y must have entries 0 and 1 only, got {y}"):
                function(y, 0.5)
    for pi in (-0.1, 1.1, np.nan):
        with pytest.raises(ValueError, match=f"pi must have entries from 0 to 1, got {pi}"):
            bernoulli_logpmf(1, pi)
    for bad in ([0.5, 0.5], [1.0, 1.0], [0.0, 0.0]):
        with pytest.raises(ValueError, match="y must be one-hot along its last axis, got"):
            categorical_logpmf(bad, [0.5, 0.5])
    with pytest.raises(ValueError, match=r"number of outcomes, got y \(1,\), pi \(2,\)"):
        categorical_logpmf([1.0], [0.5, 0.5])
    with pytest.raises(ValueError, match="pi must have no negative entry"):
        categorical_logpmf([1.0, 0.0], [1.5, -0.5])
    with pytest.raises(ValueError, match="log_p needs at least one entry"):
        negative_log_likelihood([])
