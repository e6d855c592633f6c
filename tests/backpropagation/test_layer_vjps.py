"""Vector-Jacobian products against PyTorch, whole Jacobians and numerical derivatives."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose

from dlref.activations import sigmoid, sigmoid_grad
from dlref.backpropagation import elementwise_vjp, linear, linear_vjp
from tests import torch_answers
from tests.numerical import derivative, vjp
from tests.strategies import Float, reals

RNG = np.random.default_rng(0)
B, M, N = 4, 2, 3
X, W, BIAS, Z_BAR = (RNG.normal(size=s) for s in ((B, N), (M, N), M, (B, M)))


def jacobian(f: Callable[[Any], Any], x: Float) -> Any:
    """Compute every entry: as many rows as `f` has outputs, as many columns as inputs."""
    basis = np.eye(np.size(f(x))).reshape(-1, *np.shape(f(x)))
    return np.array([vjp(f, x, e).ravel() for e in basis])


def mixed(x: Float) -> Float:
    return np.array([np.sin(x[0]) * x[1], x[1] * x[2], x[0] ** 2, np.exp(-x[2])])


@pytest.mark.equation("eq-vjp", "eq-adjoint")
def test_the_transpose_moves_to_the_other_side() -> None:
    x, x_dot, y_bar = RNG.normal(size=3), RNG.normal(size=3), RNG.normal(size=4)
    J = jacobian(mixed, x)
    pushed = derivative(lambda t: mixed(x + t * x_dot), np.zeros(1))
    assert_allclose(pushed, J @ x_dot, rtol=1e-9)
    assert_allclose(vjp(mixed, x, y_bar), J.T @ y_bar, rtol=1e-9)
    assert_allclose(y_bar @ pushed, vjp(mixed, x, y_bar) @ x_dot, rtol=1e-9)


@pytest.mark.equation("eq-composition")
def test_pullbacks_compose_from_back_to_front() -> None:
    x, y_bar = RNG.normal(size=3), RNG.normal(size=4)
    J1, J2 = jacobian(np.tanh, x), jacobian(mixed, np.tanh(x))
    expected = vjp(lambda t: mixed(np.tanh(t)), x, y_bar)
    assert_allclose((J2 @ J1).T @ y_bar, expected, rtol=1e-8)
    assert_allclose(J1.T @ (J2.T @ y_bar), expected, rtol=1e-8)


@pytest.mark.equation("eq-inner-product", "eq-matmul-left", "eq-matmul-right")
def test_matrix_product() -> None:
    S, T = RNG.normal(size=(2, 4, 3))
    by_entry = sum(S[i, j] * T[i, j] for i in range(4) for j in range(3))
    assert_allclose([np.trace(S.T @ T), np.trace(T @ S.T)], by_entry, rtol=1e-12)
    A, C, Y_bar = (RNG.normal(size=s) for s in ((4, 3), (3, 2), (4, 2)))
    dA, dC = RNG.normal(size=(4, 3)), RNG.normal(size=(3, 2))
    assert_allclose((Y_bar * (dA @ C)).sum(), np.trace(Y_bar.T @ dA @ C), rtol=1e-12)
    assert_allclose((Y_bar * (dA @ C)).sum(), np.trace(C @ Y_bar.T @ dA), rtol=1e-12)
    assert_allclose((Y_bar * (dA @ C)).sum(), ((Y_bar @ C.T) * dA).sum(), rtol=1e-12)
    assert_allclose((Y_bar * (A @ dC)).sum(), np.trace(Y_bar.T @ A @ dC), rtol=1e-12)
    assert_allclose((Y_bar * (A @ dC)).sum(), ((A.T @ Y_bar) * dC).sum(), rtol=1e-12)
    assert_allclose(Y_bar @ C.T, vjp(lambda t: t @ C, A, Y_bar), rtol=1e-9)
    assert_allclose(A.T @ Y_bar, vjp(lambda t: A @ t, C, Y_bar), rtol=1e-9)


@pytest.mark.equation("eq-differential", "eq-linear-vjp")
def test_affine_layer() -> None:
    dx, dW, db = (RNG.normal(size=a.shape) for a in (X, W, BIAS))
    moved = derivative(lambda t: linear(X + t * dx, W + t * dW, BIAS + t * db), 0.0)
    assert_allclose(moved, dx @ W.T + X @ dW.T + np.outer(np.ones(B), db), rtol=1e-9)
    x_bar, W_bar, b_bar = linear_vjp(Z_BAR, X, W)
    assert_allclose(
        (Z_BAR * moved).sum(),
        (x_bar * dx).sum() + (W_bar * dW).sum() + (b_bar * db).sum(),
        rtol=1e-9,
    )
    assert_allclose(x_bar, vjp(lambda t: linear(t, W, BIAS), X, Z_BAR), rtol=1e-9)
    assert_allclose(W_bar, vjp(lambda t: linear(X, t, BIAS), W, Z_BAR), rtol=1e-9)
    assert_allclose(b_bar, vjp(lambda t: linear(X, W, t), BIAS, Z_BAR), rtol=1e-9)


@pytest.mark.equation("eq-linear-jacobian", "eq-jacobian-sizes")
def test_jacobian_of_the_affine_layer_is_large_and_almost_all_zeros() -> None:
    J = jacobian(lambda t: linear(X, t, BIAS), W)
    assert J.size == (B * M) * (M * N)
    assert jacobian(lambda t: linear(t, W, BIAS), X).size == (B * M) * (B * N)
    entries = J.reshape(B, M, M, N)
    for t, i, j, k in np.ndindex(B, M, M, N):
        assert_allclose(entries[t, i, j, k], (i == j) * X[t, k], atol=1e-12)
    _, W_bar, _ = linear_vjp(Z_BAR, X, W)
    assert_allclose(Z_BAR.ravel() @ J, W_bar.ravel(), rtol=1e-9)


@pytest.mark.equation("eq-elementwise-jacobian", "eq-elementwise-vjp")
def test_elementwise_function() -> None:
    y_bar = RNG.normal(size=(B, N))
    slope = 1 - np.tanh(X) ** 2
    expected = vjp(np.tanh, X, y_bar)
    assert_allclose(elementwise_vjp(y_bar, slope), expected, rtol=1e-9)
    J = jacobian(np.tanh, X[0])
    assert_allclose(J, np.diag(slope[0]), atol=1e-9)
    assert_allclose(J.T @ y_bar[0], expected[0], rtol=1e-9)
    assert_allclose(elementwise_vjp(y_bar, sigmoid_grad(X)), vjp(sigmoid, X, y_bar), rtol=1e-9)


def test_pullbacks_agree_with_pytorch() -> None:
    torch = torch_answers.load("backpropagation/layer_vjps")
    pulled = linear_vjp(torch["z_bar"], torch["x"], torch["W"])
    for bar, name in zip(pulled, ("x_bar", "W_bar", "b_bar"), strict=True):
        assert_allclose(bar, torch[name], rtol=1e-12)
    slope = 1 - np.tanh(torch["x"]) ** 2
    assert_allclose(elementwise_vjp(torch["y_bar"], slope), torch["tanh_bar"], rtol=1e-12)


@given(reals(3, bound=10), reals(2, 3, bound=10), reals(2, bound=10), reals(3, bound=10))
def test_inner_products_are_equal(x: Float, W: Float, z_bar: Float, dx: Float) -> None:
    x_bar, W_bar, b_bar = linear_vjp(z_bar, x, W)
    assert_allclose(z_bar @ (W @ dx), x_bar @ dx, atol=1e-9)
    assert_allclose(z_bar @ W @ x, (W_bar * W).sum(), atol=1e-9)
    assert_allclose(b_bar, z_bar)


def test_one_example_several_axes_and_none() -> None:
    one = linear_vjp(Z_BAR[0], X[0], W)
    batch = linear_vjp(Z_BAR[:1], X[:1], W)
    assert_allclose(one[0], batch[0][0])
    assert_allclose(one[1], batch[1])
    assert_allclose(one[2], batch[2])
    deep = linear_vjp(Z_BAR.reshape(2, 2, M), X.reshape(2, 2, N), W)
    for bar, flat in zip(deep, linear_vjp(Z_BAR, X, W), strict=True):
        assert_allclose(bar.reshape(flat.shape), flat, rtol=1e-12)
    x_bar, W_bar, b_bar = linear_vjp(np.ones((0, M)), np.ones((0, N)), W)
    assert x_bar.shape == (0, N)
    assert not W_bar.any()
    assert not b_bar.any()


def test_precision_is_kept() -> None:
    single = [value.astype(np.float32) for value in (Z_BAR, X, W)]
    assert {bar.dtype for bar in linear_vjp(*single)} == {np.dtype(np.float32)}
    assert elementwise_vjp(single[0], single[0]).dtype == np.float32
    assert {bar.dtype for bar in linear_vjp([1], [2], [[3]])} == {np.dtype(np.float64)}


@pytest.mark.parametrize(
    ("z_bar", "x", "W"),
    [(Z_BAR, X[:3], W), (Z_BAR, X, W.T), (Z_BAR[0], X, W), (Z_BAR, X, W[0]), (1.0, 1.0, W)],
)
def test_shapes_that_do_not_fit(z_bar: Any, x: Any, W: Any) -> None:
    needs = r"W \(m, n\) needs x \(..., n\) and z_bar \(..., m\), got W"
    with pytest.raises(ValueError, match=needs):
        linear_vjp(z_bar, x, W)


def test_elementwise_refuses_to_broadcast() -> None:
    with pytest.raises(ValueError, match=r"y_bar and derivative must have the same shape, got"):
        elementwise_vjp([[1.0, 2.0]], [1.0, 2.0])
