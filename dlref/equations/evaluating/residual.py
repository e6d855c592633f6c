"""Remainders: whether what a formula leaves out becomes small as fast as it says."""

from typing import TYPE_CHECKING

import numpy as np

from dlref.equations.declaring.environment import Environment, Key
from dlref.equations.errors import EquationError
from dlref.equations.evaluating import values
from dlref.equations.judging import relations
from dlref.equations.reading.tree import BigO, Node
from dlref.equations.reading.usage import walk

if TYPE_CHECKING:
    from dlref.equations.evaluating.evaluate import Evaluator

__all__ = ["residual_shrinks"]

_SCALES = (1 / 4, 1 / 16, 1 / 64)
_NOISE = 1e-13  # relative size below which a residual is rounding
_GROWTH = 3.0  # a remainder of one order less grows by 4 against its bound
_ORDER = 2  # what an approximation leaves out must be of the second order


def residual_shrinks(
    evaluate: "Evaluator", pair: tuple[Node, Node], small: Key, env: Environment
) -> bool:
    """Compare the residual with its bound while the symbol `small` is scaled down."""
    left, right = pair
    value = values.arithmetic(env.value(*small))
    residuals, bounds = [], []
    for scale in _SCALES:
        moved = env.override({small: value * scale})
        a, b = evaluate(left, moved), evaluate(right, moved)
        size = float(np.max(np.abs(a)) + np.max(np.abs(b)))
        residual = float(np.max(np.abs(relations.difference(a, b))))
        if residual <= _NOISE * (1 + size):
            return True  # smaller than rounding can tell
        residuals.append(residual)
        bounds.append(_bound(evaluate, pair, moved, scale))
    if bounds[-1] > bounds[0] / 2:
        raise EquationError(
            f"this O does not become small with {small[0].latex}, so it says nothing",
            pair[0].start,
            pair[1].end,
        )
    ratios = [r / b for r, b in zip(residuals, bounds, strict=True)]
    return ratios[-1] <= _GROWTH * max(ratios[:-1])


def _bound(evaluate: "Evaluator", pair: tuple[Node, Node], env: Environment, scale: float) -> float:
    """Evaluate the arguments of all O(...); an approximation counts as O of the square."""
    remainders = [n for side in pair for n in walk(side) if isinstance(n, BigO)]
    if not remainders:
        return float(scale**_ORDER)
    bound = sum(float(np.max(np.abs(evaluate(r.argument, env)))) for r in remainders)
    if not bound > 0:
        raise EquationError("the argument of this O is 0", remainders[0].start, remainders[0].end)
    return bound
