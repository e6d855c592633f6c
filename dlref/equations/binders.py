r"""Operators that bind a variable: sums, maxima, integrals, expectations.

A sum reaches over one term, an integral to its $dx$, an expectation over its bracket.
"""

from typing import TYPE_CHECKING

from dlref.equations import delimiters, derivatives
from dlref.equations.boxes import Box, Boxes, canonical
from dlref.equations.brackets import CLOSING, split, split_rows
from dlref.equations.names import Symbol
from dlref.equations.tree import (
    Apply,
    BigO,
    Binary,
    Condition,
    Every,
    Expectation,
    Fold,
    Integral,
    Node,
    Number,
    Range,
)

if TYPE_CHECKING:
    from dlref.equations.parser import Parser

__all__ = ["read"]

_FOLDS = {
    r"\sum": "sum", r"\prod": "product", r"\max": "max", r"\min": "min", r"\sup": "max",
    r"\inf": "min", "max": "max", "min": "min", r"\arg": "arg", "argmax": "argmax",
    "argmin": "argmin", r"\bigodot": "product", r"\bigcup": "union",
}  # fmt: skip
_MOMENTS = {r"\mathbb{E}": "E", "E": "E", "Var": "Var", r"\mathbb{V}": "Var", "Cov": "Cov"}
_FOLD_RELATIONS = frozenset(["=", r"\in", r"\ne", r"\le", "<", r"\ge", ">"])


def read(parser: "Parser") -> Node | None:
    """Read the operator that starts here, if one does."""
    box = parser.box
    if box.kind == "prose" or parser.names.match(parser.boxes, parser.position) is not None:
        return None
    text = box.text
    if text in _FOLDS and (box.kind == "word" or text.startswith("\\")):
        return _fold(parser)
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
        parser.take()
        _, content, end = delimiters.take_bracket(parser)
        return BigO(box.start, end.end, parser.inner(content).whole())
    return None


# Sums and the like --------------------------------------------------------------------------


def _fold(parser: "Parser") -> Node:
    box = parser.take()
    operation = _FOLDS[box.text]
    if operation == "arg":
        if parser.peek() not in (r"\max", r"\min"):
            raise parser.refuse(r"\arg is read before \max and \min only", (box,))
        box = parser.take()
        operation = "arg" + _FOLDS[box.text]
    if operation in ("max", "min") and box.sub is None:
        return _largest(parser, box, operation)
    if box.sub is None and box.sup is None:
        raise parser.refuse(
            f"a bare {box.text} does not say what it runs over: write the index, as in "
            f"{box.text}_i or {box.text}_{{i=1}}^n",
            (box,),
        )
    ranges, only, bound = _ranges(parser, box)
    body_parser = parser.inner(parser.boxes[parser.position :], *bound)
    body_parser.bars = parser.bars
    if not body_parser.more():
        raise parser.refuse(f"nothing stands after {box.text}", (box,))
    greedy = parser.rules.greedy_sums and operation == "sum"
    body = body_parser.expression() if greedy else body_parser.signed_term()
    parser.position += body_parser.position
    return Fold(box.start, body.end, operation, ranges, only, body)


def _largest(parser: "Parser", box: Box, operation: str) -> Node:
    r"""Read `\max(a, b)`."""
    if parser.peek() not in ("(", "[", r"\{"):
        raise parser.refuse(
            f"{box.text} needs an index below it, or its arguments in brackets", (box,)
        )
    _, content, end = delimiters.take_bracket(parser)
    parts, _ = split(content, frozenset({","}))
    arguments = tuple(parser.inner(part).whole() for part in parts)
    return parser.scripts(Apply(box.start, end.end, operation, arguments), end)


def _ranges(parser: "Parser", box: Box) -> tuple[tuple[Range, ...], Condition | None, list[Symbol]]:
    """Read what stands below and above a sum."""
    below = box.sub or ()
    if len(below) == 1 and below[0].text == r"\substack":
        rows = split_rows(below[0].parts[0])
        clauses = [cell for row in rows for cell in row]
    else:
        clauses = split(below, frozenset({","}))[0]
    bound: list[Symbol] = []
    ranges: list[Range] = []
    conditions: list[Boxes] = []
    high = parser.inner(box.sup).whole() if box.sup is not None else None
    if high is not None and len(clauses) > 1:
        raise parser.refuse("an upper limit needs one index below", box.sup)
    for clause in clauses:
        parts, relations = split(clause, _FOLD_RELATIONS)
        if not parts[0]:
            raise parser.refuse(f"{box.text} has no index below", box.sub)
        if len(relations) == 2:
            symbol = bound_symbol(parser, parts[1])
            ranges.append(_between(parser.inner(clause, *bound), symbol, parts, relations))
            bound.append(symbol)
            continue
        if parts[0][0].text == "(" and relations == [r"\in"]:
            bound += [bound_symbol(parser, part) for part in _tuple(parts[0])]
            members = delimiters.read_set(parser.inner(parts[1], *bound))
            ranges.append(Range(box.start, box.end, tuple(bound), members=members))
            continue
        symbol = bound_symbol(parser, parts[0])
        if symbol in bound:
            conditions.append(clause)
            continue
        inner = parser.inner(parts[-1], *bound) if relations else parser
        if relations == ["="]:
            if high is None:
                raise parser.refuse(f"{box.text} from {canonical(clause)} to what?", clause)
            ranges.append(Range(box.start, box.end, (symbol,), inner.whole(), high))
        elif relations == [r"\in"]:
            members = delimiters.read_set(inner)
            ranges.append(Range(box.start, box.end, (symbol,), members=members))
        else:
            _require_range(parser, symbol, clause)
            ranges.append(Range(box.start, box.end, (symbol,), None, high))
            if relations and len(relations) == 1:
                conditions.append(clause)
        bound.append(symbol)
    only = [parser.inner(clause, *bound).condition() for clause in conditions]
    if not only:
        return tuple(ranges), None, bound
    every = _all_of(only)
    return tuple(ranges), every, bound


def _between(parser: "Parser", symbol: Symbol, parts: list[Boxes], relations: list[str]) -> Range:
    r"""Read `1 \le i < n`."""
    if not set(relations) <= {r"\le", "<"}:
        raise parser.refuse("a range is written with \\le or <, from its low end to its high one")
    ends = []
    for part, relation, step in ((parts[0], relations[0], 1), (parts[2], relations[1], -1)):
        node = parser.inner(part).whole()
        if relation == "<":
            node = Binary(node.start, node.end, "+", node, Number(node.start, node.end, step))
        ends.append(node)
    return Range(*parser.place, (symbol,), *ends)


def _all_of(conditions: list[Condition]) -> Condition:
    """Join conditions that must all hold."""
    if len(conditions) == 1:
        return conditions[0]
    return Every(conditions[0].start, conditions[-1].end, "and", tuple(conditions))


def _tuple(boxes: Boxes) -> list[Boxes]:
    in_brackets = len(boxes) > 1 and boxes[0].text == "(" and boxes[-1].text == ")"
    inside = boxes[1:-1] if in_brackets else boxes
    return split(inside, frozenset({","}))[0]


def bound_symbol(parser: "Parser", boxes: Boxes) -> Symbol:
    """Return the symbol that these boxes bind: a declared one, or a new variable."""
    if not boxes or len(boxes) > 4 or any(box.text in CLOSING for box in boxes):
        raise parser.refuse("a variable is expected here", boxes or None)
    declared = parser.names.exactly(boxes)
    if declared is not None:
        return declared
    if any(box.kind in ("sign", "number", "prose") or box.parts for box in boxes):
        raise parser.refuse(f"{canonical(boxes)} is no variable", boxes)
    return Symbol(canonical(boxes).replace(" ", ""), "bound", boxes)


def _require_range(parser: "Parser", symbol: Symbol, boxes: Boxes) -> None:
    if symbol.kind != "index":
        raise parser.refuse(
            f"{symbol.latex} has no range: declare it as an index, as in 1..5, or write the range "
            "at the sum",
            boxes,
        )


# Integrals ----------------------------------------------------------------------------------


def _integral(parser: "Parser") -> Node:
    box = parser.take()
    if box.sub is None or box.sup is None:
        raise parser.refuse(
            r"an integral needs its limits: write \int_a^b, or \int_{-\infty}^{\infty}", (box,)
        )
    begin = parser.position
    end = _differential(parser, begin)
    if end is None:
        raise parser.refuse("this integral lacks its dx", (box,))
    symbol = bound_symbol(parser, parser.boxes[end + 1 : end + 2])
    content = parser.boxes[begin:end] or (Box("number", "1", box.start, box.end),)
    body = parser.inner(content, symbol).whole()
    low, high = parser.inner(box.sub).whole(), parser.inner(box.sup).whole()
    parser.position = end + 2
    return Integral(box.start, parser.end(), symbol, low, high, body)


def _differential(parser: "Parser", begin: int) -> int | None:
    """Find the `d` of the `dx` that ends the integral; inner integrals have their own."""
    pending = 0
    for i in range(begin, len(parser.boxes) - 1):
        box, after = parser.boxes[i], parser.boxes[i + 1]
        if box.text == r"\int":
            pending += 1
        elif box.text == "d" and box.sub is box.sup is None and after.kind in ("letter", "command"):
            if pending == 0:
                return i
            pending -= 1
    return None


# Expectations -------------------------------------------------------------------------------


def _expectation(parser: "Parser") -> Node | None:
    box = parser.box
    follows = parser.boxes[parser.position + 1 : parser.position + 2]
    if not follows or follows[0].text not in ("[", "(", r"\{"):
        if box.text in ("E", r"\mathbb{E}") and box.sub is not None and follows:
            raise parser.refuse("put what this expectation is of in brackets", (box,))
        return None
    parser.take()
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
    symbols = [bound_symbol(parser, part) for part in _tuple(parts[0])]
    for name in (r"\mathcal{N}",):
        if parts[1] and parts[1][0].text == name and parser.names.match(parts[1], 0) is None:
            arguments = tuple(parser.inner(part).whole() for part in _tuple(parts[1][1:]))
            return symbols, Apply(box.start, box.end, "normal", arguments)
    match = parser.names.match(parts[1], 0) if parts[1] else None
    if match is not None and match.symbol.kind == "function" and match.arguments is None:
        return symbols, parser.inner(parser.rules.formulas[match.symbol], *symbols).whole()
    return symbols, parser.inner(parts[1], *symbols).whole()
