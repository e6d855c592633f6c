"""Negative log-likelihoods against SciPy, PyTorch, numerical derivatives and their minima."""

from typing import Any

import numpy as np
import pytest
import scipy.optimize
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from dlref.activations import log_softmax, sigmoid
from dlref.losses import (
    bce_with_logits,
    binary_cross_entropy,
    gaussian_nll,
    gaussian_nll_grad,
    mse_loss,
    mse_loss_grad,
    nll_loss,
    softmax_cross_entropy,
)
from tests import torch_answers
from tests.numerical import derivative, gradient
from tests.strategies import Float, reals

RNG = np.random.default_rng(0)
Y, MU, SIGMA = RNG.normal(size=8), RNG.normal(size=8), RNG.uniform(0.3, 3, size=8)
BITS = np.array([0, 1, 1, 0, 1, 0, 0, 1])
scales = st.floats(0.1, 10)


@pytest.mark.equation("eq-gaussian-density", "eq-gaussian-nll")
def test_gaussian_agrees_with_scipy() -> None:
    assert_allclose(gaussian_nll(Y, MU, SIGMA), -scipy.stats.norm.logpdf(Y, MU, SIGMA), rtol=1e-13)
    density = np.exp(-((Y - MU) ** 2) / (2 * SIGMA**2)) / np.sqrt(2 * np.pi * SIGMA**2)
    assert_allclose(density, scipy.stats.norm.pdf(Y, MU, SIGMA), rtol=1e-13)
    assert_allclose(gaussian_nll(Y, MU, SIGMA), -np.log(density), rtol=1e-12)


def test_pytorch_agrees() -> None:
    torch = torch_answers.load("losses/maximum_likelihood")
    y, mu, sigma = torch["y"], torch["mu"], np.exp(torch["log_sigma"])
    assert_allclose(gaussian_nll(y, mu, sigma), torch["full"], rtol=1e-13)
    mu_grad, log_sigma_grad = gaussian_nll_grad(y, mu, sigma)
    assert_allclose(mu_grad, torch["mu_grad"], rtol=1e-13)
    assert_allclose(log_sigma_grad, torch["log_sigma_grad"], rtol=1e-12)


def test_pytorch_drops_the_constant_and_clamps_the_variance() -> None:
    torch = torch_answers.load("losses/maximum_likelihood")
    mean = gaussian_nll(torch["y"], torch["mu"], np.exp(torch["log_sigma"])).mean()
    assert_allclose(torch["default"], mean - np.log(2 * np.pi) / 2, rtol=1e-13)
    clamped = gaussian_nll(1.0, 0.0, 1e-3) - np.log(2 * np.pi) / 2
    assert_allclose(torch["tiny_variance"], clamped, rtol=1e-12)


@pytest.mark.equation("eq-likelihood-log")
def test_logarithm_of_a_product() -> None:
    densities = scipy.stats.norm.pdf(Y, MU, SIGMA)
    assert_allclose(-np.log(densities.prod()), -np.log(densities).sum(), rtol=1e-13)
    assert_allclose(gaussian_nll(Y, MU, SIGMA).sum(), -np.log(densities.prod()), rtol=1e-13)


@pytest.mark.equation("eq-mle")
def test_most_likely_parameters_minimize_the_mean_negative_logarithm() -> None:
    slopes = np.linspace(-2, 2, 401)[:, None]
    likelihood = scipy.stats.norm.pdf(Y, slopes * MU, 1.0).prod(-1)
    losses = gaussian_nll(np.broadcast_to(Y, (401, 8)), slopes * MU, 1.0).mean(-1)
    assert likelihood.argmax() == losses.argmin()
    assert_allclose(slopes[losses.argmin()], MU @ Y / (MU @ MU), atol=0.005)  # least squares


@pytest.mark.equation("eq-gaussian-nll-mean")
@given(reals(4), reals(4), scales)
def test_mean_is_a_scaled_squared_error(y: Float, mu: Float, sigma: float) -> None:
    mean = -scipy.stats.norm.logpdf(y, mu, sigma).mean()
    expected = mse_loss(mu, y) / (2 * sigma**2) + np.log(sigma) + np.log(2 * np.pi) / 2
    assert_allclose(mean, expected, rtol=1e-12, atol=1e-12)
    assert_allclose(gaussian_nll(y, mu, sigma).mean(), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.equation("eq-gaussian-nll-mu-grad", "eq-gaussian-nll-sigma-grad")
@given(reals(4), reals(4), scales)
def test_gradients(y: Float, mu: Float, sigma: float) -> None:
    mu_grad, log_sigma_grad = gaussian_nll_grad(y, mu, sigma)
    in_mu = derivative(lambda m: -scipy.stats.norm.logpdf(y, m, sigma), mu)
    in_log_sigma = derivative(
        lambda s: -scipy.stats.norm.logpdf(y, mu, np.exp(s)), np.full(4, np.log(sigma))
    )
    assert_allclose(mu_grad, in_mu, rtol=1e-6, atol=1e-6)
    assert_allclose(log_sigma_grad, in_log_sigma, rtol=1e-6, atol=1e-5)
    assert_allclose(mu_grad, (mu - y) / sigma**2, rtol=1e-12, atol=1e-12)


@pytest.mark.equation("eq-gaussian-nll-mse-grad")
def test_gradient_is_that_of_a_scaled_squared_error() -> None:
    expected = mse_loss_grad(MU, Y) / (2 * 0.7**2)
    mean_grad = gradient(lambda mu: -scipy.stats.norm.logpdf(Y, mu, 0.7).mean(), MU)
    assert_allclose(mean_grad, expected, rtol=1e-8)
    assert_allclose(gaussian_nll_grad(Y, MU, 0.7)[0] / len(Y), expected, rtol=1e-13)


@pytest.mark.equation("eq-gaussian-profile", "eq-gaussian-sigma-hat")
def test_best_sigma_is_the_root_mean_squared_error() -> None:
    best = scipy.optimize.minimize_scalar(
        lambda s: -scipy.stats.norm.logpdf(Y, MU, s).mean(), bounds=(0.1, 10), method="bounded"
    )
    mse = mse_loss(MU, Y)
    assert_allclose(best.x**2, mse, rtol=1e-4)
    assert_allclose(best.fun, 0.5 * np.log(2 * np.pi * np.e * mse), rtol=1e-9)
    assert_allclose(gaussian_nll(Y, MU, np.sqrt(mse)).mean(), best.fun, rtol=1e-9)
    assert abs(gaussian_nll_grad(Y, MU, np.sqrt(mse))[1].sum()) < 1e-12


@pytest.mark.equation("eq-laplace-nll")
def test_laplace_gives_the_absolute_error() -> None:
    expected = -scipy.stats.laplace.logpdf(Y, MU, SIGMA)
    assert_allclose(abs(Y - MU) / SIGMA + np.log(2 * SIGMA), expected, rtol=1e-13)


@pytest.mark.equation("eq-bernoulli-nll")
def test_bernoulli_gives_the_binary_cross_entropy() -> None:
    expected = -scipy.stats.bernoulli.logpmf(BITS, sigmoid(MU))
    assert_allclose(bce_with_logits(MU, BITS), expected, rtol=1e-13)
    a = sigmoid(MU)
    assert_allclose(-np.log(a**BITS * (1 - a) ** (1 - BITS)), expected, rtol=1e-13)
    assert_allclose(binary_cross_entropy(a, BITS), expected, rtol=1e-13)


@pytest.mark.equation("eq-categorical-nll")
def test_categorical_gives_the_cross_entropy() -> None:
    z = RNG.normal(size=(8, 3))
    p = np.exp(log_softmax(z))
    labels = RNG.integers(0, 3, size=8)
    one_hot = np.eye(3, dtype=int)[labels]
    expected = [
        -scipy.stats.multinomial.logpmf(y, 1, q / q.sum()) for y, q in zip(one_hot, p, strict=True)
    ]
    assert_allclose(softmax_cross_entropy(z, labels), expected, rtol=1e-12)
    assert_allclose(nll_loss(np.log(p), labels), expected, rtol=1e-12)
    assert_allclose(-np.log((p**one_hot).prod(-1)), expected, rtol=1e-12)


def test_least_squares_minimizes_the_likelihood() -> None:
    X = np.column_stack([np.ones(8), RNG.normal(size=8)])
    w = np.linalg.lstsq(X, Y)[0]
    nll = scipy.optimize.minimize(lambda v: gaussian_nll(Y, X @ v, 0.5).sum(), np.zeros(2))
    assert_allclose(nll.x, w, rtol=0, atol=1e-5)
    assert abs(X.T @ gaussian_nll_grad(Y, X @ w, 0.5)[0]).max() < 1e-13


def test_extreme_sigma() -> None:
    tiny = 1e-200
    assert_allclose(gaussian_nll(0.0, tiny, tiny), 0.5 + np.log(tiny) + np.log(2 * np.pi) / 2)
    assert gaussian_nll(1.0, 0.0, tiny) == np.inf
    assert [g.tolist() for g in gaussian_nll_grad(1.0, 0.0, tiny)] == [-np.inf, -np.inf]
    assert gaussian_nll(1.5e308, -1.5e308, 1.0) == np.inf
    assert np.isnan(gaussian_nll(np.inf, np.inf, 1.0))
    mu_grad, log_sigma_grad = gaussian_nll_grad(3.0, 3.0, 0.1)
    assert mu_grad == 0
    assert log_sigma_grad == 1


def test_a_density_may_exceed_one() -> None:
    assert gaussian_nll(0.0, 0.0, 0.1) < 0


def test_sigma_broadcasts() -> None:
    y, mu = Y.reshape(2, 4), MU.reshape(2, 4)
    for sigma in (0.7, [0.7], np.full(4, 0.7), np.full((2, 1), 0.7)):
        assert_allclose(gaussian_nll(y, mu, sigma), gaussian_nll(y, mu, np.full((2, 4), 0.7)))
        assert gaussian_nll_grad(y, mu, sigma)[1].shape == (2, 4)
    assert gaussian_nll([], [], 1.0).shape == (0,)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_precision_is_kept(dtype: type[np.floating[Any]]) -> None:
    y, mu = Y.astype(dtype), MU.astype(dtype)
    assert gaussian_nll(y, mu, 0.5).dtype == dtype
    assert [g.dtype for g in gaussian_nll_grad(y, mu, 0.5)] == [dtype, dtype]
    assert gaussian_nll([0, 1], [0, 1], 1).dtype == np.float64


@pytest.mark.parametrize("f", [gaussian_nll, gaussian_nll_grad])
def test_bad_input_says_what_is_wrong(f: Any) -> None:
    with pytest.raises(ValueError, match=r"sigma must be positive, got a smallest one of 0\.0"):
        f([0.0, 1.0], [0.0, 1.0], [1.0, 0.0])
    with pytest.raises(ValueError, match=r"sigma must be positive, got a smallest one of -1\.0"):
        f([0.0], [0.0], -1)
    with pytest.raises(ValueError, match=r"sigma must be positive, got a smallest one of nan"):
        f([0.0], [0.0], np.nan)
    with pytest.raises(ValueError, match=r"same shape, got y \(2, 1\), mu \(2,\)"):
        f([[0.0], [1.0]], [0.0, 1.0], 1.0)
    with pytest.raises(ValueError, match=r"broadcast to the shape \(2,\) of y, got shape \(2, 2\)"):
        f([0.0, 1.0], [0.0, 1.0], np.ones((2, 2)))
