"""The update rule on a logistic regression and on quadratics, against SciPy and Taylor."""

from collections.abc import Callable

import numpy as np
import pytest
import scipy.integrate
import scipy.linalg
import scipy.optimize
import scipy.special
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from dlref._array import Array
from dlref.gradient_descent import (
    descent_lemma_bound,
    gradient_descent_step,
    predicted_decrease,
    steepest_descent_direction,
)
from tests.numerical import derivative, gradient, vjp
from tests.strategies import Float, reals

RNG = np.random.default_rng(0)
X = RNG.normal(size=(6, 3))
THETA, DELTA = RNG.normal(size=(2, 3))
BETA = float(scipy.linalg.svdvals(X)[0] ** 2 / 24)


def loss(theta: Array) -> float:
    """Give the loss of a logistic regression on examples that carry their labels' sign."""
    return float(-scipy.special.log_expit(X @ theta).mean())


def loss_grad(theta: Array) -> Array:
    return -X.T @ scipy.special.expit(-X @ theta) / 6


def loss_hessian(theta: Array) -> Array:
    p = scipy.special.expit(X @ theta)
    return X.T @ np.diag(p * (1 - p)) @ X / 6


G = loss_grad(THETA)


def order_of(error: Callable[[float], float], scales: Float) -> float:
    """Measure the power of the scale with which an error falls."""
    logs = np.log([abs(error(scale)) for scale in scales])
    return float(np.polyfit(np.log(scales), logs, 1)[0])


def test_gradient_and_hessian_of_the_example() -> None:
    assert_allclose(loss_grad(THETA), gradient(loss, THETA), rtol=1e-8)
    hessian = [vjp(loss_grad, THETA, one_hot) for one_hot in np.eye(3)]
    assert_allclose(loss_hessian(THETA), hessian, rtol=1e-8)


@pytest.mark.equation("eq-taylor-exact")
def test_taylor_with_the_exact_remainder() -> None:
    def curvature(s: float) -> float:
        return (1 - s) * DELTA @ loss_hessian(THETA + s * DELTA) @ DELTA

    remainder = scipy.integrate.quad(curvature, 0, 1)[0]
    assert_allclose(loss(THETA + DELTA), loss(THETA) + G @ DELTA + remainder, rtol=1e-13)
    assert abs(remainder) > 0.01


@pytest.mark.equation("eq-segment")
def test_integration_by_parts_on_the_segment() -> None:
    first = scipy.integrate.quad(lambda s: loss_grad(THETA + s * DELTA) @ DELTA, 0, 1)[0]
    assert_allclose(loss(THETA + DELTA) - loss(THETA), first, rtol=1e-13)
    slope = derivative(lambda s: loss(THETA + float(s) * DELTA), 0.0)
    assert_allclose(slope, G @ DELTA, rtol=1e-9)


@pytest.mark.equation("eq-taylor")
def test_taylor_to_second_order() -> None:
    second = DELTA @ loss_hessian(THETA) @ DELTA / 2

    def error(scale: float) -> float:
        terms = loss(THETA) + scale * G @ DELTA + scale**2 * second
        return loss(THETA + scale * DELTA) - terms

    assert_allclose(order_of(error, np.logspace(-2.5, -1.5, 5)), 3, atol=0.02)


@pytest.mark.equation("eq-first-order", "eq-delta-loss")
def test_first_order_approximation() -> None:
    def error(scale: float) -> float:
        return loss(THETA + scale * DELTA) - loss(THETA) - scale * G @ DELTA

    assert_allclose(order_of(error, np.logspace(-4, -2, 5)), 2, atol=0.02)
    assert abs(error(1e-3)) < 0.01 * abs(1e-3 * G @ DELTA)


@pytest.mark.equation("eq-negative-gradient")
def test_predicted_change_is_the_slope_along_the_step() -> None:
    for eta in (1e-4, 1e-3):
        change = loss(gradient_descent_step(THETA, G, eta)) - loss(THETA)
        assert change < 0
        assert_allclose(change, predicted_decrease(G, eta), rtol=eta)
    slope = derivative(lambda eta: loss(THETA - float(eta) * G), 0.0)
    assert_allclose(predicted_decrease(G, 0.3), 0.3 * slope, rtol=1e-9)


@pytest.mark.equation("eq-step")
def test_step_goes_against_the_gradient() -> None:
    expected = [t - 0.1 * g for t, g in zip(THETA, G, strict=True)]
    assert_array_equal(gradient_descent_step(THETA, G, 0.1), expected)
    assert gradient_descent_step([[1.0, 2.0]], [[2, -4]], 0.5).tolist() == [[0, 4]]
    assert gradient_descent_step(1, 2, 0.25) == 0.5


@pytest.mark.equation("eq-cauchy-schwarz")
@given(reals(3))
def test_no_unit_vector_descends_faster(v: Float) -> None:
    assume(np.linalg.norm(v) > 1e-3)
    u = v / np.linalg.norm(v)
    length = np.linalg.norm(G)
    assert_allclose(np.sum((u + G / length) ** 2), 2 + 2 * G @ u / length, atol=1e-14)
    # Half an epsilon for each of the five operations of a product, of a length, and of v / |v|.
    assert G @ u >= -length * (1 + 8 * np.finfo(float).eps)


@pytest.mark.equation("eq-steepest")
def test_steepest_descent_direction() -> None:
    u = steepest_descent_direction(G)
    assert_allclose(np.linalg.norm(u), 1, rtol=1e-15)
    assert_allclose(G @ u, -np.linalg.norm(G), rtol=1e-14)
    angles = {"type": "eq", "fun": lambda v: v @ v - 1}
    best = scipy.optimize.minimize(lambda v: G @ v, np.ones(3) / 3**0.5, constraints=[angles])
    assert_allclose(u, best.x, atol=1e-5)


@pytest.mark.parametrize("size", [1e-320, 1e-200, 1.0, 1e200, 1e308])
def test_direction_of_huge_and_tiny_gradients(size: float) -> None:
    assert_allclose(steepest_descent_direction([0.75 * size, -size]), [-0.6, 0.8], rtol=1e-3)
    assert steepest_descent_direction([[0, size]]).tolist() == [[0, -1]]


@pytest.mark.equation("eq-remainder")
def test_remainder_falls_as_the_square_of_the_learning_rate() -> None:
    def error(eta: float) -> float:
        return float(loss(THETA - eta * G) - loss(THETA) - predicted_decrease(G, eta))

    assert_allclose(order_of(error, np.logspace(-4, -2, 5)), 2, atol=0.01)
    assert_allclose(error(1e-3) / 1e-6, G @ loss_hessian(THETA) @ G / 2, rtol=1e-3)
    exact = scipy.integrate.quad(lambda s: (1 - s) * G @ loss_hessian(THETA - s * G) @ G, 0, 1)
    assert_allclose(error(1.0), exact[0], rtol=1e-12)


@pytest.mark.equation("eq-smooth")
@given(reals(3, bound=4), reals(3, bound=4))
def test_gradients_are_lipschitz(theta: Float, phi: Float) -> None:
    distance = np.linalg.norm(loss_grad(theta) - loss_grad(phi))
    assert distance <= BETA * np.linalg.norm(theta - phi) + 1e-12


@pytest.mark.equation("eq-descent-lemma-proof")
@given(reals(3, bound=4), reals(3, bound=4))
def test_quadratic_upper_bound(theta: Float, delta: Float) -> None:
    g = loss_grad(theta)
    first_order = loss(theta) + g @ delta
    assert loss(theta + delta) <= first_order + BETA / 2 * delta @ delta + 1e-12

    nodes, weights = np.polynomial.legendre.leggauss(40)
    twist = [(loss_grad(theta + s * delta) - g) @ delta for s in (1 + nodes) / 2]
    exact = weights @ twist / 2
    assert_allclose(loss(theta + delta) - first_order, exact, atol=1e-6)


@pytest.mark.equation("eq-descent-lemma")
@given(reals(3, bound=4), st.floats(0.01, 4))
def test_descent_lemma(theta: Float, eta: float) -> None:
    g = loss_grad(theta)
    change = loss(gradient_descent_step(theta, g, eta)) - loss(theta)
    assert change <= descent_lemma_bound(g, eta, BETA) + 1e-12


@pytest.mark.equation("eq-best-rate")
def test_bound_is_lowest_at_one_over_beta() -> None:
    best = scipy.optimize.minimize_scalar(
        lambda eta: descent_lemma_bound(G, eta, BETA), bounds=(0.1, 20), options={"xatol": 1e-9}
    )
    assert_allclose(best.x, 1 / BETA, rtol=1e-6)
    assert_allclose(best.fun, -(G @ G) / (2 * BETA), rtol=1e-12)
    assert loss(THETA - G / BETA) - loss(THETA) <= -(G @ G) / (2 * BETA)


@pytest.mark.equation("eq-quadratic")
def test_bound_is_exact_along_the_steepest_curvature() -> None:
    hessian = np.array([[2.0, 1.0], [1.0, 2.0]])
    steepest = np.array([1.0, 1.0])  # eigenvector of the largest eigenvalue, 3
    for eta in (0.1, 1 / 3, 0.6, 2 / 3, 0.7):
        after = gradient_descent_step(steepest, hessian @ steepest, eta)
        change = (after @ hessian @ after - steepest @ hessian @ steepest) / 2
        assert_allclose(change, descent_lemma_bound(hessian @ steepest, eta, 3.0), atol=1e-14)
        assert_allclose(after, (1 - 3 * eta) * steepest, atol=1e-15)
    assert descent_lemma_bound(steepest, 0.66, 3.0) < 0 < descent_lemma_bound(steepest, 0.67, 3.0)


def test_zero_gradient() -> None:
    assert predicted_decrease([0.0, 0.0], 0.1) == 0
    assert descent_lemma_bound([0.0, 0.0], 0.1, 1.0) == 0
    assert gradient_descent_step([1.0], [0.0], 0.1).tolist() == [1.0]


def test_huge_gradients() -> None:
    assert_allclose(predicted_decrease([1e200], 1e-300), -1e100)
    assert predicted_decrease([1e200], 1.0) == -np.inf
    assert predicted_decrease([[3.0], [4.0]], 2.0) == -50


def test_precision_is_kept() -> None:
    theta, eta = THETA.astype(np.float32), float(np.float64(0.1))
    for rate in (eta, np.float64(eta)):
        assert gradient_descent_step(theta, theta, rate).dtype == np.float32
        assert predicted_decrease(theta, rate).dtype == np.float32
        assert descent_lemma_bound(theta, rate, np.float64(2)).dtype == np.float32
    assert steepest_descent_direction(theta).dtype == np.float32
    assert steepest_descent_direction([0, 2]).dtype == np.float64


def test_bad_input_says_what_is_wrong() -> None:
    with pytest.raises(ValueError, match=r"same shape, got theta \(2,\), g \(1,\)"):
        gradient_descent_step([1.0, 2.0], [1.0], 0.1)
    for eta in (0.0, -0.1, np.inf, np.nan):
        with pytest.raises(ValueError, match=f"eta must be positive and finite, got {eta}"):
            gradient_descent_step([1.0], [1.0], eta)
        with pytest.raises(ValueError, match="eta must be positive"):
            predicted_decrease([1.0], eta)
        with pytest.raises(ValueError, match="eta must be positive"):
            descent_lemma_bound([1.0], eta, 1.0)
    with pytest.raises(ValueError, match=r"beta must be positive and finite, got -1\.0"):
        descent_lemma_bound([1.0], 0.1, -1.0)
    for g, largest in (([0.0, 0.0], "0.0"), ([np.nan, 1.0], "nan"), ([1.0, -np.inf], "inf")):
        with pytest.raises(ValueError, match=f"g must be finite and not zero, got .* {largest}"):
            steepest_descent_direction(g)
    with pytest.raises(ValueError, match="g needs at least one entry"):
        steepest_descent_direction([])
