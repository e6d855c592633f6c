"""Entropy against SciPy, PyTorch, mpmath, numerical derivatives and its properties."""

import math
from collections.abc import Callable

import mpmath
import numpy as np
import pytest
import scipy.special
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from dlref._array import Array
from dlref.activations import sigmoid, sigmoid_grad, softmax
from dlref.information_theory import (
    binary_entropy,
    binary_entropy_grad,
    entropy,
    entropy_grad,
    entropy_logits_grad,
    kl_divergence,
    nats_to_bits,
    self_information,
)
from tests import torch_answers
from tests.numerical import derivative, gradient
from tests.strategies import Float, distributions, reals

EPSILON = np.finfo(float).eps
RNG = np.random.default_rng(1)
P = RNG.dirichlet(np.ones(5), size=3)
Z = RNG.normal(size=(3, 5))
UNIT = np.linspace(0.05, 0.95, 19)


@pytest.mark.equation("eq-self-information")
def test_self_information_agrees_with_mpmath() -> None:
    for p in [1e-300, 0.1, 0.5, 0.999]:
        assert_allclose(self_information(p), float(-mpmath.log(p)), rtol=1e-15)


@pytest.mark.equation("eq-information-adds")
def test_information_of_independent_outcomes_adds() -> None:
    a, b = RNG.uniform(size=(2, 20))
    assert_allclose(self_information(a * b), self_information(a) + self_information(b))


@pytest.mark.equation("eq-entropy")
def test_definition_agrees_with_scipy() -> None:
    assert_allclose(entropy(P), scipy.stats.entropy(P, axis=-1), rtol=1e-13)
    assert_allclose(entropy(P), scipy.special.entr(P).sum(-1), rtol=1e-13)
    expectation = [sum(p * -math.log(p) for p in row) for row in P]
    assert_allclose(entropy(P), expectation, rtol=1e-13)
    assert_allclose(entropy(P), np.average(self_information(P), axis=-1, weights=P))


def test_axis() -> None:
    assert_allclose(entropy(P.T, axis=0), entropy(P))
    assert_allclose(entropy_grad(P.T, axis=0), entropy_grad(P).T)
    assert_allclose(entropy_logits_grad(Z.T, axis=0), entropy_logits_grad(Z).T)


def test_values_and_gradients_agree_with_pytorch() -> None:
    torch = torch_answers.load("information_theory/entropy")
    assert_allclose(entropy(softmax(torch["z"])), torch["entropy"], rtol=1e-12)
    assert_allclose(entropy_logits_grad(torch["z"]), torch["z_grad"], atol=1e-14)
    assert_allclose(binary_entropy(torch["t"]), torch["bernoulli"], rtol=1e-12)
    assert_allclose(binary_entropy_grad(torch["t"]), torch["t_grad"], rtol=1e-10)


def test_conventions_of_pytorch_and_scipy() -> None:
    torch = torch_answers.load("information_theory/entropy")
    eps = np.finfo(float).eps
    assert_allclose([torch["certain"], torch["certain_bernoulli"]], [eps, eps], rtol=0.01)
    assert_allclose(torch["counts"], entropy([0.25, 0.75]), rtol=1e-12)
    assert_allclose(scipy.stats.entropy([2, 6]), entropy([0.25, 0.75]), rtol=1e-12)


@pytest.mark.equation("eq-bits")
def test_bits() -> None:
    assert_allclose(nats_to_bits(entropy(P)), -(P * np.log2(P)).sum(-1))
    assert_allclose(nats_to_bits(entropy(P)), scipy.stats.entropy(P, base=2, axis=-1))
    assert nats_to_bits(-math.log(2)) == -1


@pytest.mark.equation("eq-entropy-additive")
@given(distributions(4), distributions(3))
def test_entropy_of_independent_variables_adds(p: Float, r: Float) -> None:
    assert_allclose(entropy(np.outer(p, r).ravel()), entropy(p) + entropy(r), atol=1e-12)


@pytest.mark.equation("eq-entropy-from-uniform")
@given(distributions(4))
def test_what_lacks_to_the_maximum_is_the_divergence_from_uniform(p: Float) -> None:
    assert_allclose(kl_divergence(p, np.full(4, 0.25)), np.log(4) - entropy(p), atol=1e-14)


@pytest.mark.equation("eq-max-entropy")
@given(distributions(4))
def test_bounds(p: Float) -> None:
    h = entropy(p)
    # An epsilon for the logarithm, a half for the product and for each of three sums.
    assert 0 <= h <= np.log(4) * (1 + 3 * EPSILON)
    assert (h == 0) == (p.max() == 1)
    assert (h > np.log(4) - 1e-9) == np.allclose(p, 0.25)


@pytest.mark.parametrize("k", [1, 2, 7])
def test_bounds_are_attained(k: int) -> None:
    # An epsilon for each logarithm, a half for 1 / k, the product, and each of k - 1 sums.
    assert_allclose(entropy(np.full(k, 1 / k)), np.log(k), rtol=(k + 5) / 2 * EPSILON)
    assert entropy(np.eye(k)).tolist() == [0] * k


@pytest.mark.equation("eq-entropy-grad")
def test_gradient_is_the_numerical_one() -> None:
    expected = gradient(lambda p: scipy.special.entr(p).sum(), P, h=1e-5)
    assert_allclose(entropy_grad(P), expected, rtol=1e-6)


@pytest.mark.equation("eq-entropy-logits-grad")
def test_logits_gradient_is_the_numerical_one() -> None:
    expected = gradient(lambda z: scipy.stats.entropy(softmax(z), axis=-1).sum(), Z)
    assert_allclose(entropy_logits_grad(Z), expected, atol=1e-10)
    p = softmax(Z)
    through_softmax = (entropy_grad(p)[:, None] @ _softmax_jacobian(p))[:, 0]
    assert_allclose(entropy_logits_grad(Z), through_softmax, atol=1e-14)


def _softmax_jacobian(p: Array) -> Array:
    return p[:, :, None] * (np.eye(p.shape[1]) - p[:, None, :])


@given(reals(4))
def test_logits_gradient_sums_to_zero(z: Float) -> None:
    assert abs(entropy_logits_grad(z).sum()) < 1e-13
    assert_allclose(entropy_logits_grad(z), entropy_logits_grad(z + 7), atol=1e-12)


def test_logits_gradient_vanishes_at_the_uniform_distribution() -> None:
    assert_allclose(entropy_logits_grad([3.0, 3.0, 3.0]), [0, 0, 0], atol=1e-15)


def test_one_step_along_the_gradient_raises_the_entropy() -> None:
    h = entropy(softmax(Z))
    assert (entropy(softmax(Z + 0.01 * entropy_logits_grad(Z))) > h).all()


@pytest.mark.equation("eq-binary-entropy")
def test_binary_entropy_is_that_of_two_outcomes() -> None:
    assert_allclose(binary_entropy(UNIT), entropy(np.stack([UNIT, 1 - UNIT], -1)))
    assert_allclose(binary_entropy(UNIT), scipy.stats.bernoulli.entropy(UNIT))


@pytest.mark.equation("eq-binary-entropy-grad")
def test_binary_gradient_is_the_numerical_one() -> None:
    assert_allclose(binary_entropy_grad(UNIT), derivative(binary_entropy, UNIT), atol=1e-4)
    assert_allclose(binary_entropy_grad(UNIT), -scipy.special.logit(UNIT), atol=1e-14)


@pytest.mark.equation("eq-binary-entropy-curvature")
def test_binary_entropy_is_concave() -> None:
    expected = derivative(binary_entropy_grad, UNIT)
    assert_allclose(-1 / (UNIT * (1 - UNIT)), expected, rtol=1e-4)


@pytest.mark.equation("eq-binary-entropy-logit")
def test_binary_gradient_undoes_the_sigmoid() -> None:
    z = np.linspace(-8, 8, 33)
    assert_allclose(binary_entropy_grad(sigmoid(z)), -z, atol=1e-12)
    slope = derivative(lambda t: binary_entropy(sigmoid(t)), z)
    assert_allclose(-z * sigmoid_grad(z), slope, atol=1e-10)


@pytest.mark.parametrize("p", [5e-324, 1e-300, 1e-20, 1e-3, 0.5, 0.999, 1 - 2.0**-53])
def test_binary_entropy_keeps_its_digits_near_the_ends(p: float) -> None:
    with mpmath.workdps(400):
        exact = mpmath.mpf(p)
        h = -exact * mpmath.log(exact) - (1 - exact) * mpmath.log(1 - exact)
        slope = mpmath.log((1 - exact) / exact)
    # A subnormal number has fewer digits to keep.
    assert_allclose(binary_entropy(p), float(h), rtol=1e-14, atol=5e-324)
    assert_allclose(binary_entropy_grad(p), float(slope), rtol=1e-14)


@given(st.floats(0, 1))
def test_binary_entropy_is_symmetric_about_one_half(p: float) -> None:
    assert_allclose(binary_entropy(p), binary_entropy(1 - p), atol=1e-14)  # 1 - p rounds
    # An epsilon for each logarithm, a half for a product and the sum.
    assert 0 <= binary_entropy(p) <= np.log(2) * (1 + 3 * EPSILON)


def test_impossible_and_certain_outcomes() -> None:
    assert self_information([0, 1]).tolist() == [np.inf, 0]
    assert_allclose(entropy([0.0, 0.5, 0.5]), np.log(2), rtol=1e-15)
    assert entropy_grad([0.0, 1.0]).tolist() == [np.inf, -1]
    assert entropy_logits_grad([0.0, -np.inf]).tolist() == [0, 0]
    assert entropy_logits_grad([0.0, -1000.0]).tolist() == [0, 0]
    assert binary_entropy([0, 1]).tolist() == [0, 0]
    assert binary_entropy_grad([0, 1]).tolist() == [np.inf, -np.inf]


def test_zero_is_not_negative() -> None:
    for zero in (self_information(1.0), entropy([1.0, 0.0]), binary_entropy(1.0)):
        assert not np.signbit(zero)


def test_tiny_probabilities() -> None:
    assert_allclose(entropy([1.0, 1e-320]), -1e-320 * math.log(1e-320), rtol=1e-3)


def test_precision_is_kept() -> None:
    p, z = P.astype(np.float32), Z.astype(np.float32)
    results = [self_information(p), entropy(p), entropy_grad(p), entropy_logits_grad(z)]
    results += [binary_entropy(p), binary_entropy_grad(p), nats_to_bits(p)]
    assert [result.dtype for result in results] == [np.float32] * 7
    assert entropy([1, 0]).dtype == np.float64


def test_empty_batches() -> None:
    assert entropy(np.empty((0, 3))).shape == (0,)
    for elementwise in (self_information, binary_entropy, binary_entropy_grad, nats_to_bits):
        assert elementwise([]).shape == (0,)


@pytest.mark.parametrize("function", [self_information, binary_entropy, binary_entropy_grad])
@pytest.mark.parametrize("p", [-0.1, 1.5, math.nan])
def test_a_probability_lies_between_zero_and_one(function: Callable[..., Float], p: float) -> None:
    with pytest.raises(ValueError, match=f"p must lie between 0 and 1, got {p}"):
        function([0.5, p])


@pytest.mark.parametrize("function", [entropy, entropy_grad])
def test_a_distribution_sums_to_one(function: Callable[..., Float]) -> None:
    with pytest.raises(ValueError, match=r"p must sum to one along axis -1, got 0\.9"):
        function([0.5, 0.4])
    with pytest.raises(ValueError, match=r"p must have no negative entry, got .* -0\.5"):
        function([1.5, -0.5])
    with pytest.raises(ValueError, match="p needs at least one entry along axis 0"):
        function(np.empty((0, 3)), axis=0)


def test_logits_need_a_finite_largest_one() -> None:
    with pytest.raises(ValueError, match="the largest logit must be finite"):
        entropy_logits_grad([-np.inf, -np.inf])
