"""Draws are what they are called."""

import numpy as np
import pytest

from dlref.equations.declaring.draws import Draws, gaussian, outcomes


@pytest.fixture
def draws() -> Draws:
    return Draws(np.random.default_rng(0).standard_normal)


def test_shapes(draws: Draws) -> None:
    assert draws.normal().shape == ()
    assert draws.normal(2, 3).shape == (2, 3)
    assert draws.uniform(0, 1, 4).shape == (4,)
    assert draws.onehot(4).sum() == 1


def test_ranges(draws: Draws) -> None:
    assert (draws.positive(50) > 0).all()
    assert set(draws.integers(1, 3, 100)) == {1, 2, 3}
    assert set(draws.labels(100, 3)) == {1, 2, 3}
    assert all(set(draws.bits(4)) == {0, 1} for _ in range(20))
    assert sorted(draws.permutation(4)) == [1, 2, 3, 4]


def test_probabilities_sum_to_one(draws: Draws) -> None:
    np.testing.assert_allclose(draws.simplex(3, 4).sum(-1), np.ones(3))
    np.testing.assert_allclose(draws.joint(3, 4).sum(), 1)


def test_matrices(draws: Draws) -> None:
    q, a = draws.orthogonal(3), draws.spd(3)
    np.testing.assert_allclose(q.T @ q, np.eye(3), atol=1e-12)
    np.testing.assert_allclose(a, a.T)
    assert np.linalg.eigvalsh(a)[0] > 0.4


def test_gaussian_moments_are_exact() -> None:
    x = gaussian(2.0, 3.0)
    values, weights = np.array(x.values), np.array(x.probabilities)
    np.testing.assert_allclose([weights @ values, weights @ (values - 2) ** 4], [2, 3 * 3**4])


@pytest.mark.parametrize("probabilities", [[0.5, 0.6], [1.5, -0.5], [1.0]])
def test_probabilities_of_outcomes_are_checked(probabilities: list[float]) -> None:
    with pytest.raises(ValueError, match=r"probabilities|outcomes"):
        outcomes([1, 2], probabilities)
