"""Feature scaling against scikit-learn and SciPy, on real data, and the bounds it obeys."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from sklearn.datasets import load_iris, load_wine
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from dlref._array import Array
from dlref.normalization import (
    center,
    center_inverse,
    min_max_inverse,
    min_max_scale,
    standardize,
    standardize_inverse,
)
from tests.strategies import Float, reals

WINE = load_wine().data
TRAIN, TEST = WINE[::2], WINE[1::2]
MU, SIGMA = TRAIN.mean(0), TRAIN.std(0)
LOWER, UPPER = TRAIN.min(0), TRAIN.max(0)
VARIED = reals(6).filter(lambda x: np.ptp(x) > 1e-3)


@pytest.mark.equation("eq-center")
def test_centering_agrees_with_scikit_learn() -> None:
    expected = StandardScaler(with_std=False).fit(TRAIN)
    assert_allclose(center(TRAIN), expected.transform(TRAIN), atol=1e-12)
    assert_allclose(center(TEST, MU), expected.transform(TEST), atol=1e-12)
    assert_allclose(TRAIN - center(TRAIN), np.broadcast_to(MU, TRAIN.shape))


@pytest.mark.equation("eq-min-max")
@pytest.mark.parametrize(("a", "b"), [(0.0, 1.0), (-1.0, 1.0), (0.1, 0.7)])
def test_min_max_scaling_agrees_with_scikit_learn(a: float, b: float) -> None:
    expected = MinMaxScaler((a, b)).fit(TRAIN)
    scaled = min_max_scale(TRAIN, a, b)
    assert_allclose(scaled, expected.transform(TRAIN), atol=1e-14)
    assert_allclose(min_max_scale(TEST, a, b, LOWER, UPPER), expected.transform(TEST), atol=1e-14)
    assert (scaled.min(0) == a).all()
    assert (scaled.max(0) == b).all()


@pytest.mark.equation("eq-standardize")
def test_standardization_agrees_with_scikit_learn_and_scipy() -> None:
    expected = StandardScaler().fit(TRAIN)
    assert_allclose(standardize(TRAIN), expected.transform(TRAIN), atol=1e-12)
    assert_allclose(standardize(TEST, MU, SIGMA), expected.transform(TEST), atol=1e-12)
    assert_allclose(standardize(TRAIN), scipy.stats.zscore(TRAIN), atol=1e-12)


@pytest.mark.equation("eq-standardize-moments")
def test_mean_zero_and_variance_one() -> None:
    z = standardize(WINE)
    assert_allclose(z.mean(0), 0, atol=1e-13)
    assert_allclose((z**2).mean(0), 1)


@pytest.mark.equation("eq-inverses")
def test_inverse_of_centering() -> None:
    centered = center(TEST, MU)
    assert_allclose(center_inverse(centered, MU), TEST)
    expected = StandardScaler(with_std=False).fit(TRAIN).inverse_transform(centered)
    assert_allclose(center_inverse(centered, MU), expected)


@pytest.mark.equation("eq-inverses")
def test_inverse_of_min_max_scaling() -> None:
    scaled = min_max_scale(TEST, -2, 3, LOWER, UPPER)
    assert_allclose(min_max_inverse(scaled, LOWER, UPPER, -2, 3), TEST)
    assert_allclose(
        min_max_inverse(scaled, LOWER, UPPER, -2, 3),
        MinMaxScaler((-2, 3)).fit(TRAIN).inverse_transform(scaled),
    )


@pytest.mark.equation("eq-inverses")
def test_inverse_of_standardization() -> None:
    scaled = standardize(TEST, MU, SIGMA)
    assert_allclose(standardize_inverse(scaled, MU, SIGMA), TEST)
    expected = StandardScaler().fit(TRAIN).inverse_transform(scaled)
    assert_allclose(standardize_inverse(scaled, MU, SIGMA), expected)


def test_axis() -> None:
    assert_allclose(center(WINE.T, axis=1), center(WINE).T)
    assert_allclose(center(TEST.T, MU, axis=-1), center(TEST, MU).T)
    assert_allclose(center_inverse(TEST.T, MU, axis=1), center_inverse(TEST, MU).T)
    assert_allclose(min_max_scale(WINE.T, axis=1), min_max_scale(WINE).T)
    assert_allclose(
        min_max_inverse(TEST.T, LOWER, UPPER, axis=1), min_max_inverse(TEST, LOWER, UPPER).T
    )
    assert_allclose(standardize(WINE.T, axis=-1), standardize(WINE).T)
    assert_allclose(standardize(TEST.T, MU, SIGMA, axis=1), standardize(TEST, MU, SIGMA).T)
    assert_allclose(
        standardize_inverse(TEST.T, MU, SIGMA, axis=1), standardize_inverse(TEST, MU, SIGMA).T
    )


@pytest.mark.equation("eq-samuelson")
@given(VARIED)
def test_no_value_is_further_out_than_samuelson_allows(x: Float) -> None:
    assert (abs(standardize(x)) <= np.sqrt(len(x) - 1) * (1 + 1e-9)).all()


@pytest.mark.parametrize("n", [2, 5, 100])
def test_one_outlier_reaches_samuelsons_bound(n: int) -> None:
    assert_allclose(standardize(np.eye(n)[0])[0], np.sqrt(n - 1))


@pytest.mark.equation("eq-samuelson-derivation")
def test_each_line_of_the_proof_of_samuelsons_bound() -> None:
    c, n = TRAIN - MU, len(TRAIN)
    for i in range(n):
        others = np.delete(c, i, axis=0)
        assert_allclose(c[i] ** 2, others.sum(0) ** 2, atol=1e-9)
        assert (others.sum(0) ** 2 <= (n - 1) * (others**2).sum(0)).all()
        assert_allclose((others**2).sum(0), n * SIGMA**2 - c[i] ** 2)


@pytest.mark.equation("eq-chebyshev")
@given(VARIED, st.floats(0.1, 5))
def test_few_values_are_far_out(x: Float, t: float) -> None:
    z = standardize(x)
    assert (abs(z) >= t).mean() <= (z**2 / t**2).mean() + 1e-12
    assert_allclose((z**2 / t**2).mean(), 1 / t**2)


@pytest.mark.equation("eq-second-moment")
def test_the_second_moment_is_covariance_and_squared_mean() -> None:
    n = len(WINE)
    expected = np.cov(WINE.T, ddof=0) + np.outer(WINE.mean(0), WINE.mean(0))
    assert_allclose(WINE.T @ WINE / n, expected)


@pytest.mark.equation("eq-correlation")
def test_the_covariance_of_standardized_data_is_the_correlation() -> None:
    covariance = np.cov(WINE.T, ddof=0)
    expected = covariance / np.outer(WINE.std(0), WINE.std(0))
    assert_allclose(np.cov(standardize(WINE).T, ddof=0), expected, atol=1e-12)
    assert_allclose(np.corrcoef(WINE.T), expected, atol=1e-12)


@pytest.mark.equation("eq-hessian")
def test_the_hessian_of_least_squares_is_the_second_moment() -> None:
    x, y = TRAIN[:, :2], TRAIN[:, 2]

    def loss(w: Float) -> float:
        return float(((x @ w - y) ** 2).mean() / 2)

    basis = np.eye(2)
    hessian = [
        [loss(p + q) - loss(p) - loss(q) + loss(np.zeros(2)) for p in basis] for q in basis
    ]  # exact for a quadratic function
    assert_allclose(hessian, x.T @ x / len(x))


@pytest.mark.equation("eq-kappa", "eq-contraction")
@pytest.mark.parametrize("scale", [center, min_max_scale, standardize])
def test_gradient_descent_contracts_by_the_condition_number(
    scale: Callable[[Array], Array],
) -> None:
    x = scale(load_iris().data)
    hessian = np.cov(x.T, ddof=0)
    values = np.linalg.eigvalsh(hessian)
    kappa = values[-1] / values[0]
    assert_allclose(kappa, np.linalg.cond(hessian))
    eta = 2 / (values[-1] + values[0])
    step = np.eye(4) - eta * hessian
    assert_allclose(np.linalg.norm(step, 2), (kappa - 1) / (kappa + 1))
    for other in (0.9 * eta, 1.1 * eta):  # no other step contracts as much
        assert np.linalg.norm(np.eye(4) - other * hessian, 2) > np.linalg.norm(step, 2)


def test_condition_numbers_achieved_on_real_data() -> None:
    raw = WINE.T @ WINE / len(WINE)
    matrices = [raw, *(np.cov(f(WINE).T) for f in (center, min_max_scale, standardize))]
    condition = [float(np.linalg.cond(matrix)) for matrix in matrices]
    assert_allclose(condition, [80429299.7, 12092318.3, 49.99, 45.52], rtol=1e-3)
    assert all(before > after for before, after in pairwise(condition))


def test_standardization_can_raise_the_condition_number() -> None:
    covariance = np.array([[2.0, 2.0, 2.0], [2.0, 5.0, 4.0], [2.0, 4.0, 5.0]])
    white = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]])
    x = white @ np.linalg.cholesky(covariance).T
    assert_allclose(np.cov(x.T, ddof=0), covariance, atol=1e-12)
    assert_allclose(np.linalg.cond(covariance), 10)
    assert_allclose(np.linalg.cond(np.cov(standardize(x).T)), 7 + 2 * np.sqrt(6))


def test_constant_features_are_refused_even_where_the_mean_is_rounded() -> None:
    x = np.column_stack([np.arange(7.0), np.full(7, 0.1)])
    assert x[:, 1].std() > 0  # by rounding
    with pytest.raises(ValueError, match=r"sigma must be positive.* features \[1\]: drop"):
        standardize(x)
    with pytest.raises(ValueError, match=r"lower must be below upper.* features \[1\]: drop"):
        min_max_scale(x)
    with pytest.raises(ValueError, match="sigma must be positive"):
        standardize([[1.0, 2.0]])
    assert_allclose(center(x)[:, 1], 0, atol=1e-16)


def test_huge_and_tiny_spreads() -> None:
    for scale in (1e200, 1e-200, 1e-300):
        assert_allclose(standardize(scale * np.array([1.0, 2.0, 3.0])), np.sqrt(1.5) * np.r_[-1:2])
        assert_allclose(min_max_scale(scale * np.array([1.0, 2.0, 3.0])), [0, 0.5, 1])
    single = standardize(np.array([1e30, 2e30, 3e30], np.float32))
    assert_allclose(single, np.sqrt(1.5) * np.r_[-1:2], rtol=1e-6)
    assert_allclose(standardize(1e9 + np.arange(3.0)), np.sqrt(1.5) * np.r_[-1:2], rtol=1e-7)


def test_long_columns_in_single_precision() -> None:
    x = np.full((300_000, 2), 0.1, np.float32)
    assert abs(x.mean(0) - np.float32(0.1)).max() > 1e-5  # NumPy adds row by row
    assert abs(center(x)).max() < 1e-8


def test_precision_is_kept() -> None:
    x = TRAIN[:5].astype(np.float32)
    mu, sigma = MU.astype(np.float32), SIGMA.astype(np.float32)
    lower, upper = LOWER.astype(np.float32), UPPER.astype(np.float32)
    for result in (
        center(x),
        center(x, MU.tolist()),
        center_inverse(x, mu),
        min_max_scale(x, -1, 1),
        min_max_scale(x, lower=lower, upper=upper),
        min_max_inverse(x, lower, upper),
        standardize(x),
        standardize(x, mu, sigma),
        standardize_inverse(x, mu, sigma),
    ):
        assert result.dtype == np.float32
    assert standardize([1, 2, 3]).dtype == np.float64
    assert_allclose(standardize(x), standardize(x.astype(float)), rtol=1e-4, atol=1e-5)


def test_bad_input_says_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="x must be finite, got nan"):
        standardize([1.0, np.nan])
    with pytest.raises(ValueError, match="c must be finite, got inf"):
        center_inverse([1.0, np.inf], 0.0)
    with pytest.raises(ValueError, match=r"x needs at least one entry along axis 0"):
        center(np.zeros((0, 3)))
    with pytest.raises(ValueError, match=r"x of shape \(2,\) has no axis 1"):
        min_max_scale([1.0, 2.0], axis=1)
    with pytest.raises(ValueError, match=r"mu must have one value per feature, \(2,\), got \(3,\)"):
        center([[1.0, 2.0]], mu=[1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="mu and sigma must be given together, got no sigma"):
        standardize([1.0, 2.0], mu=0.0)
    with pytest.raises(ValueError, match="lower and upper must be given together, got no lower"):
        min_max_scale([1.0, 2.0], upper=2.0)
    with pytest.raises(ValueError, match=r"a must be below b, both finite, got a = 1, b = 1"):
        min_max_scale([1.0, 2.0], a=1, b=1)
    with pytest.raises(ValueError, match="a must be below b"):
        min_max_inverse([1.0, 2.0], 0.0, 1.0, a=0, b=np.inf)
    with pytest.raises(ValueError, match="lower must be below upper"):
        min_max_inverse([1.0, 2.0], lower=2.0, upper=1.0)
    for sigma in (0.0, -1.0, np.nan):
        with pytest.raises(ValueError, match="sigma must be positive"):
            standardize_inverse([1.0, 2.0], mu=0.0, sigma=sigma)
