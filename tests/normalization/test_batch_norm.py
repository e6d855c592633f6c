"""Batch normalization against PyTorch, numerical derivatives and exact sums over all batches."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from dlref._array import Array
from dlref.normalization import (
    batch_norm,
    batch_norm_inference,
    batch_norm_vjp,
    fold_batch_norm,
    standardize,
    update_running_stats,
)
from tests import torch_answers
from tests.numerical import gradient, vjp
from tests.strategies import Float, reals

TORCH = torch_answers.load("normalization/batch_norm")
RNG = np.random.default_rng(0)
M = 6
X, Y_BAR = RNG.normal(size=(2, M, 3)) * 2 + 1
GAMMA, BETA = RNG.normal(size=(2, 3))
DATA, W = RNG.normal(size=(M, 4)), RNG.normal(size=4)
POPULATION = np.array([0.0, 1.0, 5.0])
BATCHES = np.array(list(product(POPULATION, repeat=4)))  # all equally likely batches of four


def loss(w: Float, epsilon: float = 0.0) -> float:
    """Compute a loss of one unit with weights `w` before the normalization."""
    y, _, _ = batch_norm(DATA @ w, 1.3, 0.2, epsilon)
    return float(Y_BAR[:, 0] @ np.tanh(y))


@pytest.mark.equation("eq-batch-norm", "eq-vjp", "eq-parameter-grads")
def test_forward_and_backward_agree_with_pytorch() -> None:
    y, _, _ = batch_norm(TORCH["x"], TORCH["gamma"], TORCH["beta"])
    assert_allclose(y, TORCH["y"], atol=1e-13)
    x_bar, gamma_bar, beta_bar = batch_norm_vjp(TORCH["y_bar"], TORCH["x"], TORCH["gamma"])
    assert_allclose(x_bar, TORCH["x_bar"], atol=1e-13)
    assert_allclose(gamma_bar, TORCH["gamma_bar"])
    assert_allclose(beta_bar, TORCH["beta_bar"])


def test_feature_maps_agree_with_pytorch() -> None:
    axis = (0, 2, 3)
    y, mu, var = batch_norm(TORCH["maps"], TORCH["gamma"], TORCH["beta"], axis=axis)
    assert_allclose(y, TORCH["y_maps"], atol=1e-13)
    x_bar, gamma_bar, beta_bar = batch_norm_vjp(
        TORCH["maps_bar"], TORCH["maps"], TORCH["gamma"], axis=axis
    )
    assert_allclose(x_bar, TORCH["maps_x_bar"], atol=1e-13)
    assert mu.shape == var.shape == gamma_bar.shape == beta_bar.shape == (3,)
    last = batch_norm(
        np.moveaxis(TORCH["maps"], 1, -1), TORCH["gamma"], TORCH["beta"], axis=(0, 1, 2)
    )
    assert_allclose(np.moveaxis(last[0], -1, 1), y)
    inference = batch_norm_inference(
        TORCH["maps"], mu, var, TORCH["gamma"], TORCH["beta"], axis=(0, -2, -1)
    )
    assert_allclose(inference, y)


@pytest.mark.equation("eq-running", "eq-inference")
def test_running_statistics_and_inference_agree_with_pytorch() -> None:
    running: tuple[Array, Array] = np.zeros(3), np.ones(3)
    for batch in (TORCH["x"], TORCH["new"]):
        _, mu, var = batch_norm(batch)
        running = update_running_stats(*running, mu, var, len(batch))
    assert_allclose(running[0], TORCH["running_mu"])
    assert_allclose(running[1], TORCH["running_var"])
    y = batch_norm_inference(TORCH["new"], *running, TORCH["gamma"], TORCH["beta"])
    assert_allclose(y, TORCH["y_inference"])
    scale = TORCH["gamma"] / np.sqrt(TORCH["running_var"] + 1e-5)
    shift = TORCH["beta"] - scale * TORCH["running_mu"]
    assert_allclose(y, scale * TORCH["new"] + shift)


@pytest.mark.equation("eq-fold", "eq-folded-parameters")
def test_folding_agrees_with_pytorch() -> None:
    w, b = fold_batch_norm(
        TORCH["w"], TORCH["b"], TORCH["running_mu"], TORCH["running_var"], TORCH["gamma"],
        TORCH["beta"],
    )  # fmt: skip
    assert_allclose(w, TORCH["w_fused"])
    assert_allclose(b, TORCH["b_fused"])
    x = RNG.normal(size=(4, 2))
    h = x @ TORCH["w"].T + TORCH["b"]
    statistics = TORCH["running_mu"], TORCH["running_var"], TORCH["gamma"], TORCH["beta"]
    assert_allclose(x @ w.T + b, batch_norm_inference(h, *statistics))


@pytest.mark.equation("eq-batch-statistics", "eq-normalized-moments", "eq-identity")
@pytest.mark.parametrize("epsilon", [0.0, 0.5])
def test_moments(epsilon: float) -> None:
    y, mu, var = batch_norm(X, epsilon=epsilon)
    assert_allclose(mu, X.mean(0))
    assert_allclose(var, ((X - mu) ** 2).mean(0))
    assert_allclose(y.mean(0), 0, atol=1e-15)
    assert_allclose((y**2).mean(0), var / (var + epsilon))
    assert_allclose(batch_norm(X, np.sqrt(var + epsilon), mu, epsilon)[0], X)


def test_without_epsilon_it_standardizes() -> None:
    assert_allclose(batch_norm(X, epsilon=0)[0], standardize(X))


@pytest.mark.equation("eq-statistics-derivatives", "eq-jacobian")
@pytest.mark.parametrize("epsilon", [0.0, 0.5])
def test_derivatives_of_the_statistics_and_the_jacobian(epsilon: float) -> None:
    x = X[:, 0]

    def s(t: Float) -> Float:
        return np.sqrt(t.var() + epsilon)

    x_hat = (x - x.mean()) / s(x)
    assert_allclose(gradient(np.mean, x), np.full(M, 1 / M))
    assert_allclose(gradient(np.var, x), 2 / M * (x - x.mean()), atol=1e-10)
    assert_allclose(gradient(s, x), x_hat / M, atol=1e-10)
    expected = (np.eye(M) - 1 / M - np.outer(x_hat, x_hat) / M) / s(x)
    for one_hot, row in zip(np.eye(M), expected, strict=True):
        pulled = vjp(lambda t: batch_norm(t, epsilon=epsilon)[0], x, one_hot)
        assert_allclose(pulled, row, atol=1e-9)


@pytest.mark.equation("eq-vjp", "eq-parameter-grads")
@pytest.mark.parametrize("epsilon", [0.0, 1e-5, 0.5])
def test_vjp_is_the_numerical_one(epsilon: float) -> None:
    x_bar, gamma_bar, beta_bar = batch_norm_vjp(Y_BAR, X, GAMMA, epsilon)
    assert_allclose(
        x_bar, vjp(lambda x: batch_norm(x, GAMMA, BETA, epsilon)[0], X, Y_BAR), atol=1e-8
    )
    expected = vjp(lambda gamma: batch_norm(X, gamma, BETA, epsilon)[0], GAMMA, Y_BAR)
    assert_allclose(gamma_bar, expected, atol=1e-9)
    expected = vjp(lambda beta: batch_norm(X, GAMMA, beta, epsilon)[0], BETA, Y_BAR)
    assert_allclose(beta_bar, expected, atol=1e-9)
    turned = batch_norm_vjp(Y_BAR.T, X.T, GAMMA, epsilon, axis=1)
    assert_allclose(turned[0], x_bar.T)
    assert_allclose(turned[1:], (gamma_bar, beta_bar))


@pytest.mark.equation("eq-constraints")
@pytest.mark.parametrize("epsilon", [0.0, 0.5])
def test_what_the_input_gradient_cannot_do(epsilon: float) -> None:
    x_bar, gamma_bar, _ = batch_norm_vjp(Y_BAR, X, GAMMA, epsilon)
    x_hat, _, var = batch_norm(X, epsilon=epsilon)
    assert_allclose(x_bar.sum(0), 0, atol=1e-14)
    expected = GAMMA * gamma_bar * epsilon / (var + epsilon) ** 1.5
    assert_allclose((x_bar * x_hat).sum(0), expected, atol=1e-14)


@pytest.mark.equation("eq-lipschitz")
def test_norm_of_the_input_gradient() -> None:
    x_bar, gamma_bar, beta_bar = batch_norm_vjp(Y_BAR, X, GAMMA, 0.0)
    inner = (Y_BAR**2).sum(0) - beta_bar**2 / M - gamma_bar**2 / M
    assert_allclose((x_bar**2).sum(0), GAMMA**2 / X.var(0) * inner)


@pytest.mark.equation("eq-scale-epsilon", "eq-scale-invariance")
@given(reals(5, bound=5).filter(lambda x: np.ptp(x) > 0.1), st.floats(0.1, 10))
def test_scale_moves_into_epsilon(x: Float, alpha: float) -> None:
    left, right = batch_norm(alpha * x, 2, 1, 0.3)[0], batch_norm(x, 2, 1, 0.3 / alpha**2)[0]
    assert_allclose(left, right, atol=1e-9)
    assert_allclose(batch_norm(alpha * x, 2, 1, 0)[0], batch_norm(x, 2, 1, 0)[0], atol=1e-9)
    assert_allclose(batch_norm(-alpha * x, 2, 0, 0)[0], -batch_norm(x, 2, 0, 0)[0], atol=1e-9)


def test_with_epsilon_the_scale_matters() -> None:
    assert abs(batch_norm(10 * X, epsilon=1.0)[0] - batch_norm(X, epsilon=1.0)[0]).max() > 0.1


@pytest.mark.equation("eq-gradient-scale", "eq-orthogonal", "eq-norm-growth", "eq-effective-rate")
@pytest.mark.parametrize("alpha", [0.2, 3.0])
def test_gradient_of_scale_invariant_weights(alpha: float) -> None:
    at_w = gradient(loss, W)
    assert_allclose(gradient(loss, alpha * W, h=1e-3 * alpha), at_w / alpha, rtol=1e-7)
    assert abs(W @ at_w) < 1e-10
    eta, norm = 0.7, np.linalg.norm(W)
    stepped = W - eta * at_w
    assert_allclose(stepped @ stepped, W @ W + eta**2 * at_w @ at_w)
    at_unit = gradient(loss, W / norm)
    assert_allclose(stepped, norm * (W / norm - eta / norm**2 * at_unit), rtol=1e-7)


def test_a_bias_before_the_normalization_has_no_effect() -> None:
    assert_allclose(batch_norm(X + 7.0, GAMMA, BETA)[0], batch_norm(X, GAMMA, BETA)[0])


@pytest.mark.equation("eq-batch-mean-noise", "eq-bessel")
def test_noise_of_the_batch_statistics_over_all_batches() -> None:
    _, mu, var = batch_norm(BATCHES, epsilon=1.0, axis=1)
    assert_allclose(mu.mean(), POPULATION.mean())
    assert_allclose(mu.var(), POPULATION.var() / 4)
    assert_allclose(var.mean(), 3 / 4 * POPULATION.var())
    _, unbiased = update_running_stats(0 * mu, 0 * var, mu, var, m=4, rho=1.0)
    assert_allclose(unbiased.mean(), POPULATION.var())


def test_a_batch_of_two_keeps_only_the_order() -> None:
    x = RNG.normal(size=(2, 5))
    assert_allclose(batch_norm(x, epsilon=0)[0], np.sign(x - x.mean(0)))
    assert_allclose(batch_norm_vjp(Y_BAR[:2], X[:2], GAMMA, 0.0)[0], 0, atol=1e-14)


def test_running_statistics_conventions() -> None:
    statistics = np.array([0.0]), np.array([1.0]), np.array([10.0]), np.array([3.0])
    assert_allclose(np.ravel(update_running_stats(*statistics, m=4)), [1.0, 0.9 + 0.1 * 4])
    keras = update_running_stats(*statistics, m=4, rho=1 - 0.99, correction=0)
    assert_allclose(np.ravel(keras), [0.1, 0.99 + 0.01 * 3])
    assert_allclose(np.ravel(update_running_stats(*statistics, m=4, rho=0)), [0, 1])


def test_large_mean_and_small_variance() -> None:
    x = 1e8 + np.array([-1.0, 0.0, 1.0])
    y, mu, var = batch_norm(x, epsilon=0)
    assert_allclose(y, np.sqrt(1.5) * np.array([-1.0, 0.0, 1.0]))
    assert_allclose(batch_norm_inference(x, mu, var, epsilon=0), y)
    with pytest.raises(ValueError, match="var must have finite entries"):
        batch_norm([1e200, -1e200])
    assert_allclose(batch_norm([2.0, 2.0, 2.0], 3.0, 4.0)[0], 4)


def test_long_batches_in_single_precision() -> None:
    _, mu, var = batch_norm(np.tile(np.array([[0.1, 5], [0.3, 7]], np.float32), (100_000, 1)))
    assert_allclose(mu, [0.2, 6], rtol=1e-6)
    assert_allclose(var, [0.01, 1], rtol=1e-5)


def test_precision_is_kept() -> None:
    x, y_bar, gamma = X.astype(np.float32), Y_BAR.astype(np.float32), GAMMA.astype(np.float32)
    mu, var = x.mean(0), x.var(0)
    results = (
        *batch_norm(x),
        *batch_norm(x, GAMMA.tolist(), BETA.tolist()),
        *batch_norm_vjp(y_bar, x, gamma),
        *batch_norm_vjp(y_bar, x),
        batch_norm_inference(x, mu, var),
        *update_running_stats(mu, var, mu, var, 6),
        *fold_batch_norm(x.T, mu, mu, var),
    )
    assert {result.dtype for result in results} == {np.dtype(np.float32)}
    assert batch_norm([1, 2])[0].dtype == np.float64


def test_bad_input_says_what_is_wrong() -> None:
    with pytest.raises(ValueError, match=r"a batch needs 2 values per feature, got shape \(1, 3\)"):
        batch_norm(X[:1])
    with pytest.raises(ValueError, match="a batch needs 2 values per feature"):
        batch_norm_vjp(np.zeros((1, 3, 1, 1)), np.zeros((1, 3, 1, 1)), axis=(0, 2, 3))
    with pytest.raises(ValueError, match="x needs at least one entry along axis 0"):
        batch_norm(np.zeros((0, 3)))
    with pytest.raises(ValueError, match=r"x of shape \(6, 3\) has no axis 2"):
        batch_norm(X, axis=(0, 2))
    with pytest.raises(ValueError, match="x must be finite, got inf"):
        batch_norm([1.0, np.inf])
    for epsilon in (-1e-5, np.nan, np.inf):
        with pytest.raises(ValueError, match="epsilon must be at least 0 and finite"):
            batch_norm(X, epsilon=epsilon)
    with pytest.raises(
        ValueError, match=r"epsilon must be above 0 for constant .* got 0 for \[1\]"
    ):
        batch_norm([[1.0, 0.1], [2.0, 0.1], [3.0, 0.1]], epsilon=0)
    with pytest.raises(
        ValueError, match=r"gamma must have one value per feature, \(3,\), got \(2,\)"
    ):
        batch_norm(X, gamma=[1.0, 2.0])
    with pytest.raises(ValueError, match=r"same shape, got y_bar \(5, 3\), x \(6, 3\)"):
        batch_norm_vjp(Y_BAR[:5], X)
    with pytest.raises(ValueError, match="epsilon must be above 0 where var is 0"):
        batch_norm_inference([1.0], mu=0.0, var=0.0, epsilon=0)
    with pytest.raises(ValueError, match=r"var must have finite entries of at least 0, got .*-1"):
        batch_norm_inference([1.0], mu=0.0, var=-1.0)
    with pytest.raises(ValueError, match="running_var must have finite entries"):
        update_running_stats([0.0], [-1.0], [0.0], [1.0], 4)
    with pytest.raises(ValueError, match="m must be above correction >= 0, got m = 1"):
        update_running_stats([0.0], [1.0], [0.0], [1.0], 1)
    with pytest.raises(ValueError, match=r"rho must be from 0 to 1, got 1\.5"):
        update_running_stats([0.0], [1.0], [0.0], [1.0], 4, rho=1.5)
    with pytest.raises(ValueError, match="same shape, got running_mu"):
        update_running_stats([0.0, 0.0], [1.0], [0.0], [1.0], 4)
    with pytest.raises(ValueError, match=r"b must have one value per feature, \(3,\), got \(2,\)"):
        fold_batch_norm(X.T, [0.0, 0.0], 0.0, 1.0)
