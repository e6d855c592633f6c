"""Lots: the random numbers behind the draws of a check, spread so that luck decides no verdict.

A lot gives the numbers of one draw; `Draws` makes of them what a declaration asks for. Lots come in
blocks of four. Within a block every number takes both signs, small and large, as the columns of an
orthogonal array say, and each value comes with its negative. Two symbols stand on different columns
in at least one of a few blocks, so that their signs meet in all four ways and either is the larger.
Lots that are special on purpose, with zeros, ties and the like, are in `special`.
"""

import functools
import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BLOCK", "MODERATE", "Key", "Lot", "Numbers", "Spread", "generator", "rank_of", "ranked",
]  # fmt: skip

Float = NDArray[np.float64]
Interval = tuple[float, float]
Numbers = Callable[[tuple[int, ...]], Float]

BLOCK = 4  # lots in a block
MODERATE = 3.5
_COLUMNS = np.array([[1, 1, -1, -1], [1, -1, 1, -1], [1, -1, -1, 1]], float)
_SMALL, _LARGE = (0.08, 0.9), (1.1, 2.4)  # on both sides of 1


class Key(NamedTuple):
    """What numbers are for: a symbol, the values of its indices, and the how-manieth call of it."""

    latex: str
    slots: tuple[object, ...] = ()
    call: int = 0


class Lot(ABC):
    """The numbers of one draw. Each key has its own, so that no row changes those of another."""

    @property
    def is_literal(self) -> bool:
        """Whether a symbol takes a number as its value, wherever its domain allows."""
        return False

    @property
    def is_exact(self) -> bool:
        """Whether values may be special, such as 0 or a tie."""
        return False

    @property
    def is_far(self) -> bool:
        """Whether values may be so large that rounding shows."""
        return False

    @property
    def is_strict(self) -> bool:
        """Whether a strict relation must hold as such, or rounding may make it an equality."""
        return True

    @property
    def is_moderate(self) -> bool:
        """Whether all numbers are near 0."""
        return False

    @property
    def rounding(self) -> float:
        """How much more than usual two equal sides may differ."""
        return 1.0

    @abstractmethod
    def numbers(self, key: Key, shape: tuple[int, ...]) -> Float:
        """Return as many numbers as the shape says, spread like standard normal ones."""

    def source(self, latex: str, slots: tuple[object, ...]) -> Numbers:
        """Return the function that gives one symbol its numbers, new ones in each call."""
        calls = 0

        def draw(shape: tuple[int, ...]) -> Float:
            nonlocal calls
            calls += 1
            return self.numbers(Key(latex, slots, calls - 1), shape)

        return draw


@dataclass(frozen=True)
class Spread(Lot):
    """One of the four lots of a block.

    Args:
        seed: Another text gives other numbers.
        block: The number of the block, and `position` that in the block.
        small: How large the small numbers are, and `large` how large the others.
        ranks: The numbers of the symbols of an equation, which say on which column each stands.
    """

    seed: str
    block: int = 0
    position: int = 0
    small: Interval = _SMALL
    large: Interval = _LARGE
    ranks: Mapping[str, int] = field(default_factory=dict)
    is_literal: bool = False
    is_far: bool = False

    @property
    def rounding(self) -> float:
        """Numbers that were chosen, not drawn, may make a formula sensitive to rounding."""
        return 1e3 if self.is_literal or self.is_far else 1.0

    @property
    def is_exact(self) -> bool:
        """Whether all sizes are one, so that there are ties."""
        return self.small == self.large

    @property
    def is_moderate(self) -> bool:
        """Whether the large numbers are not very large."""
        return self.large[1] <= MODERATE

    @property
    def is_strict(self) -> bool:
        """Far out, what comes near a bound is rounded to it."""
        return not self.is_far

    def numbers(self, key: Key, shape: tuple[int, ...]) -> Float:
        """Return the numbers of this position: signs and sizes from two columns."""
        column = _digit(rank_of(self.ranks, key), self.block) if not shape else None
        four = _block(self.seed, self.block, key, shape, self.small, self.large, column)
        return four[self.position].copy()


def ranked(latex: Iterable[str]) -> dict[str, int]:
    """Number the symbols of an equation in an order that is always the same."""
    return {name: rank for rank, name in enumerate(sorted(latex))}


def rank_of(ranks: Mapping[str, int], key: Key) -> int:
    """Number a symbol, its indices and its call; a symbol without a number has one by its name."""
    rank = ranks.get(key.latex)
    if rank is None or key.slots:
        rank = (rank or 0) + _hash(f"{key.latex}|{key.slots}") % 81
    return rank + 7 * key.call


def _digit(rank: int, block: int) -> int:
    """Choose the column of a symbol in a block: a digit of its rank, another one in each block."""
    return (rank // 3 ** (block % 4) + block // 4 * (rank // 3 ** ((block + 1) % 4))) % 3


@functools.lru_cache(maxsize=20_000)
def _block(
    seed: str,
    block: int,
    key: Key,
    shape: tuple[int, ...],
    small: Interval,
    large: Interval,
    column: int | None,
) -> Float:
    """Return the numbers of all four lots; each entry of an array stands on its own column."""
    rng = generator(f"{seed}|{block}|{key}")
    flips = 2.0 * rng.integers(0, 2, (2, *shape)) - 1
    sizes = [
        a + (b - a) * u for (a, b), u in zip((small, large), rng.random((2, *shape)), strict=True)
    ]
    columns = rng.integers(0, 3, shape) if column is None else column
    signs = flips[0] * np.moveaxis(_COLUMNS[columns], -1, 0)
    is_large = flips[1] * np.moveaxis(_COLUMNS[(columns + 1) % 3], -1, 0) > 0
    return np.asarray(signs * np.where(is_large, sizes[1], sizes[0]))


def generator(text: str) -> np.random.Generator:
    """Return the generator that a text names."""
    return np.random.Generator(np.random.PCG64(_hash(text)))


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
