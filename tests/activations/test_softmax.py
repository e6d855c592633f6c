"""Softmax against SciPy, mpmath, PyTorch, numerical derivatives and its symmetries."""

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from dlref.activations import log_softmax, log_softmax_vjp, sigmoid, softmax, softmax_vjp
from tests import torch_answers
from tests.numerical import gradient, vjp
from tests.strategies import Float, reals

RNG = np.random.default_rng(0)
Z = 3 * RNG.normal(size=(3, 4))
P = scipy.special.softmax(Z, axis=-1)
BAR = RNG.normal(size=(3, 4))


def numerical_jacobian(f: Callable[[Float], Float], z: Float) -> Float:
    return np.array([vjp(f, z, row) for row in np.eye(len(z))])


@pytest.mark.equation("eq-softmax", "eq-softmax-sum")
@given(reals(5))
def test_definition(z: Float) -> None:
    p = softmax(z)
    assert_allclose(p, np.exp(z) / np.exp(z).sum(), rtol=1e-13)
    assert_allclose(p, scipy.special.softmax(z), rtol=1e-13)
    assert abs(p.sum() - 1) < 1e-15
    assert (p > 0).all()


def test_pytorch_agrees() -> None:
    torch = torch_answers.load("activations/softmax")
    z, y_bar, p = torch["z"], torch["y_bar"], torch["p"]
    assert_allclose(softmax(z), p, rtol=1e-13)
    assert_allclose(log_softmax(z), torch["log_p"], rtol=1e-13)
    assert_allclose(softmax_vjp(y_bar, p), torch["softmax_vjp"], rtol=0, atol=1e-15)
    assert_allclose(log_softmax_vjp(y_bar, p), torch["log_softmax_vjp"], rtol=0, atol=1e-15)


@pytest.mark.equation("eq-softmax-odds", "eq-softmax-temperature-odds")
def test_log_odds_are_differences_of_logits() -> None:
    differences = Z[:, :, None] - Z[:, None, :]
    for temperature in (0.5, 1.0, 3.0):
        p = softmax(Z / temperature)
        odds = np.log(p[:, :, None] / p[:, None, :])
        assert_allclose(odds, differences / temperature, rtol=0, atol=1e-12)


@pytest.mark.equation("eq-softmax-temperature")
def test_temperature() -> None:
    for temperature in (0.5, 3.0):
        weights = np.exp(Z / temperature)
        expected = weights / weights.sum(-1, keepdims=True)
        assert_allclose(softmax(Z / temperature), expected, rtol=1e-13)
    assert_allclose(softmax(Z / 1e-3), Z.max(-1, keepdims=True) == Z, rtol=0, atol=1e-12)
    assert_allclose(softmax(Z / 1e15), 0.25, rtol=1e-12)


@pytest.mark.equation("eq-softmax-shift")
@given(reals(4), st.floats(-1e6, 1e6))
def test_shift_invariance(z: Float, c: float) -> None:
    assert_allclose(softmax(z + c), softmax(z), rtol=0, atol=1e-9)
    assert_allclose(log_softmax(z + c), log_softmax(z), rtol=0, atol=1e-8)


@pytest.mark.equation("eq-softmax-jacobian", "eq-softmax-jacobian-matrix")
def test_jacobian() -> None:
    for z, p in zip(Z, P, strict=True):
        expected = numerical_jacobian(scipy.special.softmax, z)
        entries = [[p[i] * ((i == j) - p[j]) for j in range(4)] for i in range(4)]
        assert_allclose(entries, expected, rtol=0, atol=1e-11)
        assert_allclose(np.diag(p) - np.outer(p, p), expected, rtol=0, atol=1e-11)


@pytest.mark.equation("eq-softmax-jacobian-null")
def test_jacobian_sends_a_shift_to_zero() -> None:
    for p in P:
        assert_allclose(np.outer(p, p) @ np.ones(4), p, rtol=1e-14)
        assert abs((np.diag(p) - np.outer(p, p)) @ np.ones(4)).max() < 1e-15


@pytest.mark.equation("eq-softmax-vjp")
def test_softmax_vjp() -> None:
    expected = vjp(lambda z: scipy.special.softmax(z, -1), Z, BAR)
    assert_allclose(softmax_vjp(BAR, P), expected, rtol=0, atol=1e-10)
    assert_allclose(softmax_vjp(BAR.T, P.T, axis=0), expected.T, rtol=0, atol=1e-10)
    rows = [(np.diag(p) - np.outer(p, p)).T @ bar for p, bar in zip(P, BAR, strict=True)]
    assert_allclose(softmax_vjp(BAR, P), rows, rtol=0, atol=1e-15)


@pytest.mark.equation("eq-log-softmax")
@given(reals(5))
def test_log_softmax(z: Float) -> None:
    assert_allclose(log_softmax(z), np.log(scipy.special.softmax(z)), rtol=0, atol=1e-12)
    assert_allclose(log_softmax(z), z - scipy.special.logsumexp(z), rtol=0, atol=1e-13)
    assert_allclose(log_softmax(z), scipy.special.log_softmax(z), rtol=1e-14, atol=1e-15)


@pytest.mark.equation("eq-lse-grad")
def test_softmax_is_the_gradient_of_logsumexp() -> None:
    for z in Z:
        assert_allclose(softmax(z), gradient(scipy.special.logsumexp, z), rtol=0, atol=1e-10)


@pytest.mark.equation("eq-log-softmax-jacobian", "eq-log-softmax-vjp")
def test_log_softmax_vjp() -> None:
    expected = vjp(lambda z: scipy.special.log_softmax(z, -1), Z, BAR)
    assert_allclose(log_softmax_vjp(BAR, P), expected, rtol=0, atol=1e-10)
    assert_allclose(log_softmax_vjp(BAR.T, P.T, axis=0), expected.T, rtol=0, atol=1e-10)
    for z, p in zip(Z, P, strict=True):
        rows = numerical_jacobian(scipy.special.log_softmax, z)
        assert_allclose(np.eye(4) - np.ones((4, 1)) * p, rows, rtol=0, atol=1e-10)


@given(reals(4), reals(4))
def test_gradients_sum_to_zero(z: Float, bar: Float) -> None:
    p = softmax(z)
    assert abs(softmax_vjp(bar, p).sum()) < 1e-12
    assert abs(log_softmax_vjp(bar, p).sum()) < 1e-12


@pytest.mark.equation("eq-softmax-two-classes")
@given(reals(2))
def test_two_classes_are_the_sigmoid(z: Float) -> None:
    expected = [sigmoid(z[0] - z[1]), sigmoid(z[1] - z[0])]
    assert_allclose(softmax(z), expected, rtol=1e-13)
    assert_allclose(1 / (1 + np.exp(-(z[0] - z[1]))), softmax(z)[0], rtol=1e-13)


def test_axis() -> None:
    assert_array_equal(softmax(Z.T, axis=0), softmax(Z).T)
    assert_array_equal(log_softmax(Z.T, axis=0), log_softmax(Z).T)


def test_huge_logits() -> None:
    z = np.array([1e8, 1e8 - 1.0, 0.0])
    with mpmath.workdps(60):
        weights = [mpmath.exp(v - 1e8) for v in z.tolist()]
        expected = [float(mpmath.log(w / sum(weights))) for w in weights]
    assert_allclose(log_softmax(z), expected, rtol=1e-15)
    assert_allclose(softmax(z), np.exp(expected), rtol=1e-15)


def test_logits_that_are_too_far_apart_to_subtract() -> None:
    assert softmax([1e308, -1e308]).tolist() == [1, 0]
    assert log_softmax([1e308, -1e308]).tolist() == [0, -np.inf]


def test_impossible_classes() -> None:
    assert softmax([0.0, -np.inf, 0.0]).tolist() == [0.5, 0, 0.5]
    assert_allclose(log_softmax([0.0, -np.inf, 0.0]), [-np.log(2), -np.inf, -np.log(2)])
    assert log_softmax([0.0, -1000.0]).tolist() == [0, -1000]


def test_empty_batch_and_single_class() -> None:
    assert softmax(np.zeros((0, 3))).shape == (0, 3)
    assert log_softmax(np.zeros((0, 3))).shape == (0, 3)
    assert softmax([7.0]).tolist() == [1]


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_precision_is_kept(dtype: type[np.floating[Any]]) -> None:
    z, p, bar = Z.astype(dtype), P.astype(dtype), BAR.astype(dtype)
    for result in (softmax(z), log_softmax(z), softmax_vjp(bar, p), log_softmax_vjp(bar, p)):
        assert result.dtype == dtype
        assert result.shape == z.shape
    assert softmax([0, 1]).dtype == np.float64


@pytest.mark.parametrize("f", [softmax, log_softmax])
def test_bad_logits(f: Callable[..., Float]) -> None:
    with pytest.raises(ValueError, match="largest logit must be finite"):
        f([-np.inf, -np.inf])
    with pytest.raises(ValueError, match="largest logit must be finite"):
        f([0.0, np.inf])
    with pytest.raises(ValueError, match=r"z needs at least one entry along axis -1"):
        f(np.zeros((3, 0)))
    with pytest.raises(ValueError, match=r"z of shape \(\) has no axis -1"):
        f(1.0)


def test_pullbacks_need_one_shape() -> None:
    with pytest.raises(ValueError, match=r"p_bar \(2,\), p \(3,\)"):
        softmax_vjp([1.0, 2.0], [0.2, 0.3, 0.5])
    with pytest.raises(ValueError, match=r"s_bar \(2,\), p \(3,\)"):
        log_softmax_vjp([1.0, 2.0], [0.2, 0.3, 0.5])
