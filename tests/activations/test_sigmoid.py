"""The sigmoid against SciPy, mpmath, PyTorch, numerical derivatives and its symmetries."""

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
import scipy.special
from hypothesis import given
from numpy.testing import assert_allclose, assert_array_equal

from dlref._array import Array
from dlref.activations import log_sigmoid, log_sigmoid_grad, logit, sigmoid, sigmoid_grad
from tests import torch_answers
from tests.numerical import derivative
from tests.strategies import Float, reals

X = np.array([-720.0, -40.0, -3.0, -0.5, 0.0, 1e-9, 0.5, 3.0, 40.0, 720.0])
P = np.array([1e-300, 1e-9, 0.2, 0.25, 0.4, 0.5 + 1e-12, 0.6, 0.75, 0.8, 1 - 1e-12])
UNITS = 2.5 * 2.0**-53  # a sigmoid is off by 1.7 units, 2 sigmoid - 1 by 3.2, tanh by 1
NEAR_HALF = 0.5 + np.linspace(-3e-6, 4e-6, 9)  # where the two logarithms cancel


def exact(f: Callable[[mpmath.mpf], mpmath.mpf], x: Float) -> Float:
    with mpmath.workdps(800):
        return np.array([float(f(mpmath.mpf(v))) for v in x])


def assert_accurate(actual: Array, expected: Float) -> None:
    """Compare to the last digit or two; a subnormal number has fewer to keep."""
    assert_allclose(actual, expected, rtol=1e-15, atol=5e-324)


@pytest.mark.equation("eq-sigmoid")
def test_definition() -> None:
    x = X[1:-1]
    assert_allclose(sigmoid(x), 1 / (1 + np.exp(-x)), rtol=1e-15)
    assert_allclose(sigmoid(x), np.exp(x) / (1 + np.exp(x)), rtol=1e-15)
    assert_allclose(sigmoid(x), scipy.special.expit(x), rtol=1e-15)


def test_tails_are_accurate() -> None:
    assert_accurate(sigmoid(X), exact(lambda x: 1 / (1 + mpmath.exp(-x)), X))
    expected = exact(lambda x: mpmath.exp(-x) / (1 + mpmath.exp(-x)) ** 2, X)
    assert_accurate(sigmoid_grad(X), expected)
    expected = exact(lambda x: -mpmath.log(1 + mpmath.exp(-x)), X)
    assert_accurate(log_sigmoid(X), expected)
    assert_accurate(log_sigmoid(X), scipy.special.log_expit(X))
    expected = exact(lambda x: 1 / (1 + mpmath.exp(x)), X)
    assert_accurate(log_sigmoid_grad(X), expected)


def test_pytorch_agrees() -> None:
    torch = torch_answers.load("activations/sigmoid")
    for f in (sigmoid, sigmoid_grad, log_sigmoid, log_sigmoid_grad):
        assert_allclose(f(torch["x"]), torch[f.__name__], rtol=1e-13)
    assert_allclose(logit(torch["p"]), torch["logit"], rtol=1e-13)


@pytest.mark.equation("eq-sigmoid-symmetry")
@given(reals(5))
def test_symmetry(x: Float) -> None:
    assert_allclose(1 - sigmoid(x), sigmoid(-x), rtol=0, atol=2 * UNITS)
    assert_allclose(1 - sigmoid(x), np.exp(-x) / (1 + np.exp(-x)), rtol=0, atol=2 * UNITS)


@pytest.mark.equation("eq-sigmoid-grad")
@given(reals(5))
def test_derivative(x: Float) -> None:
    assert_allclose(sigmoid_grad(x), derivative(scipy.special.expit, x), rtol=0, atol=1e-11)
    assert_allclose(sigmoid_grad(x), np.exp(-x) / (1 + np.exp(-x)) ** 2, rtol=1e-14)
    s = scipy.special.expit(x)
    assert_allclose(sigmoid_grad(x), s * (1 - s), rtol=0, atol=4e-16)


@pytest.mark.equation("eq-sigmoid-grad-even", "eq-sigmoid-grad-bound")
@given(reals(5))
def test_derivative_is_even_and_bounded(x: Float) -> None:
    assert_array_equal(sigmoid_grad(-x), sigmoid_grad(x))
    assert (sigmoid_grad(x) <= 0.25).all()
    assert sigmoid_grad(0.0) == 0.25
    assert (sigmoid_grad(x) <= np.exp(-abs(x)) * (1 + 1e-15)).all()


@pytest.mark.equation("eq-logit", "eq-logit-artanh")
def test_logit() -> None:
    expected = exact(lambda p: mpmath.log(p / (1 - p)), P)
    assert_allclose(logit(P), expected, rtol=2e-15)
    assert_allclose(logit(P), scipy.special.logit(P), rtol=1e-14)
    assert_allclose(2 * np.arctanh(2 * P[2:] - 1), expected[2:], rtol=1e-4)


def test_logit_does_not_cancel() -> None:
    expected = exact(lambda p: mpmath.log(p / (1 - p)), NEAR_HALF)
    assert_allclose(logit(NEAR_HALF), expected, rtol=1e-15)
    assert abs((np.log(NEAR_HALF) - np.log1p(-NEAR_HALF)) / expected - 1).max() > 1e-13


@pytest.mark.equation("eq-logit-inverse")
@given(reals(5, bound=20.0))
def test_logit_is_the_inverse(x: Float) -> None:
    assert_allclose(logit(sigmoid(x)), x, rtol=0, atol=1e-6)
    assert_allclose(np.log(sigmoid(x) / sigmoid(-x)), x, rtol=0, atol=1e-13)
    assert_allclose(sigmoid(logit(sigmoid(x))), sigmoid(x), rtol=1e-14)


@pytest.mark.equation("eq-sigmoid-tanh")
@given(reals(5))
def test_tanh(x: Float) -> None:
    assert_allclose(2 * sigmoid(2 * x) - 1, np.tanh(x), rtol=0, atol=2 * UNITS)
    # the steps between
    assert_allclose(2 / (1 + np.exp(-2 * x)) - 1, np.tanh(x), rtol=0, atol=2 * UNITS)
    halves = (1 - np.exp(-2 * x)) / (1 + np.exp(-2 * x))
    assert_allclose(halves, np.tanh(x), rtol=0, atol=2 * UNITS)


@pytest.mark.equation("eq-softplus", "eq-softplus-difference", "eq-log-sigmoid")
@given(reals(5, bound=30.0))
def test_softplus(x: Float) -> None:
    softplus = np.log1p(np.exp(x))
    assert_allclose(-log_sigmoid(-x), softplus, rtol=1e-14)
    assert_allclose(-log_sigmoid(-x), np.logaddexp(0, x), rtol=1e-14)
    assert_allclose(log_sigmoid(x), np.log(scipy.special.expit(x)), rtol=0, atol=1e-14)
    assert_allclose(-log_sigmoid(-x) + log_sigmoid(x), x, rtol=0, atol=1e-14)


@pytest.mark.equation("eq-log-sigmoid-stable")
@given(reals(5, bound=30.0))
def test_stable_log_sigmoid(x: Float) -> None:
    positive = -np.log(1 + np.exp(-x))
    negative = x - np.log(1 + np.exp(x))
    assert_allclose(log_sigmoid(x), np.where(x >= 0, positive, negative), rtol=0, atol=1e-14)


@pytest.mark.equation("eq-log-sigmoid-grad", "eq-softplus-grad")
@given(reals(5))
def test_derivatives_of_the_logarithms(x: Float) -> None:
    expected = derivative(scipy.special.log_expit, x)
    assert_allclose(log_sigmoid_grad(x), expected, rtol=0, atol=1e-9)
    assert_allclose(log_sigmoid_grad(x), 1 - scipy.special.expit(x), rtol=0, atol=2 * UNITS)
    slope = derivative(lambda t: np.logaddexp(0, t), x)
    assert_allclose(sigmoid(x), slope, rtol=0, atol=1e-9)


def test_infinite_and_missing() -> None:
    x = [-np.inf, np.inf]
    assert sigmoid(x).tolist() == [0, 1]
    assert sigmoid_grad(x).tolist() == [0, 0]
    assert log_sigmoid(x).tolist() == [-np.inf, 0]
    assert log_sigmoid_grad(x).tolist() == [1, 0]
    assert logit([0, 1]).tolist() == x
    for f in (sigmoid, sigmoid_grad, log_sigmoid, log_sigmoid_grad):
        assert np.isnan(f(np.nan))
        assert f([]).shape == (0,)
    assert logit([]).shape == (0,)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_precision_is_kept(dtype: type[np.floating[Any]]) -> None:
    x = np.array([[-3.0, 0.0], [0.7, 1e4]], dtype)
    for f in (sigmoid, sigmoid_grad, log_sigmoid, log_sigmoid_grad):
        assert f(x).dtype == dtype
        assert f(x).shape == x.shape
    assert logit(np.array([0.0, 0.4, 1.0], dtype)).dtype == dtype
    assert sigmoid([0, 1]).dtype == np.float64


def test_logit_refuses_what_is_no_probability() -> None:
    with pytest.raises(ValueError, match=r"p must lie between 0 and 1, got 1\.5"):
        logit([0.5, 1.5])
    with pytest.raises(ValueError, match=r"p must lie between 0 and 1, got -0\.1"):
        logit(-0.1)
    with pytest.raises(ValueError, match=r"p must lie between 0 and 1, got nan"):
        logit(np.nan)
