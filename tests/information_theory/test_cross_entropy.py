"""The cross-entropy against SciPy, scikit-learn, PyTorch and numerical derivatives."""

from collections.abc import Callable

import numpy as np
import pytest
import scipy.optimize
import scipy.stats
import sklearn.metrics
from hypothesis import given
from numpy.testing import assert_allclose

from dlref._array import Array
from dlref.activations import softmax
from dlref.information_theory import (
    cross_entropy,
    cross_entropy_grad,
    entropy,
    kl_divergence,
    kl_divergence_grad,
    kl_divergence_logits_grad,
)
from tests import torch_answers
from tests.numerical import gradient
from tests.strategies import Float, distributions

RNG = np.random.default_rng(2)
P, Q = RNG.dirichlet(np.ones(5), size=(2, 3))
Z = RNG.normal(size=(3, 5))
LABELS = RNG.integers(5, size=20)


@pytest.mark.equation("eq-cross-entropy")
def test_definition_agrees_with_scipy() -> None:
    expected = scipy.stats.entropy(P, axis=-1) + scipy.stats.entropy(P, Q, axis=-1)
    assert_allclose(cross_entropy(P, Q), expected, rtol=1e-12)
    expectation = [np.average(-np.log(q), weights=p) for p, q in zip(P, Q, strict=True)]
    assert_allclose(cross_entropy(P, Q), expectation, rtol=1e-12)


def test_axis() -> None:
    assert_allclose(cross_entropy(P.T, Q.T, axis=0), cross_entropy(P, Q))
    assert_allclose(cross_entropy_grad(P.T, Q.T, axis=0), cross_entropy_grad(P, Q).T)


def test_values_and_gradients_agree_with_pytorch() -> None:
    torch = torch_answers.load("information_theory/cross_entropy")
    p, q = torch["p"], torch["q"]
    assert_allclose(cross_entropy(p, q), torch["from_log_q"], rtol=1e-12)
    assert_allclose(cross_entropy_grad(p, q), torch["q_grad"], rtol=1e-12)
    assert_allclose(kl_divergence_logits_grad(p, torch["z"]), torch["z_grad"], atol=1e-14)


def test_pytorch_takes_probabilities_for_logits() -> None:
    torch = torch_answers.load("information_theory/cross_entropy")
    wrong = cross_entropy(torch["p"], softmax(torch["q"]))
    assert_allclose(torch["from_q"], wrong, rtol=1e-12)
    assert (abs(wrong - cross_entropy(torch["p"], torch["q"])) > 1e-4).all()
    assert_allclose(torch["from_q_on_the_page"], 0.724, atol=5e-4)
    assert_allclose(cross_entropy([0.5, 0.5], [0.25, 0.75]), 0.837, atol=5e-4)


def test_pytorch_makes_nan_of_an_impossible_outcome_that_does_not_happen() -> None:
    torch = torch_answers.load("information_theory/cross_entropy")
    assert torch["impossible_is_nan"]
    assert torch["certain"] == 0
    assert cross_entropy([1.0, 0.0], [1.0, 0.0]) == 0


@pytest.mark.equation("eq-cross-entropy-decomposition")
def test_entropy_plus_divergence() -> None:
    assert_allclose(cross_entropy(P, Q), entropy(P) + kl_divergence(P, Q), rtol=1e-12)


@pytest.mark.equation("eq-cross-entropy-bound")
@given(distributions(4), distributions(4))
def test_no_model_beats_the_entropy(p: Float, q: Float) -> None:
    # Each is a sum of four products with a logarithm, below ln 4 where they are close: at most
    # an epsilon for the logarithm and a half for each operation, together 3 ln 4 epsilons.
    rounding = 2 * 3 * np.log(4) * np.finfo(float).eps
    assert cross_entropy(p, q) >= entropy(p) - rounding
    assert abs(cross_entropy(p, p) - entropy(p)) <= rounding


@pytest.mark.equation("eq-one-hot")
def test_one_hot_truth_leaves_one_logarithm() -> None:
    for y in range(5):
        assert_allclose(cross_entropy(np.eye(5)[y], Q[0]), -np.log(Q[0, y]), rtol=1e-14)


@pytest.mark.equation("eq-maximum-likelihood")
def test_negative_log_likelihood_of_labels() -> None:
    q = Q[0]
    frequencies = np.bincount(LABELS, minlength=5) / LABELS.size
    assert_allclose(-np.log(q[LABELS]).mean(), cross_entropy(frequencies, q), rtol=1e-12)
    log_loss = sklearn.metrics.log_loss(LABELS, np.tile(q, (20, 1)), labels=np.arange(5))
    assert_allclose(cross_entropy(frequencies, q), log_loss, rtol=1e-12)


def test_mean_over_samples_agrees_with_scikit_learn() -> None:
    q = softmax(RNG.normal(size=(20, 5)))
    log_loss = sklearn.metrics.log_loss(LABELS, q, labels=np.arange(5))
    assert_allclose(cross_entropy(np.eye(5)[LABELS], q).mean(), log_loss, rtol=1e-12)


def test_scikit_learn_clips_where_the_loss_is_infinite() -> None:
    clipped = sklearn.metrics.log_loss([0], [[0.0, 1.0]], labels=[0, 1])
    assert_allclose(clipped, -np.log(np.finfo(float).eps))
    assert_allclose(clipped, 36.04, atol=0.005)
    single = sklearn.metrics.log_loss([0], np.array([[0, 1]], dtype=np.float32), labels=[0, 1])
    assert_allclose(single, -np.log(np.finfo(np.float32).eps), rtol=1e-6)
    assert cross_entropy([1.0, 0.0], [0.0, 1.0]) == np.inf


@pytest.mark.equation("eq-cross-entropy-grad")
def test_gradient_is_the_numerical_one() -> None:
    expected = gradient(lambda q: -(P * np.log(q)).sum(), Q, h=1e-5)
    assert_allclose(cross_entropy_grad(P, Q), expected, rtol=1e-6)


@pytest.mark.equation("eq-same-gradient")
def test_gradient_is_that_of_the_divergence() -> None:
    expected = gradient(lambda q: scipy.special.rel_entr(P, q).sum(), Q, h=1e-5)
    assert_allclose(cross_entropy_grad(P, Q), expected, rtol=1e-6)
    assert_allclose(kl_divergence_grad(P, Q), expected, rtol=1e-6)


@pytest.mark.equation("eq-cross-entropy-logits-grad")
def test_logits_gradient_is_the_numerical_one() -> None:
    expected = gradient(lambda z: cross_entropy(P, softmax(z)).sum(), Z)
    assert_allclose(softmax(Z) - P, expected, atol=1e-10)
    assert_allclose(kl_divergence_logits_grad(P, Z), expected, atol=1e-10)


@pytest.mark.equation("eq-same-minimizer")
def test_minimizers_coincide() -> None:
    # A model too small to reach p: two free logits for five outcomes.
    features = RNG.normal(size=(5, 2))

    def q(theta: Float) -> Array:
        return softmax(features @ theta)

    minima = [
        scipy.optimize.minimize(lambda theta, f=f: float(f(P[0], q(theta))), [0, 0], tol=1e-12).x
        for f in (cross_entropy, kl_divergence)
    ]
    assert_allclose(minima[0], minima[1], atol=1e-6)
    assert kl_divergence(P[0], q(minima[0])) > 0.01
    assert abs(features.T @ (q(minima[0]) - P[0])).max() < 1e-6


def test_at_the_truth_the_free_gradient_points_off_the_simplex() -> None:
    assert_allclose(cross_entropy_grad(P, P), -np.ones_like(P))


def test_zero_probabilities() -> None:
    assert_allclose(cross_entropy([0.0, 1.0], [0.5, 0.5]), np.log(2), rtol=1e-15)
    assert cross_entropy([0.5, 0.5], [0.0, 1.0]) == np.inf
    assert not np.signbit(cross_entropy([0.0, 1.0], [0.0, 1.0]))
    assert cross_entropy_grad([0.0, 1.0], [0.0, 1.0]).tolist() == [0, -1]
    assert cross_entropy_grad([0.5, 0.5], [0.0, 1.0]).tolist() == [-np.inf, -0.5]


def test_tiny_probabilities() -> None:
    assert_allclose(cross_entropy([1.0, 0.0], [1e-320, 1.0]), -np.log(1e-320))
    assert cross_entropy_grad([1.0, 0.0], [1e-320, 1.0])[0] == -np.inf


def test_precision_is_kept() -> None:
    p, q = P.astype(np.float32), Q.astype(np.float32)
    assert cross_entropy(p, q).dtype == cross_entropy_grad(p, q).dtype == np.float32
    assert cross_entropy([1, 0], [1, 0]).dtype == np.float64


def test_empty_batch() -> None:
    assert cross_entropy(np.empty((0, 3)), np.empty((0, 3))).shape == (0,)


@pytest.mark.parametrize("function", [cross_entropy, cross_entropy_grad])
@pytest.mark.parametrize(
    ("p", "q", "message"),
    [
        ([0.5, 0.5], [0.2, 0.3, 0.5], r"same shape, got p \(2,\), q \(3,\)"),
        ([0.5, 0.5], [1.2, -0.2], r"q must have no negative entry, got .* -0\.2"),
        ([0.5, 0.5], [2.0, 3.0], r"q must sum to one along axis -1, got 5\.0"),
        ([0.5, 0.4], [0.5, 0.5], r"p must sum to one along axis -1, got 0\.9"),
        ([], [], "p needs at least one entry along axis -1"),
    ],
)
def test_bad_input_says_what_is_wrong(
    function: Callable[..., Float], p: Float, q: Float, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        function(p, q)
