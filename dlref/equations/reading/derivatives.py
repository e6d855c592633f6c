r"""Derivatives as they are written: Leibniz's quotient, $\partial_x$, $\nabla$.

A derivative reaches over the factors that stand beside it, and not over a following operator.
"""

from typing import TYPE_CHECKING

from dlref.equations.reading.boxes import Box, Boxes, canonical
from dlref.equations.reading.tree import Call, Derivative, Element, Gradient, Name, Node, Number
from dlref.equations.reading.usage import derivative_order

if TYPE_CHECKING:
    from dlref.equations.reading.parser import Parser

__all__ = ["gradient", "is_derivative", "partial", "quotient"]


def is_derivative(parser: "Parser", box: Box) -> bool:
    """Say whether a fraction is a derivative."""
    over, under = box.parts
    if not over or len(under) < 2 or under[0].text not in ("d", r"\partial"):
        return False
    return over[0].text == under[0].text and parser.names.exactly(under) is None


def quotient(parser: "Parser") -> Node:
    r"""Read `\frac{\partial f}{\partial x}`, or the operator alone and what it acts on."""
    box = parser.take()
    over, under = box.parts
    sign = over[0]
    parser.refuse_scripts(sign, "sup")
    if len(over) == 1:
        parser.refuse_scripts(box)
    order = 1
    if sign.sup is not None:
        number = parser.inner(sign.sup).whole()
        if not isinstance(number, Number) or not isinstance(number.value, int):
            raise parser.refuse("the order of a derivative must be a number", sign.sup)
        order = number.value
    variables = _differentials(parser, under, sign.text, order)
    if len(over) == 1:
        return differentiate(parser, _acted_on(parser, box), variables, box)
    inner = parser.inner(over[1:])
    body = _acted_on(inner, box)
    if inner.more():
        raise inner.unreadable()
    return parser.scripts(differentiate(parser, body, variables, box), box)


def _acted_on(parser: "Parser", box: Box) -> Node:
    """Read the factors that a derivative acts on; a bare `f` is `f(x)` as it is declared."""
    if not parser.more():
        raise parser.refuse("nothing stands after this derivative", (box,))
    match = parser.names.match(parser.boxes, parser.position)
    if match is not None and match.symbol.kind == "function" and match.arguments is None:
        parser.position = match.end
        return parser.inner(parser.rules.formulas[match.symbol]).whole()
    body = parser.product()
    if parser.peek() in (r"\cdot", r"\times", "*", "/") and box.text != r"\nabla":
        raise parser.refuse(
            "it is not clear how far this derivative reaches: put brackets round what it acts on",
            (box,),
        )
    return body


def _differentials(
    parser: "Parser", under: Boxes, sign: str, order: int
) -> list[tuple[Boxes, int]]:
    r"""Split `\partial x \partial y` or `\partial x^2` into variables and how often each counts."""
    starts = [i for i, box in enumerate(under) if box.text == sign]
    if starts[0] != 0:
        raise parser.refuse(f"a {sign} is expected here", under)
    found = []
    for begin, end in zip(starts, [*starts[1:], len(under)], strict=True):
        parser.refuse_scripts(under[begin])
        variable, count = under[begin + 1 : end], 1
        if not variable:
            raise parser.refuse("a variable is missing here", under)
        last = variable[-1]
        if order > len(starts) and last.sup is not None and last.sup[0].kind == "number":
            count = int(last.sup[0].text) if len(last.sup[0].text) == 1 else 0
            variable = (*variable[:-1], without_sup(last))
        found.append((variable, count))
    if sum(count for _, count in found) != order or order > 3:
        raise parser.refuse(
            "the order above and the variables below do not agree, or it is above 3", under
        )
    return found


def without_sup(box: Box) -> Box:
    """Return the box without its superscript."""
    return Box(box.kind, box.text, box.start, box.end, box.parts, box.sub, None, box.primes)


def differentiate(
    parser: "Parser", node: Node, variables: list[tuple[Boxes, int]], box: Box
) -> Node:
    """Build the derivative of `node`."""
    known = [_variable(parser, boxes) for boxes, _ in variables]
    order = derivative_order(node)
    if None in known:
        if len(variables) > 1 or variables[0][1] > 1:
            raise parser.refuse("undeclared variable of a derivative", variables[0][0])
        return _formal(parser, node, variables[0][0], box)
    repeated: tuple[Name | Element, ...] = tuple(
        variable
        for variable, (_, count) in zip(known, variables, strict=True)
        if variable is not None
        for _ in range(count)
    )
    return Derivative(box.start, node.end, node, repeated, order + len(repeated))


def _variable(parser: "Parser", boxes: Boxes) -> Name | Element | None:
    """Read a variable of a derivative; `None` if it is undeclared."""
    match = parser.names.match(boxes, 0)
    if match is None or match.symbol.kind == "function":
        return None
    node = parser.inner(boxes).whole()
    if isinstance(node, Name) or (isinstance(node, Element) and isinstance(node.array, Name)):
        return node
    raise parser.refuse("a derivative needs a symbol or one of its entries here", boxes)


def _formal(parser: "Parser", body: Node, variable: Boxes, box: Box) -> Node:
    r"""Read $\nabla_\theta J(\theta_t)$, where $J$ is declared with the argument $\theta$."""
    if isinstance(body, Call) and isinstance(body.function, Name):
        names = [canonical(argument) for argument in body.function.symbol.arguments]
        if canonical(variable) in names:
            place = (names.index(canonical(variable)),)
            return Gradient(box.start, body.end, body, None, place, derivative_order(body) + 1)
    raise parser.refuse(
        f"undeclared name {canonical(variable)}: a derivative is taken with respect to a declared "
        "symbol, or to an argument in the declaration of the function",
        variable,
    )


def partial(parser: "Parser") -> Node:
    r"""Read `\partial_x f`."""
    box = parser.take()
    if box.sup is not None:
        raise parser.refuse(
            r"write a second derivative as \frac{\partial^2 f}{\partial x^2}", (box,)
        )
    parser.refuse_scripts(box, "sub")
    assert box.sub is not None
    return differentiate(parser, _acted_on(parser, box), [(box.sub, 1)], box)


def gradient(parser: "Parser") -> Node:
    r"""Read `\nabla_x f` or `\nabla f(x)`."""
    box = parser.take()
    parser.refuse_scripts(box, "sub", "sup")
    if parser.peek() == r"\cdot" or box.sup is not None:
        raise parser.refuse(r"of \nabla only gradients are read: declare this as a name", (box,))
    body = _acted_on(parser, box)
    order = derivative_order(body) + 1
    if box.sub is not None:
        variable = _variable(parser, box.sub)
        if variable is None:
            return _formal(parser, body, box.sub, box)
        return Gradient(box.start, body.end, body, variable, (), order)
    if not isinstance(body, Call):
        raise parser.refuse(
            r"the gradient with respect to what? Write \nabla_x, or declare the gradient", (box,)
        )
    places = tuple(range(len(body.arguments)))
    return Gradient(box.start, body.end, body, None, places, order)
