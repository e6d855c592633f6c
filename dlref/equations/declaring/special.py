"""Lots that are special on purpose: zeros, ties, mirrored numbers, peaks, and moved or shaken.

A special lot changes the numbers of a spread one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from dlref.equations.declaring.lots import MODERATE, Key, Lot, Spread, generator, rank_of

__all__ = ["Constant", "Mirrored", "Moved", "Peaked", "Shaken", "Turn"]

Float = NDArray[np.float64]


@dataclass(frozen=True)
class _Special(Lot):
    """A lot that changes some numbers of another."""

    base: Spread

    is_exact = True
    rounding = 1e3

    @property
    def ranks(self) -> Mapping[str, int]:
        """The numbers of the symbols of the equation."""
        return self.base.ranks


@dataclass(frozen=True)
class Turn(_Special):
    """A third of the symbols have one special value, in all their entries; the others have not."""

    value: float = 0.0
    turn: int = 0

    is_literal = True

    def numbers(self, key: Key, shape: tuple[int, ...]) -> Float:
        """Return the value for those whose turn it is."""
        if rank_of(self.ranks, key) % 3 == self.turn:
            return np.full(shape, self.value)
        return self.base.numbers(key, shape)


@dataclass(frozen=True)
class Constant(_Special):
    """All symbols have one value, in all their entries: all tie."""

    value: float = 0.0

    is_literal = True

    @property
    def is_far(self) -> bool:
        """Whether the value is far out."""
        return abs(self.value) > 10

    @property
    def is_strict(self) -> bool:
        """As in other lots."""
        return not self.is_far

    def numbers(self, key: Key, shape: tuple[int, ...]) -> Float:
        """Return the value."""
        return np.full(shape, self.value)


@dataclass(frozen=True)
class Mirrored(_Special):
    """All symbols of a shape share their numbers; every other symbol has them in reverse order.

    With `every=0` none has: the symbols tie.
    """

    every: int = 2

    def numbers(self, key: Key, shape: tuple[int, ...]) -> Float:
        """Return the shared numbers, or these in reverse."""
        shared = self.base.numbers(Key("", (), key.call), shape)
        if not self.every or rank_of(self.ranks, key) // self.every % 2 == 0:
            return shared
        return np.asarray(-shared if not shape else np.flip(shared))


@dataclass(frozen=True)
class Peaked(_Special):
    """One entry of each array is large and all others are 0."""

    size: float = 3.0

    def numbers(self, key: Key, shape: tuple[int, ...]) -> Float:
        """Return a single peak; a number alone is like any other."""
        numbers = self.base.numbers(key, shape)
        if not shape:
            return numbers
        peaked = np.zeros(shape)
        peaked.flat[int(np.argmax(numbers))] = self.size
        return peaked


@dataclass(frozen=True)
class Shaken(Lot):
    """The numbers of a lot, each changed in its last digits: what rounding can do."""

    base: Lot
    size: float

    @property
    def is_literal(self) -> bool:
        """As in the lot that is shaken."""
        return self.base.is_literal

    def numbers(self, key: Key, shape: tuple[int, ...]) -> Float:
        """Return the numbers with a relative change."""
        shaken = generator(f"shaken|{key}").uniform(0.5, 1.0, shape)
        return self.base.numbers(key, shape) * (1 + self.size * shaken)


@dataclass(frozen=True)
class Moved(Lot):
    """The numbers of a lot, where some are given; it notes those that are asked for."""

    base: Lot
    given: Mapping[Key, Float] = field(default_factory=dict)
    asked: dict[Key, Float] = field(default_factory=dict)

    rounding = 1e3
    is_strict = False

    @property
    def is_literal(self) -> bool:
        """As in the lot that is moved."""
        return self.base.is_literal

    def numbers(self, key: Key, shape: tuple[int, ...]) -> Float:
        """Return what is given, or the numbers of the lot."""
        found = self.given.get(key)
        if found is None or found.shape != shape:
            found = self.base.numbers(key, shape)
        self.asked[key] = found
        return found.copy()

    @property
    def is_moderate(self) -> bool:
        """Whether the search has not gone far."""
        return all(np.abs(n).max(initial=0.0) <= MODERATE for n in self.asked.values())

    def to(self, given: Mapping[Key, Float]) -> "Moved":
        """Move the same lot to other numbers."""
        return replace(self, given=given, asked={})
