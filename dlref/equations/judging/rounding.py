"""Whether rounding decides a comparison, as where a matrix is inverted that has no inverse."""

from collections.abc import Iterable

import numpy as np

from dlref.equations.declaring.environment import Environment
from dlref.equations.declaring.special import Shaken
from dlref.equations.errors import EquationError
from dlref.equations.evaluating import values
from dlref.equations.evaluating.evaluate import Evaluator
from dlref.equations.evaluating.values import Value
from dlref.equations.reading.tree import Node

__all__ = ["is_erratic"]

_SHAKES = (1e-12, 3e-12)  # relative changes of the symbols
_ERRATIC = 1e-4  # relative size of a change that follows from rounding alone


def is_erratic(evaluate: Evaluator, sides: Iterable[Node], env: Environment) -> bool:
    """Say whether two small changes of the symbols make a side very different.

    A jump does not: it is the same after each change. Of general values it is not asked, since
    there nothing but a wrong equation is false.
    """
    if env.lot.rounding == 1:
        return False
    seen: list[list[Value]] = []
    for size in _SHAKES:
        shaken = Environment(env.notation, Shaken(env.lot, size), env.work)
        moved = shaken.override(env.overrides) if env.overrides else shaken
        try:
            seen.append([evaluate(side, moved) for side in sides])
        except EquationError:
            return True
    return any(map(_differ, *seen))


def _differ(a: Value, b: Value) -> bool:
    """Say whether two values are far apart, or cannot be compared."""
    if not (values.is_number(a) or values.is_array(a)):
        return bool(a != b)
    if np.shape(a) != np.shape(b):
        return True
    size = max(np.max(np.abs(a), initial=0.0), np.max(np.abs(b), initial=0.0))
    return not bool(np.max(np.abs(np.subtract(a, b)), initial=0.0) <= _ERRATIC * size + 1e-9)
