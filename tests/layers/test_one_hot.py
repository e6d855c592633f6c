"""One-hot vectors against scikit-learn, PyTorch and what they are for."""

from typing import Any

import numpy as np
import pytest
import sklearn.preprocessing
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from dlref.backpropagation import linear_vjp
from dlref.layers import one_hot
from tests import torch_answers
from tests.numerical import vjp

RNG = np.random.default_rng(0)
K = 5
LABELS = np.array([3, 0, 3, 1, 4, 3])
W = RNG.normal(size=(K, 2))


@pytest.mark.equation("eq-one-hot")
def test_definition_entry_by_entry() -> None:
    e = one_hot(LABELS, K)
    for t, j in np.ndindex(6, K):
        assert e[t, j] == (1.0 if LABELS[t] == j else 0.0)
    expected = sklearn.preprocessing.label_binarize(LABELS, classes=range(K))
    assert_array_equal(e, expected)


def test_vectors_and_lookup_agree_with_pytorch() -> None:
    torch = torch_answers.load("layers/one_hot")
    labels = torch["labels"].astype(int)
    e = one_hot(labels, 4)
    assert_array_equal(e, torch["one_hot"])
    assert_allclose(e @ torch["W"], torch["y"], rtol=1e-14)
    W_bar = np.zeros((4, 2))
    np.add.at(W_bar, labels, torch["y_bar"])
    assert_allclose(W_bar, torch["W_bar"], rtol=1e-12)


@pytest.mark.equation("eq-distribution", "eq-decode")
@given(st.lists(st.integers(0, K - 1), max_size=6))
def test_each_vector_is_a_distribution_from_which_the_label_is_read(labels: list[int]) -> None:
    e = one_hot(labels, K)
    assert e.shape == (len(labels), K)
    assert (e.sum(-1) == 1).all()
    assert e.argmax(-1).tolist() == labels
    assert (e @ np.arange(K)).tolist() == labels


@pytest.mark.equation("eq-orthonormal", "eq-distance")
def test_all_classes_are_equally_far_apart() -> None:
    e = one_hot(range(K), K)
    assert_array_equal(e @ e.T, np.eye(K))
    distances = ((e[:, None] - e[None]) ** 2).sum(-1)
    assert_array_equal(distances, 2 * (1 - np.eye(K)))


@pytest.mark.equation("eq-cross-entropy")
def test_cross_entropy_with_a_one_hot_target_picks_one_logarithm() -> None:
    q = RNG.dirichlet(np.ones(K))
    for i in range(K):
        assert_allclose(-(one_hot(i, K) * np.log(q)).sum(), -np.log(q[i]), rtol=1e-14)


@pytest.mark.equation("eq-lookup", "eq-lookup-batch")
def test_product_with_a_one_hot_vector_picks_a_row() -> None:
    for i in range(K):
        assert_array_equal(one_hot(i, K) @ W, W[i])
    assert_array_equal(one_hot(LABELS, K) @ W, W[LABELS])


@pytest.mark.equation("eq-scatter")
def test_pullback_of_a_lookup_adds_into_the_rows() -> None:
    v_bar = RNG.normal(size=(6, 2))
    expected = vjp(lambda t: t[LABELS], W, v_bar)
    by_row = [sum((i == LABELS[t]) * v_bar[t] for t in range(6)) for i in range(K)]
    assert_allclose(by_row, expected, atol=1e-9)
    assert_allclose(one_hot(LABELS, K).T @ v_bar, expected, atol=1e-9)
    # A lookup is an affine map of the one-hot vector with weights W^T.
    _, W_bar, _ = linear_vjp(v_bar, one_hot(LABELS, K), W.T)
    assert_allclose(W_bar.T, expected, atol=1e-9)
    assert not W_bar.T[2].any()


@pytest.mark.equation("eq-counts")
def test_sums_of_one_hot_vectors_count() -> None:
    e = one_hot(LABELS, K)
    assert_array_equal(e.sum(0), np.bincount(LABELS, minlength=K))
    assert_array_equal(e.T @ e, np.diag(np.bincount(LABELS, minlength=K)))


def test_shapes_and_types() -> None:
    assert one_hot(2, 3).tolist() == [0, 0, 1]
    assert one_hot(LABELS.reshape(2, 1, 3), K).shape == (2, 1, 3, K)
    assert one_hot([], 3).shape == (0, 3)
    assert one_hot(np.array([1], np.uint8), 2).tolist() == [[0, 1]]
    assert one_hot(LABELS, K).dtype == np.float64
    assert one_hot(LABELS, K, np.float32).dtype == np.float32
    assert one_hot(LABELS, K, int).dtype == np.int64


@pytest.mark.parametrize(
    ("labels", "k", "message"),
    [
        ([0, 3], 3, "labels must lie in 0 to k - 1, got 0 to 3 with k = 3"),
        ([-1, 2], 3, "labels must lie in 0 to k - 1, got -1 to 2 with k = 3"),
        ([], 0, "labels must lie in 0 to k - 1, got no labels with k = 0"),
        ([0.0, 1.0], 2, "labels must be integers, got an array of type float64"),
        ([True], 2, "labels must be integers, got an array of type bool"),
        (["a"], 2, "labels must be integers, got an array of type <U1"),
    ],
)
def test_bad_labels(labels: Any, k: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        one_hot(labels, k)
