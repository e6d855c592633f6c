"""Stochastic gradient descent against PyTorch, and its moments by enumeration of all batches."""

import itertools
import statistics
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from dlref.gradient_descent import descent_lemma_bound
from dlref.optimizers import minibatch_variance, minibatches, sgd
from tests import torch_answers
from tests.numerical import gradient, vjp
from tests.strategies import Float

RNG = np.random.default_rng(0)
N = 5
GRADIENTS = RNG.normal(size=(N, 2))


def with_replacement(batch_size: int) -> Float:
    return mean_of(itertools.product(range(N), repeat=batch_size))


def without_replacement(batch_size: int) -> Float:
    return mean_of(itertools.combinations(range(N), batch_size))


def mean_of(batches: Iterable[tuple[int, ...]]) -> Float:
    """Give the minibatch gradients of batches that are equally likely."""
    return np.array([GRADIENTS[list(batch)].sum(0) / len(batch) for batch in batches])


def test_a_pass_over_the_data_agrees_with_pytorch() -> None:
    torch = torch_answers.load("optimizers/stochastic_gradient_descent")
    theta = torch["path"][0]
    for t, start in enumerate((0, 2, 4)):
        x, y = torch["x"][start : start + 2], torch["y"][start : start + 2]
        g = 2 / 2 * x.T @ (x @ theta - y)
        assert_allclose(g, torch["gradients"][t], rtol=1e-12)
        theta = sgd(theta, g, 0.1)
        assert_allclose(theta, torch["path"][t + 1], rtol=1e-12)


@pytest.mark.equation("eq-sgd")
def test_step_of_a_batch() -> None:
    x, y, theta = RNG.normal(size=(4, 3)), RNG.normal(size=4), RNG.normal(size=3)
    batch = [0, 2]
    numerical = gradient(lambda t: ((x @ t - y)[batch] ** 2).sum() / 2, theta)
    g = 2 / 2 * x[batch].T @ (x @ theta - y)[batch]
    assert_allclose(sgd(theta, g, 0.2), theta - 0.2 * numerical, rtol=1e-8)


@pytest.mark.equation("eq-minibatch-gradient")
def test_minibatch_gradient_is_the_gradient_of_the_minibatch_loss() -> None:
    x, y, theta = RNG.normal(size=(4, 3)), RNG.normal(size=4), RNG.normal(size=3)
    per_example = [vjp(lambda t: (x @ t - y) ** 2, theta, one_hot) for one_hot in np.eye(4)]
    batch = [1, 3]
    of_the_mean = gradient(lambda t: np.mean((x[batch] @ t - y[batch]) ** 2), theta)
    assert_allclose((per_example[1] + per_example[3]) / 2, of_the_mean, rtol=1e-9)


@pytest.mark.equation("eq-unbiased")
@pytest.mark.parametrize("batch_size", [1, 2, 3])
def test_minibatch_gradient_is_unbiased(batch_size: int) -> None:
    full = GRADIENTS.sum(0) / N
    assert_allclose(with_replacement(batch_size).mean(0), full, rtol=1e-12)
    assert_allclose(without_replacement(batch_size).mean(0), full, rtol=1e-12)


@pytest.mark.equation("eq-variance")
@pytest.mark.parametrize("batch_size", [1, 2, 3, 4])
def test_variance_with_replacement(batch_size: int) -> None:
    exact = with_replacement(batch_size).var(0)
    assert_allclose(minibatch_variance(GRADIENTS, batch_size, True), exact, rtol=1e-10)
    entries = [statistics.pvariance(entry) for entry in with_replacement(batch_size).T.tolist()]
    assert_allclose(minibatch_variance(GRADIENTS, batch_size, True), entries, rtol=1e-10)
    sigma2 = ((GRADIENTS - GRADIENTS.mean(0)) ** 2).sum() / N
    assert_allclose(exact.sum(), sigma2 / batch_size, rtol=1e-10)


@pytest.mark.equation("eq-finite-population", "eq-variance-entries")
@pytest.mark.parametrize("batch_size", [1, 2, 3, 4, 5])
def test_variance_without_replacement(batch_size: int) -> None:
    exact = without_replacement(batch_size).var(0)
    variance = minibatch_variance(GRADIENTS, batch_size)
    assert_allclose(variance, exact, rtol=1e-10, atol=1e-30)
    squares = ((GRADIENTS - GRADIENTS.mean(0)) ** 2).sum(0)
    factor = (N - batch_size) / (N - 1) / (N * batch_size)
    assert_allclose(factor * squares, exact, rtol=1e-10, atol=1e-30)
    assert_allclose(factor * squares.sum(), exact.sum(), rtol=1e-10, atol=1e-30)


@pytest.mark.equation("eq-covariance")
def test_covariance_of_two_different_examples() -> None:
    centered = GRADIENTS - GRADIENTS.mean(0)
    pairs = [centered[i] @ centered[j] for i, j in itertools.permutations(range(N), 2)]
    sigma2 = (centered**2).sum() / N
    assert_allclose(np.mean(pairs), -sigma2 / (N - 1), rtol=1e-12)


@pytest.mark.equation("eq-second-moment")
@pytest.mark.parametrize("batch_size", [1, 3])
def test_second_moment_is_squared_mean_plus_variance(batch_size: int) -> None:
    batches = with_replacement(batch_size)
    variance = minibatch_variance(GRADIENTS, batch_size, replace=True).sum()
    full = GRADIENTS.mean(0)
    assert_allclose((batches**2).sum(1).mean(), full @ full + variance, rtol=1e-12)


@pytest.mark.equation("eq-expected-descent")
@pytest.mark.parametrize("eta", [0.1, 0.5, 1.5])
def test_expected_change_of_the_loss(eta: float) -> None:
    """For a loss of curvature beta in all directions the bound is an equality."""
    beta = 1.3
    full = GRADIENTS.mean(0)
    theta = full / beta  # where the gradient of beta/2 ||theta||^2 is the full one
    losses = [beta / 2 * sgd(theta, g, eta) @ sgd(theta, g, eta) for g in with_replacement(2)]
    variance = minibatch_variance(GRADIENTS, 2, replace=True).sum()
    bound = descent_lemma_bound(full, eta, beta) + beta * eta**2 / 2 * variance
    assert_allclose(np.mean(losses) - beta / 2 * theta @ theta, bound, rtol=1e-10)


@pytest.mark.equation("eq-noise-recursion", "eq-noise-floor")
def test_noise_floor_of_a_quadratic() -> None:
    eta, curvature, noise = 0.3, 2.0, 0.7
    second_moment = 4.0
    for _ in range(200):  # E[((1 - eta c) theta - eta xi)^2] over xi = +-sqrt(noise)
        shrunk = (1 - eta * curvature) * second_moment**0.5
        second_moment = np.mean([(shrunk - eta * s * noise**0.5) ** 2 for s in (-1, 1)])
    floor = eta * noise / (curvature * (2 - eta * curvature))
    assert_allclose(second_moment, floor, rtol=1e-12)


@pytest.mark.equation("eq-epoch")
@given(st.integers(0, 30), st.integers(1, 12), st.integers(0, 99))
def test_minibatches_deal_every_example_once(n: int, batch_size: int, seed: int) -> None:
    batches = list(minibatches(n, batch_size, np.random.default_rng(seed)))
    assert sorted(i for batch in batches for i in batch) == list(range(n))
    assert [len(batch) for batch in batches[:-1]] == [batch_size] * (len(batches) - 1)
    assert len(batches) == -(-n // batch_size)
    kept = list(minibatches(n, batch_size, np.random.default_rng(seed), drop_last=True))
    assert len(kept) == n // batch_size
    for a, b in zip(kept, batches, strict=False):
        assert_array_equal(a, b)
        assert len(a) == batch_size


def test_minibatches_are_shuffled_evenly() -> None:
    rng = np.random.default_rng(0)
    counts = np.zeros((4, 2))
    for _ in range(4000):
        for position, batch in enumerate(minibatches(4, 2, rng)):
            counts[batch, position] += 1
    assert abs(counts - 2000).max() < 150  # about five standard deviations
    order = np.concatenate(list(minibatches(100, 7, rng)))
    assert (order != np.arange(100)).any()


def test_minibatches_repeat_with_the_seed() -> None:
    first, second = (list(minibatches(9, 4, np.random.default_rng(1))) for _ in range(2))
    for a, b in zip(first, second, strict=True):
        assert_array_equal(a, b)
        assert a.dtype.kind == "i"


def test_variance_edges() -> None:
    assert minibatch_variance([3.0], 1) == 0
    assert minibatch_variance([3.0], 5, replace=True) == 0
    assert minibatch_variance(np.ones((3, 2, 2)), 2).shape == (2, 2)


def test_precision_is_kept() -> None:
    g = GRADIENTS.astype(np.float32)
    assert minibatch_variance(g, 2).dtype == np.float32
    assert minibatch_variance(g, 2, replace=True).dtype == np.float32
    assert sgd(g, g, 0.1).dtype == np.float32
    assert sgd([1], [2], 0.5).dtype == np.float64


def test_bad_input_says_what_is_wrong() -> None:
    rng = np.random.default_rng(0)
    for n, batch_size in ((3, 0), (3, -1), (-1, 2)):
        with pytest.raises(ValueError, match=f"got n {n}, batch_size {batch_size}"):
            minibatches(n, batch_size, rng)
    with pytest.raises(ValueError, match="batch_size must be between 1 and 3, got 4"):
        minibatch_variance([1.0, 2.0, 3.0], 4)
    with pytest.raises(ValueError, match="batch_size must be between 1 and 3, got 0"):
        minibatch_variance([1.0, 2.0, 3.0], 0, replace=True)
    with pytest.raises(ValueError, match="gradients needs at least one entry along axis 0"):
        minibatch_variance(np.zeros((0, 2)), 1)
    with pytest.raises(ValueError, match=r"same shape, got theta \(2,\), g \(1,\)"):
        sgd([1.0, 2.0], [1.0], 0.1)
    with pytest.raises(ValueError, match="eta must be positive"):
        sgd([1.0], [1.0], 0.0)
