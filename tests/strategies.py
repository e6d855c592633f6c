"""Hypothesis strategies for what formulas take."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

__all__ = ["distributions", "reals"]

Float = NDArray[np.float64]


def reals(*shape: int, bound: float = 50.0) -> st.SearchStrategy[Float]:
    """Arrays of finite numbers of at most `bound`."""
    return arrays(np.float64, shape, elements=st.floats(-bound, bound, allow_subnormal=False))


def distributions(k: int) -> st.SearchStrategy[Float]:
    """Probability vectors of length `k`, some with entries that are zero."""
    weights = arrays(np.float64, k, elements=st.sampled_from([0.0, 0.01, 0.3, 1.0, 7.0]))
    return weights.filter(lambda w: w.sum() > 0).map(lambda w: w / w.sum())
