"""Draws: random values of every kind that a symbol may stand for.

They are well-behaved on purpose: no probability is close to 0, no matrix close to singular, so that
rounding does not hide or fake an error.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Draws", "RandomVariable", "gaussian", "outcomes"]

Float = NDArray[np.float64]
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(40)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True, eq=False)
class RandomVariable:
    """A variable with finitely many values; two of them are independent."""

    values: tuple[object, ...]
    probabilities: tuple[float, ...]


def outcomes(values: ArrayLike, probabilities: ArrayLike) -> RandomVariable:
    """Return a random variable with these values and probabilities."""
    weights = np.asarray(probabilities, float)
    if weights.ndim != 1 or len(weights) != len(np.asarray(values)):
        raise ValueError("outcomes needs as many probabilities as values")
    if (weights < 0).any() or abs(weights.sum() - 1) > 1e-9:
        raise ValueError(f"the probabilities of outcomes sum to {weights.sum():g}, not to 1")
    return RandomVariable(tuple(np.asarray(values)), tuple(weights))


def gaussian(mean: float = 0.0, deviation: float = 1.0) -> RandomVariable:
    """Return a normal random variable, as the 40 nodes of the Gauss-Hermite rule."""
    return RandomVariable(tuple(mean + deviation * _NODES), tuple(_WEIGHTS))


class Draws:
    """The random functions that a declaration may use, all from one generator."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng

    def normal(self, *shape: int) -> Float:
        """Standard normal numbers."""
        return np.asarray(self._rng.standard_normal(shape))

    def uniform(self, a: float, b: float, *shape: int) -> Float:
        """Numbers between `a` and `b`."""
        return np.asarray(self._rng.uniform(a, b, shape))

    def positive(self, *shape: int) -> Float:
        """Numbers above zero, between 0.2 and 2."""
        return self.uniform(0.2, 2.0, *shape)

    def integers(self, a: int, b: int, *shape: int) -> NDArray[np.int64]:
        """Whole numbers from `a` to `b`, both included."""
        return np.asarray(self._rng.integers(a, b, shape, endpoint=True))

    def simplex(self, *shape: int) -> Float:
        """Probabilities that sum to 1 along the last axis, some of them large and some small."""
        weights = np.exp(1.5 * self.normal(*shape))
        return np.asarray(weights / weights.sum(-1, keepdims=True))

    def joint(self, *shape: int) -> Float:
        """Probabilities that sum to 1 over all axes, some of them large and some small."""
        weights = np.exp(1.5 * self.normal(*shape))
        return np.asarray(weights / weights.sum())

    def bits(self, *shape: int) -> NDArray[np.int64]:
        """Zeros and ones, both of them if there is room."""
        drawn = self.integers(0, 1, *shape)
        if drawn.size > 1 and drawn.min() == drawn.max():
            drawn.flat[int(self._rng.integers(drawn.size))] ^= 1
        return drawn

    def onehot(self, n: int) -> Float:
        """A vector of zeros with a single one."""
        return np.asarray(np.eye(n)[self._rng.integers(n)])

    def labels(self, n: int, k: int) -> NDArray[np.int64]:
        """Classes of `n` examples, from 1 to `k`."""
        return self.integers(1, k, n)

    def spd(self, n: int) -> Float:
        """A symmetric matrix with eigenvalues between 0.5 and 3."""
        basis = self.orthogonal(n)
        return np.asarray((basis * self.uniform(0.5, 3.0, n)) @ basis.T)

    def orthogonal(self, n: int) -> Float:
        """An orthogonal matrix."""
        q, r = np.linalg.qr(self.normal(n, n))
        return np.asarray(q * np.sign(np.diag(r)))

    def permutation(self, n: int) -> NDArray[np.int64]:
        """The numbers from 1 to `n` in any order."""
        return self._rng.permutation(n) + 1


NAMES = frozenset(name for name in vars(Draws) if not name.startswith("_"))
