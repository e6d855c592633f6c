"""Shared checks say the invariant and what was given."""

import numpy as np
import pytest

from dlref._check import check_axis, check_positive, check_probabilities, check_same_shape


def test_axis() -> None:
    check_axis("x", np.ones((2, 0)), 0)
    with pytest.raises(
        ValueError, match=r"x needs at least one entry along axis 1, got .*\(2, 0\)"
    ):
        check_axis("x", np.ones((2, 0)), 1)
    with pytest.raises(ValueError, match=r"x needs at least one entry, got shape \(0,\)"):
        check_axis("x", np.ones(0), None)
    with pytest.raises(ValueError, match=r"x of shape \(2,\) has no axis 1"):
        check_axis("x", np.ones(2), 1)


def test_same_shape() -> None:
    check_same_shape(a=np.ones(2), b=np.zeros(2))
    with pytest.raises(
        ValueError, match=r"a and b must have the same shape, got a \(2,\), b \(3,\)"
    ):
        check_same_shape(a=np.ones(2), b=np.ones(3))


@pytest.mark.parametrize("value", [0.0, -1.0, float("inf"), float("nan")])
def test_positive(value: float) -> None:
    check_positive(eta=0.1)
    with pytest.raises(ValueError, match="eta must be positive and finite, got"):
        check_positive(eta=value)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_probabilities_may_miss_one_by_rounding_only(dtype: type[np.floating]) -> None:
    weights = np.random.default_rng(0).random((4, 1000)).astype(dtype)
    check_probabilities("p", weights / weights.sum(-1, keepdims=True), -1)
    with pytest.raises(ValueError, match="p must sum to one along axis -1"):
        check_probabilities("p", np.array([0.5, 0.51], dtype))


def test_nan_is_no_probability() -> None:
    with pytest.raises(ValueError, match=r"p must have no negative entry, got .* nan"):
        check_probabilities("p", np.array([np.nan, 1.0]))
