"""Conditions, sets and cases: what holds in a draw, and which branch is taken."""

from typing import TYPE_CHECKING

import numpy as np

from dlref.equations.declaring.environment import Environment
from dlref.equations.errors import EquationError
from dlref.equations.evaluating import folds, functions
from dlref.equations.evaluating.values import Value
from dlref.equations.judging import relations
from dlref.equations.reading.tree import (
    Cases,
    Condition,
    Every,
    Fold,
    Interval,
    Node,
    Otherwise,
    Space,
)

if TYPE_CHECKING:
    from dlref.equations.evaluating.evaluate import Evaluator

__all__ = ["AmbiguousError", "UncoveredError", "cases", "condition", "contains", "holds"]


class UncoveredError(EquationError):
    """Cases that leave out a draw."""


class AmbiguousError(EquationError):
    """Cases of which two hold and differ."""


def holds(evaluate: "Evaluator", condition: Condition, env: Environment) -> bool:
    """Say whether a condition is true."""
    if isinstance(condition, Otherwise):
        return True
    if isinstance(condition, Every):
        every = all if condition.word == "and" else any
        return every(holds(evaluate, part, env) for part in condition.conditions)
    for left, relation, right in zip(
        condition.sides, condition.relations, condition.sides[1:], strict=False
    ):
        if not _related(evaluate, left, relation, right, env):
            return False
    return True


def _related(
    evaluate: "Evaluator", left: Node, relation: str, right: Node, env: Environment
) -> bool:
    """Say whether one relation holds exactly, as a condition does."""
    a = evaluate(left, env)
    if relation in (r"\in", r"\notin"):
        return contains(evaluate, right, a, env) == (relation == r"\in")
    return functions.related(a, relation, evaluate(right, env))


def contains(evaluate: "Evaluator", node: Node, value: Value, env: Environment) -> bool:
    """Say whether a set contains a value; an error without a place gets that of the set."""
    try:
        return _contains(evaluate, node, value, env)
    except EquationError as error:
        if error.start is None:
            error.start, error.end = node.start, node.end
        raise


def _contains(evaluate: "Evaluator", node: Node, value: Value, env: Environment) -> bool:
    if isinstance(node, Interval):
        low, high = evaluate(node.low, env), evaluate(node.high, env)
        return functions.in_interval(value, low, high, node.opening, node.closing)
    if isinstance(node, Space):
        sizes = [evaluate(size, env) for size in node.shape]
        if not all(isinstance(size, int) for size in sizes):
            raise EquationError(r"the size of \mathbb{R}^n must be a whole number")
        return list(np.shape(value)) == (sizes if sizes != [1] else []) and bool(
            np.isfinite(value).all()
        )
    if isinstance(node, Fold) and node.operation in ("argmax", "argmin"):
        return functions.contains(folds.choices(evaluate, node, env), value)
    return functions.contains(evaluate(node, env), value)


def condition(evaluate: "Evaluator", node: Condition, env: Environment) -> Value:
    """Return 1 for a condition that holds, and 0 for another."""
    return int(holds(evaluate, node, env))


def cases(evaluate: "Evaluator", node: Cases, env: Environment) -> Value:
    """Evaluate the branch that holds; there must be one, and no other with another value."""
    found: Value = None
    for k, (value, condition) in enumerate(node.branches):
        if found is not None and isinstance(condition, Otherwise):
            break
        if holds(evaluate, condition, env):
            evaluate.branches.add((node, k))
            found = _agreeing(found, evaluate(value, env))
    if found is None:
        raise UncoveredError("in a draw none of these cases holds: cover all that is drawn")
    return found


def _agreeing(found: Value, value: Value) -> Value:
    if found is not None and not relations.compare("=", found, value, 1e-6, 1e-9).holds:
        raise AmbiguousError("in a draw two of these cases hold, with different values")
    return value
