"""A syntax tree to its value in an environment."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, cast

import numpy as np

from dlref.equations.declaring.environment import Environment, NeedsOutcome, Work
from dlref.equations.errors import EquationError
from dlref.equations.evaluating import calculus, conditions, expectations, folds, functions, values
from dlref.equations.evaluating.values import DomainError, Value
from dlref.equations.reading.tree import (
    Apply,
    BigO,
    Binary,
    Call,
    Cases,
    Comparison,
    Condition,
    Derivative,
    Element,
    Every,
    Expectation,
    Fold,
    Gradient,
    Integral,
    Items,
    Name,
    Negative,
    Node,
    Number,
    Otherwise,
    Power,
    Prime,
    Transpose,
)

__all__ = ["Evaluator"]

_STEPS = 200_000


@dataclass
class Evaluator:
    """Evaluates nodes; it carries the conventions, and notes what happened on the way.

    Args:
        elementwise: Whether symbols side by side are multiplied entry by entry.
        layout: `numerator` (a row of the Jacobian for each output) or `denominator`.
        fineness: 0 for the usual numerical derivatives and integrals, 1 for a second look.
    """

    elementwise: bool = False
    layout: str = "numerator"
    fineness: int = 0
    work: Work = field(default_factory=lambda: Work(_STEPS))
    branches: set[tuple[Cases, int]] = field(default_factory=set)

    def __call__(self, node: Node, env: Environment) -> Value:
        """Return the value of `node`; an error without a place gets that of the node."""
        work = self.work
        work.left -= 1  # as `spend` does, without a call for every node
        if work.left < 0:
            work.spend()
        try:
            return _EVALUATE[type(node)](self, node, env)
        except EquationError as error:
            if error.start is None:
                error.start, error.end = node.start, node.end
            raise
        except NeedsOutcome:
            raise
        except (OverflowError, ZeroDivisionError):
            raise DomainError("too large, or divided by zero", node.start, node.end) from None
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            message = f"this cannot be computed: {error}"
            raise EquationError(message, node.start, node.end) from None

    def finer(self) -> "Evaluator":
        """Return an evaluator whose derivatives and integrals look closer."""
        return replace(self, fineness=self.fineness + 1)

    # Leaves ----------------------------------------------------------------------------------

    def _number(self, node: Number, env: Environment) -> Value:
        return node.value

    def _name(self, node: Name, env: Environment) -> Value:
        if not node.slots:
            return env.value(node.symbol)
        slots = tuple(self(slot, env) for slot in node.slots)
        if not all(map(values.is_number, slots)):
            raise EquationError(f"an index of {node.symbol.latex} must be a number")
        return env.value(node.symbol, slots)

    def _element(self, node: Element, env: Environment) -> Value:
        return entry(self(node.array, env), [self(index, env) for index in node.indices])

    def _items(self, node: Items, env: Environment) -> Value:
        items = [self(item, env) for item in node.items]
        if node.bracket == "{":
            return frozenset(items)
        try:
            return np.asarray(items, float)
        except (ValueError, TypeError):
            raise values.ShapeError("these values do not make a vector") from None

    # Operators -------------------------------------------------------------------------------

    def _negative(self, node: Negative, env: Environment) -> Value:
        return -values.arithmetic(self(node.operand, env))

    def _binary(self, node: Binary, env: Environment) -> Value:
        left, right = self(node.left, env), self(node.right, env)
        declared = env.notation.operators.get(node.operator)
        if declared is not None:
            return values.as_value(declared(left, right))
        if node.operator in ("", r"\cdot") and self.elementwise:
            return values.multiply(left, right)
        return _OPERATORS[node.operator](left, right)

    def _power(self, node: Power, env: Environment) -> Value:
        base, exponent = self(node.base, env), self(node.exponent, env)
        if self.elementwise and values.is_array(base):
            return base**exponent
        return values.power(base, exponent)

    def _transpose(self, node: Transpose, env: Environment) -> Value:
        return values.transpose(self(node.operand, env))

    def _apply(self, node: Apply, env: Environment) -> Value:
        if node.function == "indicator":
            return int(all(self.holds(cast(Condition, c), env) for c in node.arguments))
        arguments = [self(argument, env) for argument in node.arguments]
        return functions.apply(node.function, arguments)

    def _call(self, node: Call, env: Environment) -> Value:
        arguments = [self(argument, env) for argument in node.arguments]
        if isinstance(node.function, Prime):
            if len(arguments) != 1:
                raise EquationError("a prime is read on functions of one argument only")
            return calculus.prime(self, node.function, arguments[0], env)
        value = self(node.function, env)
        if not callable(value):
            return self._table(node, value, arguments, env)
        return self.called(value, arguments, node.function.symbol.latex)

    def called(self, function: Callable[..., Any], arguments: list[Value], latex: str) -> Value:
        """Call a Python function of the page."""
        self.work.spend(5)
        try:
            return values.as_value(function(*arguments))
        except (EquationError, NeedsOutcome):
            raise
        except Exception as error:
            given = ", ".join(values.shape(argument) for argument in arguments)
            raise EquationError(
                f"{latex} called with {given} fails: {type(error).__name__}: {error}"
            ) from None

    def _table(self, node: Call, table: Value, arguments: list[Value], env: Environment) -> Value:
        """Look up a table whose arguments are indices, each counted from the start of its range."""
        assert isinstance(node.function, Name)
        symbol = node.function.symbol
        if not values.is_array(table):
            return table
        positions = []
        for spelled, argument in zip(symbol.arguments, arguments, strict=True):
            index = env.notation.names.exactly(spelled)
            start = env.range_of(index).start if index is not None else 1
            positions.append(argument - start + 1 if isinstance(argument, int) else argument)
        return entry(table, positions)

    # Conditions and sums ---------------------------------------------------------------------

    def holds(self, condition: Condition, env: Environment) -> bool:
        """Say whether a condition is true."""
        return conditions.holds(self, condition, env)

    def contains(self, node: Node, value: Value, env: Environment) -> bool:
        """Say whether a set contains a value."""
        return conditions.contains(self, node, value, env)

    def _condition(self, node: Condition, env: Environment) -> Value:
        return conditions.condition(self, node, env)

    def _cases(self, node: Cases, env: Environment) -> Value:
        return conditions.cases(self, node, env)

    def _fold(self, node: Fold, env: Environment) -> Value:
        return folds.fold(self, node, env)

    # Calculus --------------------------------------------------------------------------------

    def _derivative(self, node: Derivative, env: Environment) -> Value:
        return calculus.derivative(self, node, env)

    def _gradient(self, node: Gradient, env: Environment) -> Value:
        return calculus.gradient(self, node, env)

    def _integral(self, node: Integral, env: Environment) -> Value:
        return calculus.integral(self, node, env)

    def _expectation(self, node: Expectation, env: Environment) -> Value:
        return expectations.expectation(self, node, env)

    def _big_o(self, node: BigO, env: Environment) -> Value:
        return 0


def entry(array: Value, indices: list[Value]) -> Value:
    """Return an entry, counted from 1; fewer indices than axes give a vector."""
    if not values.is_array(array):
        raise EquationError(
            f"{values.shape(array)} has no entries: declare the name with its subscript"
        )
    if array.ndim == len(indices) == 1:
        return array.item(_place(indices[0], array.size, array.ndim))
    if array.ndim == 2 and array.shape[0] == 1 and len(indices) == 1:
        array = array[0]  # a row has entries like a column
    if len(indices) > array.ndim:
        raise EquationError(f"{len(indices)} subscripts on {values.shape(array)}")
    places = [_place(i, size, array.ndim) for i, size in zip(indices, array.shape, strict=False)]
    return values.as_value(array[tuple(places)])


def _place(index: Value, size: int, axes: int) -> int:
    if not isinstance(index, int):
        raise EquationError("a subscript must be a whole number: declare the name with it")
    if not 1 <= index <= size:
        hint = ", and commas stand between indices" if index > 9 and axes > 1 else ""
        raise EquationError(f"entry {index} of {size}: entries are counted from 1{hint}")
    return index - 1


_OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "+": values.add,
    "-": lambda a, b: values.add(a, b, -1),
    "": values.product,
    r"\cdot": values.dot,
    "*": functions.star,
    r"\times": functions.star,
    r"\odot": values.multiply,
    r"\otimes": values.multiply,
    r"\circ": values.multiply,
    "/": values.divide,
    r"\div": values.divide,
    r"\oslash": values.divide,
    r"\frac": values.divide,
    r"\cup": functions.union,
    r"\cap": functions.intersection,
    r"\setminus": functions.difference,
}

_EVALUATE: dict[type, Callable[[Evaluator, Any, Environment], Value]] = {
    Number: Evaluator._number,
    Name: Evaluator._name,
    Element: Evaluator._element,
    Items: Evaluator._items,
    Negative: Evaluator._negative,
    Binary: Evaluator._binary,
    Power: Evaluator._power,
    Transpose: Evaluator._transpose,
    Apply: Evaluator._apply,
    Call: Evaluator._call,
    Comparison: Evaluator._condition,
    Every: Evaluator._condition,
    Otherwise: Evaluator._condition,
    Cases: Evaluator._cases,
    Fold: Evaluator._fold,
    Derivative: Evaluator._derivative,
    Gradient: Evaluator._gradient,
    Integral: Evaluator._integral,
    Expectation: Evaluator._expectation,
    BigO: Evaluator._big_o,
}
