"""Stopping tests against SciPy's, at the edges, and on runs whose end is known."""

import itertools
import math

import numpy as np
import pytest
import scipy.optimize
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from dlref._array import Array
from dlref.gradient_descent import (
    early_stopping,
    gradient_descent_step,
    gradient_norm_stop,
    relative_decrease_stop,
)
from tests.numerical import gradient
from tests.strategies import Float, reals

HESSIAN = np.array([[2.0, 0.5, 0.0], [0.5, 1.0, 0.3], [0.0, 0.3, 0.5]])
MU = float(np.linalg.eigvalsh(HESSIAN)[0])
BETA = float(np.linalg.eigvalsh(HESSIAN)[-1]) + 1


def loss(theta: Array) -> float:
    """Give a loss between two quadratics, with its minimum, 0, at 0."""
    return float(theta @ HESSIAN @ theta / 2 + np.log(np.cosh(theta)).sum())


def loss_grad(theta: Array) -> Array:
    return HESSIAN @ theta + np.tanh(theta)


def test_gradient_of_the_example() -> None:
    theta = np.array([1.0, -2.0, 0.5])
    assert_allclose(loss_grad(theta), gradient(loss, theta), rtol=1e-8)


@pytest.mark.equation("eq-gradient-norm")
@given(reals(4), st.floats(0.1, 60), st.sampled_from([1.0, 2.0, np.inf]))
def test_gradient_norm(g: Float, epsilon: float, order: float) -> None:
    sizes = {1.0: abs(g).sum(), 2.0: (g @ g) ** 0.5, np.inf: abs(g).max()}
    assume(not math.isclose(sizes[order], epsilon, rel_tol=1e-14))  # rounding would decide
    assert gradient_norm_stop(g, epsilon, order) == (sizes[order] <= epsilon)


@pytest.mark.parametrize(("order", "norm"), [(2, 5.0), (np.inf, 4.0), (1, 7.0)])
def test_gradient_norm_at_the_threshold(order: float, norm: float) -> None:
    assert gradient_norm_stop([[3.0], [-4.0]], norm, order)
    assert not gradient_norm_stop([[3.0], [-4.0]], norm * (1 - 1e-12), order)


def test_gradient_norm_default_is_euclidean() -> None:
    assert gradient_norm_stop([3, 4], 5.0)
    assert not gradient_norm_stop([3, 4], 4.9)


@pytest.mark.parametrize("g", [[np.nan, 0.0], [np.inf, 0.0], [1e200, 1e200]])
@pytest.mark.parametrize("order", [1, 2, np.inf])
def test_diverged_gradient_does_not_stop(g: list[float], order: float) -> None:
    assert not gradient_norm_stop(g, 1e-5, order)


def test_norm_of_half_precision_does_not_overflow() -> None:
    assert gradient_norm_stop(np.full(9, 300, dtype=np.float16), 900.0)


def test_scipy_stops_on_the_largest_entry() -> None:
    """Two entries of 0.8 gtol: below in the largest entry, above in the Euclidean norm."""
    for start, steps in ((np.array([0.8e-5, 0.8e-5]), 0), (np.array([1.2e-5, 0.0]), 1)):
        result = scipy.optimize.minimize(
            lambda x: x @ x / 2, start, jac=lambda x: x, method="BFGS", options={"gtol": 1e-5}
        )
        assert result.nit == steps
        assert gradient_norm_stop(start, 1e-5, order=np.inf) == (result.nit == 0)
        assert not gradient_norm_stop(start, 1e-5)


@pytest.mark.equation("eq-relative-decrease")
@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(0.01, 3), st.floats(0, 4))
def test_relative_decrease(before: float, after: float, tau: float, floor: float) -> None:
    size = max(abs(before), abs(after), floor)
    expected = abs(before - after) <= tau * size
    assert relative_decrease_stop(before, after, tau, floor) == expected


def test_relative_decrease_is_relative() -> None:
    assert relative_decrease_stop(1000.0, 999.0, 1e-3)
    assert relative_decrease_stop(-1000.0, -999.0, 1e-3)
    assert not relative_decrease_stop(10.0, 9.0, 1e-3)
    assert not relative_decrease_stop(9.0, 10.0, 1e-3), "a rise is no convergence"
    assert relative_decrease_stop(2e-4, 1e-4, 1e-3)
    assert not relative_decrease_stop(2e-4, 1e-4, 1e-3, floor=0)
    assert relative_decrease_stop(0.0, 0.0, 1e-3, floor=0)


@pytest.mark.parametrize("loss_after", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("loss_before", [1.0, np.nan, np.inf])
def test_invalid_loss_does_not_stop(loss_before: float, loss_after: float) -> None:
    assert not relative_decrease_stop(loss_before, loss_after, 0.5)
    assert not relative_decrease_stop(loss_after, loss_before, 0.5)


def test_scipy_stops_on_the_same_relative_decrease() -> None:
    """L-BFGS-B stops at the first iterate whose decrease passes the test, and not before."""
    losses = [float(scipy.optimize.rosen([-1.2, 1.0]))]
    result = scipy.optimize.minimize(
        scipy.optimize.rosen,
        [-1.2, 1.0],
        jac=scipy.optimize.rosen_der,
        method="L-BFGS-B",
        options={"ftol": 1e-2, "gtol": 1e-12},
        callback=lambda intermediate_result: losses.append(float(intermediate_result.fun)),
    )
    assert "RELATIVE REDUCTION OF F" in result.message
    passed = [relative_decrease_stop(a, b, 1e-2) for a, b in itertools.pairwise(losses)]
    assert passed.index(True) + 1 == result.nit == len(passed)


@pytest.mark.equation("eq-early-stopping")
@given(st.lists(st.sampled_from([0.1, 0.2, 0.3, 0.4]), min_size=1, max_size=9), st.integers(1, 4))
def test_early_stopping_counts_from_the_best_epoch(losses: list[float], patience: int) -> None:
    waited = 0
    best = np.inf
    for value in losses:  # the counter of algorithm 7.1 of the Deep Learning book
        waited = 0 if value < best else waited + 1
        best = min(best, value)
    assert early_stopping(losses, patience) == (waited >= patience)


def test_early_stopping_edges() -> None:
    assert not early_stopping([1.0], 1)
    assert early_stopping([1.0, 1.0], 1), "an equal loss is no improvement"
    assert early_stopping([np.nan, np.nan], 1)
    assert not early_stopping([np.nan, 2.0], 1)
    assert early_stopping([1, 2, np.nan], 2)


@pytest.mark.equation("eq-strongly-convex", "eq-gap")
@given(reals(3, bound=4), reals(3, bound=4))
def test_gradient_norm_bounds_the_distance_to_the_lowest_loss(theta: Float, phi: Float) -> None:
    g = loss_grad(theta)
    lower = loss(theta) + g @ (phi - theta) + MU / 2 * (phi - theta) @ (phi - theta)
    assert loss(phi) >= lower - 1e-10
    nearest = theta - g / MU  # where that lower bound is lowest
    lowest = loss(theta) + g @ (nearest - theta) + MU / 2 * (nearest - theta) @ (nearest - theta)
    assert_allclose(lowest, loss(theta) - g @ g / (2 * MU), atol=1e-10)
    assert lowest <= lower + 1e-10
    assert 0 <= loss(theta) <= g @ g / (2 * MU) + 1e-10


@pytest.mark.equation("eq-steps")
@given(reals(3, bound=4), st.integers(1, 30))
def test_shortest_gradient_of_a_run(start: Float, steps: int) -> None:
    theta: Array = start
    squared_norms = []
    for _ in range(steps):
        squared_norms.append(float(loss_grad(theta) @ loss_grad(theta)))
        theta = gradient_descent_step(theta, loss_grad(theta), 1 / BETA)
    assert min(squared_norms) <= np.mean(squared_norms)
    assert np.mean(squared_norms) <= 2 * BETA / steps * (loss(start) - loss(theta)) + 1e-10
    assert loss(theta) >= 0


def test_equal_losses_do_not_mean_a_minimum() -> None:
    """A quadratic at twice the best rate: the step changes sign, the loss stays."""
    theta = np.array([1.0])
    after = gradient_descent_step(theta, theta, 2.0)
    assert (theta**2 == after**2).all()
    assert not gradient_norm_stop(after, 0.5)


def test_losses_are_equal_long_before_the_gradient_is_zero() -> None:
    """Rounding makes the losses of a logistic regression equal, and makes them rise."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(50, 5))
    x *= np.where(rng.random(50) < 1 / (1 + np.exp(-x @ np.ones(5))), 1, -1)[:, None]
    rate = 200 / np.linalg.norm(x, 2) ** 2
    theta: Array = np.zeros(5)
    losses, norms = [], []
    for _ in range(481):
        g = -x.T @ (1 / (1 + np.exp(x @ theta))) / 50
        losses.append(np.logaddexp(0, -x @ theta).mean())
        norms.append(float(np.linalg.norm(g)))
        theta = gradient_descent_step(theta, g, float(rate))
    changes = np.diff(losses)
    equal = int(np.flatnonzero(changes == 0)[0])
    assert 180 < equal < 260
    assert 1e-10 < norms[equal] < 1e-7
    assert (changes[: equal // 2] < 0).all()
    assert (changes[equal:] > 0).any()
    assert norms[-1] < 1e-15


def test_bad_input_says_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="g needs at least one entry"):
        gradient_norm_stop([], 1e-5)
    with pytest.raises(ValueError, match=r"epsilon must be positive and finite, got 0"):
        gradient_norm_stop([1.0], 0)
    with pytest.raises(ValueError, match=r"order must be at least 1, got 0\.5"):
        gradient_norm_stop([1.0], 1e-5, 0.5)
    with pytest.raises(ValueError, match=r"tolerance must be positive and finite, got -1"):
        relative_decrease_stop(1.0, 1.0, -1)
    for floor in (-1.0, np.inf, np.nan):
        with pytest.raises(ValueError, match=f"floor must be finite and not negative, got {floor}"):
            relative_decrease_stop(1.0, 1.0, 0.1, floor)
    with pytest.raises(ValueError, match=r"must be a vector, got shape \(1, 2\)"):
        early_stopping([[1.0, 2.0]], 1)
    with pytest.raises(ValueError, match="validation_losses needs at least one entry"):
        early_stopping([], 1)
    with pytest.raises(ValueError, match="patience must be at least 1, got 0"):
        early_stopping([1.0], 0)
