"""How a value depends on what it is computed from, and the numbers at which that may change."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

__all__ = ["Course", "Finding", "is_number", "thresholds"]


class Course(IntEnum):
    """How a value depends on what it is computed from."""

    SMOOTH = 0
    BENT = 1  # continuous, and bent where entries tie or vanish
    BRANCHING = 2


@dataclass
class Finding:
    """What was found: the course, and the numbers that may be thresholds."""

    course: Course = Course.SMOOTH
    numbers: set[float] = field(default_factory=set)

    def add(self, other: "Finding") -> None:
        """Join two findings: the worse course counts, and all numbers."""
        self.course = max(self.course, other.course)
        self.numbers |= other.numbers


def is_number(value: object) -> bool:
    """Say whether a Python value is a number, and no truth value."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def thresholds(numbers: Iterable[float]) -> list[float]:
    """Keep the sizes near which it is worth to draw: not those that all draws surround anyway."""
    sizes = {abs(number) for number in numbers} - {math.pi, math.e}
    return sorted(s for s in sizes if 0.05 <= s <= 100 and s != 1)
