"""The mean squared error against scikit-learn, PyTorch, numerical derivatives and its minimum."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from sklearn.metrics import mean_squared_error

from dlref.losses import mse_loss, mse_loss_grad
from tests import torch_answers
from tests.numerical import derivative, gradient
from tests.strategies import Float, reals

RNG = np.random.default_rng(0)
A, Y = RNG.normal(size=(2, 3, 4))
X, W, TARGET = RNG.normal(size=(6, 3)), RNG.normal(size=3), RNG.normal(size=6)


@pytest.mark.equation("eq-mse")
def test_definition_agrees_with_scikit_learn() -> None:
    assert_allclose(mse_loss(A, Y), mean_squared_error(A, Y), rtol=1e-14)
    by_column = mean_squared_error(A, Y, multioutput="raw_values")
    assert_allclose(mse_loss(A, Y, axis=0), by_column, rtol=1e-14)
    assert_allclose(mse_loss(A.T, Y.T, axis=1), by_column, rtol=1e-14)
    assert_allclose(mse_loss(A[0], Y[0]), sum((A[0] - Y[0]) ** 2) / 4, rtol=1e-14)


def test_pytorch_agrees() -> None:
    torch = torch_answers.load("losses/squared_error")
    assert_allclose(mse_loss(torch["a"], torch["y"]), torch["mse"], rtol=1e-14)
    assert_allclose(mse_loss_grad(torch["a"], torch["y"]), torch["a_grad"], rtol=1e-14)


@pytest.mark.equation("eq-mse-grad")
@pytest.mark.parametrize("axis", [None, 0, 1, -1])
def test_gradient(axis: int | None) -> None:
    expected = gradient(lambda a: ((a - Y) ** 2).mean(axis).sum(), A)
    assert_allclose(mse_loss_grad(A, Y, axis), expected, rtol=1e-9)


@pytest.mark.equation("eq-mse-hessian")
def test_curvature() -> None:
    n = A.size
    assert_allclose(derivative(lambda a: mse_loss_grad(np.full_like(Y, a), Y), 0.3), 2 / n)


@pytest.mark.equation("eq-half-mse", "eq-half-mse-grad")
def test_half_mean() -> None:
    def half(a: Float) -> Float:
        return 1 / (2 * a.size) * ((a - Y) ** 2).sum()

    assert_allclose(half(A), mse_loss(A, Y) / 2, rtol=1e-14)
    assert_allclose(gradient(half, A), (A - Y) / A.size, rtol=1e-9)
    assert_allclose(mse_loss_grad(A, Y) / 2, (A - Y) / A.size, rtol=1e-14)


@pytest.mark.equation("eq-mse-constant", "eq-mse-mean-is-best")
@given(reals(5), st.floats(-50, 50))
def test_the_mean_is_the_best_constant(y: Float, c: float) -> None:
    loss = mse_loss(np.full(5, c), y)
    assert_allclose(loss, (c - y.mean()) ** 2 + y.var(), rtol=1e-11, atol=1e-11)
    assert loss >= mse_loss(np.full(5, y.mean()), y) - 1e-11
    assert_allclose(mse_loss(np.full(5, y.mean()), y), y.var(), rtol=1e-11, atol=1e-11)


@pytest.mark.equation("eq-mse-linear-grad")
def test_gradient_through_a_linear_model() -> None:
    expected = gradient(lambda w: mse_loss(X @ w, TARGET), W)
    assert_allclose(2 / len(X) * X.T @ (X @ W - TARGET), expected, rtol=1e-9)
    assert_allclose(X.T @ mse_loss_grad(X @ W, TARGET), expected, rtol=1e-9)
    best = np.linalg.lstsq(X, TARGET)[0]
    assert abs(X.T @ mse_loss_grad(X @ best, TARGET)).max() < 1e-14


@given(reals(4), reals(4))
def test_symmetric_and_positive(a: Float, y: Float) -> None:
    assert mse_loss(a, y) == mse_loss(y, a) >= 0
    assert (mse_loss_grad(a, y) == -mse_loss_grad(y, a)).all()
    assert mse_loss(a, a) == 0


def test_overflow_is_infinite_and_silent() -> None:
    assert mse_loss([1e200, 0.0], [0.0, 0.0]) == np.inf
    assert mse_loss_grad([1e200, 0.0], [0.0, 0.0]).tolist() == [1e200, 0]
    assert mse_loss([1.5e308], [-1.5e308]) == np.inf
    assert mse_loss_grad([1.5e308], [-1.5e308]).tolist() == [np.inf]
    assert np.isnan(mse_loss([np.inf], [np.inf]))


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_precision_is_kept(dtype: type[np.floating[Any]]) -> None:
    a, y = A.astype(dtype), Y.astype(dtype)
    assert mse_loss(a, y).dtype == mse_loss(a, y, axis=0).dtype == dtype
    assert mse_loss_grad(a, y).dtype == dtype
    assert mse_loss([1, 2], [3, 5]) == 6.5


@pytest.mark.parametrize("f", [mse_loss, mse_loss_grad])
def test_bad_input_says_what_is_wrong(f: Any) -> None:
    with pytest.raises(ValueError, match=r"same shape, got a \(3, 1\), y \(3,\)"):
        f(np.zeros((3, 1)), np.zeros(3))
    with pytest.raises(ValueError, match=r"a needs at least one entry, got shape \(0,\)"):
        f([], [])
    with pytest.raises(ValueError, match=r"a of shape \(2,\) has no axis 1"):
        f([1.0, 2.0], [1.0, 2.0], axis=1)
