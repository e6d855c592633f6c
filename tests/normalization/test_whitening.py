"""Whitening against scikit-learn and SciPy, on real data, and what is true of every whitening."""

from collections.abc import Callable

import numpy as np
import pytest
import scipy.linalg
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from sklearn.datasets import load_wine
from sklearn.decomposition import PCA

from dlref._array import Array
from dlref.foundations import eigendecomposition
from dlref.normalization import (
    center,
    is_white,
    pca_whiten,
    pca_whiten_inverse,
    standardize,
    zca_whiten,
    zca_whiten_inverse,
)
from tests.strategies import Float

WINE = standardize(load_wine().data)
RNG = np.random.default_rng(0)
X = RNG.normal(size=(7, 3)) @ RNG.normal(size=(3, 3)) + 5
MU, SIGMA = X.mean(0), np.cov(X.T, ddof=0)
VALUES, VECTORS = np.linalg.eigh(SIGMA)
ROOT = scipy.linalg.sqrtm(SIGMA)
NEW = RNG.normal(size=(4, 3))
SEEDS = st.integers(0, 2**32 - 1)


def orthogonal(seed: int) -> Float:
    return np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))[0]


@pytest.mark.equation("eq-pca-whiten", "eq-pca-then-standardize")
@pytest.mark.parametrize("x", [X, WINE])
def test_pca_whitening_agrees_with_scikit_learn(x: Float) -> None:
    n = len(x)
    expected = PCA(whiten=True).fit_transform(x) * np.sqrt(n / (n - 1))  # its divisor is n - 1
    z = pca_whiten(x)
    assert_allclose(abs(z), abs(expected), atol=1e-9)
    signs = np.sign((z * expected).sum(0))
    assert_allclose(z, expected * signs, atol=1e-9)
    u = eigendecomposition(np.cov(x.T, ddof=0))[0]
    assert_allclose(z, standardize((x - x.mean(0)) @ u), atol=1e-9)


@pytest.mark.equation("eq-zca-whiten")
def test_zca_whitening_agrees_with_scipy() -> None:
    assert_allclose(zca_whiten(X), (X - MU) @ np.linalg.inv(ROOT), atol=1e-10)
    root = scipy.linalg.sqrtm(np.cov(WINE.T, ddof=0))
    assert_allclose(zca_whiten(WINE), np.linalg.solve(root, WINE.T).T, atol=1e-10)


@pytest.mark.equation("eq-white", "eq-pca-white", "eq-inverse-root")
@pytest.mark.parametrize("x", [X, WINE])
def test_the_result_is_white(x: Float) -> None:
    for z in (pca_whiten(x), zca_whiten(x)):
        assert_allclose(z.mean(0), 0, atol=1e-12)
        assert_allclose(np.cov(z.T, ddof=0), np.eye(x.shape[1]), atol=1e-12)
        assert_allclose(np.linalg.cond(np.cov(z.T)), 1)
        assert is_white(z)
        assert not is_white(1.01 * z)
    assert not is_white(x)


@pytest.mark.equation("eq-eigen")
def test_factors_of_the_covariance() -> None:
    u, eigenvalues = eigendecomposition(SIGMA)
    assert_allclose(u @ np.diag(eigenvalues) @ u.T, SIGMA)
    assert_allclose(eigenvalues, VALUES[::-1])


@pytest.mark.equation("eq-whitening-inverses")
def test_inverses() -> None:
    for x in (X, NEW):
        assert_allclose(pca_whiten_inverse(pca_whiten(x, MU, SIGMA), MU, SIGMA), x)
        assert_allclose(zca_whiten_inverse(zca_whiten(x, MU, SIGMA), MU, SIGMA), x)
    z = RNG.normal(size=(4, 3))
    assert_allclose(zca_whiten_inverse(z, MU, SIGMA), z @ ROOT + MU)
    u = eigendecomposition(SIGMA)[0]
    assert_allclose(pca_whiten_inverse(z, MU, SIGMA), (u * VALUES[::-1] ** 0.5 @ z.T).T + MU)
    for whiten, undo in ((pca_whiten, pca_whiten_inverse), (zca_whiten, zca_whiten_inverse)):
        assert_allclose(undo(whiten(NEW, MU, SIGMA, 0.3), MU, SIGMA, 0.3), NEW)


def test_pca_inverse_agrees_with_scikit_learn() -> None:
    pca = PCA(whiten=True).fit(X)
    signs = np.sign((pca_whiten(X) * pca.transform(X)).sum(0))
    z = RNG.normal(size=(4, 3))
    n = len(X)
    expected = pca.inverse_transform(z * signs * np.sqrt((n - 1) / n))  # its divisor is n - 1
    assert_allclose(pca_whiten_inverse(z, MU, SIGMA), expected, rtol=1e-10)


def test_new_data_are_treated_like_the_training_data() -> None:
    for whiten in (pca_whiten, zca_whiten):
        assert_allclose(whiten(X, MU, SIGMA), whiten(X))
        assert_allclose(whiten(X[2:3], MU, SIGMA), whiten(X)[2:3])


@pytest.mark.equation("eq-cov-map")
def test_covariance_of_a_linear_map() -> None:
    w = RNG.normal(size=(3, 3))
    z = (X - MU) @ w.T
    outer = np.mean([np.outer(row, row) for row in z], axis=0)
    assert_allclose(outer, w @ SIGMA @ w.T)
    assert_allclose(np.cov(z.T, ddof=0), outer)


@pytest.mark.equation("eq-rotation", "eq-all-whitenings", "eq-distance", "eq-trace-bound", "eq-zca")
@given(SEEDS)
def test_every_whitening_is_a_rotation_and_zca_is_the_closest(seed: int) -> None:
    w = orthogonal(seed) @ np.diag(VALUES**-0.5) @ VECTORS.T
    assert_allclose(w @ SIGMA @ w.T, np.eye(3), atol=1e-10)
    v = w @ ROOT
    assert_allclose(v @ v.T, np.eye(3), atol=1e-10)
    assert_allclose(w, v @ np.linalg.inv(ROOT), atol=1e-10)
    distance = (((X - MU) @ w.T - (X - MU)) ** 2).sum(1).mean()
    assert_allclose(distance, 3 - 2 * np.trace(w @ SIGMA) + np.trace(SIGMA))
    along = np.array([u @ v @ u for u in VECTORS.T])
    assert_allclose(np.trace(w @ SIGMA), np.sqrt(VALUES) @ along)
    assert (along <= 1 + 1e-10).all()
    least = ((np.sqrt(VALUES) - 1) ** 2).sum()
    assert distance >= least - 1e-9
    assert_allclose(((zca_whiten(X) - (X - MU)) ** 2).sum(1).mean(), least)


def test_pca_whitening_moves_the_samples_further() -> None:
    moved = [((whiten(X) - center(X)) ** 2).sum() for whiten in (pca_whiten, zca_whiten)]
    assert moved[0] > moved[1] + 1


@pytest.mark.equation("eq-simplex-gram", "eq-simplex")
@pytest.mark.parametrize("whiten", [pca_whiten, zca_whiten])
def test_with_one_sample_more_than_features_all_distances_are_equal(
    whiten: Callable[..., Array],
) -> None:
    z = whiten(X[:4])
    assert_allclose(z @ z.T, 4 * np.eye(4) - 1, atol=1e-8)
    distances = ((z[:, None] - z) ** 2).sum(-1)
    assert_allclose(distances, 8 * (1 - np.eye(4)), atol=1e-8)


@pytest.mark.equation("eq-epsilon")
def test_epsilon_shrinks_the_directions_of_small_variance() -> None:
    expected = VALUES[::-1] / (VALUES[::-1] + 0.1)
    assert_allclose(np.cov(pca_whiten(X, epsilon=0.1).T, ddof=0), np.diag(expected), atol=1e-12)
    assert_allclose(
        np.linalg.eigvalsh(np.cov(zca_whiten(X, epsilon=0.1).T, ddof=0)), expected[::-1]
    )


@pytest.mark.parametrize("whiten", [pca_whiten, zca_whiten])
def test_a_singular_covariance_is_refused_and_cured_by_epsilon(
    whiten: Callable[..., Array],
) -> None:
    duplicate = np.column_stack([X, X[:, 0]])
    few = RNG.normal(size=(3, 3))
    for x, rank in ((duplicate, r"rank 4, got rank 3"), (few, r"rank 3, got rank 2")):
        with pytest.raises(ValueError, match=rank + r".*pass an epsilon above 0"):
            whiten(x)
        assert np.isfinite(whiten(x, epsilon=1e-3)).all()
    with pytest.raises(ValueError, match="rank 2, got rank 0"):
        whiten(np.full((5, 2), 0.25))


def test_precision_is_kept() -> None:
    x, mu, sigma = (a.astype(np.float32) for a in (X, MU, SIGMA))
    for whiten, undo in ((pca_whiten, pca_whiten_inverse), (zca_whiten, zca_whiten_inverse)):
        assert whiten(x).dtype == np.float32
        assert whiten(x, MU.tolist(), SIGMA.tolist(), epsilon=0.1).dtype == np.float32
        assert undo(x, mu, sigma, 0.1).dtype == np.float32
        assert whiten([[0, 0], [0, 1], [1, 0]]).dtype == np.float64
    assert_allclose(zca_whiten(x), zca_whiten(X), atol=1e-3)


def test_huge_and_tiny_spreads() -> None:
    for scale in (1e100, 1e-100):
        assert_allclose(zca_whiten(scale * X), zca_whiten(X), atol=1e-9)


def test_bad_input_says_what_is_wrong() -> None:
    with pytest.raises(ValueError, match=r"x must be a matrix .* got shape \(3,\)"):
        pca_whiten([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="x must be finite, got nan"):
        zca_whiten([[1.0, np.nan], [0.0, 1.0]])
    with pytest.raises(ValueError, match="mu and Sigma must be given together, got no Sigma"):
        zca_whiten(X, mu=MU)
    with pytest.raises(ValueError, match=r"got z \(7, 3\), mu \(2,\), Sigma \(3, 3\)"):
        pca_whiten_inverse(X, MU[:2], SIGMA)
    with pytest.raises(ValueError, match="epsilon must be at least 0 and finite, got -1"):
        pca_whiten(X, epsilon=-1)
    with pytest.raises(ValueError, match="sigma must be symmetric"):
        zca_whiten(X, MU, SIGMA + np.eye(3)[[1, 2, 0]])
