"""The syntax tree: what an expression means, each node with its place in the LaTeX."""

from dataclasses import dataclass
from typing import Literal

from dlref.equations.reading.names import Symbol

__all__ = [
    "Apply", "BigO", "Binary", "Call", "Cases", "Comparison", "Condition", "Derivative", "Element",
    "Every", "Expectation", "Fold", "Gradient", "Integral", "Interval", "Items", "Name", "Negative",
    "Node", "Number", "Otherwise", "Power", "Prime", "Range", "Space", "Transpose",
]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """Any part of an expression; it was read from `start:end` of the LaTeX."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Number(Node):
    """A number as written; whole numbers stay whole, since they may be indices."""

    value: int | float


@dataclass(frozen=True, slots=True, eq=False)
class Name(Node):
    """A declared symbol or a bound variable, with what stands in its index slots."""

    symbol: Symbol
    slots: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Element(Node):
    """An entry of an array, `x_i` or `W_{jk}`; entries are counted from 1."""

    array: Node
    indices: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Prime(Node):
    """The derivative of a function of one number, `f'`."""

    function: Name
    order: int


@dataclass(frozen=True, slots=True, eq=False)
class Call(Node):
    """A declared function (or table) and its arguments."""

    function: Name | Prime
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Apply(Node):
    """A function that every reader knows: `exp`, `max`, a norm."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Negative(Node):
    """A change of sign."""

    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class Binary(Node):
    """Two operands; the empty operator is juxtaposition."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class Power(Node):
    """A power, which of a matrix is a matrix power."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True, eq=False)
class Transpose(Node):
    """A transpose."""

    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class Items(Node):
    """Several values in brackets: a vector `[`, the rows of a matrix, or a set `{`."""

    bracket: str
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Interval(Node):
    r"""An interval after `\in`; `opening` and `closing` say whether its ends belong to it."""

    opening: str
    closing: str
    low: Node
    high: Node


@dataclass(frozen=True, slots=True, eq=False)
class Space(Node):
    r"""The real numbers, or vectors and matrices of them: `\mathbb{R}^{m \times n}`."""

    shape: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Range(Node):
    """What a bound variable runs over: `low..high`, a set, or its declared range (neither)."""

    symbols: tuple[Symbol, ...]
    low: Node | None = None
    high: Node | None = None
    members: Node | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Node):
    r"""A chain of relations, `a \le b < c`."""

    sides: tuple[Node, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Every(Node):
    """Conditions of which all, or any one, must hold."""

    word: Literal["and", "or"]
    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Otherwise(Node):
    """The condition that always holds."""


Condition = Comparison | Every | Otherwise


@dataclass(frozen=True, slots=True, eq=False)
class Fold(Node):
    """A sum, product, maximum or the like over ranges, `only` where a condition holds."""

    operation: str
    ranges: tuple[Range, ...]
    only: Condition | None
    body: Node


@dataclass(frozen=True, slots=True, eq=False)
class Cases(Node):
    """A definition by cases."""

    branches: tuple[tuple[Node, Condition], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Derivative(Node):
    """A (repeated) derivative with respect to the `variables`; `order` counts those inside too."""

    body: Node
    variables: tuple[Name | Element, ...]
    order: int


@dataclass(frozen=True, slots=True, eq=False)
class Gradient(Node):
    """The gradient with respect to a symbol, or of a call with respect to the arguments given."""

    body: Node
    variable: Name | Element | None
    arguments: tuple[int, ...]
    order: int


@dataclass(frozen=True, slots=True, eq=False)
class Integral(Node):
    """A definite integral."""

    symbol: Symbol
    low: Node
    high: Node
    body: Node


@dataclass(frozen=True, slots=True, eq=False)
class Expectation(Node):
    """`E`, `Var` or `Cov`: over random variables, or over `symbols` drawn from a distribution."""

    moment: str
    symbols: tuple[Symbol, ...]
    distribution: Node | None
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class BigO(Node):
    """A remainder that is at most a constant times its argument."""

    argument: Node
