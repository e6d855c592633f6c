"""Draws: random values of every kind that a symbol may stand for.

They are well-behaved on purpose: no probability is close to 0, no matrix close to singular, so that
rounding does not hide or fake an error. Where the numbers behind them come from, see `lots`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlref.equations.declaring.lots import Numbers

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
    """The random functions that a declaration may use.

    Args:
        numbers: Gives as many numbers as a shape says, of both signs, small and large, about as
            standard normal ones are. All draws are made of them, each continuous in them as far as
            it can be, so that a search for a counterexample can move a draw within its domain.
        is_literal: Whether a number is taken as the value itself wherever the domain allows.
    """

    def __init__(self, numbers: Numbers, is_literal: bool = False) -> None:
        self._numbers = numbers
        self._is_literal = is_literal

    def normal(self, *shape: int) -> Float:
        """Real numbers, spread like standard normal ones."""
        return np.asarray(self._numbers(shape))

    def uniform(self, a: float, b: float, *shape: int) -> Float:
        """Numbers between `a` and `b`, near both of them and in the middle; never an end itself."""
        numbers = self._numbers(shape)
        values = a + (b - a) * (0.5 + 0.495 * np.tanh(0.75 * numbers))
        return self._literal(numbers, (a < numbers) & (numbers < b), values)

    def positive(self, *shape: int) -> Float:
        """Numbers above zero, on both sides of 1, most of them between 0.2 and 4."""
        numbers = self._numbers(shape)
        return self._literal(numbers, numbers > 0, np.exp(0.55 * np.clip(numbers, -3.4, 3.8)))

    def _literal(self, numbers: Float, is_inside: NDArray[np.bool_], values: Float) -> Float:
        return np.asarray(np.where(is_inside, numbers, values) if self._is_literal else values)

    def integers(self, a: int, b: int, *shape: int) -> NDArray[np.int64]:
        """Whole numbers from `a` to `b`: both of these, and some between."""
        numbers = np.asarray(self._numbers(shape))
        count = b - a + 1
        share = np.clip((numbers + 1) / 2, 0, 1)  # a large number stands for an end
        values = a + np.minimum((share * count).astype(int), count - 1)
        if not shape and abs(numbers) < 1:
            values = np.asarray(_between(a, b, int(values), bool(numbers > 0)))
        whole = np.rint(numbers).astype(int)
        if self._is_literal:
            values = np.where((a <= whole) & (whole <= b), whole, values)
        return np.asarray(values)

    def simplex(self, *shape: int) -> Float:
        """Probabilities that sum to 1 along the last axis: all alike, or some large, some small."""
        weights = self._weights(shape)
        return np.asarray(weights / weights.sum(-1, keepdims=True))

    def joint(self, *shape: int) -> Float:
        """Probabilities that sum to 1 over all axes: all alike, or some large and some small."""
        weights = self._weights(shape)
        return np.asarray(weights / weights.sum())

    def _weights(self, shape: tuple[int, ...]) -> Float:
        return np.asarray(np.exp(np.clip(1.5 * self._numbers(shape), -4.5, 4.5)))

    def bits(self, *shape: int) -> NDArray[np.int64]:
        """Zeros and ones, both of them if there is room."""
        numbers = np.asarray(self._numbers(shape))
        drawn = (numbers > 0).astype(int)
        if drawn.size > 1 and drawn.min() == drawn.max():
            drawn.flat[int(np.argmin(np.abs(numbers)))] ^= 1
        return drawn

    def onehot(self, n: int) -> Float:
        """A vector of zeros with a single one."""
        return np.asarray(np.eye(n)[np.argmax(self._numbers((n,)))])

    def labels(self, n: int, k: int) -> NDArray[np.int64]:
        """Classes of `n` examples, from 1 to `k`."""
        return self.integers(1, k, n)

    def spd(self, n: int) -> Float:
        """A symmetric matrix with eigenvalues between 0.5 and 3."""
        basis = self.orthogonal(n)
        return np.asarray((basis * self.uniform(0.5, 3.0, n)) @ basis.T)

    def orthogonal(self, n: int) -> Float:
        """An orthogonal matrix: a rotation or a reflection."""
        q, r = np.linalg.qr(self._numbers((n, n)))
        q = q * np.where(np.diag(r) < 0, -1, 1)
        if np.linalg.det(q) * self._numbers(()) < 0:
            q[:, 0] *= -1
        return np.asarray(q)

    def permutation(self, n: int) -> NDArray[np.int64]:
        """The numbers from 1 to `n` in any order."""
        return np.argsort(self._numbers((n,)), kind="stable") + 1


def _between(a: int, b: int, value: int, is_upper: bool) -> int:
    """Choose a number between the ends: 0 if it is there, or one of the parity that `a` has not."""
    if not is_upper:
        return 0 if a < 0 < b else value
    if (value - a) % 2 == 1:
        return value
    return value + 1 if value < b else max(value - 1, a)


NAMES = frozenset(name for name in vars(Draws) if not name.startswith("_"))
