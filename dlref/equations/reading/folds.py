r"""Sums, products, maxima: what they run over, and how far they reach.

A sum reaches over one term, that is up to the next sign: $\sum_i a_i + b$ adds $b$ once.
"""

from typing import TYPE_CHECKING

from dlref.equations.reading import delimiters
from dlref.equations.reading.boxes import Box, Boxes, canonical
from dlref.equations.reading.brackets import CLOSING, split, split_rows
from dlref.equations.reading.names import Symbol
from dlref.equations.reading.tree import (
    Apply,
    Binary,
    Condition,
    Every,
    Fold,
    Interval,
    Node,
    Number,
    Range,
    Space,
)

if TYPE_CHECKING:
    from dlref.equations.reading.parser import Parser

__all__ = ["bound_symbol", "is_fold", "read_fold", "tuple_parts"]

_FOLDS = {
    r"\sum": "sum", r"\prod": "product", r"\max": "max", r"\min": "min", r"\sup": "max",
    r"\inf": "min", "max": "max", "min": "min", r"\arg": "arg", "argmax": "argmax",
    "argmin": "argmin", r"\bigodot": "product", r"\bigcup": "union",
}  # fmt: skip
_RELATIONS = frozenset(["=", r"\in", r"\ne", r"\le", "<", r"\ge", ">"])


def is_fold(box: Box) -> bool:
    """Say whether a box is one of these operators."""
    return box.text in _FOLDS and (box.kind == "word" or box.text.startswith("\\"))


def read_fold(parser: "Parser") -> Node:
    r"""Read `\sum`, `\max` and the like with their scripts and what they act on."""
    box = parser.take()
    parser.refuse_scripts(box, "sub", "sup")
    operation = _FOLDS[box.text]
    if operation == "arg":
        if parser.peek() not in (r"\max", r"\min"):
            raise parser.refuse(r"\arg is read before \max and \min only", (box,))
        parser.refuse_scripts(box)
        box = parser.take()
        parser.refuse_scripts(box, "sub")
        operation = "arg" + _FOLDS[box.text]
    if operation in ("max", "min") and box.sub is None:
        parser.refuse_scripts(box)
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
    """Read what stands below and above a sum: ranges, a condition, and the symbols they bind."""
    clauses = _clauses(box.sub or ())
    high = parser.inner(box.sup).whole() if box.sup is not None else None
    if high is not None and len(clauses) > 1:
        raise parser.refuse("an upper limit needs one index below", box.sup)
    bound: list[Symbol] = []
    ranges: list[Range] = []
    conditions: list[Boxes] = []
    for clause in clauses:
        parts, relations = split(clause, _RELATIONS)
        if not all(parts):
            raise parser.refuse(f"{box.text} has no index below", clause or box.sub)
        if relations and parser.inner(clause, *bound).names.exactly(parts[0]) in bound:
            conditions.append(clause)  # about an index that is bound already
            continue
        read = _range(parser.inner(clause, *bound), parts, relations, high, box)
        ranges.append(read)
        bound += read.symbols
        if len(relations) == 1 and relations[0] not in ("=", r"\in"):
            conditions.append(clause)
    only = [parser.inner(clause, *bound).condition() for clause in conditions]
    return tuple(ranges), _all_of(only), bound


def _clauses(below: Boxes) -> list[Boxes]:
    if len(below) == 1 and below[0].text == r"\substack":
        return [cell for row in split_rows(below[0].parts[0]) for cell in row]
    return split(below, frozenset({","}))[0]


def _range(
    parser: "Parser", parts: list[Boxes], relations: list[str], high: Node | None, box: Box
) -> Range:
    r"""Read one of `i`, `i = 1`, `1 \le i < n`, `i \in S`, `(u, v) \in E`, `i \ne j`."""
    place = parser.place
    if len(relations) == 2:
        return _between(parser, bound_symbol(parser, parts[1]), parts, relations)
    symbols = tuple(bound_symbol(parser, part) for part in tuple_parts(parts[0]))
    if relations == [r"\in"]:
        if high is not None:
            raise parser.refuse(
                f"the members of a set have no upper limit: leave out what stands above {box.text}",
                (box,),
            )
        members = delimiters.read_set(parser.inner(parts[1]))
        if isinstance(members, Interval | Space):
            raise parser.refuse(
                f"{box.text} cannot try infinitely many values: write a finite set after \\in, or "
                "mark the equation as stated",
                parts[1],
            )
        return Range(*place, symbols, members=members)
    if relations != ["="]:
        _require_range(parser, symbols[0], parts[0], box)
        return Range(*place, symbols[:1], None, high)
    if high is None:
        raise parser.refuse(
            f"{box.text} from {canonical(parser.boxes)} to what? Write the end above {box.text}, "
            r"or the range as 1 \le i \le n",
            parser.boxes,
        )
    return Range(*place, symbols[:1], parser.inner(parts[1]).whole(), high)


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


def _all_of(conditions: list[Condition]) -> Condition | None:
    """Join conditions that must all hold."""
    if len(conditions) < 2:
        return conditions[0] if conditions else None
    return Every(conditions[0].start, conditions[-1].end, "and", tuple(conditions))


def tuple_parts(boxes: Boxes) -> list[Boxes]:
    """Split `(a, b)`, or `a` alone, into parts."""
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


def _require_range(parser: "Parser", symbol: Symbol, boxes: Boxes, box: Box) -> None:
    if symbol.kind == "index":
        return
    if symbol.kind == "bound" and len(boxes) > 1 and all(map(parser.names.exactly, zip(boxes))):
        letters = ", ".join(canonical((b,)) for b in boxes)
        raise parser.refuse(f"two indices below {box.text} need a comma: write {letters}", boxes)
    where = "the range at the sum"
    if _FOLDS[box.text] not in ("sum", "product", "union"):
        where = rf"\in and a finite set below {box.text}, or mark the equation as stated"
    raise parser.refuse(
        f"{symbol.latex} has no range: declare it as an index, as in 1..5, or write {where}", boxes
    )
