"""What a side of an equation writes, as a number of odd arithmetic."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from dlref.equations.evidence.odd import Odd, OddError, function, number
from dlref.equations.evidence.python_side import PythonSide
from dlref.equations.reading.tree import (
    Apply,
    Binary,
    Call,
    Cases,
    Comparison,
    Derivative,
    Element,
    Every,
    Expectation,
    Fold,
    Gradient,
    Integral,
    Name,
    Negative,
    Node,
    Number,
    Otherwise,
    Power,
    Prime,
    Transpose,
)

__all__ = ["LatexSide"]

_PRODUCTS = frozenset(["", r"\cdot", "*", r"\times", r"\odot", r"\otimes", r"\circ"])
_QUOTIENTS = frozenset(["/", r"\frac", r"\div", r"\oslash"])
_SAME_PRODUCT = (np.multiply, np.matmul, np.dot, np.outer, np.inner)


class LatexSide:
    """Evaluates the sides of an equation.

    Args:
        python: What evaluates the declarations.
        branch: Which branch of `cases` is taken.
    """

    def __init__(self, python: PythonSide, branch: int) -> None:
        self.python = python
        self.branch = branch
        self.operators = python.notation.operators

    def __call__(self, node: Node) -> Odd:
        """Return the odd number that a node writes."""
        read = _READ.get(type(node))
        if read is None:
            raise OddError(f"{type(node).__name__} has no odd value")
        return read(self, node)

    def _all(self, nodes: Any) -> list[Odd]:
        return [self(node) for node in nodes]

    def _number(self, node: Number) -> Odd:
        return number(node.value)

    def _name(self, node: Name) -> Odd:
        return self.python.value(node.symbol)

    def _element(self, node: Element) -> Odd:
        return self(node.array)

    def _negative(self, node: Negative) -> Odd:
        return -self(node.operand)

    def _binary(self, node: Binary) -> Odd:
        left, right = self(node.left), self(node.right)
        declared = self.operators.get(node.operator)
        if declared is not None and declared not in _SAME_PRODUCT:
            return function(node.operator, left, right)
        if node.operator in _PRODUCTS:
            return left * right
        if node.operator in _QUOTIENTS:
            return left / right
        if node.operator in ("+", "-"):
            return left + right if node.operator == "+" else left - right
        return function(node.operator, left, right)

    def _power(self, node: Power) -> Odd:
        if isinstance(node.base, Number) and node.base.value == math.e:
            return self.python.known("exp", [self(node.exponent)])
        return self(node.base) ** self(node.exponent)

    def _transpose(self, node: Transpose) -> Odd:
        return self(node.operand)

    def _apply(self, node: Apply) -> Odd:
        return self.python.known(node.function, self._all(node.arguments))

    def _call(self, node: Call) -> Odd:
        arguments = self._all(node.arguments)
        if isinstance(node.function, Prime):
            name = f"{node.function.function.symbol.latex}, derivative {node.function.order}"
            return function(name, *arguments)
        return self.python.called(node.function.symbol, arguments)

    def _fold(self, node: Fold) -> Odd:
        body = self(node.body)
        return body if node.operation == "sum" else function(node.operation, body)

    def _cases(self, node: Cases) -> Odd:
        return self(node.branches[min(self.branch, len(node.branches) - 1)][0])

    def _expectation(self, node: Expectation) -> Odd:
        bodies = self._all(node.body)
        if node.moment == "E" and node.distribution is not None:
            return self(node.distribution) * bodies[0]
        return function(node.moment, *bodies)

    def _derivative(self, node: Derivative) -> Odd:
        return function("derivative", self(node.body), *self._all(node.variables))

    def _gradient(self, node: Gradient) -> Odd:
        variables = [] if node.variable is None else [self(node.variable)]
        return function("gradient", self(node.body), *variables)

    def _integral(self, node: Integral) -> Odd:
        return function("integral", *self._all((node.low, node.high, node.body)))

    def _comparison(self, node: Comparison) -> Odd:
        return function(" ".join(node.relations), *self._all(node.sides))

    def _every(self, node: Every) -> Odd:
        return function(node.word, *self._all(node.conditions))

    def _otherwise(self, node: Otherwise) -> Odd:
        return number(1)


_READ: dict[type, Callable[[LatexSide, Any], Odd]] = {
    Number: LatexSide._number,
    Name: LatexSide._name,
    Element: LatexSide._element,
    Negative: LatexSide._negative,
    Binary: LatexSide._binary,
    Power: LatexSide._power,
    Transpose: LatexSide._transpose,
    Apply: LatexSide._apply,
    Call: LatexSide._call,
    Fold: LatexSide._fold,
    Cases: LatexSide._cases,
    Expectation: LatexSide._expectation,
    Derivative: LatexSide._derivative,
    Gradient: LatexSide._gradient,
    Integral: LatexSide._integral,
    Comparison: LatexSide._comparison,
    Every: LatexSide._every,
    Otherwise: LatexSide._otherwise,
}
