r"""The ends of an interval after `\in`: which of them the draws decide."""

import functools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from dlref.equations.declaring.lots import Lot
from dlref.equations.declaring.special import Moved
from dlref.equations.evaluating.values import Value, is_array, is_number
from dlref.equations.reading.tree import Interval, Node

__all__ = ["Ends"]

_REACHED = 1e-12  # relative distance of a value that is the end itself
_SURE = 1e-5  # of one that a search brings there, with numbers that are not large
_NEAR = 0.05  # of one that comes near it


@dataclass
class Ends:
    """How near the values came to the two ends of an interval.

    An end that belongs to the interval is decided if a value is there; one that does not, if values
    come near. What comes near 0 far out only, as a probability does, never is there.
    """

    interval: Interval
    nearest: list[float] = field(default_factory=lambda: [math.inf, math.inf])
    nearest_moderate: list[float] = field(default_factory=lambda: [math.inf, math.inf])
    here: list[float] = field(default_factory=lambda: [math.inf, math.inf])  # in this draw
    starts: list[Lot | None] = field(default_factory=lambda: [None, None])  # of a search

    def begin_draw(self) -> None:
        """Forget the distances of the last draw."""
        self.here[:] = math.inf, math.inf

    def note(self, value: Value, low: Value, high: Value, lot: Lot) -> None:
        """Note the distances of a value, relative to the width of the interval or to the end."""
        if not all(is_number(v) or is_array(v) for v in (value, low, high)):
            return
        width = float(np.max(np.subtract(high, low)))
        for k, end in enumerate((low, high)):
            distance = _distance(value, end, width)
            if distance < self.nearest[k] and not isinstance(lot, Moved):
                self.starts[k] = lot
            self.here[k] = min(self.here[k], distance)
            self.nearest[k] = min(self.nearest[k], distance)
            if lot.is_moderate:
                self.nearest_moderate[k] = min(self.nearest_moderate[k], distance)

    def searches(self) -> Iterator[tuple[Lot, Callable[[], float]]]:
        """Yield a lot from which to look for a value at an end, and how far the last draw was."""
        for k, is_closed in enumerate(self._closed):
            start = self.starts[k]
            if is_closed and start is not None and self._is_unreached(k):
                yield start, functools.partial(self.here.__getitem__, k)

    def undecided(self) -> list[tuple[Node, str]]:
        """List the ends of which no draw says whether they belong to the interval."""
        nodes = (self.interval.low, self.interval.high)
        signs = ("[ and (", "] and )")
        return [
            (nodes[k], signs[k])
            for k, is_closed in enumerate(self._closed)
            if (self._is_unreached(k) if is_closed else _NEAR < self.nearest[k] < math.inf)
        ]

    @property
    def _closed(self) -> tuple[bool, bool]:
        return self.interval.opening == "[", self.interval.closing == "]"

    def _is_unreached(self, k: int) -> bool:
        return self.nearest[k] > _REACHED and self.nearest_moderate[k] > _SURE


def _distance(value: Value, end: Value, width: float) -> float:
    if not np.all(np.isfinite(end)):
        return math.inf
    size = width if math.isfinite(width) and width > 0 else max(1.0, float(np.max(np.abs(end))))
    return float(np.min(np.abs(np.subtract(value, end)))) / size
