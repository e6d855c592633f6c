r"""Numerical calculus: five-point derivatives, Gauss-Legendre integrals, expectations as sums.

A derivative with respect to a symbol moves that symbol, and all that depends on it follows. Layout:
the gradient of a number has the shape of its variable; the Jacobian has a row for each output.
"""

import functools
import itertools
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dlref.equations import values
from dlref.equations.draws import RandomVariable
from dlref.equations.environment import Environment, Key, NeedsOutcome
from dlref.equations.errors import EquationError
from dlref.equations.names import Symbol
from dlref.equations.tree import (
    Call,
    Derivative,
    Element,
    Expectation,
    Gradient,
    Integral,
    Name,
    Node,
)
from dlref.equations.values import Value, is_array, is_number

if TYPE_CHECKING:
    from dlref.equations.evaluate import Evaluator

__all__ = ["derivative", "expectation", "gradient", "integral", "prime"]

# The best step grows with the number of derivatives, since each magnifies the rounding of the last.
_STEPS = {1: 2e-4, 2: 3e-3, 3: 2e-2}
_FINER = {1: 2e-5, 2: 1e-3, 3: 1e-2}
_MANY_OUTCOMES = 20_000


def five_points(f: Callable[[float], Value], x: float, order: int, fineness: int) -> Value:
    """Differentiate `f` at `x`, with an error of the fourth order in the step."""
    order = min(order, 3)
    if fineness == 0:
        h = _STEPS[order] * max(1.0, abs(x))
    else:  # close to a kink or a pole at 0 the step must be small against x
        h = min(_FINER[order] * max(1.0, abs(x)), _FINER[order] * 50 * max(abs(x), 1e-6))
    near = np.subtract(f(x + h), f(x - h))
    far = np.subtract(f(x + 2 * h), f(x - 2 * h))
    return values.as_value((8 * near - far) / (12 * h))


def prime(function: Callable[[Any], Any], x: Value, order: int, fineness: int) -> Value:
    """Differentiate a function of one number at `x`, or at each entry of `x`."""
    if not callable(function):
        raise EquationError("a prime is read on functions: declare the symbol with its prime")
    if order > 3:
        raise EquationError("more than three primes: declare this derivative")

    def at(point: float, left: int) -> Value:
        if left == 0:
            return values.as_value(function(point))
        return five_points(lambda t: at(t, left - 1), point, left, fineness)

    x = values.arithmetic(x)
    if is_number(x):
        return at(float(x), order)
    flat = [at(float(entry), order) for entry in x.flat]
    return np.asarray(flat, float).reshape(x.shape)


def array_derivative(
    f: Callable[[Value], Value], x: Value, order: int, fineness: int, layout: str
) -> Value:
    """Differentiate `f` with respect to a number or every entry of an array."""
    if isinstance(x, int | float):
        return five_points(f, float(x), order, fineness)
    if not is_array(x):
        raise EquationError(f"no derivative with respect to {values.shape(x)}")
    base = np.asarray(x, float)

    def partial(place: tuple[int, ...]) -> Value:
        def moved(t: float) -> Value:
            point = base.copy()
            point[place] = t
            return f(point)

        return five_points(moved, float(base[place]), order, fineness)

    partials = [partial(place) for place in np.ndindex(base.shape)]
    if all(map(is_number, partials)):
        return np.asarray(partials, float).reshape(base.shape)
    if base.ndim != 1 or np.ndim(partials[0]) != 1:
        raise EquationError(
            f"the derivative of {values.shape(partials[0])} with respect to {values.shape(x)} is "
            "no matrix: write it with entries"
        )
    jacobian: NDArray[Any] = np.stack(partials, axis=-1)
    return jacobian if layout == "numerator" else jacobian.T


def derivative(evaluate: "Evaluator", node: Derivative, env: Environment) -> Value:
    """Evaluate a derivative with respect to symbols or entries."""
    variables = list(node.variables)
    return _repeated(evaluate, node.body, variables, node.order, env)


def _repeated(
    evaluate: "Evaluator",
    body: Node,
    variables: list[Name | Element],
    order: int,
    env: Environment,
) -> Value:
    if not variables:
        return evaluate(body, env)

    def inside(moved: Environment) -> Value:
        return _repeated(evaluate, body, variables[1:], order - 1, moved)

    return _along(evaluate, inside, variables[0], order, env)


def _along(
    evaluate: "Evaluator",
    body: Callable[[Environment], Value],
    variable: Name | Element,
    order: int,
    env: Environment,
) -> Value:
    """Differentiate `body` with respect to one variable, moving it in the environment."""
    name = variable if isinstance(variable, Name) else variable.array
    if not isinstance(name, Name) or name.symbol.kind == "index":
        raise EquationError("an index cannot be moved by a derivative")
    slots = tuple(evaluate(slot, env) for slot in name.slots)
    key: Key = (name.symbol, slots)
    value = env.value(*key)
    if isinstance(variable, Name):
        return array_derivative(
            lambda v: body(env.override({key: v})), value, order, evaluate.fineness, evaluate.layout
        )
    place = tuple(evaluate(index, env) for index in variable.indices)
    evaluate(variable, env)  # refuses places outside the array
    place = tuple(index - 1 for index in place)

    def moved(v: Value) -> Value:
        array = np.array(value, float)
        array[place] = v
        return body(env.override({key: array}))

    entry = values.as_value(np.asarray(value, float)[place])
    return array_derivative(moved, entry, order, evaluate.fineness, evaluate.layout)


def gradient(evaluate: "Evaluator", node: Gradient, env: Environment) -> Value:
    """Evaluate a gradient: with respect to a symbol, or to arguments of the call in the body."""
    if node.variable is not None:
        return _along(
            evaluate, lambda moved: evaluate(node.body, moved), node.variable, node.order, env
        )
    assert isinstance(node.body, Call)
    call = node.body
    function = evaluate(call.function, env)
    if not callable(function):
        raise EquationError("the gradient of a table: declare it as a function")
    arguments = [evaluate(argument, env) for argument in call.arguments]

    def along(place: int) -> Value:
        def moved(v: Value) -> Value:
            changed = [*arguments[:place], v, *arguments[place + 1 :]]
            return evaluate.called(function, changed, "this function")

        return array_derivative(
            moved,
            values.arithmetic(arguments[place]),
            node.order,
            evaluate.fineness,
            evaluate.layout,
        )

    partials = [along(place) for place in node.arguments]
    if len(partials) == 1:
        return partials[0]
    if not all(map(is_number, partials)):
        raise EquationError(r"the gradient with respect to what? Write \nabla_x")
    return np.asarray(partials, float)


# Integrals ----------------------------------------------------------------------------------


@functools.cache
def _legendre(n: int) -> tuple[NDArray[Any], NDArray[Any]]:
    nodes, weights = np.polynomial.legendre.leggauss(n)
    return nodes, weights


def integral(evaluate: "Evaluator", node: Integral, env: Environment) -> Value:
    """Evaluate a definite integral; an infinite range is mapped to a finite one."""
    low, high = evaluate(node.low, env), evaluate(node.high, env)
    if not is_number(low) or not is_number(high):
        raise EquationError("the limits of an integral must be numbers")
    endless = math.isinf(low) or math.isinf(high)
    nodes, weights = _legendre((160 if endless else 24) * (1 + 3 * evaluate.fineness))
    if endless:
        points, weights = _endless(float(low), float(high), nodes, weights)
    else:
        points = (high - low) / 2 * nodes + (high + low) / 2
        weights = (high - low) / 2 * weights
    total: Value = 0
    for x, w in zip(points.tolist(), weights.tolist(), strict=True):
        try:
            term = evaluate(node.body, env.bind((node.symbol,), (x,)))
        except EquationError:
            if not endless or abs(x) < 20:
                raise
            continue
        if endless and abs(x) > 20 and not np.isfinite(term).all():
            continue  # where densities underflow to 0
        total = values.add(total, values.times(w, term) if is_number(term) else w * term)
    return total


def _endless(
    low: float, high: float, nodes: NDArray[Any], weights: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Map nodes of (-1, 1) to an infinite range by x = 2 t / (1 - t^2), or to a half of it."""
    if low > high:
        points, weights = _endless(high, low, nodes, weights)
        return points, -weights
    if math.isinf(low) and math.isinf(high):
        return 2 * nodes / (1 - nodes**2), weights * 2 * (1 + nodes**2) / (1 - nodes**2) ** 2
    t = (nodes + 1) / 2
    points, weights = t / (1 - t), weights / 2 / (1 - t) ** 2
    return (low + points, weights) if math.isinf(high) else (high - points, weights)


# Expectations -------------------------------------------------------------------------------


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
