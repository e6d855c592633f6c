"""The learning problem against least squares, enumeration and its properties."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from numpy.testing import assert_allclose, assert_array_equal

from dlref._array import Array
from dlref.gradient_descent import accept_if_lower, apply_update, empirical_risk
from tests.numerical import gradient, vjp
from tests.strategies import Float, reals

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(6, 3)), RNG.normal(size=6)
THETA, DELTA = RNG.normal(size=(2, 3))


def squared_errors(theta: Array) -> Array:
    return (X @ theta - Y) ** 2


def loss(theta: Array) -> Array:
    return empirical_risk(squared_errors(theta))


@pytest.mark.equation("eq-empirical-risk")
def test_empirical_risk_is_the_mean_over_examples() -> None:
    expected = sklearn.metrics.mean_squared_error(Y, X @ THETA)
    assert_allclose(loss(THETA), expected, rtol=1e-14)
    exact = sum(Fraction(value) for value in squared_errors(THETA)) / 6
    assert_allclose(loss(THETA), float(exact), rtol=1e-15)


def test_empirical_risk_axis() -> None:
    losses = RNG.normal(size=(2, 3))
    rows = [sum(row) / 3 for row in losses.tolist()]
    assert_allclose(empirical_risk(losses), rows)
    assert_allclose(empirical_risk(losses.T, axis=0), rows)
    assert_allclose(empirical_risk(losses, axis=None), sum(rows) / 2)


@pytest.mark.equation("eq-empirical-risk-grad")
def test_gradient_of_the_risk_is_the_mean_of_the_gradients() -> None:
    per_example = [vjp(squared_errors, THETA, one_hot) for one_hot in np.eye(6)]
    assert_allclose(gradient(loss, THETA), np.sum(per_example, axis=0) / 6, rtol=1e-9)


def test_empirical_risk_of_a_random_sample_is_unbiased() -> None:
    values = [Fraction(1, 2), Fraction(3), Fraction(7)]
    probabilities = [Fraction(1, 5), Fraction(1, 2), Fraction(3, 10)]
    risk = sum(p * v for p, v in zip(probabilities, values, strict=True))
    expectation = 0.0
    for sample in itertools.product(range(3), repeat=2):
        weight = probabilities[sample[0]] * probabilities[sample[1]]
        expectation += float(weight) * float(empirical_risk([float(values[i]) for i in sample]))
    assert_allclose(expectation, float(risk), rtol=1e-14)


@pytest.mark.equation("eq-iteration")
def test_update_adds() -> None:
    assert_array_equal(
        apply_update(THETA, DELTA), [a + b for a, b in zip(THETA, DELTA, strict=True)]
    )
    matrix = np.ones((2, 2))
    assert apply_update(matrix, -matrix).tolist() == [[0, 0], [0, 0]]
    assert apply_update(1, 2) == 3
    assert matrix.tolist() == [[1, 1], [1, 1]]


@pytest.mark.equation("eq-accept")
def test_update_is_accepted_only_if_the_loss_falls() -> None:
    step = -0.01 * 2 / 6 * X.T @ (X @ THETA - Y)
    assert loss(THETA + step) < loss(THETA) < loss(THETA - step)
    assert_array_equal(accept_if_lower(THETA, step, loss), THETA + step)
    assert_array_equal(accept_if_lower(THETA, -step, loss), THETA)


def test_equal_loss_is_no_progress() -> None:
    assert accept_if_lower([3.0], [-6.0], lambda theta: theta[0] ** 2).tolist() == [3.0]


@pytest.mark.parametrize("after", [np.nan, np.inf])
def test_invalid_proposal_is_refused(after: float) -> None:
    result = accept_if_lower([0.0], [1.0], lambda theta: after if theta[0] == 1 else 0.0)
    assert result.tolist() == [0.0]


def test_refusal_returns_a_copy() -> None:
    theta = np.array([1.0])
    result = accept_if_lower(theta, [1.0], lambda t: t[0] ** 2)
    result[0] = 5
    assert theta[0] == 1


@given(reals(3), reals(3))
def test_accepted_updates_never_raise_the_loss(theta: Float, delta: Float) -> None:
    result = accept_if_lower(theta, delta, loss)
    assert loss(result) <= loss(theta)
    assert np.array_equal(result, theta) or np.array_equal(result, theta + delta)


def test_accepting_every_decrease_can_stop_short_of_the_minimum() -> None:
    theta = np.array([2.0])
    for t in range(1, 60):
        theta = accept_if_lower(theta, [-(0.5**t)], lambda theta: theta[0] ** 2)
    assert_allclose(theta, 1, rtol=1e-15)


@pytest.mark.equation("eq-normal-equations")
def test_normal_equations_make_the_gradient_zero() -> None:
    solution = np.linalg.solve(X.T @ X, X.T @ Y)
    assert_allclose(solution, np.linalg.lstsq(X, Y)[0], rtol=1e-12)
    assert abs(gradient(loss, solution)).max() < 1e-10
    assert_allclose(gradient(loss, THETA), 2 / 6 * X.T @ (X @ THETA - Y), rtol=1e-9)


def test_precision_is_kept() -> None:
    theta = THETA.astype(np.float32)
    assert empirical_risk(theta).dtype == np.float32
    assert apply_update(theta, theta).dtype == np.float32
    assert accept_if_lower(theta, theta, lambda t: t @ t).dtype == np.float32
    assert empirical_risk([1, 2]) == 1.5
    assert accept_if_lower([2], [-1], lambda t: t[0] ** 2).dtype == np.float64


def test_bad_input_says_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="losses needs at least one entry"):
        empirical_risk([])
    with pytest.raises(ValueError, match=r"losses of shape \(\) has no axis -1"):
        empirical_risk(1.0)
    with pytest.raises(ValueError, match=r"same shape, got theta \(2,\), delta_theta \(1,\)"):
        apply_update([1.0, 2.0], [1.0])
    with pytest.raises(ValueError, match=r"same shape, got theta \(2,\), delta_theta \(1,\)"):
        accept_if_lower([1.0, 2.0], [1.0], np.sum)
    with pytest.raises(ValueError, match=r"one number, got shapes \(2,\), \(2,\)"):
        accept_if_lower([1.0, 2.0], [1.0, 2.0], lambda theta: theta)
