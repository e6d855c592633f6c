"""What a check has found, and how it is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from dlref.equations.errors import point_at
from dlref.equations.evaluating.values import Value, is_array, is_number

__all__ = ["Outcome", "Verdict", "show"]

Outcome = Literal["true", "false", "refused", "vacuous"]


@dataclass(frozen=True)
class Verdict:
    """The result of checking one display equation.

    Args:
        outcome: `true`; `false`; `refused`, where the equation could not be read or evaluated; or
            `vacuous`, where a relation is 0 = 0 in every draw and so proves nothing.
        latex: The equation.
        draws: How many draws were made.
        error: The worst relative difference of the two sides of any relation in any draw.
        message: What is wrong, in one sentence; empty for a true equation.
        start: Where in the LaTeX it is wrong, up to `end`.
        left: The value of the left side of a false relation, and `right` that of the other.
        values: The values of the symbols in the draw that shows it.
        notices: What is true, and yet would be so with a mistake: an argument that a function
            ignores, an end of an interval that no draw decides, a symbol too small to matter, two
            sides that are declared to be the same thing.
    """

    outcome: Outcome
    latex: str
    draws: int = 0
    error: float = 0.0
    message: str = ""
    start: int | None = None
    end: int | None = None
    left: str = ""
    right: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the equation is true."""
        return self.outcome == "true"

    def __str__(self) -> str:
        if self.passed:
            found = f"true in {self.draws} draws, worst relative error {self.error:.1e}"
            return "\n".join([found, *self._draw()])
        lines = [f"{self.outcome}: {self.message}"]
        if self.start is not None and self.end is not None:
            lines.append(point_at(self.latex, self.start, self.end))
        if self.left or self.right:
            lines += [f"left:  {self.left}", f"right: {self.right}"]
        return "\n".join([*lines, *self._draw()])

    def _draw(self) -> list[str]:
        shown = ", ".join(f"{name} = {value}" for name, value in self.values.items())
        return [f"in the draw {shown}"] if shown else []


def show(value: Value) -> str:
    """Write a value in a few characters."""
    if is_number(value):
        return f"{value:.10g}"
    if is_array(value):
        if value.size > 12:
            return f"an array of shape {value.shape}"
        return np.array2string(value, precision=6, separator=", ").replace("\n", "")
    if isinstance(value, set | frozenset | list | tuple):
        return str(value) if len(value) <= 8 else f"{len(value)} members"
    return ""
