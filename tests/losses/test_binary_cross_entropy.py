"""The binary cross-entropy against scikit-learn, SciPy, mpmath, PyTorch and derivatives."""

from typing import Any

import mpmath
import numpy as np
import pytest
import scipy.special
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose
from sklearn.metrics import log_loss

from dlref.activations import sigmoid, sigmoid_grad
from dlref.losses import (
    bce_with_logits,
    bce_with_logits_grad,
    binary_cross_entropy,
    binary_cross_entropy_grad,
)
from tests import torch_answers
from tests.numerical import derivative
from tests.strategies import Float, reals

RNG = np.random.default_rng(0)
A, Y, Z = RNG.uniform(0.05, 0.95, size=6), np.array([0, 1, 0, 1, 0.3, 0.8]), RNG.normal(size=6)
BITS = np.array([0.0, 1.0, 1.0, 0.0, 1.0, 0.0])
FUNCTIONS = [
    binary_cross_entropy,
    binary_cross_entropy_grad,
    bce_with_logits,
    bce_with_logits_grad,
]

probabilities = arrays(np.float64, 5, elements=st.floats(0.01, 0.99))
targets = arrays(np.float64, 5, elements=st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0]))


@pytest.mark.equation("eq-bce", "eq-bce-mean")
def test_definition_agrees_with_scipy_and_scikit_learn() -> None:
    expected = -scipy.special.xlogy(Y, A) - scipy.special.xlog1py(1 - Y, -A)
    assert_allclose(binary_cross_entropy(A, Y), expected, rtol=1e-14)
    assert_allclose(binary_cross_entropy(A, Y), -Y * np.log(A) - (1 - Y) * np.log(1 - A))
    assert_allclose(binary_cross_entropy(A, BITS).mean(), log_loss(BITS, A), rtol=1e-14)
    assert_allclose(binary_cross_entropy(A, BITS), -scipy.stats.bernoulli.logpmf(BITS, A))


def test_pytorch_agrees() -> None:
    torch = torch_answers.load("losses/binary_cross_entropy")
    a, z, y = torch["a"], torch["z"], torch["y"]
    assert_allclose(binary_cross_entropy(a, y), torch["bce"], rtol=1e-13)
    assert_allclose(binary_cross_entropy_grad(a, y), torch["a_grad"], rtol=1e-13)
    assert_allclose(bce_with_logits(z, y), torch["with_logits"], rtol=1e-13)
    assert_allclose(bce_with_logits_grad(z, y), torch["z_grad"], rtol=1e-13)
    assert_allclose(bce_with_logits(z, y).mean(), torch["mean"], rtol=1e-13)


def test_pytorch_clamps_where_the_loss_of_the_logit_is_exact() -> None:
    torch = torch_answers.load("losses/binary_cross_entropy")
    assert torch["clamped"] == 100
    assert torch["clamped_grad"] == [0]
    assert bce_with_logits(-800.0, 1) == 800
    assert bce_with_logits_grad(-800.0, 1) == -1


@pytest.mark.equation("eq-bce-grad")
@given(probabilities, targets)
def test_gradient(a: Float, y: Float) -> None:
    expected = derivative(
        lambda t: -scipy.special.xlogy(y, t) - scipy.special.xlog1py(1 - y, -t), a, h=1e-4
    )
    assert_allclose(binary_cross_entropy_grad(a, y), expected, rtol=1e-6, atol=1e-6)
    assert_allclose(binary_cross_entropy_grad(a, y), (a - y) / (a * (1 - a)), rtol=1e-12)
    assert_allclose(binary_cross_entropy_grad(a, y), -y / a + (1 - y) / (1 - a), atol=1e-12)


@pytest.mark.equation("eq-bce-entropy", "eq-bce-lower-bound")
@given(probabilities, targets)
def test_entropy_plus_divergence(a: Float, y: Float) -> None:
    entropy = scipy.stats.entropy(np.stack([y, 1 - y]), axis=0)
    divergence = scipy.special.rel_entr(y, a) + scipy.special.rel_entr(1 - y, 1 - a)
    assert_allclose(binary_cross_entropy(a, y), entropy + divergence, atol=1e-14)
    assert (binary_cross_entropy(a, y) >= entropy - 1e-15).all()
    assert_allclose(binary_cross_entropy(y, y), entropy, atol=1e-15)


@pytest.mark.equation("eq-softplus-abs")
@given(reals(5))
def test_softplus_without_overflow(z: Float) -> None:
    assert_allclose(np.maximum(z, 0) + np.log1p(np.exp(-abs(z))), np.logaddexp(0, z), rtol=1e-14)


@pytest.mark.equation("eq-bce-logits")
@given(reals(5, bound=20.0), targets)
def test_logits(z: Float, y: Float) -> None:
    result = bce_with_logits(z, y)
    a = scipy.special.expit(z)
    assert_allclose(result, -scipy.special.xlogy(y, a) - scipy.special.xlogy(1 - y, 1 - a), 1e-7)
    assert_allclose(result, -y * np.log(a) - (1 - y) * np.log(sigmoid(-z)), atol=1e-13)
    assert_allclose(result, y * np.log1p(np.exp(-z)) + (1 - y) * np.log1p(np.exp(z)), atol=1e-13)
    assert_allclose(result, np.log1p(np.exp(z)) - z * y, rtol=0, atol=1e-13)
    assert_allclose(result, np.maximum(z, 0) - z * y + np.log1p(np.exp(-abs(z))), atol=1e-13)
    assert_allclose(result, binary_cross_entropy(a, y), rtol=1e-7)


@pytest.mark.equation("eq-bce-branches")
@given(reals(5), targets)
def test_branches_of_the_linear_part(z: Float, y: Float) -> None:
    linear = np.where(z >= 0, (1 - y) * z, -y * z)
    assert_allclose(linear, np.maximum(z, 0) - z * y, rtol=0, atol=1e-14)
    assert_allclose(bce_with_logits(z, y) - np.log1p(np.exp(-abs(z))), linear, atol=1e-14)


@pytest.mark.equation("eq-bce-signs")
@given(reals(6))
def test_hard_labels_as_a_sign(z: Float) -> None:
    assert_allclose(bce_with_logits(z, BITS), np.logaddexp(0, (1 - 2 * BITS) * z), rtol=1e-14)


@pytest.mark.equation("eq-bce-logits-grad")
@given(reals(5), targets)
def test_logits_gradient(z: Float, y: Float) -> None:
    expected = derivative(lambda t: np.logaddexp(0, t) - t * y, z)
    assert_allclose(bce_with_logits_grad(z, y), expected, rtol=0, atol=1e-9)
    rounding = 5 * 2.0**-53  # two sigmoids are off by 1.7 units each, two differences by a half
    assert_allclose(bce_with_logits_grad(z, y), scipy.special.expit(z) - y, rtol=0, atol=rounding)


def test_logits_gradient_by_the_chain_rule() -> None:
    chain = binary_cross_entropy_grad(sigmoid(Z), Y) * sigmoid_grad(Z)
    assert_allclose(bce_with_logits_grad(Z, Y), chain, rtol=1e-13)


@pytest.mark.equation("eq-bce-logits-curvature")
@given(reals(5), targets)
def test_convex_in_the_logit(z: Float, y: Float) -> None:
    curvature = derivative(lambda t: bce_with_logits_grad(t, y), z)
    assert_allclose(curvature, sigmoid_grad(z), rtol=0, atol=1e-9)
    assert (sigmoid_grad(z) >= 0).all()


@pytest.mark.parametrize("z", [-745.0, -40.0, -1e-9, 0.0, 1e-9, 40.0, 745.0])
@pytest.mark.parametrize("y", [0.0, 0.25, 1.0])
def test_tails_are_accurate(z: float, y: float) -> None:
    with mpmath.workdps(800):
        p = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
        loss = -y * mpmath.log(p) - (1 - y) * mpmath.log(1 - p)
        assert_allclose(bce_with_logits(z, y), float(loss), rtol=1e-15)
        assert_allclose(bce_with_logits_grad(z, y), float(p - y), rtol=1e-15)


def test_tiny_probabilities() -> None:
    assert_allclose(
        binary_cross_entropy([1e-300, 1e-300, 5e-324], [1, 0, 1]), [690.7755, 1e-300, 744.44], 1e-5
    )
    assert_allclose(binary_cross_entropy_grad([1e-300, 1e-300], [1, 0]), [-1e300, 1])


def test_certain_predictions() -> None:
    assert binary_cross_entropy([0, 1, 0, 1], [0, 1, 1, 0]).tolist() == [0, 0, np.inf, np.inf]
    assert binary_cross_entropy([0.0, 1.0], [0.5, 0.5]).tolist() == [np.inf, np.inf]
    assert not np.signbit(binary_cross_entropy([0, 1], [0, 1])).any()
    expected = [1, -1, -np.inf, np.inf]
    assert binary_cross_entropy_grad([0, 1, 0, 1], [0, 1, 1, 0]).tolist() == expected
    assert binary_cross_entropy_grad([0.0, 1.0], [0.5, 0.5]).tolist() == [-np.inf, np.inf]
    assert binary_cross_entropy_grad(5e-324, 1) == -np.inf


def test_infinite_logits() -> None:
    z = [np.inf, -np.inf, -np.inf, np.inf, np.inf]
    y = [1.0, 0.0, 1.0, 0.0, 0.5]
    assert bce_with_logits(z, y).tolist() == [0, 0, np.inf, np.inf, np.inf]
    assert bce_with_logits_grad(z, y).tolist() == [0, 0, -1, 1, 0.5]
    assert np.isnan(bce_with_logits(np.nan, 1.0))


@pytest.mark.parametrize("f", FUNCTIONS)
def test_shape_and_precision_are_kept(f: Any) -> None:
    a, y = np.full((2, 3), 0.25), np.full((2, 3), 0.75)
    assert f(a, y).shape == (2, 3)
    assert_allclose(f(a, y)[1, 2], f(0.25, 0.75), rtol=1e-15)
    assert f(a.astype(np.float32), y.astype(np.float32)).dtype == np.float32
    assert f(a.astype(np.float16), [[1, 0, 1], [0, 0, 1]]).dtype == np.float16
    assert f([0, 1], [0, 1]).dtype == np.float64
    assert f([], []).shape == (0,)


@pytest.mark.parametrize("f", FUNCTIONS)
def test_bad_input_says_what_is_wrong(f: Any) -> None:
    with pytest.raises(ValueError, match=r"y must lie between 0 and 1, got 2\.0"):
        f([0.5, 0.5], [1, 2])
    with pytest.raises(ValueError, match=r"y must lie between 0 and 1, got -1\.0"):
        f([0.5, 0.5], [1, -1])
    with pytest.raises(ValueError, match=r"must have the same shape, got . \(2, 1\), y \(2,\)"):
        f([[0.5], [0.5]], [0, 1])


@pytest.mark.parametrize("f", [binary_cross_entropy, binary_cross_entropy_grad])
def test_logits_are_no_probabilities(f: Any) -> None:
    with pytest.raises(ValueError, match=r"a must lie between 0 and 1, got 1\.5"):
        f([0.5, 1.5], [0, 1])
    with pytest.raises(ValueError, match=r"a must lie between 0 and 1, got nan"):
        f([0.5, np.nan], [0, 1])
