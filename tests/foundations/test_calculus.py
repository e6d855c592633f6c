"""First-order change against PyTorch, numerical derivatives and exact integrals."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.integrate
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from dlref._array import Array
from dlref.activations import softmax
from dlref.foundations import directional_derivative, logsumexp, taylor1
from tests import torch_answers
from tests.numerical import derivative, gradient
from tests.strategies import Float, distributions, reals

RNG = np.random.default_rng(0)
X, U, DELTA = RNG.normal(size=(3, 3))
W, A = RNG.normal(size=(4, 3)), RNG.normal(size=(2, 4))


def inner(x: Float) -> Float:
    return np.tanh(W @ x)


def outer(y: Float) -> Float:
    return np.sin(A @ y)


def jacobian(f: Callable[[Float], Array], x: Float) -> Float:
    return derivative(lambda t: np.stack([f(x + t * e) for e in np.eye(len(x))], axis=1), 0.0)


def hessian_of_lse(x: Float) -> Array:
    p = softmax(x)
    return np.diag(p) - np.outer(p, p)


@pytest.mark.equation("eq-line-derivative")
@pytest.mark.parametrize("t", [0.0, 0.3, 1.0])
def test_derivative_along_a_line(t: float) -> None:
    slope = derivative(lambda s: logsumexp(X + s * U), t)
    partials = gradient(logsumexp, X + t * U)
    assert_allclose(sum(partials[j] * U[j] for j in range(3)), slope, rtol=1e-9)
    assert_allclose(partials @ U, slope, rtol=1e-9)


@pytest.mark.equation("eq-directional-derivative")
def test_directional_derivative_is_the_slope_along_the_line() -> None:
    slope = derivative(lambda t: logsumexp(X + t * U), 0.0)
    assert_allclose(directional_derivative(softmax(X), U), slope, rtol=1e-10)
    assert_allclose(directional_derivative(softmax(X), -3 * U), -3 * slope, rtol=1e-10)


def test_directional_derivative_agrees_with_pytorch() -> None:
    torch = torch_answers.load("foundations/calculus")
    slope = directional_derivative(torch["lse_grad"], torch["u"])
    assert_allclose(slope, torch["lse_slope"], rtol=1e-12)


@pytest.mark.equation("eq-slope-bounds")
@given(reals(3), reals(3))
def test_slope_is_bounded_by_the_length_of_the_gradient(g: Float, u: Float) -> None:
    bound = np.sqrt((g**2).sum()) * np.sqrt((u**2).sum())
    assert abs(directional_derivative(g, u)) <= bound * (1 + 1e-12) + 1e-150
    reached = directional_derivative(g, g)
    assert_allclose(reached, np.sqrt((g**2).sum()) ** 2, rtol=1e-12, atol=1e-300)


@pytest.mark.equation("eq-taylor1")
def test_taylor_is_the_tangent() -> None:
    value, slope = np.log(np.exp(X).sum()), gradient(logsumexp, X) @ DELTA
    assert_allclose(taylor1(logsumexp(X), softmax(X), DELTA), value + slope, rtol=1e-10)


@pytest.mark.equation("eq-taylor-remainder")
def test_remainder_is_the_integral_of_the_second_derivative() -> None:
    change = logsumexp(X + DELTA) - logsumexp(X)
    slope = directional_derivative(softmax(X), DELTA)

    def along(t: Any) -> Float:
        return derivative(lambda s: logsumexp(X + s * DELTA), t)

    def remainder(second: Callable[[Float], Array]) -> float:
        return scipy.integrate.quad(lambda t: (1 - t) * second(t), 0, 1, epsabs=1e-12)[0]

    def quadratic_form(t: Float) -> Array:
        return DELTA @ hessian_of_lse(X + t * DELTA) @ DELTA

    assert_allclose(scipy.integrate.quad(along, 0, 1)[0], change, atol=1e-10)
    assert_allclose(slope + remainder(lambda t: derivative(along, t)), change, atol=1e-8)
    assert_allclose(slope + remainder(quadratic_form), change, atol=1e-12)
    assert_allclose(hessian_of_lse(X), jacobian(lambda x: softmax(x), X), atol=1e-10)


@pytest.mark.equation("eq-taylor-bound")
@given(reals(3), reals(3, bound=5))
def test_remainder_is_bounded_by_the_square_of_the_step(x: Float, delta: Float) -> None:
    error = logsumexp(x + delta) - taylor1(logsumexp(x), softmax(x), delta)
    t, weights = np.polynomial.legendre.leggauss(20)
    p = softmax(x + (1 + t[:, None]) / 2 * delta)
    forms = p @ delta**2 - (p @ delta) ** 2  # with the Hessian diag(p) - p p^T
    integral = weights / 2 @ ((1 - t) / 2 * abs(forms))
    assert abs(error) <= integral * 1.05 + 1e-6
    assert integral <= 0.5 / 2 * (delta**2).sum() * (1 + 1e-12)
    assert abs(error) <= 0.5 / 2 * (delta**2).sum() + 1e-13


def test_error_falls_with_the_square_of_the_step() -> None:
    steps = [2.0**-k for k in range(5, 10)]
    errors = [
        logsumexp(X + h * DELTA) - taylor1(logsumexp(X), softmax(X), h * DELTA) for h in steps
    ]
    orders = np.diff(np.log(errors)) / np.diff(np.log(steps))
    assert_allclose(orders, 2, atol=0.05)


@pytest.mark.equation("eq-chain-rule-components", "eq-chain-rule")
def test_jacobian_of_a_composition() -> None:
    whole = jacobian(lambda x: outer(inner(x)), X)
    first, second = jacobian(inner, X), jacobian(outer, inner(X))
    sums = [[sum(second[k, i] * first[i, j] for i in range(4)) for j in range(3)] for k in (0, 1)]
    assert_allclose(whole, sums, atol=1e-9)
    assert_allclose(whole, second @ first, atol=1e-9)


@pytest.mark.equation("eq-chain-rule-gradient")
def test_gradient_of_a_composition() -> None:
    def loss(y: Float) -> Float:
        return (outer(y) ** 2).sum()

    whole = gradient(lambda x: loss(inner(x)), X)
    assert_allclose(whole, jacobian(inner, X).T @ gradient(loss, inner(X)), atol=1e-9)


def test_chain_rule_agrees_with_pytorch() -> None:
    torch = torch_answers.load("foundations/calculus")
    x, w, a = torch["x"], torch["w"], torch["a"]
    y = np.tanh(w @ x)
    first = (1 - y**2)[:, None] * w
    second = np.cos(a @ y)[:, None] * a
    assert_allclose(second @ first, torch["jacobian"], atol=1e-14)
    assert_allclose(first.T @ (second.T @ (2 * np.sin(a @ y))), torch["loss_grad"], atol=1e-14)


@pytest.mark.equation("eq-tangent")
@given(st.floats(-9, 9), st.floats(-9, 9))
def test_exponential_is_above_its_tangents(v: float, m: float) -> None:
    slope = derivative(np.exp, m)
    assert np.exp(v) >= np.exp(m) + slope * (v - m) - 1e-9 * np.exp(m)


@pytest.mark.equation("eq-jensen")
@given(reals(4, bound=9), distributions(4))
def test_jensen_inequality(v: Float, p: Float) -> None:
    m = p @ v
    above = p @ (np.exp(m) + np.exp(m) * (v - m))
    assert p @ np.exp(v) >= above - 1e-12 * np.exp(v).max()
    assert_allclose(above, np.exp(m), rtol=1e-9)
    constant = np.ptp(v[p > 0]) < 1e-3
    assert constant or p @ np.exp(v) > np.exp(m)


@pytest.mark.parametrize("axis", [None, 0, 1, -1])
def test_axis(axis: int | None) -> None:
    g, u = RNG.normal(size=(2, 3, 4))
    expected = np.sum(g * u, axis=axis)
    assert_allclose(directional_derivative(g, u, axis), expected)
    assert_allclose(taylor1(np.ones(expected.shape), g, u, axis), 1 + expected)


def test_precision_is_kept() -> None:
    g = X.astype(np.float32)
    assert directional_derivative(g, g).dtype == np.float32
    assert taylor1(g[0], g, g).dtype == np.float32
    assert taylor1(1, [1, 2], [3, 4]).dtype == np.float64
    assert taylor1(1, [1, 2], [3, 4]) == 12


def test_bad_input_says_what_is_wrong() -> None:
    with pytest.raises(ValueError, match=r"same shape, got grad \(2,\), u \(3,\)"):
        directional_derivative([1.0, 2.0], [1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="grad needs at least one entry along axis -1"):
        directional_derivative([], [])
    with pytest.raises(ValueError, match=r"grad of shape \(\) has no axis -1"):
        directional_derivative(1.0, 2.0)
    with pytest.raises(ValueError, match=r"f_x must have .* without axis -1, \(\), got \(2,\)"):
        taylor1([1.0, 2.0], [1.0, 2.0], [1.0, 2.0])
