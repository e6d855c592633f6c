"""Log-sum-exp, x ln y and rounding against SciPy, PyTorch, mpmath and numerical derivatives."""

import mpmath
import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from dlref.activations import sigmoid, softmax
from dlref.foundations import logsumexp, logsumexp_vjp, xlogy
from tests import torch_answers
from tests.numerical import gradient, vjp
from tests.strategies import Float, reals

RNG = np.random.default_rng(0)
X = RNG.normal(size=(3, 4, 5))
INF = np.inf


@pytest.mark.equation("eq-logsumexp-definition")
def test_logsumexp_is_the_logarithm_of_the_sum() -> None:
    assert_allclose(logsumexp(X), np.log(np.exp(X).sum(-1)), rtol=1e-14)


@pytest.mark.parametrize("axis", [None, 0, 1, -1])
@pytest.mark.parametrize("keepdims", [True, False])
def test_logsumexp_agrees_with_scipy(axis: int | None, keepdims: bool) -> None:
    expected = scipy.special.logsumexp(300 * X, axis=axis, keepdims=keepdims)
    result = logsumexp(300 * X, axis, keepdims)
    assert_allclose(result, expected, rtol=1e-14)
    assert result.shape == expected.shape


@pytest.mark.equation("eq-logsumexp")
def test_logsumexp_of_huge_exponents_agrees_with_mpmath() -> None:
    for x in ([1000.0, 1001.0], [-1000.0, -1000.5, -3000.0], [1e300, 0.0], [0.0, 1.0]):
        expected = float(mpmath.log(mpmath.fsum(mpmath.exp(mpmath.mpf(t)) for t in x)))
        assert_allclose(logsumexp(x), expected, rtol=1e-15)


def test_logsumexp_vjp_and_xlogy_agree_with_pytorch() -> None:
    torch = torch_answers.load("foundations/numerical_stability")
    assert_allclose(logsumexp(torch["x"], axis=0), torch["lse"], rtol=1e-14)
    assert_allclose(logsumexp_vjp(torch["y_bar"], torch["x"], 0), torch["x_grad"], rtol=1e-12)
    assert_allclose(xlogy(torch["a"], torch["b"]), torch["xlogy"], rtol=1e-14)


@pytest.mark.equation("eq-logsumexp-shift")
@given(reals(4), st.floats(-1e3, 1e3))
def test_logsumexp_moves_with_a_shift(x: Float, c: float) -> None:
    assert_allclose(logsumexp(x + c), logsumexp(x) + c, rtol=0, atol=1e-12)


@pytest.mark.equation("eq-logsumexp-bounds")
@given(reals(4, bound=1e3))
def test_logsumexp_is_between_the_maximum_and_that_plus_ln_n(x: Float) -> None:
    # Half an epsilon of each side for the last sum, and a few epsilons for the logarithm.
    rounding = np.finfo(float).eps * (abs(x.max()) + 8)
    assert x.max() <= logsumexp(x) <= x.max() + np.log(4) + rounding


def test_logsumexp_reaches_its_bounds() -> None:
    assert_allclose(logsumexp(np.zeros(4)), np.log(4))
    assert logsumexp([0.0, -800.0]) == 0


@pytest.mark.equation("eq-logsumexp-grad")
def test_gradient_of_logsumexp_is_softmax() -> None:
    x = X[0, 0]
    expected = gradient(lambda t: np.log(np.exp(t).sum()), x)
    assert_allclose(softmax(x), expected, atol=1e-11)
    assert_allclose(np.exp(x - logsumexp(x)), expected, atol=1e-11)
    assert_allclose(logsumexp_vjp(1.0, x), expected, atol=1e-11)


@pytest.mark.equation("eq-logsumexp-vjp")
@pytest.mark.parametrize("axis", [None, 0, 1, -1])
def test_vjp_is_the_numerical_one(axis: int | None) -> None:
    y_bar = RNG.normal(size=np.shape(logsumexp(X, axis)))
    expected = vjp(lambda x: logsumexp(x, axis), X, y_bar)
    assert_allclose(logsumexp_vjp(y_bar, X, axis), expected, atol=1e-9)
    y = logsumexp(X, axis, keepdims=True)
    assert_allclose(y_bar.reshape(y.shape) * np.exp(X - y), expected, atol=1e-9)


def test_logsumexp_at_the_edges() -> None:
    assert logsumexp([-INF, -INF]) == -INF
    assert logsumexp([INF, 1000.0]) == INF
    assert logsumexp([INF, -INF]) == INF
    assert logsumexp([-INF, 3.0]) == 3
    assert logsumexp([1e308, -1e308]) == 1e308
    assert np.isnan(logsumexp([np.nan, 1.0]))
    assert_allclose(logsumexp([[-INF, -INF], [0.0, 0.0]]), [-INF, np.log(2)], rtol=1e-15)
    assert logsumexp(2.0, axis=None) == 2
    assert logsumexp(np.zeros((0, 3))).shape == (0,)


def test_vjp_at_the_edges() -> None:
    assert_array_equal(logsumexp_vjp(2.0, [-INF, 5.0]), [0, 2])
    assert_array_equal(logsumexp_vjp(2.0, [1e308, -1e308]), [2, 0])
    assert_allclose(logsumexp_vjp(1.0, [1e8, 1e8 + 1]), softmax([0.0, 1.0]), rtol=1e-15)


@pytest.mark.equation("eq-xlogy")
def test_xlogy_agrees_with_scipy() -> None:
    a, b = RNG.uniform(0, 2, (2, 7))
    assert_allclose(xlogy(a, b), scipy.special.xlogy(a, b), rtol=1e-14)
    assert_allclose(xlogy(a, b), a * np.log(b), rtol=1e-14)
    assert_allclose(xlogy(a[:, None], b), scipy.special.xlogy(a[:, None], b), rtol=1e-14)


def test_xlogy_at_the_edges() -> None:
    a = np.array([0, 0, 0, 0, 2, 2, -2, np.nan])
    b = np.array([0, 1, INF, np.nan, 0, INF, 0, 0])
    assert_array_equal(xlogy(a, b), [0, 0, 0, np.nan, -INF, INF, INF, np.nan])
    assert xlogy(1e308, 1e300) == INF
    assert_allclose(xlogy(1.0, 5e-324), np.log(5e-324))
    assert xlogy([], []).shape == (0,)


@pytest.mark.equation("eq-xlogy-bound")
@given(st.floats(0, 1, exclude_min=True))
def test_xlogy_falls_below_every_bound(t: float) -> None:
    at_sqrt = -2 * xlogy(t, np.sqrt(t))
    assert_allclose(-xlogy(t, t), at_sqrt, rtol=1e-12, atol=1e-15)
    assert -1e-15 <= at_sqrt <= 2 * t * (1 / np.sqrt(t) - 1) * (1 + 1e-12) + 1e-15
    assert 2 * t * (1 / np.sqrt(t) - 1) <= 2 * np.sqrt(t) * (1 + 1e-15)


@pytest.mark.equation("eq-rounding")
@given(st.floats(1e-30, 1e30), st.sampled_from([-1, 1]))
def test_rounding_is_off_by_half_of_epsilon_at_most(size: float, sign: int) -> None:
    a = sign * size
    epsilon = 2.0**-23
    assert np.finfo(np.float32).eps == epsilon
    assert abs(float(np.float32(a)) - a) <= epsilon / 2 * abs(a)


def test_rounding_bound_is_reached() -> None:
    a = 1 + 2.0**-24
    assert abs(float(np.float32(a)) - a) == 2.0**-24


@pytest.mark.equation("eq-cancellation")
@given(st.floats(-9, 9), st.floats(-9, 9), st.floats(-0.01, 0.01), st.floats(-0.01, 0.01))
def test_error_of_a_difference(a: float, b: float, alpha: float, beta: float) -> None:
    error = abs((a * (1 + alpha) - b * (1 + beta)) - (a - b))
    assert_allclose(error, abs(a * alpha - b * beta), atol=1e-14)
    assert abs(a * alpha - b * beta) <= 0.01 * (abs(a) + abs(b)) + 1e-15


def test_error_of_a_difference_is_reached() -> None:
    a, b, u = 5.0, 4.0, 0.01
    assert_allclose((a * (1 + u) - b * (1 - u)) - (a - b), u * (a + b))


@pytest.mark.equation("eq-one-minus-sigmoid")
def test_complement_of_the_sigmoid_agrees_with_mpmath() -> None:
    for z in (-3.0, 0.0, 0.7, 36.0, 400.0):
        with mpmath.workdps(200):
            t = mpmath.mpf(z)
            expected = float(1 - 1 / (1 + mpmath.exp(-t)))
            for form in (mpmath.exp(-t) / (1 + mpmath.exp(-t)), 1 / (mpmath.exp(t) + 1)):
                assert_allclose(float(form), expected, rtol=1e-15)
        assert_allclose(sigmoid(-z), expected, rtol=1e-15)


def test_precision_is_kept() -> None:
    x = X.astype(np.float32)
    for result in (logsumexp(x), logsumexp_vjp(logsumexp(x), x), xlogy(abs(x), abs(x))):
        assert result.dtype == np.float32
    for result in (logsumexp([0, 1]), logsumexp_vjp(1, [0, 1]), xlogy([0, 1], 2)):
        assert result.dtype == np.float64
    assert_allclose(logsumexp([0, 1]), np.log(1 + np.e))


def test_bad_input_says_what_is_wrong() -> None:
    with pytest.raises(ValueError, match=r"x needs at least one entry along axis -1, .*\(0,\)"):
        logsumexp([])
    with pytest.raises(ValueError, match=r"x of shape \(\) has no axis -1"):
        logsumexp(1.0)
    with pytest.raises(ValueError, match=r"y must have no negative entry, got .* -2\.0"):
        xlogy([0.0, 1.0], [1.0, -2.0])
    with pytest.raises(ValueError, match="x needs at least one entry along axis -1"):
        logsumexp_vjp(1.0, [])
    with pytest.raises(ValueError, match=r"largest entry of x along axis -1 must be finite, .*inf"):
        logsumexp_vjp(1.0, [-INF, -INF])
    with pytest.raises(ValueError, match=r"shape of logsumexp\(x\), \(2,\), got \(1,\)"):
        logsumexp_vjp([1.0], [[0.0], [1.0]])
