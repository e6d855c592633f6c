"""Covariance, eigenvectors and PCA against NumPy, scikit-learn and PyTorch."""

import numpy as np
import pytest
import scipy.linalg
from hypothesis import given
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.decomposition import PCA

from dlref.foundations import (
    covariance,
    eigendecomposition,
    explained_variance_ratio,
    pca,
    pca_reconstruct,
)
from tests import torch_answers
from tests.strategies import Float, reals

RNG = np.random.default_rng(0)
N, D, K = 7, 4, 2
X = RNG.normal(size=(N, D)) @ RNG.normal(size=(D, D)) + 5
MU = np.sum(X, axis=0) / N
SIGMA = np.sum([np.outer(x - MU, x - MU) for x in X], axis=0) / N
U, LAMBDA = eigendecomposition(SIGMA)


@pytest.mark.equation("eq-mean")
def test_mean_as_a_matrix_product() -> None:
    assert_allclose(X.T @ np.ones(N) / N, MU, rtol=1e-13)
    assert_allclose(pca(X, 1)[2], MU, rtol=1e-13)


@pytest.mark.equation("eq-covariance", "eq-covariance-entries")
def test_covariance_of_rows() -> None:
    centered = X - np.outer(np.ones(N), MU)
    entries = [
        [sum((X[i, j] - MU[j]) * (X[i, m] - MU[m]) for i in range(N)) / N for m in range(D)]
        for j in range(D)
    ]
    assert_allclose(centered.T @ centered / N, SIGMA, rtol=1e-12)
    assert_allclose(entries, SIGMA, rtol=1e-12)
    assert_allclose(covariance(X), SIGMA, rtol=1e-12)


@pytest.mark.equation("eq-covariance-ddof")
@pytest.mark.parametrize("ddof", [0, 1, 2])
def test_covariance_agrees_with_numpy(ddof: int) -> None:
    assert_allclose(covariance(X, ddof), np.cov(X, rowvar=False, ddof=ddof), rtol=1e-12)
    assert_allclose(covariance(X, ddof), N / (N - ddof) * np.cov(X.T, ddof=0), rtol=1e-12)


def test_covariance_and_eigenvectors_agree_with_pytorch() -> None:
    torch = torch_answers.load("foundations/linear_algebra")
    assert_allclose(covariance(torch["x"]), torch["covariance"], rtol=1e-12)
    assert_allclose(covariance(torch["x"], ddof=1), torch["covariance_unbiased"], rtol=1e-12)
    u, eigenvalues = eigendecomposition(torch["covariance"])
    assert_allclose(eigenvalues, torch["eigenvalues_ascending"][::-1], rtol=1e-12)
    assert_allclose(abs(u), abs(torch["u_ascending"][:, ::-1]), rtol=1e-10)


@pytest.mark.equation("eq-directional-variance")
@given(reals(D))
def test_variance_along_a_direction(v: Float) -> None:
    along = sum((v @ (x - MU)) ** 2 for x in X) / N
    assert_allclose(v @ covariance(X) @ v, along, rtol=1e-9, atol=1e-100)
    assert along >= 0


@pytest.mark.equation("eq-eigenvectors", "eq-orthonormal")
def test_eigenvectors_are_stretched_and_orthonormal() -> None:
    for j in range(D):
        assert_allclose(SIGMA @ U[:, j], LAMBDA[j] * U[:, j], atol=1e-13)
    assert_allclose(U.T @ U, np.eye(D), atol=1e-14)
    assert_allclose(U @ U.T, np.eye(D), atol=1e-14)


@pytest.mark.equation("eq-eigendecomposition")
def test_factors_give_the_matrix_back() -> None:
    assert_allclose(SIGMA @ U @ U.T, SIGMA, atol=1e-13)
    assert_allclose(U @ np.diag(LAMBDA) @ U.T, SIGMA, atol=1e-13)
    assert_allclose(
        sum(LAMBDA[j] * np.outer(U[:, j], U[:, j]) for j in range(D)), SIGMA, atol=1e-13
    )


def test_eigenvalues_fall() -> None:
    assert (np.diff(LAMBDA) < 0).all()
    _, eigenvalues = eigendecomposition([[-3.0, 0.0], [0.0, 1.0]])
    assert eigenvalues.tolist() == [1, -3]


@given(reals(3, 3, bound=3))
def test_any_symmetric_matrix_is_factored(a: Float) -> None:
    sigma = a + a.T
    u, eigenvalues = eigendecomposition(sigma)
    assert_allclose(u * eigenvalues @ u.T, sigma, atol=1e-12)
    assert_allclose(u.T @ u, np.eye(3), atol=1e-12)
    assert (np.diff(eigenvalues) <= 0).all()
    largest = np.take_along_axis(u, abs(u).argmax(0)[None], 0)
    assert (largest > 0).all() or np.isclose(abs(u), abs(u).max(0), rtol=1e-7).sum() > 3


def test_sign_is_that_of_the_first_entry_of_largest_size() -> None:
    for angle in np.linspace(0.1, 6.2, 20):
        v = np.array([np.cos(angle), np.sin(angle)])
        u, _ = eigendecomposition(np.outer(v, v))
        assert_allclose(u[:, 0], v * np.sign(v[abs(v).argmax()]), atol=1e-14)
    hadamard = scipy.linalg.hadamard(8)[::-1]  # every entry is of largest size, up to rounding
    u, _ = eigendecomposition(hadamard * np.arange(8, 0, -1) @ hadamard.T / 3)
    assert_allclose(u, hadamard * hadamard[0] / np.sqrt(8))


@pytest.mark.equation("eq-pca")
@pytest.mark.parametrize("k", range(1, D + 1))
def test_pca_agrees_with_scikit_learn(k: int) -> None:
    oracle = PCA(k, svd_solver="full").fit(X)
    z, u, mu = pca(X, k)
    assert_allclose(mu, oracle.mean_, rtol=1e-13)
    assert_allclose(u.T, oracle.components_, atol=1e-10)
    assert_allclose(z, oracle.transform(X), atol=1e-10)
    assert_allclose(z, [U[:, :k].T @ (x - MU) for x in X], atol=1e-10)
    assert_allclose(pca_reconstruct(z, u, mu), oracle.inverse_transform(oracle.transform(X)))
    variances = eigendecomposition(covariance(X, ddof=1))[1]
    assert_allclose(variances[:k], oracle.explained_variance_, rtol=1e-10)
    ratios = explained_variance_ratio(variances)
    assert_allclose(ratios[:k], oracle.explained_variance_ratio_, rtol=1e-10)


@pytest.mark.equation("eq-pca-decorrelated")
def test_projections_are_uncorrelated() -> None:
    z, u, _ = pca(X, K)
    assert_allclose(sum(np.outer(row, row) for row in z) / N, np.diag(LAMBDA[:K]), atol=1e-12)
    assert_allclose(u.T @ SIGMA @ u, np.diag(LAMBDA[:K]), atol=1e-12)
    assert_allclose(covariance(z), np.diag(LAMBDA[:K]), atol=1e-12)


@pytest.mark.equation("eq-pca-optimal")
@given(reals(D, K))
def test_no_plane_keeps_more_variance(a: Float) -> None:
    v, _ = np.linalg.qr(a)
    kept = np.trace(v.T @ SIGMA @ v)
    weights = [((v.T @ U[:, j]) ** 2).sum() for j in range(D)]
    assert_allclose(kept, LAMBDA @ weights, rtol=1e-12)
    assert kept <= LAMBDA[:K].sum() * (1 + 1e-12)
    assert_allclose(sum(weights), K)
    assert max(weights) <= 1 + 1e-12


def test_the_bound_on_kept_variance_is_reached() -> None:
    assert_allclose(np.trace(U[:, :K].T @ SIGMA @ U[:, :K]), LAMBDA[:K].sum())


@pytest.mark.equation("eq-pca-reconstruction")
def test_reconstruction() -> None:
    z, u, mu = pca(X, K)
    assert_allclose(pca_reconstruct(z, u, mu), [MU + U[:, :K] @ row for row in z], rtol=1e-12)
    assert_allclose(pca_reconstruct(*pca(X, D)), X, rtol=1e-12)


@pytest.mark.equation("eq-pca-error")
def test_reconstruction_error_is_the_sum_of_the_dropped_eigenvalues() -> None:
    lost = ((X - pca_reconstruct(*pca(X, K))) ** 2).sum(-1)
    dropped = range(K, D)
    assert_allclose(lost, [sum((U[:, j] @ (x - MU)) ** 2 for j in dropped) for x in X])
    assert_allclose(lost.mean(), sum(U[:, j] @ SIGMA @ U[:, j] for j in dropped))
    assert_allclose(lost.mean(), sum(LAMBDA[j] for j in dropped))


@pytest.mark.equation("eq-total-variance", "eq-explained-variance")
def test_explained_variance() -> None:
    assert_allclose(LAMBDA.sum(), sum(SIGMA[j, j] for j in range(D)))
    ratios = explained_variance_ratio(LAMBDA)
    assert_allclose(ratios, [LAMBDA[j] / np.trace(SIGMA) for j in range(D)])
    assert_allclose(ratios.sum(), 1)


def test_large_mean_does_not_cancel() -> None:
    x = np.array([[1.0, 0.0], [0.0, 2.0], [3.0, 0.0]])
    assert_allclose(covariance(x + 2.0**30), covariance(x), rtol=1e-12)


def test_edges() -> None:
    assert_array_equal(covariance([[1.0, 2.0]]), np.zeros((2, 2)))
    assert covariance(np.zeros((3, 0))).shape == (0, 0)
    u, eigenvalues = eigendecomposition(np.zeros((2, 2)))
    assert eigenvalues.tolist() == [0, 0]
    assert_array_equal(u.T @ u, np.eye(2))
    assert_allclose(eigendecomposition(1e300 * np.eye(2))[1], 1e300)
    assert_allclose(eigendecomposition(1e-300 * np.eye(2))[1], 1e-300)


def test_precision_is_kept() -> None:
    x = X.astype(np.float32)
    z, u, mu = pca(x, K)
    results = [covariance(x), *eigendecomposition(covariance(x)), z, u, mu]
    for result in [*results, pca_reconstruct(z, u, mu), explained_variance_ratio(mu)]:
        assert result.dtype == np.float32
    assert covariance([[1, 2], [3, 4]]).tolist() == [[1, 1], [1, 1]]
    assert_allclose(eigendecomposition([[2, 1], [1, 2]])[1], [3, 1])


def test_bad_input_says_what_is_wrong() -> None:
    for shape in [(3,), (0, 2), (2, 2, 2)]:
        with pytest.raises(ValueError, match=rf"sample in each row, got shape \({shape[0]},"):
            covariance(np.zeros(shape))
    for ddof in (3, -1):
        with pytest.raises(ValueError, match=f"below the 3 rows of x, got {ddof}"):
            covariance(np.zeros((3, 2)), ddof)
    for shape in [(2, 3), (2,), (0, 0)]:
        with pytest.raises(ValueError, match=rf"square matrix, got shape \({shape[0]},"):
            eigendecomposition(np.zeros(shape))
    with pytest.raises(ValueError, match=r"symmetric, got entries that differ by 1\.0"):
        eigendecomposition([[1.0, 2.0], [3.0, 1.0]])
    for bad in (np.nan, np.inf):
        with pytest.raises(ValueError, match=f"finite, got .*{bad}"):
            eigendecomposition([[bad, 0.0], [0.0, 1.0]])
    for k in (0, 3):
        with pytest.raises(ValueError, match=f"from 1 to the 2 columns of x, got {k}"):
            pca(np.zeros((3, 2)), k)
    with pytest.raises(ValueError, match=r"got z \(3, 1\), u \(4, 2\), mu \(4,\)"):
        pca_reconstruct(np.zeros((3, 1)), np.zeros((4, 2)), np.zeros(4))
    with pytest.raises(ValueError, match=r"z, u and mu must have shapes .* mu \(3,\)"):
        pca_reconstruct(np.zeros((3, 2)), np.zeros((4, 2)), np.zeros(3))
    with pytest.raises(ValueError, match=r"positive sum, got 0\.0"):
        explained_variance_ratio([0.0, 0.0])
