"""Sums, products, extrema and unions over ranges."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from dlref.equations.declaring.environment import Environment
from dlref.equations.errors import EquationError
from dlref.equations.evaluating import functions, values
from dlref.equations.evaluating.values import DomainError, Value
from dlref.equations.reading.tree import Fold, Number, Range

if TYPE_CHECKING:
    from dlref.equations.evaluating.evaluate import Evaluator

__all__ = ["choices", "fold"]

Terms = Iterator[tuple[Environment, Value]]
Found = list[tuple[Environment, Value]]

_LONGEST_SERIES = 3000  # terms of an endless sum
_TIE = 1e-12  # two values as near as this, relatively, are both the greatest


def fold(evaluate: "Evaluator", node: Fold, env: Environment) -> Value:
    """Evaluate a sum, product, maximum or union over ranges, or where an extremum is attained."""
    terms = _terms(evaluate, node, env)
    if node.operation in ("sum", "product"):
        return _total(node, terms)
    if node.operation == "union":
        return frozenset().union(*(value for _, value in _some(terms)))
    best = _best(node, _some(terms))
    return best[1] if node.operation in ("max", "min") else _chosen(node, best[0])


def _terms(evaluate: "Evaluator", node: Fold, env: Environment) -> Terms:
    for inner in _ranges(evaluate, node.ranges, env):
        if node.only is None or evaluate.holds(node.only, inner):
            yield inner, evaluate(node.body, inner)


def choices(evaluate: "Evaluator", node: Fold, env: Environment) -> list[Value]:
    """List all that attain the extremum; as a value, an argmax is the first of them."""
    found = _some(_terms(evaluate, node, env))
    _, best = _best(node, found)
    return [_chosen(node, e) for e, value in found if abs(value - best) <= _TIE * abs(best)]


def _best(node: Fold, found: Found) -> tuple[Environment, Value]:
    return (max if "max" in node.operation else min)(found, key=lambda pair: pair[1])


def _total(node: Fold, terms: Terms) -> Value:
    total: Value = 0 if node.operation == "sum" else 1
    quiet = 0
    endless = any(_is_endless(r) for r in node.ranges)
    combine = values.add if node.operation == "sum" else values.product
    for count, (_, term) in enumerate(terms, 1):
        before, total = total, term if count == 1 else combine(total, term)
        if endless:
            change = np.max(np.abs(np.subtract(total, before)))
            quiet = quiet + 1 if change <= 1e-17 * np.max(np.abs(total)) else 0
            if quiet == 5:
                return total
            if count > _LONGEST_SERIES:
                raise EquationError("this series does not converge within 3000 terms")
    return total


def _is_endless(r: Range) -> bool:
    return isinstance(r.high, Number) and math.isinf(r.high.value)


def _ranges(
    evaluate: "Evaluator", ranges: tuple[Range, ...], env: Environment
) -> Iterator[Environment]:
    if not ranges:
        yield env
        return
    first = ranges[0]
    for value in _values(evaluate, first, env):
        bound = (value,) if len(first.symbols) == 1 else tuple(map(values.as_value, value))
        if len(bound) != len(first.symbols):
            raise EquationError("the members of this set do not fit these variables")
        evaluate.work.spend(2)
        yield from _ranges(evaluate, ranges[1:], env.bind(first.symbols, bound))


def _values(evaluate: "Evaluator", r: Range, env: Environment) -> Iterator[Value]:
    if r.members is not None:
        yield from functions.members(evaluate(r.members, env))
        return
    declared = env.range_of(r.symbols[0]) if r.low is None else None
    low = evaluate(r.low, env) if r.low is not None else declared.start if declared else 1
    high = evaluate(r.high, env) if r.high is not None else declared.stop - 1 if declared else 0
    if not isinstance(low, int) or not (isinstance(high, int) or math.isinf(high)):
        raise EquationError("the ends of this range must be whole numbers")
    value = low
    while value <= high:
        yield value
        value += 1


def _some(terms: Terms) -> Found:
    found = list(terms)
    if not found:
        raise DomainError("nothing to choose from: the range is empty")
    return found


def _chosen(node: Fold, env: Environment) -> Value:
    """Return the value of the variable below an argmax, or of several as one vector."""
    chosen = [env.value(symbol) for r in node.ranges for symbol in r.symbols]
    return chosen[0] if len(chosen) == 1 else np.asarray(chosen, float)
