r"""What is enclosed: brackets, bars, groups, cases and matrices, and sets after `\in`."""

from dataclasses import replace
from typing import TYPE_CHECKING

from dlref.equations.reading.boxes import Box, Boxes, canonical
from dlref.equations.reading.brackets import CLOSING, RELATIONS, closing, split, split_rows
from dlref.equations.reading.tree import (
    Apply,
    Cases,
    Condition,
    Interval,
    Items,
    Node,
    Space,
)

if TYPE_CHECKING:
    from dlref.equations.reading.parser import Parser

__all__ = [
    "UNCLOSED", "bars", "bracket", "environment", "group", "indicator", "is_indicator", "read_set",
    "take_bracket",
]  # fmt: skip

UNCLOSED = r"the bar {} is never closed; two bars without a space are read as \|"
_INDICATORS = (r"\mathbf{1}", r"\mathbb{I}", r"\mathbb{1}")
_MATRICES = ("matrix", "pmatrix", "bmatrix", "smallmatrix", "Bmatrix")


def bracket(parser: "Parser") -> Node:
    """Read `(...)`, `[...]` and the like; commas make a vector, and braces a set."""
    opening, content, end = take_bracket(parser)
    if opening.text in (r"\lfloor", r"\lceil"):
        function = "floor" if opening.text == r"\lfloor" else "ceil"
        inside = parser.inner(content).whole()
        return parser.scripts(Apply(opening.start, end.end, function, (inside,)), end)
    parts, commas = split(content, frozenset({",", ";"}))
    if opening.text == r"\langle":
        items = tuple(parser.inner(part).whole() for part in parts)
        if len(items) != 2:
            raise parser.refuse("an inner product has two arguments", (opening,))
        return parser.scripts(Apply(opening.start, end.end, "inner", items), end)
    if not commas:
        inside = replace(parser.inner(content).whole(), start=opening.start, end=end.end)
        return parser.scripts(inside, end)
    items = tuple(parser.inner(part).whole() for part in parts)
    bracket = "{" if opening.text == r"\{" else "["
    return parser.scripts(Items(opening.start, end.end, bracket, items), end)


def take_bracket(parser: "Parser") -> tuple[Box, Boxes, Box]:
    """Take a bracket; return it, what is inside, and what closes it."""
    end = closing(parser.boxes, parser.position)
    opening = parser.box
    if end is None:
        wanted = CLOSING[opening.text]
        follows = parser.boxes[parser.position + 1 : parser.position + 2]
        if opening.text == r"\{" and follows and follows[0].kind == "environment":
            raise parser.refuse(r"a definition by cases is written \begin{cases} ... \end{cases}")
        raise parser.refuse(
            f"{opening.text} is never closed, or by another bracket: write {wanted}"
        )
    content = parser.boxes[parser.position + 1 : end]
    if not content:
        raise parser.refuse("an expression is missing between these brackets")
    parser.position = end + 1
    return opening, content, parser.boxes[end]


def bars(parser: "Parser") -> Node:
    r"""Read `|x|` or `\|x\|_p`."""
    opening = parser.take()
    if opening.sub is not None:
        raise parser.refuse(
            "the value at a point is not read: declare the function, and write f'(1)", (opening,)
        )
    parser.refuse_scripts(opening)
    parser.bars.append(opening.text)
    inside = parser.expression()
    if parser.peek() != opening.text:
        raise parser.refuse(UNCLOSED.format(opening.text), (opening,))
    parser.bars.pop()
    end = parser.take()
    if opening.text == "|":
        return parser.scripts(Apply(opening.start, end.end, "abs", (inside,)), end)
    if end.sub is None or canonical(end.sub) == "F":
        node = Apply(opening.start, end.end, "norm", (inside,))
    else:
        p = parser.inner(end.sub).whole()
        node = Apply(opening.start, end.end, "norm_p", (inside, p))
    return parser.scripts(node, replace(end, sub=None))


def group(parser: "Parser") -> Node:
    """Read what stands in braces."""
    box = parser.take()
    inside = replace(parser.inner(box.parts[0]).whole(), start=box.start, end=box.end)
    return parser.scripts(inside, box)


def is_indicator(parser: "Parser") -> bool:
    r"""Say whether a `\mathbf{1}` is followed by a condition."""
    box = parser.box
    if box.text not in _INDICATORS:
        return False
    if box.sub is not None:
        return any(b.text in RELATIONS for b in box.sub)
    i = parser.position + 1
    if i >= len(parser.boxes) or parser.boxes[i].text not in CLOSING:
        return False
    end = closing(parser.boxes, i)
    return end is not None and any(b.text in RELATIONS for b in parser.boxes[i + 1 : end])


def indicator(parser: "Parser") -> Node:
    """Read a condition that counts as 1 where it holds, and as 0 elsewhere."""
    box = parser.take()
    parser.refuse_scripts(box, *(("sub", "sup") if box.sub is not None else ()))
    if box.sub is not None:
        condition: Condition = parser.inner(box.sub).condition()
        end = Box(box.kind, box.text, box.start, box.end, sup=box.sup)
    else:
        _, content, end = take_bracket(parser)
        condition = parser.inner(content).condition()
    return parser.scripts(Apply(box.start, end.end, "indicator", (condition,)), end)


def environment(parser: "Parser") -> Node:
    """Read cases, or a matrix."""
    box = parser.take()
    rows = split_rows(box.parts[0])
    if box.text in _MATRICES:
        items = tuple(
            Items(box.start, box.end, "[", tuple(parser.inner(cell).whole() for cell in row))
            for row in rows
        )
        return parser.scripts(Items(box.start, box.end, "[", items), box)
    if box.text not in ("cases", "dcases", "rcases"):
        raise parser.refuse(f"the environment {box.text} is not read inside a formula", (box,))
    branches = []
    for row in rows:
        if len(row) < 2:
            raise parser.refuse("a row of cases needs its condition after an &", row[0])
        value = row[0]
        while value and value[-1].text in (",", ".", ";"):
            value = value[:-1]
        condition = tuple(b for cell in row[1:] for b in cell)
        branches.append((parser.inner(value).whole(), parser.inner(condition).condition()))
    return parser.scripts(Cases(box.start, box.end, tuple(branches)), box)


# Sets ---------------------------------------------------------------------------------------


def read_set(parser: "Parser") -> Node:
    r"""Read what may follow `\in`: an interval, `\mathbb{R}^n`, or an expression for a set."""
    boxes = parser.boxes
    if not boxes:
        raise parser.refuse("a set is missing here")
    start, end = parser.place
    if boxes[0].text == r"\mathbb{R}" and len(boxes) == 1:
        if boxes[0].sub is not None or canonical(boxes[0].sup or ()) in ("+", "-"):
            raise parser.refuse(r"a part of \mathbb{R} is written as an interval: (0, \infty)")
        shape, _ = split(boxes[0].sup or (), frozenset({r"\times"}))
        return Space(start, end, tuple(parser.inner(part).whole() for part in shape if part))
    if boxes[0].text in ("(", "[") and boxes[-1].text in (")", "]"):
        parts, commas = split(boxes[1:-1], frozenset({",", ";"}))
        if len(commas) == 1:
            low, high = (parser.inner(part).whole() for part in parts)
            return Interval(start, end, boxes[0].text, boxes[-1].text, low, high)
    if boxes[-1].text in (")", "]", r"\}") and boxes[-1].sup is not None:
        raise parser.refuse(
            r"a power of a set is not read: write it of one entry, as in y_i \in \{0, 1\}"
        )
    if boxes[0].text == r"\{" and closing(boxes, 0) == len(boxes) - 1:
        parts, _ = split(boxes[1:-1], frozenset({","}))
        if any(canonical(part) == r"\dots" for part in parts):
            raise parser.refuse(
                r"dots in a set: leave the declared range of an index out, and write it below a "
                r"sum as \sum_{i=1}^n"
            )
        return Items(start, end, "{", tuple(parser.inner(part).whole() for part in parts))
    return parser.whole()
