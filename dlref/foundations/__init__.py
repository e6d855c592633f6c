"""What the other chapters stand on: numerical stability, calculus, linear algebra, probability."""

from dlref.foundations._calculus import directional_derivative, taylor1
from dlref.foundations._linear_algebra import (
    covariance,
    eigendecomposition,
    explained_variance_ratio,
    pca,
    pca_reconstruct,
)
from dlref.foundations._numerical_stability import logsumexp, logsumexp_vjp, xlogy
from dlref.foundations._probability import (
    bernoulli_logpmf,
    bernoulli_logpmf_grad,
    categorical_logpmf,
    expectation,
    negative_log_likelihood,
    variance,
)

__all__ = [
    "bernoulli_logpmf",
    "bernoulli_logpmf_grad",
    "categorical_logpmf",
    "covariance",
    "directional_derivative",
    "eigendecomposition",
    "expectation",
    "explained_variance_ratio",
    "logsumexp",
    "logsumexp_vjp",
    "negative_log_likelihood",
    "pca",
    "pca_reconstruct",
    "taylor1",
    "variance",
    "xlogy",
]
