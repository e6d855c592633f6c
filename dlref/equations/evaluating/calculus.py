r"""Numerical calculus: derivatives by five points and integrals by Gauss-Legendre.

A derivative with respect to a symbol moves that symbol, and all that depends on it follows. Layout:
the gradient of a number has the shape of its variable; the Jacobian has a row for each output.
"""

import functools
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dlref.equations.declaring.environment import Environment, Key
from dlref.equations.errors import EquationError
from dlref.equations.evaluating import values
from dlref.equations.evaluating.values import Value, is_array, is_number
from dlref.equations.reading.tree import (
    Call,
    Derivative,
    Element,
    Gradient,
    Integral,
    Name,
    Node,
    Prime,
)

if TYPE_CHECKING:
    from dlref.equations.evaluating.evaluate import Evaluator

__all__ = ["derivative", "gradient", "integral", "prime"]

# The best step grows with the number of derivatives, since each magnifies the rounding of the last.
_STEPS = {1: 2e-4, 2: 3e-3, 3: 2e-2}
_FINER = {1: 2e-5, 2: 1e-3, 3: 1e-2}


def five_points(f: Callable[[float], Value], x: float, order: int, fineness: int) -> Value:
    """Differentiate `f` at `x`, with an error of the fourth order in the step."""
    order = min(order, 3)
    if fineness == 0:
        h = _STEPS[order] * max(1.0, abs(x))
    else:  # close to a kink or a pole at 0 the step must be small against x
        h = min(_FINER[order] * max(1.0, abs(x)), _FINER[order] * 50 * max(abs(x), 1e-6))
    near = f(x + h) - f(x - h)
    far = f(x + 2 * h) - f(x - 2 * h)
    return values.as_value((8 * near - far) / (12 * h))


def prime(evaluate: "Evaluator", node: Prime, x: Value, env: Environment) -> Value:
    """Differentiate a function of one number at `x`, or at each entry of `x`."""
    function = evaluate(node.function, env)
    if not callable(function):
        raise EquationError("a prime is read on functions: declare the symbol with its prime")
    if node.order > 3:
        raise EquationError("more than three primes: declare this derivative")

    def at(point: float, left: int) -> Value:
        if left == 0:
            return evaluate.called(function, [point], node.function.symbol.latex)
        return five_points(lambda t: at(t, left - 1), point, left, evaluate.fineness)

    x = values.arithmetic(x)
    if is_number(x):
        return at(float(x), node.order)
    flat = [at(float(entry), node.order) for entry in x.flat]
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
    if low == high:
        return 0
    endless = math.isinf(low) or math.isinf(high)
    nodes, weights = _legendre((120 if endless else 24) * (1 + 3 * evaluate.fineness))
    if endless:
        points, weights = _endless(float(low), float(high), nodes, weights)
    else:
        points = (high - low) / 2 * nodes + (high + low) / 2
        weights = (high - low) / 2 * weights
    total: Value = 0
    for x, w in zip(points.tolist(), weights.tolist(), strict=True):
        evaluate.work.spend(5)
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
