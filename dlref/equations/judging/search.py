"""A search for a counterexample: the numbers of a draw are moved so that a margin becomes smaller.

The search starts from the draws that came nearest to a contradiction. It moves the numbers that lie
behind the draws, so that each symbol stays in its domain: all of them, those of one symbol, or one
entry; it scales a symbol, or gives one the numbers of another. What makes the margin smaller is
kept. It takes longer steps while they help, shorter ones after, and gives up when nothing does.
"""

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from dlref.equations.declaring.lots import Key, Lot
from dlref.equations.declaring.special import Moved

__all__ = ["Nearest", "bisect", "search"]

Numbers = dict[Key, NDArray[np.float64]]
Measure = Callable[[Lot], float | None]  # of a draw; nothing outside the domain, -inf if it refutes

_STARTS = 3  # draws from which a search starts
_LONGEST, _SHORTEST = 1.0, 0.004
_PATIENCE = 14  # steps in a row that do not help
_LARGEST = 8.0  # of the numbers behind a draw: what is beyond is rounding
_HALVINGS = 60


class Nearest:
    """The draws that came nearest to refuting a relation, and two of which a sign differs."""

    def __init__(self) -> None:
        self.starts: list[tuple[float, Lot]] = []
        self.signs: dict[bool, Lot] = {}

    def note(self, margin: float, signed: float, lot: Lot) -> None:
        """Note a draw, its margin, and the difference of the sides where it must not be 0."""
        if isinstance(lot, Moved) or not math.isfinite(margin):
            return
        self.starts = sorted([*self.starts, (margin, lot)], key=lambda pair: pair[0])[:_STARTS]
        if signed:  # nan where the sign does not matter
            self.signs.setdefault(signed > 0, lot)

    def lots(self) -> list[Lot]:
        """List the draws, the nearest first."""
        return [lot for _, lot in self.starts]


def search(starts: Sequence[Lot], measure: Measure, tries: int) -> bool:
    """Look for a draw that refutes a relation; say whether one was found.

    Args:
        starts: The lots from which to start, the nearest first.
        measure: The margin of the relation in a draw.
        tries: How many draws may be made from each start.
    """
    return any(_descend(start, measure, tries) for start in starts)


def _descend(start: Lot, measure: Measure, tries: int) -> bool:
    rng = np.random.Generator(np.random.PCG64(7))
    lot = Moved(start)
    best = measure(lot)
    if best is None or not lot.asked:
        return False
    here, step, idle = dict(lot.asked), _LONGEST, 0
    for _ in range(tries):
        if best == -np.inf or step < _SHORTEST or idle >= 3 * _PATIENCE:
            break
        lot = lot.to(_moved(here, step, rng))
        margin = measure(lot)
        if margin is not None and margin < best:
            idle = 0 if best - margin > 1e-3 * abs(best) else idle + 1
            best, here, step = margin, dict(lot.asked), min(1.6 * step, 2 * _LONGEST)
        else:
            idle += 1
            step *= 0.87
    return best == -np.inf


def _moved(here: Numbers, step: float, rng: np.random.Generator) -> Numbers:
    """Change the numbers in one of a few ways."""
    keys = list(here)
    key = keys[int(rng.integers(len(keys)))]
    numbers = here[key]
    way = int(rng.integers(6))
    if way == 0:
        moved = {k: v + step * rng.standard_normal(v.shape) for k, v in here.items()}
    elif way == 1:
        moved = {key: numbers + step * rng.standard_normal(numbers.shape)}
    elif way == 2:
        place = rng.integers(max(numbers.size, 1))
        change = np.zeros(numbers.size)
        change[place] = 2 * step * rng.standard_normal()
        moved = {key: numbers + change.reshape(numbers.shape)}
    elif way == 3:
        moved = {key: numbers * np.exp(step * rng.standard_normal())}
    elif way == 4:
        others = [k for k in keys if here[k].shape == numbers.shape]
        other = here[others[int(rng.integers(len(others)))]]
        share = min(step, 1.0) * rng.choice([1.0, -1.0])
        moved = {key: numbers + abs(share) * (np.sign(share) * other - numbers)}
    else:
        middle = numbers.mean()
        moved = {key: numbers + min(step, 1.0) * rng.uniform() * (middle - numbers)}
    return {**here, **{k: np.clip(v, -_LARGEST, _LARGEST) for k, v in moved.items()}}


def bisect(one: Lot, other: Lot, signed: Measure) -> bool:
    """Look between two draws, where a difference has two signs, for one where it is 0."""
    ends = []
    for lot in (Moved(one), Moved(other)):
        value = signed(lot)
        if value is None:
            return False
        ends.append((dict(lot.asked), value))
    (low, below), (high, _) = ends
    for _ in range(_HALVINGS):
        middle = _between(low, high)
        value = signed(Moved(one, middle))
        if value is None:
            return False
        if value == -np.inf:
            return True
        if (value > 0) == (below > 0):
            low = middle
        else:
            high = middle
    return False


def _between(low: Numbers, high: Numbers) -> Numbers:
    return {key: (low[key] + high[key]) / 2 for key in _shared(low, high)}


def _shared(low: Numbers, high: Numbers) -> Iterable[Key]:
    return (key for key in low if key in high and low[key].shape == high[key].shape)
