r"""The ends of an interval after `\in`: which of them the draws decide."""

import math
from dataclasses import dataclass

import numpy as np

from dlref.equations.evaluating.values import Value, is_array, is_number
from dlref.equations.reading.tree import Interval, Node

__all__ = ["Ends"]

_REACHED = 1e-12  # relative distance of a value that is the end itself
_NEAR = 0.05  # of one that comes near it


@dataclass
class Ends:
    """How near the values came to the two ends of an interval."""

    interval: Interval
    low: float = math.inf
    high: float = math.inf

    def note(self, value: Value, low: Value, high: Value) -> None:
        """Note the distances of a value, relative to the width of the interval or to the end."""
        if not all(is_number(v) or is_array(v) for v in (value, low, high)):
            return
        width = float(np.max(np.subtract(high, low)))
        self.low = min(self.low, _distance(value, low, width))
        self.high = min(self.high, _distance(value, high, width))

    def undecided(self) -> list[tuple[Node, str]]:
        """List the ends of which no draw says whether they belong to the interval."""
        found = []
        for node, distance, is_closed, signs in (
            (self.interval.low, self.low, self.interval.opening == "[", "[ and ("),
            (self.interval.high, self.high, self.interval.closing == "]", "] and )"),
        ):
            if distance > (_REACHED if is_closed else _NEAR) and (is_closed or distance < math.inf):
                found.append((node, signs))
        return found


def _distance(value: Value, end: Value, width: float) -> float:
    if not np.all(np.isfinite(end)):
        return math.inf
    size = width if math.isfinite(width) and width > 0 else max(1.0, float(np.max(np.abs(end))))
    return float(np.min(np.abs(np.subtract(value, end)))) / size
