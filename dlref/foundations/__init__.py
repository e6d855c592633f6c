"""What the other chapters stand on: numerical stability, calculus, linear algebra, probability."""

from dlref.foundations._numerical_stability import logsumexp, xlogy

__all__ = ["logsumexp", "xlogy"]
