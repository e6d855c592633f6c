"""What libraries do with covariances and eigenvectors."""

from typing import Any

import numpy as np

from dlref.foundations import pca
from tests.claims import claim


@claim("`numpy.cov` and `torch.cov` divide by $n - 1$ and give {:g} for the values 0 and 2")
def unbiased_by_default(numpy: Any, torch: Any) -> Any:
    values = np.array([0.0, 2.0])
    found = [numpy.cov(values), torch.cov(torch.tensor(values))]
    return found[0] if found[0] == found[1] else np.nan


@claim(
    "`explained_variance_` of scikit-learn's `PCA` divides by $n - 1$, its `StandardScaler` by $n$"
)
def two_divisors(sklearn: Any) -> Any:
    values = np.array([[0.0], [2.0]])
    explained = sklearn.decomposition.PCA().fit(values).explained_variance_
    return bool(
        np.isclose(explained[0], 2)
        and np.isclose(sklearn.preprocessing.StandardScaler().fit(values).var_[0], 1)
    )


@claim("`numpy.cov` and `torch.cov` take each *row* as a feature", "or `rowvar=False` to NumPy")
def rows_are_features(numpy: Any, torch: Any) -> Any:
    x = np.arange(6.0).reshape(3, 2)
    shapes = numpy.cov(x).shape, tuple(torch.cov(torch.tensor(x)).shape)
    return shapes == ((3, 3), (3, 3)) and numpy.cov(x, rowvar=False).shape == (2, 2)


@claim("`numpy.linalg.eigh` and `torch.linalg.eigh` return the eigenvalues from the smallest")
def ascending(numpy: Any, torch: Any) -> Any:
    a = np.diag([2.0, 3.0, 1.0])
    found = numpy.linalg.eigh(a).eigenvalues, torch.linalg.eigh(torch.tensor(a)).eigenvalues
    return all(np.allclose(values, [1, 2, 3]) for values in found)


@claim("positive, which agrees with `PCA` of scikit-learn")
def signs(sklearn: Any) -> Any:
    x = np.random.default_rng(0).normal(size=(20, 4))
    found = sklearn.decomposition.PCA(n_components=2).fit_transform(x)
    return bool(np.allclose(found, pca(x, 2)[0]))


@claim("`numpy.linalg.eigh` reads one triangle and does not look at the other")
def one_triangle(numpy: Any) -> Any:
    values = [numpy.linalg.eigvalsh(np.array([[1.0, c], [2.0, 1.0]])) for c in (2.0, 9.0)]
    return bool(np.array_equal(*values))


@claim(
    'scikit-learn\'s `PCA` with `svd_solver="full"` finds the small spread to 1 percent, and with'
)
def small_directions(sklearn: Any) -> Any:
    a, b = np.random.default_rng(0).normal(size=(2, 1000))
    x = np.stack([a + 1e-9 * b, a - 1e-9 * b], axis=1)
    true = 1e-9 * np.sqrt(2) * (b - a * np.cov(a, b)[0, 1] / a.var(ddof=1)).std(ddof=1)
    full, covariance = (
        sklearn.decomposition.PCA(svd_solver=solver).fit(x).explained_variance_[1] ** 0.5
        for solver in ("full", "covariance_eigh")
    )
    return bool(abs(full / true - 1) < 0.01 and abs(covariance / true - 1) > 0.5)
