"""What libraries do to scale features."""

from typing import Any

import numpy as np

from dlref.normalization import min_max_scale, standardize
from tests.claims import claim

PAIR, CONSTANT = np.array([1.0, 3.0]), np.full((4, 1), 5.0)


@claim("The standard deviation has the divisor $n$ here, in `numpy.std`, in `StandardScaler`")
def the_divisor_n(numpy: Any, scipy: Any, sklearn: Any) -> Any:
    scaler = sklearn.preprocessing.StandardScaler().fit(PAIR[:, None])
    found = [numpy.std(PAIR), scaler.scale_[0], scipy.stats.zscore(PAIR)[1]]
    return found == [1, 1, 1]


@claim("`torch.std` has $n - 1$ by default")
def the_divisor_less_one(torch: Any) -> Any:
    return bool(np.isclose(torch.std(torch.tensor(PAIR)), np.std(PAIR, ddof=1)))


@claim("scikit-learn sets their scale to 1, so that they become 0 (or the lower end of the range)")
def constant_features(sklearn: Any) -> Any:
    tools = sklearn.preprocessing
    scaler = tools.StandardScaler()
    assert not scaler.fit_transform(CONSTANT).any()
    assert scaler.scale_ == 1
    return bool((tools.MinMaxScaler((2, 3)).fit_transform(CONSTANT) == 2).all())


@claim("`scipy.stats.zscore` gives `{:g}`")
def a_constant_feature(scipy: Any) -> Any:
    return scipy.stats.zscore(CONSTANT)[0, 0]


@claim("Features are columns here (`axis=0`), as in scikit-learn")
def features_are_columns(sklearn: Any) -> Any:
    x = np.array([[1.0, 10.0], [3.0, 50.0]])
    return bool(np.allclose(sklearn.preprocessing.StandardScaler().fit_transform(x).mean(0), 0))


@claim("a feature with standard deviation 0.001 comes out with {:.2f}")
def the_epsilon_of_jax(jax: Any) -> Any:
    z = np.asarray(jax.nn.standardize(np.array([[0.001, -0.001], [1.0, 3.0]])))
    assert np.allclose(z[1], [-1, 1], atol=1e-4)
    return z[0].std()


@claim("of scikit-learn splits the samples 1 and 9 at {:g}, and their logarithms at {:.2f}")
def thresholds(sklearn: Any) -> Any:
    x = np.array([[1.0], [9.0]])
    trees = [sklearn.tree.DecisionTreeRegressor().fit(data, [0, 1]) for data in (x, np.log(x))]
    return [tree.tree_.threshold[0] for tree in trees]


@claim(
    "falls from ${:.1f} \\cdot 10^7$ (raw second moment) to ${:.1f} \\cdot 10^7$ (centered), "
    "{:.1f} (min-max scaled) and {:.1f} (standardized)"
)
def condition_numbers_of_the_wine_data(sklearn: Any) -> Any:
    x, cond = sklearn.datasets.load_wine().data, np.linalg.cond
    assert x.shape == (178, 13)
    scaled = [cond(np.cov(scale(x).T)) for scale in (min_max_scale, standardize)]
    return [cond(x.T @ x / len(x)) / 1e7, cond(np.cov(x.T)) / 1e7, *scaled]
