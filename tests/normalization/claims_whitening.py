"""What scikit-learn does to whiten."""

from typing import Any

import numpy as np

from tests.claims import claim


@claim("for ten samples its columns have a standard deviation of {:.3f} with the divisor $n$")
def the_divisor(sklearn: Any) -> Any:
    x = np.random.default_rng(0).normal(size=(10, 3))
    columns = sklearn.decomposition.PCA(whiten=True).fit_transform(x).std(axis=0)
    assert np.allclose(columns, columns[0])
    return columns[0]
