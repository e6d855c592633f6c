"""Expectations, variances and covariances, exactly: as sums over all outcomes."""

import itertools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from dlref.equations.declaring.draws import RandomVariable
from dlref.equations.declaring.environment import Environment, Key, NeedsOutcome
from dlref.equations.errors import EquationError
from dlref.equations.evaluating import values
from dlref.equations.evaluating.values import Value, is_array
from dlref.equations.reading.names import Symbol
from dlref.equations.reading.tree import Call, Expectation, Name, Node

if TYPE_CHECKING:
    from dlref.equations.evaluating.evaluate import Evaluator

__all__ = ["expectation"]

_MANY_OUTCOMES = 20_000


def expectation(evaluate: "Evaluator", node: Expectation, env: Environment) -> Value:
    """Evaluate an expectation, variance or covariance exactly, over all outcomes."""
    if node.distribution is not None:
        weighted = _sampled(evaluate, node, env)
    else:
        weighted = _independent(evaluate, node, env.without_outcomes())
    weights = [w for w, _ in weighted]
    bodies = [np.asarray([parts[k] for _, parts in weighted], float) for k in range(len(node.body))]
    means = [np.tensordot(weights, body, 1) for body in bodies]
    if node.moment == "E":
        return values.as_value(means[0])
    left, right = bodies[0] - means[0], bodies[-1] - means[-1]
    return values.as_value(np.tensordot(weights, left * right, 1))


_Weighted = list[tuple[float, list[Value]]]


def _independent(evaluate: "Evaluator", node: Expectation, env: Environment) -> _Weighted:
    """Take the random variables in the body as independent; find them by evaluating it."""
    found: dict[Key, RandomVariable] = {}
    while True:
        try:
            return list(_outcomes(evaluate, node, env, found))
        except NeedsOutcome as needed:
            found[needed.key] = needed.variable
        if math.prod(len(v.values) for v in found.values()) > _MANY_OUTCOMES:
            raise EquationError(f"more than {_MANY_OUTCOMES} outcomes")


def _outcomes(
    evaluate: "Evaluator", node: Expectation, env: Environment, found: dict[Key, RandomVariable]
) -> Any:
    for places in itertools.product(*(range(len(v.values)) for v in found.values())):
        chosen = {
            key: values.as_value(variable.values[place])
            for (key, variable), place in zip(found.items(), places, strict=True)
        }
        weight = math.prod(
            v.probabilities[place] for v, place in zip(found.values(), places, strict=True)
        )
        moved = env.override(chosen, outcomes=True)
        yield weight, [evaluate(part, moved) for part in node.body]


def _sampled(evaluate: "Evaluator", node: Expectation, env: Environment) -> _Weighted:
    """Sum over the values of the variables below the expectation."""
    assert node.distribution is not None
    weighted = []
    for weight, chosen in _distribution(evaluate, node.distribution, node.symbols, env):
        moved = env.bind(node.symbols, chosen)
        weighted.append((weight, [evaluate(part, moved) for part in node.body]))
    total = sum(weight for weight, _ in weighted)
    if abs(total - 1) > 1e-6:
        raise EquationError(
            f"the weights of this expectation sum to {total:.6g}, not to 1",
            node.distribution.start,
            node.distribution.end,
        )
    return weighted


def _distribution(
    evaluate: "Evaluator", node: Node, symbols: tuple[Symbol, ...], env: Environment
) -> list[tuple[float, tuple[Value, ...]]]:
    """List weights and values: of a random variable, an array, or a function of the values."""
    if isinstance(node, Call) and isinstance(node.function, Name):
        ranges = [env.range_of(symbol) for symbol in symbols]
        return [
            (float(evaluate(node, env.bind(symbols, chosen))), chosen)
            for chosen in itertools.product(*ranges)
        ]
    try:
        weights = evaluate(node, env)
    except NeedsOutcome as needed:
        weights = needed.variable
    if isinstance(weights, RandomVariable) and len(symbols) == 1:
        pairs = zip(weights.probabilities, weights.values, strict=True)
        return [(weight, (values.as_value(value),)) for weight, value in pairs]
    if not is_array(weights) or weights.ndim != len(symbols):
        raise EquationError(
            f"{values.shape(weights)} is no distribution of {len(symbols)} variables",
            node.start,
            node.end,
        )
    starts = []
    for symbol, size in zip(symbols, weights.shape, strict=True):
        declared = env.range_of(symbol) if symbol.kind == "index" else range(1, size + 1)
        if len(declared) != size:
            raise EquationError(
                f"{symbol.latex} has {len(declared)} values, and the distribution {size}"
            )
        starts.append(declared.start)
    return [
        (float(weights[place]), tuple(p + s for p, s in zip(place, starts, strict=True)))
        for place in np.ndindex(weights.shape)
    ]
