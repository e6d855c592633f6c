"""The smallest parts of an expression: numbers, names, brackets, fractions, common functions."""

from dataclasses import replace
from typing import TYPE_CHECKING

from dlref.equations.reading import delimiters, words
from dlref.equations.reading.boxes import Box, Boxes, canonical
from dlref.equations.reading.brackets import ARROWS, CLOSING, closing, split
from dlref.equations.reading.cures import CURES, STATED
from dlref.equations.reading.names import Match
from dlref.equations.reading.tree import (
    Apply,
    Binary,
    Call,
    Element,
    Name,
    Node,
    Number,
    Power,
    Prime,
)
from dlref.equations.reading.words import FUNCTIONS

if TYPE_CHECKING:
    from dlref.equations.reading.parser import Parser

__all__ = ["FUNCTIONS", "element", "factorial", "is_label", "read"]

_POWERS_OF = frozenset(["sin", "cos", "tan", "sinh", "cosh", "tanh"])
_NEVER_FIRST = {r"\dots", r"\pm", r"\mp", *ARROWS, *CLOSING.values()}
_DECLARE = "declare the name with its subscript"
_CONSTANTS = {r"\pi": 3.141592653589793, "e": 2.718281828459045, r"\infty": float("inf")}


def read(parser: "Parser") -> Node:
    """Read the factor that starts here."""
    box = parser.box
    if delimiters.is_indicator(parser):
        return delimiters.indicator(parser)
    match = parser.names.match(parser.boxes, parser.position)
    if match is not None and box.kind != "prose":
        return _name(parser, match)
    if box.kind == "number":
        parser.take()
        value = float(box.text) if "." in box.text or len(box.text) > 9 else int(box.text)
        return parser.scripts(Number(box.start, box.end, value), box)
    reader = _READERS.get(box.text) if box.kind != "word" else None
    if reader is not None:
        return reader(parser)
    if box.text.lstrip("\\") in FUNCTIONS and (box.kind == "word" or box.text.startswith("\\")):
        return _function(parser)
    if box.text in _CONSTANTS and box.kind in ("letter", "command"):
        parser.take()
        return parser.scripts(Number(box.start, box.end, _CONSTANTS[box.text]), box)
    if box.kind == "environment":
        return delimiters.environment(parser)
    raise unknown(parser)


def unknown(parser: "Parser") -> Exception:
    """Say that nothing declares what stands here, and what comes near."""
    box = parser.box
    if box.kind == "prose":
        return parser.refuse(f"the prose {box.text!r} stands inside a formula: move it to the text")
    if box.kind == "sign" or box.text in _NEVER_FIRST:
        return parser.unreadable()
    if box.text in CURES:
        return parser.refuse(f"{box.text} is not read: {CURES[box.text]}")
    is_power = box.sup is not None and all(
        part.kind == "number" or part.text in ("T", r"\top") for part in box.sup
    )
    shown = canonical((replace(box, sup=None) if is_power else box,)).replace(" ", "")
    similar = [symbol.latex for symbol in parser.names.spelled_from(box.text)]
    hint = f"; declared are {', '.join(similar[:4])}" if similar else ""
    if box.kind == "command" and box.parts:
        return parser.refuse(f"{box.text} is not read: {STATED}")
    if box.kind == "letter":
        return words.undeclared(parser, shown + hint)
    return parser.refuse(f"undeclared name {shown}{hint}: add it to the notation")


# Names --------------------------------------------------------------------------------------


def _name(parser: "Parser", match: Match) -> Node:
    symbol, start = match.symbol, parser.box.start
    parser.position = match.end
    slots = tuple(parser.inner(slot).whole() for slot in match.slots)
    name = Name(start, parser.end(), symbol, slots)
    if match.arguments is None and symbol.signature is not None and symbol.kind != "table":
        words.refuse_connective(parser, match.end - 1)
        raise parser.refuse(
            f"{symbol.latex} is declared as a function: give its arguments in brackets, as in the "
            f"declaration{_script_after(match)}",
            parser.boxes[match.end - 1 : match.end],
        )
    node: Node = name
    box = match.last
    if match.arguments is not None:
        node, box = _call(parser, match, name)
    return parser.scripts(node, box)


def _script_after(match: Match) -> str:
    """Say what to do with a script between a function and its arguments."""
    if match.last.sub is match.last.sup is None:
        return ""
    return ", a power after them, and declare an inverse or a member of a family as a name"


def _call(parser: "Parser", match: Match, name: Name) -> tuple[Node, Box]:
    """Read the call of a function, a table, or a symbol whose slots stand in brackets."""
    assert match.arguments is not None
    arguments = tuple(parser.inner(part).whole() for part in match.arguments)
    start, end = name.start, parser.end()
    if match.symbol.kind == "value":
        return Name(start, end, match.symbol, name.slots + arguments), match.last
    if match.primes:
        return Call(start, end, Prime(start, end, name, match.primes), arguments), match.last
    return Call(start, end, name, arguments), match.last


def element(parser: "Parser", node: Node, box: Box) -> Node:
    """Read a subscript that no declaration took: an entry."""
    script = box.sub or ()
    if not script:
        raise parser.refuse("a subscript is missing here", (box,))
    parts: list[Boxes] = []
    for part in split(script, frozenset({","}))[0]:
        if words.is_label(parser.inner(part)):
            name = canonical((replace(box, sup=None),)).replace(" ", "")
            raise parser.refuse(f"undeclared name {name}: add it to the notation", (box,))
        parts += [part] if _is_arithmetic(part) else _juxtaposed(parser, part)
    indices = tuple(parser.inner(part).whole() for part in parts)
    if isinstance(node, Number):
        cure = "write an exponent in braces, as in e^{x_i}" if box.sup else _DECLARE
        raise parser.refuse(f"a number has no entries: {cure}", (box,))
    return Element(node.start, box.end, node, indices)


def _is_arithmetic(script: Boxes) -> bool:
    return any(box.text in ("+", "-", "/", r"\cdot", "(", "*") for box in script)


def _juxtaposed(parser: "Parser", script: Boxes) -> list[Boxes]:
    """Take `jk` apart into the indices `j` and `k`."""
    parts: list[Boxes] = []
    position = 0
    while position < len(script):
        match = parser.names.match(script, position)
        end = match.end if match is not None else position + 1
        parts.append(script[position:end])
        position = end
    return parts


def is_label(base: Node, exponent: Boxes) -> bool:
    """Say whether a superscript looks like `(i)`, `[l]` or `<t>`: a label and not a power."""
    in_brackets = exponent[0].text in ("(", "[") and closing(exponent, 0) == len(exponent) - 1
    in_brackets |= (exponent[0].text, exponent[-1].text) in (("<", ">"), (r"\langle", r"\rangle"))
    return in_brackets and isinstance(base, Name | Element)


def factorial(parser: "Parser", node: Node) -> Node:
    """Read `n!`."""
    box = parser.take()
    return parser.scripts(Apply(node.start, parser.end(), "factorial", (node,)), box)


# Commands -----------------------------------------------------------------------------------


def _fraction(parser: "Parser") -> Node:
    box = parser.take()
    over, under = (parser.inner(part).whole() for part in box.parts)
    return parser.scripts(Binary(box.start, box.end, r"\frac", over, under), box)


def _root(parser: "Parser") -> Node:
    box = parser.take()
    inside = parser.inner(box.parts[0]).whole()
    if len(box.parts) == 1:
        return parser.scripts(Apply(box.start, box.end, "sqrt", (inside,)), box)
    index = parser.inner(box.parts[1]).whole()
    return parser.scripts(Apply(box.start, box.end, "root", (inside, index)), box)


def _binomial(parser: "Parser") -> Node:
    box = parser.take()
    arguments = tuple(parser.inner(part).whole() for part in box.parts)
    return parser.scripts(Apply(box.start, box.end, "binomial", arguments), box)


def _function(parser: "Parser") -> Node:
    r"""Read a common function and its argument: a bracket, or one factor and nothing after it."""
    box = parser.take()
    parser.refuse_scripts(box, "sub", "sup")
    name = box.text.lstrip("\\")
    if not parser.more() or parser.peek() in ("+", "-"):
        raise parser.refuse(f"{box.text} lacks an argument: put it in brackets", (box,))
    arguments: tuple[Node, ...]
    if parser.peek() in ("(", "[", r"\{"):
        opening, content, end = delimiters.take_bracket(parser)
        arguments = (parser.inner(content).whole(),)
        parser.refuse_scripts(end, "sub", "sup")
        if end.sup is not None or end.sub is not None:
            raise parser.refuse(
                f"{box.text}(x)^2 is the square of the function to some and the function of the "
                f"square to others: write \\left({box.text}(x)\\right)^2 or {box.text}(x^2)",
                (opening, end),
            )
    else:
        arguments = (parser.factor(),)
        if parser.starts_factor():
            raise parser.refuse(
                f"it is not clear where the argument of {box.text} ends: put it in brackets",
                (box,),
            )
    node: Node = Apply(box.start, parser.end(), *_with_base(parser, name, box, arguments))
    if box.sup is None:
        return node
    power = parser.inner(box.sup).whole()
    if name not in _POWERS_OF or not isinstance(power, Number):
        raise parser.refuse(
            f"a superscript on {box.text} may be a power or an inverse: put brackets round the "
            "function with its argument, and the power after them",
            (box,),
        )
    return Power(box.start, parser.end(), node, power)


def _with_base(
    parser: "Parser", name: str, box: Box, arguments: tuple[Node, ...]
) -> tuple[str, tuple[Node, ...]]:
    if box.sub is None:
        return name, arguments
    if name != "log":
        raise parser.refuse(f"a subscript on {box.text} is read on \\log only", (box,))
    return "log_base", (*arguments, parser.inner(box.sub).whole())


_READERS = {
    "(": delimiters.bracket,
    "[": delimiters.bracket,
    r"\{": delimiters.bracket,
    r"\langle": delimiters.bracket,
    r"\lfloor": delimiters.bracket,
    r"\lceil": delimiters.bracket,
    "|": delimiters.bars,
    r"\|": delimiters.bars,
    "{": delimiters.group,
    r"\frac": _fraction,
    r"\sqrt": _root,
    r"\binom": _binomial,
}
