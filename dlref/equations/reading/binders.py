r"""Operators that bind a variable: integrals and expectations here, sums and derivatives beside.

An integral reaches to its $dx$, an expectation over its bracket.
"""

from typing import TYPE_CHECKING

from dlref.equations.reading import delimiters, derivatives, folds
from dlref.equations.reading.boxes import Box
from dlref.equations.reading.brackets import split
from dlref.equations.reading.names import Symbol
from dlref.equations.reading.tree import (
    Apply,
    BigO,
    Expectation,
    Integral,
    Node,
)

if TYPE_CHECKING:
    from dlref.equations.reading.parser import Parser

__all__ = ["read"]

_MOMENTS = {r"\mathbb{E}": "E", "E": "E", "Var": "Var", r"\mathbb{V}": "Var", "Cov": "Cov"}


def read(parser: "Parser") -> Node | None:
    """Read the operator that starts here, if one does."""
    box = parser.box
    if box.kind == "prose" or parser.names.match(parser.boxes, parser.position) is not None:
        return None
    text = box.text
    if folds.is_fold(box):
        return folds.read_fold(parser)
    if text == r"\int":
        return _integral(parser)
    if text == r"\frac" and derivatives.is_derivative(parser, box):
        return derivatives.quotient(parser)
    if text == r"\partial" and box.sub is not None:
        return derivatives.partial(parser)
    if text == r"\nabla":
        return derivatives.gradient(parser)
    if text in _MOMENTS:
        return _expectation(parser)
    follows = parser.boxes[parser.position + 1 : parser.position + 2]
    if text in (r"\mathcal{O}", "O") and follows and follows[0].text == "(":
        parser.refuse_scripts(parser.take())
        _, content, end = delimiters.take_bracket(parser)
        parser.refuse_scripts(end)
        return BigO(box.start, end.end, parser.inner(content).whole())
    return None


# Integrals ----------------------------------------------------------------------------------


def _integral(parser: "Parser") -> Node:
    box = parser.take()
    parser.refuse_scripts(box, "sub", "sup")
    if box.sub is None or box.sup is None:
        raise parser.refuse(
            r"an integral needs its limits: write \int_a^b, or \int_{-\infty}^{\infty}", (box,)
        )
    begin = parser.position
    end = _differential(parser, begin)
    if end is None:
        raise parser.refuse(
            r"this integral lacks its dx: write it after the integrand, as in "
            r"\int_1^2 \frac{1}{x} dx",
            (box,),
        )
    symbol = folds.bound_symbol(parser, parser.boxes[end + 1 : end + 2])
    content = parser.boxes[begin:end] or (Box("number", "1", box.start, box.end),)
    body = parser.inner(content, symbol).whole()
    low, high = parser.inner(box.sub).whole(), parser.inner(box.sup).whole()
    parser.position = end + 2
    if end == begin and parser.starts_factor():
        raise parser.refuse(
            f"this d{symbol.latex} stands before what is integrated: write it after the integrand",
            parser.boxes[begin : begin + 2],
        )
    return Integral(box.start, parser.end(), symbol, low, high, body)


def _differential(parser: "Parser", begin: int) -> int | None:
    """Find the `d` of the `dx` that ends the integral; inner integrals have their own."""
    pending = 0
    for i in range(begin, len(parser.boxes) - 1):
        box, after = parser.boxes[i], parser.boxes[i + 1]
        if box.text == r"\int":
            pending += 1
        elif box == Box(box.kind, "d", box.start, box.end) and after.kind in ("letter", "command"):
            if pending == 0:
                return i
            pending -= 1
    return None


# Expectations -------------------------------------------------------------------------------


def _expectation(parser: "Parser") -> Node | None:
    box = parser.box
    follows = parser.boxes[parser.position + 1 : parser.position + 2]
    if not follows or follows[0].text not in ("[", "(", r"\{"):
        has_scope = box.text == r"\mathbb{E}" or (box.text == "E" and box.sub is not None)
        if has_scope and follows:
            raise parser.refuse("put what this expectation is of in brackets", (box,))
        return None
    parser.refuse_scripts(parser.take(), "sub")
    symbols, distribution = _sampled(parser, box)
    _, content, end = delimiters.take_bracket(parser)
    inner = parser.inner(content, *symbols)
    parts = split(content, frozenset({","}))[0] if _MOMENTS[box.text] == "Cov" else [content]
    body = tuple(parser.inner(part, *symbols).whole() for part in parts)
    if _MOMENTS[box.text] == "Cov" and len(body) != 2:
        raise inner.refuse("a covariance has two arguments")
    node = Expectation(box.start, end.end, _MOMENTS[box.text], tuple(symbols), distribution, body)
    return parser.scripts(node, end)


def _sampled(parser: "Parser", box: Box) -> tuple[list[Symbol], Node | None]:
    r"""Read `x \sim p` below an expectation."""
    if box.sub is None:
        return [], None
    parts, marks = split(box.sub, frozenset({r"\sim"}))
    if marks != [r"\sim"]:
        raise parser.refuse(
            r"this expectation does not say with which distribution: write \mathbb{E}_{x \sim p}",
            box.sub,
        )
    symbols = [folds.bound_symbol(parser, part) for part in folds.tuple_parts(parts[0])]
    match = parser.names.match(parts[1], 0)
    if match is None and parts[1] and parts[1][0].text == r"\mathcal{N}":
        mean_and_variance = folds.tuple_parts(parts[1][1:])
        arguments = tuple(parser.inner(part).whole() for part in mean_and_variance)
        return symbols, Apply(box.start, box.end, "normal", arguments)
    if match is not None and match.symbol.kind == "function" and match.arguments is None:
        return symbols, parser.inner(parser.rules.formulas[match.symbol], *symbols).whole()
    return symbols, parser.inner(parts[1], *symbols).whole()
