"""Each equation that the corrections quote is wrong, and each that they give instead is right."""

import numpy as np
import pytest
import scipy.integrate
import scipy.optimize
import scipy.stats
import sklearn.preprocessing
from numpy.testing import assert_allclose

from dlref._array import Array
from dlref.activations import sigmoid, sigmoid_grad, softmax
from dlref.backpropagation import sigmoid_bce_delta, sigmoid_mse_delta
from dlref.foundations import taylor1
from dlref.gradient_descent import (
    apply_update,
    descent_lemma_bound,
    empirical_risk,
    gradient_descent_step,
    predicted_decrease,
)
from dlref.information_theory import (
    cross_entropy,
    differential_entropy,
    entropy,
    kl_divergence,
    kl_divergence_logits_grad,
    normal_entropy,
)
from dlref.normalization import batch_norm, min_max_scale, standardize
from tests.numerical import gradient

RNG = np.random.default_rng(0)

# The learning problem: f_theta(x) = theta x, and half the squared error

INPUTS, TARGETS = np.array([1.0, 2.0, 3.0]), np.array([2.0, 2.0, 9.0])


def pair_loss(theta: float, x: float, y: float) -> float:
    return (theta * x - y) ** 2 / 2


def mean_loss(theta: float) -> float:
    pairs = zip(INPUTS, TARGETS, strict=True)
    return sum(pair_loss(theta, x, y) for x, y in pairs) / len(INPUTS)


@pytest.mark.equation("eq-wrong-objective")
def test_minimum_depends_on_the_variable_that_is_not_named() -> None:
    best_parameter = scipy.optimize.minimize_scalar(lambda theta: pair_loss(theta, 3.0, 9.0)).x
    best_input = scipy.optimize.minimize_scalar(lambda x: pair_loss(2.0, x, 9.0)).x
    best_target = scipy.optimize.minimize_scalar(lambda y: pair_loss(2.0, 3.0, y)).x
    assert_allclose([best_parameter, best_input, best_target], [3.0, 4.5, 6.0], rtol=1e-6)


@pytest.mark.equation("eq-wrong-iteration")
def test_minimum_of_one_pair_is_not_that_of_the_mean() -> None:
    theta = scipy.optimize.minimize_scalar(mean_loss).x
    for x, y, distance in zip(INPUTS, TARGETS, [-0.3571, -1.3571, 0.6429], strict=True):
        best = scipy.optimize.minimize_scalar(lambda t, x=x, y=y: pair_loss(t, x, y)).x
        assert_allclose(best - theta, distance, atol=1e-4)
    assert abs(pair_loss(2.0, 1.0, 2.0) - mean_loss(2.0)) > 2


@pytest.mark.equation("eq-risk")
def test_risk_is_the_mean_loss() -> None:
    for theta in (0.0, 2.0, 33 / 14):
        losses = [pair_loss(theta, x, y) for x, y in zip(INPUTS, TARGETS, strict=True)]
        assert_allclose(empirical_risk(losses), mean_loss(theta), rtol=1e-15)


@pytest.mark.equation("eq-iteration")
def test_iteration_adds_and_arrives_at_the_minimum() -> None:
    theta = np.array(2.0)
    for _ in range(60):
        delta_theta = -0.1 * gradient(lambda t: mean_loss(float(t)), theta)
        new = apply_update(theta, delta_theta)
        assert_allclose(new - theta, delta_theta, atol=1e-15)
        theta = new
    assert_allclose(theta, scipy.optimize.minimize_scalar(mean_loss).x, atol=1e-6)


# Quadratic losses of several parameters

A = RNG.normal(size=(3, 3))
H = A @ A.T + np.eye(3)
BETA = np.linalg.eigvalsh(H)[-1]
THETA = RNG.normal(size=3)
G = H @ THETA


def quadratic(theta: Array) -> Array:
    return np.asarray(theta @ H @ theta / 2)


@pytest.mark.equation("eq-wrong-learning-rate")
def test_a_large_learning_rate_raises_the_loss() -> None:
    steepest = np.linalg.eigh(H)[1][:, -1]
    new = steepest - 2.2 / BETA * (H @ steepest)
    assert_allclose(quadratic(new) / quadratic(steepest), 1.2**2)  # and not below 1
    assert quadratic(np.zeros(3) - 0.1 * (H @ np.zeros(3))) == quadratic(np.zeros(3))


@pytest.mark.equation("eq-descent")
def test_descent_lemma() -> None:
    steepest = np.linalg.eigh(H)[1][:, -1]
    for eta in np.array([0.01, 0.5, 1.0, 1.9, 2.2, 4.0]) / BETA:
        for theta in RNG.normal(size=(20, 3)):
            g = gradient(quadratic, theta)
            bound = quadratic(theta) - eta * (1 - BETA * eta / 2) * (g @ g)
            assert quadratic(theta - eta * g) <= bound + 1e-9
            assert_allclose(descent_lemma_bound(g, eta, BETA), bound - quadratic(theta), rtol=1e-8)
        change = quadratic(gradient_descent_step(steepest, H @ steepest, eta)) - BETA / 2
        assert_allclose(change, descent_lemma_bound(H @ steepest, eta, BETA))  # attained


@pytest.mark.equation("eq-wrong-taylor")
def test_expansion_without_factors() -> None:
    w, d = 1.0, 0.1
    assert_allclose((w**3 + 3 * w**2 * d + 6 * w + 6) - (w + d) ** 3, 11.969)


@pytest.mark.equation("eq-taylor")
def test_expansion_of_a_cubic() -> None:
    for w, d in RNG.normal(size=(10, 2)):
        higher = 6 * w * d**2 / 2 + 6 * d**3 / 6
        assert_allclose(taylor1(w**3, [3 * w**2], [d]) + higher, (w + d) ** 3, atol=1e-12)


@pytest.mark.equation("eq-wrong-first-order")
def test_change_is_not_its_first_order_prediction() -> None:
    for eta in (0.01, 0.1, 1.0):
        delta_theta = -eta * G
        error = quadratic(THETA + delta_theta) - quadratic(THETA) - G @ delta_theta
        assert error > 0.1 * eta**2


@pytest.mark.equation("eq-first-order")
def test_change_to_second_order() -> None:
    for delta_theta in RNG.normal(size=(10, 3)):
        predicted = taylor1(0.0, gradient(quadratic, THETA), delta_theta)
        predicted = predicted + delta_theta @ H @ delta_theta / 2
        assert_allclose(quadratic(THETA + delta_theta) - quadratic(THETA), predicted, rtol=1e-8)


@pytest.mark.equation("eq-wrong-decrease")
def test_decrease_is_neither_exact_nor_sure() -> None:
    for eta in (0.1 / BETA, 1 / BETA):
        change = quadratic(THETA - eta * G) - quadratic(THETA)
        assert predicted_decrease(G, eta) < 0.99 * change < 0
    steepest = np.linalg.eigh(H)[1][:, -1]
    assert quadratic(steepest - 2.2 / BETA * (H @ steepest)) > quadratic(steepest)
    assert predicted_decrease(np.zeros(3), 0.1) == 0


@pytest.mark.equation("eq-decrease")
def test_decrease_to_second_order() -> None:
    g = gradient(quadratic, THETA)
    for eta in (0.01, 0.1, 1.0):
        change = quadratic(gradient_descent_step(THETA, g, eta)) - quadratic(THETA)
        assert_allclose(predicted_decrease(g, eta) + eta**2 / 2 * (g @ H @ g), change, rtol=1e-8)


# Loss and back-propagation

Z, Y = RNG.normal(size=4), np.array([1.0, 0.0, 1.0, 1.0])


def binary_cross_entropy_sum(a: Array) -> Array:
    return -np.sum(Y * np.log(a) + (1 - Y) * np.log(1 - a))


@pytest.mark.equation("eq-squared-error-delta")
def test_squared_error_keeps_the_slope_of_the_sigmoid() -> None:
    expected = gradient(lambda z: np.sum((sigmoid(z) - Y) ** 2) / 2, Z)
    a = sigmoid(Z)
    assert_allclose((a - Y) * a * (1 - a), expected, atol=1e-10)
    assert_allclose(sigmoid_mse_delta(Z, Y), expected, atol=1e-10)


@pytest.mark.equation("eq-cross-entropy-delta")
def test_cross_entropy_cancels_the_slope_of_the_sigmoid() -> None:
    a = sigmoid(Z)
    expected = gradient(lambda z: binary_cross_entropy_sum(sigmoid(z)), Z)
    loss_slopes = gradient(binary_cross_entropy_sum, a, h=1e-4)
    assert_allclose(loss_slopes, (a - Y) / (a * (1 - a)), rtol=1e-8)
    assert_allclose(sigmoid_grad(Z), a * (1 - a), rtol=1e-12)
    assert_allclose(loss_slopes * sigmoid_grad(Z), expected, rtol=1e-8)
    assert_allclose(a - Y, expected, atol=1e-10)
    assert_allclose(sigmoid_bce_delta(Z, Y), expected, atol=1e-10)


# Normalization

X = RNG.normal(3.0, 2.0, size=(5, 3))


@pytest.mark.equation("eq-batch-norm")
def test_batch_normalization_has_scale_shift_and_epsilon() -> None:
    gamma, beta, epsilon = RNG.normal(size=3), RNG.normal(size=3), 0.1
    expected = np.empty_like(X)
    for j in range(3):
        mu = sum(X[:, j]) / 5
        variance = sum((X[:, j] - mu) ** 2) / 5
        expected[:, j] = gamma[j] * (X[:, j] - mu) / np.sqrt(variance + epsilon) + beta[j]
    assert_allclose(batch_norm(X, gamma, beta, epsilon)[0], expected, rtol=1e-12)


@pytest.mark.equation("eq-min-max")
def test_min_max_scaling_agrees_with_scikit_learn() -> None:
    expected = sklearn.preprocessing.minmax_scale(X)
    assert_allclose(min_max_scale(X), expected, atol=1e-14)
    assert_allclose((X - X.min(0)) / (X.max(0) - X.min(0)), expected, atol=1e-14)


@pytest.mark.equation("eq-standardization")
def test_standardization_agrees_with_scikit_learn() -> None:
    expected = sklearn.preprocessing.scale(X)
    assert_allclose(standardize(X), expected, atol=1e-14)
    assert_allclose((X - X.mean(0)) / X.std(0), expected, atol=1e-14)


@pytest.mark.equation("eq-unit-variance", "eq-largest-score")
def test_standardized_values_have_unit_variance_and_may_be_large() -> None:
    for n in (2, 5, 101):
        outlier = np.eye(1, n).T
        for x in (outlier, RNG.normal(size=(n, 3)), RNG.standard_cauchy(size=(n, 3))):
            scores = standardize(x)
            assert_allclose((scores**2).sum(0) / n, 1, rtol=1e-10)
            assert abs(scores).max() <= np.sqrt(n - 1) + 1e-10
        assert_allclose(standardize(outlier).max(), np.sqrt(n - 1))  # attained


# Entropy

P, Q = RNG.dirichlet(np.ones(4), size=2)
SIGMA, DELTA = 1.5, 0.01
GRID = np.arange(-2000, 2001) * DELTA
DENSITY = np.exp(-(GRID**2) / (2 * SIGMA**2)) / (SIGMA * np.sqrt(2 * np.pi))
NORMAL_ENTROPY = float(scipy.stats.norm(scale=SIGMA).entropy())


@pytest.mark.equation("eq-wrong-entropy")
def test_sum_without_minus_has_the_other_sign() -> None:
    for base in (2.0, 10.0):
        left = np.sum(P * np.log(P)) / np.log(base)
        right = scipy.stats.entropy(P, base=base)
        assert left < -0.1
        assert_allclose(right - left, 2 * right)


@pytest.mark.equation("eq-entropy")
def test_entropy_is_the_mean_surprise() -> None:
    for base in (2.0, 10.0):
        expected = scipy.stats.entropy(P, base=base)
        assert_allclose(-np.sum(P * np.log(P)) / np.log(base), expected)
        assert_allclose(np.average(-np.log(P) / np.log(base), weights=P), expected)
        assert_allclose(entropy(P) / np.log(base), expected)


@pytest.mark.equation("eq-wrong-limit")
def test_limit_without_minus_has_the_other_sign() -> None:
    for step in (1, 10, 100):
        width = step * DELTA
        total = np.sum(DENSITY[::step] * width * np.log(DENSITY[::step]))
        assert_allclose(total, -NORMAL_ENTROPY, rtol=1e-6)
        assert normal_entropy(SIGMA) - total > 3


@pytest.mark.equation("eq-wrong-integral")
def test_integral_without_logarithm_is_minus_one() -> None:
    assert_allclose(-scipy.integrate.quad(scipy.stats.norm(scale=SIGMA).pdf, -30, 30)[0], -1)
    assert_allclose(np.sum(DENSITY * DELTA * np.log(DENSITY)) + 1, 1 - NORMAL_ENTROPY, rtol=1e-6)
    assert abs(1 - NORMAL_ENTROPY) > 0.8


@pytest.mark.equation("eq-differential-entropy")
def test_differential_entropy_is_the_integral() -> None:
    pdf = scipy.stats.norm(scale=SIGMA).pdf
    integral = scipy.integrate.quad(lambda x: -pdf(x) * np.log(pdf(x)), -30, 30)[0]
    assert_allclose(integral, NORMAL_ENTROPY, rtol=1e-8)
    assert_allclose(normal_entropy(SIGMA), NORMAL_ENTROPY)
    assert_allclose(differential_entropy(DENSITY, GRID), NORMAL_ENTROPY)


@pytest.mark.equation("eq-binned-entropy")
def test_entropy_of_bins_grows_as_they_shrink() -> None:
    for step in (1, 10, 100):
        width, p = step * DELTA, DENSITY[::step]
        binned = scipy.stats.entropy(p * width)
        assert_allclose(binned, -np.sum(p * width * np.log(p)) - np.log(width), rtol=1e-10)
        assert_allclose(entropy(p * width), NORMAL_ENTROPY - np.log(width), rtol=1e-6)


# KL divergence and cross-entropy


@pytest.mark.equation("eq-wrong-entropies")
def test_difference_of_entropies_is_another_number() -> None:
    p, q = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    assert_allclose(kl_divergence(p, q), 0.143841, atol=1e-6)
    assert_allclose(scipy.stats.entropy(q) - scipy.stats.entropy(p), -0.130812, atol=1e-6)


@pytest.mark.equation("eq-excess")
def test_divergence_is_the_excess_of_the_cross_entropy() -> None:
    expected = scipy.stats.entropy(P, Q)
    assert_allclose(cross_entropy(P, Q) - entropy(P), expected)
    assert_allclose(kl_divergence(P, Q), expected)


def normal_density(mean: float) -> Array:
    return np.asarray(scipy.stats.norm.pdf(GRID, mean))


@pytest.mark.equation("eq-wrong-kl")
def test_divergence_with_another_density_is_another_number() -> None:
    p, q, g = map(normal_density, (0, 1, 2))
    first = -np.trapezoid(p * np.log(g), GRID) + np.trapezoid(p * np.log(p), GRID)
    second = -np.trapezoid(p * np.log(q / p), GRID)
    assert_allclose([first, second], [2.0, 0.5])


@pytest.mark.equation("eq-kl")
def test_divergence_of_densities() -> None:
    p, q = map(normal_density, (0, 1))
    first = -np.trapezoid(p * np.log(q), GRID) + np.trapezoid(p * np.log(p), GRID)
    second = -np.trapezoid(p * np.log(q / p), GRID)
    assert_allclose([first, second, kl_divergence(p * DELTA, q * DELTA)], 0.5, rtol=1e-8)


@pytest.mark.equation("eq-same-gradient")
def test_gradients_of_divergence_and_cross_entropy_are_equal() -> None:
    theta = np.array([0.5, -1.0, 2.0, 0.0])
    divergence = gradient(lambda t: scipy.stats.entropy(P, softmax(t)), theta)
    crossed = gradient(lambda t: -np.sum(P * np.log(softmax(t))), theta)
    assert_allclose(divergence, crossed, atol=1e-11)
    assert_allclose(kl_divergence_logits_grad(P, theta), crossed, atol=1e-10)
    assert abs(crossed).max() > 0.1
