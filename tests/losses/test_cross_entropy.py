"""The cross-entropies against scikit-learn, SciPy, mpmath, PyTorch and numerical derivatives."""

from typing import Any

import mpmath
import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.metrics import log_loss

from dlref.activations import log_softmax, log_softmax_vjp
from dlref.losses import (
    bce_with_logits,
    nll_loss,
    soft_target_cross_entropy,
    soft_target_cross_entropy_grad,
    softmax_cross_entropy,
    softmax_cross_entropy_grad,
)
from tests import torch_answers
from tests.numerical import gradient
from tests.strategies import Float, distributions, reals

RNG = np.random.default_rng(0)
Z = 3 * RNG.normal(size=(5, 4))
P = scipy.special.softmax(Z, axis=-1)
T = RNG.dirichlet(np.ones(4), size=5)
Y = np.array([1, 3, 0, 2, 1])
ONE_HOT = np.eye(4)[Y]
HARD = [nll_loss, softmax_cross_entropy, softmax_cross_entropy_grad]
SOFT = [soft_target_cross_entropy, soft_target_cross_entropy_grad]


@pytest.mark.equation("eq-nll", "eq-ce-mean")
def test_nll_agrees_with_scikit_learn() -> None:
    assert_allclose(nll_loss(np.log(P), Y), [-np.log(p[y]) for p, y in zip(P, Y, strict=True)])
    assert_allclose(nll_loss(np.log(P), Y).mean(), log_loss(Y, P), rtol=1e-13)
    assert_allclose(softmax_cross_entropy(Z, Y).mean(), log_loss(Y, P), rtol=1e-13)


def test_pytorch_agrees() -> None:
    torch = torch_answers.load("losses/cross_entropy")
    z, y, t = torch["z"], torch["y"].astype(int), torch["t"]
    assert_allclose(softmax_cross_entropy(z, y), torch["hard"], rtol=1e-13)
    assert_allclose(softmax_cross_entropy_grad(z, y), torch["hard_grad"], rtol=0, atol=1e-15)
    assert_allclose(soft_target_cross_entropy(z, t), torch["soft"], rtol=1e-13)
    assert_allclose(soft_target_cross_entropy_grad(z, t), torch["soft_grad"], rtol=0, atol=1e-15)
    assert_allclose(nll_loss(log_softmax(z), y), torch["nll"], rtol=1e-13)
    assert_allclose(softmax_cross_entropy(z, y).mean(), torch["mean"], rtol=1e-13)


@pytest.mark.equation("eq-ce-weighted-mean")
def test_pytorch_divides_by_the_weights() -> None:
    torch = torch_answers.load("losses/cross_entropy")
    y = torch["y"].astype(int)
    w = np.arange(1.0, 5.0)[y]
    losses = softmax_cross_entropy(torch["z"], y)
    assert_allclose((w * losses).sum() / w.sum(), torch["weighted_mean"], rtol=1e-13)
    assert abs((w * losses).mean() - torch["weighted_mean"]) > 0.1


def test_pytorch_loses_an_impossible_class() -> None:
    assert np.isnan(torch_answers.load("losses/cross_entropy")["nan"])
    assert soft_target_cross_entropy([0.0, -np.inf], [1.0, 0.0]) == 0


@pytest.mark.equation("eq-softmax-ce")
def test_logits() -> None:
    picked = Z[np.arange(5), Y]
    expected = -picked + scipy.special.logsumexp(Z, axis=-1)
    assert_allclose(softmax_cross_entropy(Z, Y), expected, rtol=1e-12)
    assert_allclose(-np.log(P[np.arange(5), Y]), expected, rtol=1e-12)
    ratio = np.exp(picked) / np.exp(Z).sum(-1)
    assert_allclose(-np.log(ratio), expected, rtol=1e-12)


@pytest.mark.equation("eq-soft-ce", "eq-soft-ce-logits")
@given(reals(4), distributions(4))
def test_target_distributions(z: Float, t: Float) -> None:
    loss = soft_target_cross_entropy(z, t)
    assert_allclose(loss, -(t * np.log(scipy.special.softmax(z))).sum(), atol=1e-11)
    assert_allclose(loss, scipy.special.logsumexp(z) - t @ z, atol=1e-11)


@pytest.mark.equation("eq-one-hot")
def test_one_hot_targets_are_labels() -> None:
    assert_allclose(-(ONE_HOT * np.log(P)).sum(-1), softmax_cross_entropy(Z, Y), rtol=1e-13)
    assert_array_equal(soft_target_cross_entropy(Z, ONE_HOT), softmax_cross_entropy(Z, Y))
    grad = soft_target_cross_entropy_grad(Z, ONE_HOT)
    assert_array_equal(grad, softmax_cross_entropy_grad(Z, Y))


@pytest.mark.equation("eq-softmax-ce-grad")
def test_gradient() -> None:
    rows = np.arange(5)

    def total(z: Float) -> Float:
        return (scipy.special.logsumexp(z, axis=-1) - z[rows, Y]).sum()

    assert_allclose(softmax_cross_entropy_grad(Z, Y), gradient(total, Z), rtol=0, atol=1e-9)
    assert_allclose(softmax_cross_entropy_grad(Z, Y), P - ONE_HOT, rtol=0, atol=1e-15)


@pytest.mark.equation("eq-soft-ce-grad")
def test_soft_gradient() -> None:
    expected = gradient(lambda z: -(T * scipy.special.log_softmax(z, axis=-1)).sum(), Z)
    assert_allclose(soft_target_cross_entropy_grad(Z, T), expected, rtol=0, atol=1e-9)
    assert_allclose(soft_target_cross_entropy_grad(Z, T), P - T, rtol=0, atol=1e-15)


def test_gradient_by_the_chain_rule() -> None:
    chain = log_softmax_vjp(-ONE_HOT, P)
    assert_allclose(softmax_cross_entropy_grad(Z, Y), chain, rtol=0, atol=1e-15)


@pytest.mark.equation("eq-ce-grad-sum")
@given(reals(4), distributions(4), st.integers(0, 3))
def test_gradient_sums_to_zero(z: Float, t: Float, y: int) -> None:
    others = np.delete(np.arange(4), y)
    grad, p = softmax_cross_entropy_grad(z, y), scipy.special.softmax(z)
    assert_allclose([-grad[y], grad[others].sum()], p[others].sum(), rtol=0, atol=1e-15)
    assert abs(grad.sum()) < 1e-15
    assert abs(soft_target_cross_entropy_grad(z, t).sum()) < 1e-15


@pytest.mark.equation("eq-ce-two-classes")
@given(reals(2), st.integers(0, 1))
def test_two_classes_are_binary(z: Float, y: int) -> None:
    assert_allclose(softmax_cross_entropy(z, y), bce_with_logits(z[1] - z[0], y), atol=1e-14)


@pytest.mark.equation("eq-ce-uniform")
@pytest.mark.parametrize("k", [1, 2, 10, 1000])
def test_equal_logits_cost_the_logarithm_of_k(k: int) -> None:
    assert_allclose(softmax_cross_entropy(np.full(k, 3.0), k - 1), np.log(k), rtol=1e-14)


def test_axis() -> None:
    assert_array_equal(nll_loss(np.log(P).T, Y, axis=0), nll_loss(np.log(P), Y))
    assert_array_equal(softmax_cross_entropy(Z.T, Y, axis=0), softmax_cross_entropy(Z, Y))
    assert_array_equal(softmax_cross_entropy_grad(Z.T, Y, 0), softmax_cross_entropy_grad(Z, Y).T)
    assert_allclose(soft_target_cross_entropy(Z.T, T.T, 0), soft_target_cross_entropy(Z, T))
    expected = soft_target_cross_entropy_grad(Z, T).T
    assert_allclose(soft_target_cross_entropy_grad(Z.T, T.T, 0), expected)
    images, labels = RNG.normal(size=(2, 4, 3)), RNG.integers(0, 4, size=(2, 3))
    expected = softmax_cross_entropy(np.moveaxis(images, 1, -1), labels)
    assert_allclose(softmax_cross_entropy(images, labels, axis=1), expected, rtol=1e-14)


def test_huge_logits() -> None:
    z = [1e6, 0.0, 1e6 - 2]
    with mpmath.workdps(40):
        expected = float(mpmath.log(1 + mpmath.exp(-2)))
    assert_allclose(softmax_cross_entropy(z, 0), expected, rtol=1e-15)
    assert_allclose(softmax_cross_entropy(z, 1), 1e6 + expected, rtol=1e-15)
    assert_allclose(
        softmax_cross_entropy_grad(z, 1), [1 / (1 + np.exp(-2)), -1, 0.11920292202211755]
    )


def test_impossible_classes() -> None:
    z = [0.0, -np.inf, 0.0]
    assert_allclose(softmax_cross_entropy([z, z], [0, 1]), [np.log(2), np.inf])
    assert_allclose(nll_loss(log_softmax([z, z]), [0, 1]), [np.log(2), np.inf])
    assert softmax_cross_entropy_grad(z, 1).tolist() == [0.5, -1, 0.5]
    assert_allclose(soft_target_cross_entropy(z, [0.5, 0.0, 0.5]), np.log(2))
    assert soft_target_cross_entropy(z, [0.5, 0.5, 0.0]) == np.inf


def test_empty_batch() -> None:
    for f in HARD[:2]:
        assert f(np.zeros((0, 1)), []).shape == (0,)
    assert softmax_cross_entropy_grad(np.zeros((0, 3)), []).shape == (0, 3)
    assert soft_target_cross_entropy(np.zeros((0, 3)), np.zeros((0, 3))).shape == (0,)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_precision_is_kept(dtype: type[np.floating[Any]]) -> None:
    z, t = Z.astype(dtype), T.astype(dtype)
    for result in [f(log_softmax(z), Y) for f in HARD] + [f(z, t) for f in SOFT]:
        assert result.dtype == dtype
    assert softmax_cross_entropy([0, 0], 1).dtype == np.float64


@pytest.mark.parametrize("f", HARD)
def test_bad_labels(f: Any) -> None:
    z = np.log(np.full((2, 4), 0.25))
    with pytest.raises(ValueError, match=r"labels must lie in 0\.\.3, got 4"):
        f(z, [0, 4])
    with pytest.raises(ValueError, match=r"labels must lie in 0\.\.3, got -1"):
        f(z, [-1, 2])
    with pytest.raises(ValueError, match=r"integer labels, got an array of type float64"):
        f(z, [0.0, 1.0])
    with pytest.raises(ValueError, match=r"integer labels, got an array of type bool"):
        f(z, [True, False])
    with pytest.raises(ValueError, match=r"one label per example, \(2,\), got \(2, 4\)"):
        f(z, np.eye(4, dtype=int)[:2])
    with pytest.raises(ValueError, match=r"one label per example, \(4,\), got \(2,\)"):
        f(np.log(np.full((2, 4), 0.5)), [0, 1], axis=0)
    with pytest.raises(ValueError, match=r"has no axis 2"):
        f(z, [0, 1], axis=2)


def test_probabilities_and_logits_are_no_log_probabilities() -> None:
    with pytest.raises(ValueError, match=r"exp\(log_p\) must sum to one along axis -1, got"):
        nll_loss([0.5, 0.5], 0)
    with pytest.raises(ValueError, match=r"exp\(log_p\) must sum to one along axis -1, got inf"):
        nll_loss([1000.0, 0.0], 0)


@pytest.mark.parametrize("f", SOFT)
def test_bad_targets(f: Any) -> None:
    with pytest.raises(ValueError, match=r"t must sum to one along axis -1, got 2\.0"):
        f([0.0, 0.0], [1.0, 1.0])
    with pytest.raises(ValueError, match=r"t must have no negative entry"):
        f([0.0, 0.0], [-1.0, 2.0])
    with pytest.raises(ValueError, match=r"same shape, got z \(1, 2\), t \(2,\)"):
        f([[0.0, 0.0]], [0.5, 0.5])
    with pytest.raises(ValueError, match=r"largest logit must be finite"):
        f([np.inf, 0.0], [0.5, 0.5])


def test_no_loss_is_minus_zero() -> None:
    losses = [
        softmax_cross_entropy([0.0, 1000.0], 1),
        nll_loss([0.0, -np.inf], 0),
        soft_target_cross_entropy([0.0, 1000.0], [0.0, 1.0]),
    ]
    assert losses == [0, 0, 0]
    assert not np.signbit(losses).any()
