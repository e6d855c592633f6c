"""The errors of the output layer against PyTorch, mpmath and numerical derivatives."""

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
import scipy.special
from hypothesis import given
from numpy.testing import assert_allclose

from dlref.activations import sigmoid, sigmoid_grad, softmax
from dlref.backpropagation import (
    identity_mse_delta,
    output_error,
    sigmoid_bce_delta,
    sigmoid_mse_delta,
    softmax_cross_entropy_delta,
)
from tests import torch_answers
from tests.numerical import derivative, gradient, vjp
from tests.strategies import Float, distributions, reals

RNG = np.random.default_rng(0)
Z = RNG.normal(size=(3, 4)) * 2
Y = RNG.dirichlet(np.ones(4), size=3)
DELTAS = [sigmoid_bce_delta, softmax_cross_entropy_delta, sigmoid_mse_delta, identity_mse_delta]

Loss = Callable[[Any], Any]


def bce(a: Any) -> Any:
    return -Y * np.log(a) - (1 - Y) * np.log1p(-a)


def half_squared(a: Any) -> Any:
    return (a - Y) ** 2 / 2


def cross_entropy(a: Any) -> Any:
    return -(Y * np.log(a)).sum(-1)


@pytest.mark.equation("eq-delta", "eq-slope")
@pytest.mark.parametrize("loss", [bce, half_squared])
def test_error_is_the_slope_of_the_loss_times_that_of_the_activation(loss: Loss) -> None:
    a = scipy.special.expit(Z)
    expected = derivative(lambda z: loss(scipy.special.expit(z)), Z)
    slope = derivative(scipy.special.expit, Z)
    assert_allclose(slope, a * (1 - a), rtol=1e-9)
    assert_allclose(slope, np.exp(-Z) / (1 + np.exp(-Z)) ** 2, rtol=1e-9)
    assert_allclose(derivative(loss, a, 1e-5) * slope, expected, rtol=1e-6)
    assert_allclose(output_error(derivative(loss, a, 1e-5), sigmoid_grad(Z)), expected, rtol=1e-6)


@pytest.mark.equation("eq-bce", "eq-bce-grad", "eq-bce-delta")
def test_sigmoid_with_cross_entropy() -> None:
    a = scipy.special.expit(Z)
    in_logits = derivative(lambda z: np.logaddexp(0, z) - Y * z, Z)  # the same loss, of z
    assert_allclose(bce(a), np.logaddexp(0, Z) - Y * Z, rtol=1e-10)
    assert_allclose((a - Y) / (a * (1 - a)), derivative(bce, a, 1e-5), rtol=1e-6)
    assert_allclose((a - Y) / (a * (1 - a)), -Y / a + (1 - Y) / (1 - a), rtol=1e-9)
    assert_allclose(sigmoid_bce_delta(Z, Y), in_logits, atol=1e-9)
    assert_allclose(sigmoid_bce_delta(Z, Y), a - Y, atol=1e-15)


@pytest.mark.equation("eq-mse", "eq-mse-delta", "eq-ratio")
def test_sigmoid_with_squared_error() -> None:
    a = scipy.special.expit(Z)
    expected = derivative(lambda z: half_squared(scipy.special.expit(z)), Z)
    assert_allclose(sigmoid_mse_delta(Z, Y), expected, atol=1e-10)
    assert_allclose(sigmoid_mse_delta(Z, Y), (a - Y) * a * (1 - a), rtol=1e-12)
    assert_allclose(sigmoid_mse_delta(Z, Y), sigmoid_bce_delta(Z, Y) * sigmoid_grad(Z), rtol=1e-10)


@pytest.mark.equation("eq-mse-bound")
def test_squared_error_has_a_largest_error() -> None:
    z = np.linspace(-20, 20, 40001)
    for y in (0.0, 1.0):
        size = abs(sigmoid_mse_delta(z, np.full_like(z, y)))
        assert size.max() <= 4 / 27 + 1e-15
        assert_allclose(size.max(), 4 / 27, rtol=1e-6)
        assert_allclose(abs(sigmoid(z[size.argmax()]) - y), 2 / 3, atol=1e-3)


@pytest.mark.equation("eq-softmax-jacobian", "eq-ce", "eq-ce-delta")
def test_softmax_with_cross_entropy() -> None:
    expected = gradient(lambda z: cross_entropy(scipy.special.softmax(z, -1)).sum(), Z)
    assert_allclose(softmax_cross_entropy_delta(Z, Y), expected, atol=1e-9)
    assert_allclose(softmax_cross_entropy_delta(Z.T, Y.T, axis=0), expected.T, atol=1e-9)
    z, y, p = Z[0], Y[0], scipy.special.softmax(Z[0])
    jacobian = np.diag(p) - np.outer(p, p)
    numerical = [vjp(scipy.special.softmax, z, e) for e in np.eye(4)]
    assert_allclose(jacobian, numerical, atol=1e-10)
    e, S = np.exp(z), np.exp(z).sum()
    assert_allclose(np.diag(e / S) - np.outer(e, e) / S**2, jacobian, atol=1e-14)
    by_entry = [-sum(y[j] / p[j] * jacobian[j, i] for j in range(4)) for i in range(4)]
    assert_allclose(by_entry, p - y, atol=1e-14)


@pytest.mark.equation("eq-linear-delta")
def test_identity_with_squared_error() -> None:
    assert_allclose(identity_mse_delta(Z, Y), derivative(half_squared, Z), rtol=1e-9)
    assert_allclose(identity_mse_delta(Z, Y), Z - Y, rtol=1e-14)


@pytest.mark.equation("eq-canonical-losses", "eq-canonical-delta")
@pytest.mark.parametrize(
    ("A", "loss", "delta"),
    [
        (lambda z: np.logaddexp(0, z).sum(-1), lambda z: bce(sigmoid(z)).sum(-1), DELTAS[0]),
        (lambda z: scipy.special.logsumexp(z, -1), lambda z: cross_entropy(softmax(z)), DELTAS[1]),
        (
            lambda z: (z**2).sum(-1) / 2 + (Y**2).sum(-1) / 2,
            lambda z: half_squared(z).sum(-1),
            DELTAS[3],
        ),
    ],
)
def test_three_pairs_are_one_formula(A: Loss, loss: Loss, delta: Callable[..., Float]) -> None:
    assert_allclose(loss(Z), A(Z) - (Y * Z).sum(-1), rtol=1e-10)
    assert_allclose(gradient(lambda z: A(z).sum(), Z) - Y, delta(Z, Y), atol=1e-9)
    assert_allclose(gradient(lambda z: loss(z).sum(), Z), delta(Z, Y), atol=1e-9)


@pytest.mark.equation("eq-mean")
def test_deltas_agree_with_pytorch() -> None:
    torch = torch_answers.load("backpropagation/loss_meets_activation")
    z, y = torch["z"], torch["y"]
    assert_allclose(sigmoid_bce_delta(z, y), torch["sigmoid_bce"], rtol=1e-10, atol=1e-15)
    assert_allclose(softmax_cross_entropy_delta(z, y), torch["softmax_ce"], rtol=1e-10, atol=1e-15)
    assert_allclose(sigmoid_mse_delta(z, y), torch["sigmoid_mse"], rtol=1e-10, atol=1e-15)
    assert_allclose(identity_mse_delta(z, y), torch["identity_mse"], rtol=1e-10)
    # Means: over every entry, over the examples only, over every entry and without the half.
    assert_allclose(sigmoid_bce_delta(z, y) / 12, torch["mean_bce"], rtol=1e-10, atol=1e-15)
    assert_allclose(softmax_cross_entropy_delta(z, y) / 3, torch["mean_ce"], rtol=1e-10, atol=1e-15)
    assert_allclose(2 * identity_mse_delta(z, y) / 12, torch["mean_mse"], rtol=1e-10)


@given(reals(4), distributions(4))
def test_softmax_delta_sums_to_zero_and_is_bounded(z: Float, y: Float) -> None:
    delta = softmax_cross_entropy_delta(z, y)
    assert abs(delta.sum()) < 1e-12
    assert abs(delta).max() <= 1


@given(reals(4, bound=1e4))
def test_two_classes_of_a_softmax_are_a_sigmoid(z: Float) -> None:
    logits = np.stack([z, np.zeros(4)], -1)
    y = np.array([0.0, 0.3, 0.5, 1.0])
    delta = softmax_cross_entropy_delta(logits, np.stack([y, 1 - y], -1))
    assert_allclose(delta[:, 0], sigmoid_bce_delta(z, y), atol=1e-15)


def test_no_cancellation_in_the_tail() -> None:
    for z in (-700.0, -40.0, 3.0, 40.0, 700.0):
        with mpmath.workdps(400):  # e^-700 beside 1
            a = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
            of_cross_entropy = [float(a - y) for y in (0, 1)]
            of_squared_error = float(a**2 * (1 - a))
        assert_allclose(sigmoid_bce_delta([z, z], [0, 1]), of_cross_entropy, rtol=1e-13)
        assert_allclose(sigmoid_mse_delta(z, 0), of_squared_error, rtol=1e-13)


def test_extreme_logits() -> None:
    assert sigmoid_bce_delta([np.inf, -np.inf, 1e300], [0, 1, 0]).tolist() == [1, -1, 1]
    assert sigmoid_mse_delta([np.inf, -np.inf, -1e300], [0, 1, 1]).tolist() == [0, 0, 0]
    assert softmax_cross_entropy_delta([-np.inf, 0], [1, 0]).tolist() == [-1, 1]
    assert softmax_cross_entropy_delta([1e300, 0], [0, 1]).tolist() == [1, -1]
    with np.errstate(divide="ignore", invalid="ignore"):  # what the factored form gives
        a = sigmoid(40.0)
        assert np.isnan(output_error((a - 0) / (a * (1 - a)), a * (1 - a)))
    assert sigmoid_bce_delta(40.0, 0) == 1


@pytest.mark.parametrize("delta", DELTAS)
def test_types_shapes_and_empty_batches(delta: Callable[..., Float]) -> None:
    single = delta(Z.astype(np.float32), Y.astype(np.float32))
    assert single.dtype == np.float32
    assert_allclose(single, delta(Z, Y), atol=1e-6)
    assert delta([1, 0], [0, 1]).dtype == np.float64
    assert delta(np.ones((0, 2)), np.ones((0, 2))).shape == (0, 2)
    with pytest.raises(ValueError, match=r"z and y must have the same shape, got z \(2,\), y \(3,"):
        delta([0.0, 1.0], [0.0, 0.0, 1.0])


def test_targets_that_are_no_probabilities() -> None:
    for y in (-0.1, 1.1, np.nan):
        with pytest.raises(ValueError, match="y must lie between 0 and 1, got"):
            sigmoid_bce_delta([0.0], [y])
    with pytest.raises(ValueError, match="y must sum to one along axis -1"):
        softmax_cross_entropy_delta([0.0, 0.0], [0.5, 0.4])
    with pytest.raises(ValueError, match="y must have no negative entry"):
        softmax_cross_entropy_delta([0.0, 0.0], [-0.5, 1.5])
    with pytest.raises(ValueError, match="largest logit must be finite"):
        softmax_cross_entropy_delta([np.inf, 0.0], [0.0, 1.0])
