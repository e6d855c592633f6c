"""Covariate shift on finite domains, where every risk is an exact sum, and drift in networks."""

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose

from dlref.normalization import covariate_shift_weights, effective_sample_size, moment_drift
from tests import torch_answers
from tests.strategies import Float, distributions, reals

RNG = np.random.default_rng(0)
P, Q = RNG.dirichlet(np.ones(4), size=2)  # of four inputs, in training and in the test
CONDITIONAL = RNG.dirichlet(np.ones(3), size=4)  # of three labels, given the input
LOSS = RNG.normal(size=(4, 3)) ** 2
X = np.array([0.0, 1.0, 2.0, 3.0])


def weighted_line(x: Float, y: Float, weights: Float) -> Float:
    return np.polyfit(x, y, 1, w=np.sqrt(weights))


@pytest.mark.equation("eq-weights")
def test_weights_turn_one_distribution_into_the_other() -> None:
    w = covariate_shift_weights(P, Q)
    assert_allclose(w * P, Q)
    assert_allclose(w * P.reshape(2, 2).ravel(), Q)
    assert_allclose(covariate_shift_weights(P.reshape(2, 2), Q.reshape(2, 2)).ravel(), w)


@pytest.mark.equation("eq-risk", "eq-unbiased")
@given(distributions(4))
def test_the_weighted_risk_is_the_test_risk(q: Float) -> None:
    joint_train, joint_test = P[:, None] * CONDITIONAL, q[:, None] * CONDITIONAL
    w = covariate_shift_weights(P, q)
    assert_allclose((joint_train * w[:, None] * LOSS).sum(), (joint_test * LOSS).sum())


def test_the_weighted_mean_over_samples_is_unbiased() -> None:
    w, joint = covariate_shift_weights(P, Q), P[:, None] * CONDITIONAL
    flat, values = joint.ravel(), (w[:, None] * LOSS).ravel()
    pairs = np.outer(flat, flat)  # all samples of two, with their probabilities
    means = (values[:, None] + values) / 2
    assert_allclose((pairs * means).sum(), (Q[:, None] * CONDITIONAL * LOSS).sum())
    variance = (pairs * means**2).sum() - (pairs * means).sum() ** 2
    single = (flat * values**2).sum() - (flat * values).sum() ** 2
    assert_allclose(variance, single / 2)


@pytest.mark.equation("eq-mean-weight", "eq-chi-square")
@given(distributions(4))
def test_moments_of_the_weights(q: Float) -> None:
    w = covariate_shift_weights(P, q)
    assert_allclose((P * w).sum(), 1)
    assert_allclose((P * w**2).sum(), 1 + ((q - P) ** 2 / P).sum())


@pytest.mark.equation("eq-classifier-weights")
def test_weights_from_the_probability_of_being_a_test_sample() -> None:
    n_train, n_test = 3, 5
    expected_counts = np.array([n_train * P, n_test * Q])
    r = expected_counts[1] / expected_counts.sum(0)
    weights = n_train / n_test * r / (1 - r)
    assert_allclose(weights, covariate_shift_weights(P, Q))


@pytest.mark.equation("eq-effective-sample-size")
def test_effective_sample_size() -> None:
    w = RNG.uniform(0.1, 3, size=9)
    assert_allclose(effective_sample_size(w), 9 / (1 + w.var() / w.mean() ** 2))
    assert_allclose(effective_sample_size(1e200 * w), effective_sample_size(w))
    assert effective_sample_size([0, 5, 0]) == 1
    assert effective_sample_size(np.ones(7)) == 7


def test_effective_sample_size_of_many_samples_follows_the_chi_square_divergence() -> None:
    p, q = np.array([0.4, 0.4, 0.1, 0.1]), np.array([0.1, 0.1, 0.4, 0.4])
    drawn = covariate_shift_weights(p, q)[np.random.default_rng(0).choice(4, p=p, size=100_000)]
    assert_allclose(effective_sample_size(drawn) / 100_000, 1 / 3.25, rtol=0.02)


def test_a_wrong_model_depends_on_where_it_is_fitted_and_a_right_one_does_not() -> None:
    p, q = np.array([0.4, 0.4, 0.1, 0.1]), np.array([0.1, 0.1, 0.4, 0.4])
    w = covariate_shift_weights(p, q)
    curved, straight = X**2, 2 * X + 1

    def test_risk(line: Float, y: Float) -> float:
        return float(q @ (np.polyval(line, X) - y) ** 2)

    plain, weighted = weighted_line(X, curved, p), weighted_line(X, curved, p * w)
    assert_allclose(weighted, weighted_line(X, curved, q))
    assert test_risk(weighted, curved) < 0.62 * test_risk(plain, curved)
    assert_allclose(weighted_line(X, straight, p), [2, 1])
    assert_allclose(weighted_line(X, straight, p * w), [2, 1])


@pytest.mark.equation("eq-drift")
@given(reals(5, 2), reals(5, 2))
def test_drift_is_the_change_of_the_moments(before: Float, after: Float) -> None:
    d_mu, d_sigma = moment_drift(before, after)
    assert_allclose(d_mu, (after - before).mean(0), atol=1e-12)
    assert_allclose(d_sigma, after.std(0) - before.std(0), atol=1e-12)
    assert_allclose(moment_drift(before.T, after.T, axis=1), (d_mu, d_sigma))


@pytest.mark.equation("eq-linear-drift")
def test_drift_of_a_linear_layer() -> None:
    x, w, b = RNG.normal(size=(6, 3)), RNG.normal(size=(2, 3)), RNG.normal(size=2)
    d_w, d_b = RNG.normal(size=(2, 3)), RNG.normal(size=2)
    after = x @ (w + d_w).T + b + d_b
    d_mu, d_sigma = moment_drift(x @ w.T + b, after)
    assert_allclose(d_mu, d_w @ x.mean(0) + d_b)
    covariance = np.cov(x.T, ddof=0)
    for j in range(2):
        expected = np.sqrt((w + d_w)[j] @ covariance @ (w + d_w)[j])
        assert_allclose(d_sigma[j], expected - np.sqrt(w[j] @ covariance @ w[j]))


def test_drift_after_a_gradient_step_agrees_with_pytorch() -> None:
    torch = torch_answers.load("normalization/distribution_shift")
    d_mu, d_sigma = moment_drift(torch["before"], torch["after"])
    assert_allclose(d_mu, torch["d_mu"], atol=1e-14)
    assert_allclose(d_sigma, torch["d_sigma"], atol=1e-14)


def test_precision_is_kept() -> None:
    p, q = P.astype(np.float32), Q.astype(np.float32)
    assert covariate_shift_weights(p, q).dtype == np.float32
    assert effective_sample_size(p).dtype == np.float32
    assert all(part.dtype == np.float32 for part in moment_drift(p, q))
    assert covariate_shift_weights([1], [1]).dtype == np.float64


def test_bad_input_says_what_is_wrong() -> None:
    with pytest.raises(ValueError, match=r"p_train must be positive wherever p_test is"):
        covariate_shift_weights([1.0, 0.0], [0.5, 0.5])
    with pytest.raises(ValueError, match=r"same shape, got p_train \(1,\), p_test \(2,\)"):
        covariate_shift_weights([1.0], [0.5, 0.5])
    with pytest.raises(ValueError, match="p_test must be finite and not negative"):
        covariate_shift_weights([1.0], [-0.5])
    with pytest.raises(ValueError, match="p_train must be finite and not negative"):
        covariate_shift_weights([np.inf], [0.5])
    for w in ([], [0.0], [1.0, -1.0], [np.nan, 1.0], [[1.0]]):
        with pytest.raises(ValueError, match="w must be a vector of weights"):
            effective_sample_size(w)
    with pytest.raises(ValueError, match=r"same shape, got before \(2,\), after \(3,\)"):
        moment_drift([1.0, 2.0], [1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="after must be finite, got nan"):
        moment_drift([1.0], [np.nan])
    with pytest.raises(ValueError, match="before needs at least one entry along axis 0"):
        moment_drift([], [])
