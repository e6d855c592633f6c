r"""Words in plain letters: `exp(x)` is set as the product e x p x, and is refused.

A word is told from a product by the source, where nothing stands between its letters. A declared
name of several letters goes first.
"""

from typing import TYPE_CHECKING

from dlref.equations.errors import EquationError
from dlref.equations.reading.boxes import Box, Boxes
from dlref.equations.reading.brackets import CLOSING
from dlref.equations.reading.tokens import CONNECTIVES

if TYPE_CHECKING:
    from dlref.equations.reading.parser import Parser

__all__ = ["FUNCTIONS", "letters_around", "refuse_letters", "undeclared"]

FUNCTIONS = frozenset({
    "exp", "log", "ln", "lg", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos",
    "arctan", "artanh", "arsinh", "arcosh", "sgn", "sign", "det", "tr", "diag", "rank", "erf",
})  # fmt: skip
_COMMANDS = frozenset({
    "exp", "log", "ln", "lg", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos",
    "arctan", "det", "max", "min", "sup", "inf", "arg", "lim", "sum", "prod", "sqrt",
})  # fmt: skip
_KNOWN = FUNCTIONS | _COMMANDS | {"argmax", "argmin", "Var", "Cov"}
_LONG = tuple(word for word in _KNOWN if len(word) > 2)
_MARKS = {rf"\{word}" for word in _COMMANDS}
_OPENING = frozenset({"{", *CLOSING})


def refuse_letters(parser: "Parser") -> None:
    """Refuse the letters that stand here if they are a word, as in `exp(x)` or `argminL(x)`."""
    boxes, begin = parser.boxes, parser.position
    if begin + 1 == len(boxes) or not _are_joined(boxes[begin], boxes[begin + 1]):
        return
    run = _letters(boxes, begin)
    word = _longest_word(parser, run)
    end = begin + len(word)
    is_all = word == run and end < len(boxes) and boxes[end].text in _OPENING
    is_start = begin == 0 or not _are_joined(boxes[begin - 1], boxes[begin])
    is_long = len(word) > 2  # too many products begin with the letters of a short one
    is_call = is_all and word not in CONNECTIVES
    is_word = (is_call or is_long) if is_start else (is_call and is_long)
    if is_word and not any(_is_in_name(parser, k) for k in range(begin, end)):
        raise _in_letters(parser, word)


def refuse_connective(parser: "Parser", position: int) -> None:
    """Refuse the `f` of an `if` in plain letters."""
    run = letters_around(parser.boxes, position)
    if run in CONNECTIVES:
        parser.position = position - run.index(parser.boxes[position].text)
        raise _in_letters(parser, run)


def is_label(parser: "Parser") -> bool:
    r"""Say whether a subscript is an undeclared word, as in `x_{max}` or `x_{\max}`."""
    first = parser.boxes[:1]
    if len(parser.boxes) == 1 and (first[0].kind == "word" or first[0].text in _MARKS):
        return parser.names.match(parser.boxes, 0) is None
    run = _letters(parser.boxes, 0) if first else ""
    return len(run) == len(parser.boxes) and run in _LONG


def undeclared(parser: "Parser", name: str) -> EquationError:
    """Refuse an undeclared letter; it may belong to a word."""
    boxes, position = parser.boxes, parser.position
    word = _longest_word(parser, _letters(boxes, position))
    if len(word) > 2 or word in ("ln", *CONNECTIVES):
        return _in_letters(parser, word)
    run = letters_around(boxes, position)
    unknown = [letter for letter in run if not parser.names.spelled_from(letter)]
    cure = ""
    if len(unknown) > 1 and run.isalpha() and run[1:] not in _LONG:
        cure = rf", or the word {run} as \operatorname{{{run}}}"
    elif name == "d":
        cure = r"; a derivative is written \frac{df}{dx}"
    return parser.refuse(f"undeclared name {name}: add it to the notation{cure}")


def _in_letters(parser: "Parser", word: str) -> EquationError:
    cure = _declared(parser, word) or rf"\text{{{word}}}"
    if word in _KNOWN:
        cure = rf"\{word}" if word in _COMMANDS else rf"\operatorname{{{word}}}"
    return parser.refuse(
        f"{word} stands here as the letters {' '.join(word)}: write {cure}, or spaces between the "
        "letters of a product",
        parser.boxes[parser.position : parser.position + len(word)],
    )


def letters_around(boxes: Boxes, position: int) -> str:
    """Return the plain letters around a place, no gap between them."""
    while position and _are_joined(boxes[position - 1], boxes[position]):
        position -= 1
    return _letters(boxes, position)


def _letters(boxes: Boxes, begin: int) -> str:
    """Return the plain letters from a place on."""
    end = begin
    while end + 1 < len(boxes) and _are_joined(boxes[end], boxes[end + 1]):
        end += 1
    return "".join(box.text for box in boxes[begin : end + 1])


def _are_joined(box: Box, after: Box) -> bool:
    """Say whether two boxes are letters with nothing between them, neither scripts nor blanks."""
    is_bare = box.kind == "letter" and box.end - box.start == 1
    return is_bare and after.kind == "letter" and len(after.text) == 1 and box.end == after.start


def _longest_word(parser: "Parser", run: str) -> str:
    """Return the longest known or declared word that begins a run of letters."""
    if run in CONNECTIVES:
        return run
    beginnings = (run[:length] for length in range(len(run), 1, -1))
    return next((w for w in beginnings if w in _KNOWN or _declared(parser, w)), "")


def _declared(parser: "Parser", word: str) -> str:
    r"""Return the spelling of the symbol that is declared as `\operatorname{word}`, if one is."""
    symbols = parser.names.spelled_from(word)
    return next((s.latex for s in symbols if s.pattern[0].kind == "word"), "")


def _is_in_name(parser: "Parser", position: int) -> bool:
    """Say whether a declared name of several letters begins at this place."""
    match = parser.names.match(parser.boxes, position)
    return match is not None and any(box.kind == "letter" for box in match.symbol.pattern[1:2])
