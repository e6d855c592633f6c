r"""A display to its statements: chains of relations, whatever they are laid out in.

Lines of `aligned` and its kin, parts after a comma, a `\quad` or a word such as "where" or "and"
are statements of their own; a line that begins with a relation goes on with the chain before it.
What follows "for" or "if" is a condition on the draws.
"""

from dataclasses import dataclass

from dlref.equations.errors import EquationError
from dlref.equations.reading import delimiters
from dlref.equations.reading.boxes import Boxes, canonical, read_boxes, span
from dlref.equations.reading.brackets import ARROWS, CLOSING, RELATIONS, split, split_rows
from dlref.equations.reading.names import Names
from dlref.equations.reading.parser import Parser, Rules
from dlref.equations.reading.tree import Condition, Name, Node
from dlref.equations.reading.usage import bound_symbols, free_names

__all__ = ["Claim", "Statement", "read_statements"]

LAYOUTS = {
    "aligned", "align", "split", "gather", "gathered", "array", "eqnarray", "equation",
    "multline", "alignedat", "alignat", "flalign", "subarray", "displaylines", "eqalign",
}  # fmt: skip
_NO_CLAIM = "nothing is claimed here: an equation needs a relation such as = between two sides"
_OPERATORS = frozenset(["+", "-", r"\cdot", r"\times", "*", r"\odot"])
_OPEN = RELATIONS | _OPERATORS  # what waits for another side or term
_CONDITIONS = (
    "for",
    "if",
    "when",
    "whenever",
    "given",
    "provided",
    "as long as",
    "with probability",
)
_IN_TWO_SIGNS = {"<=": r"\le", "=<": r"\le", ">=": r"\ge"}
_NO_RELATIONS = {
    r"\rightarrow": r"\rightarrow compares nothing, and an update is written \leftarrow",
    r"\sim": "a distribution is declared in the notation",
}
_UNCHECKED = ("equality", "if and only if", "iff")


@dataclass(frozen=True, slots=True)
class Claim:
    """A chain of relations between sides."""

    sides: tuple[Node, ...]
    relations: tuple[str, ...]


Statement = Claim | Condition


@dataclass
class _Piece:
    """Boxes between two separators, with the words before and after."""

    before: str
    boxes: Boxes
    after: str = ""


@dataclass
class _Chain:
    """A statement whose lines are still being collected."""

    boxes: Boxes
    is_condition: bool = False

    @property
    def is_open(self) -> bool:
        """Whether a relation or an operator at the end waits for what comes."""
        return bool(self.boxes) and self.boxes[-1].text in _OPEN


def read_statements(latex: str, names: Names, rules: Rules) -> list[Statement]:
    """Read the claims and conditions of a display equation."""
    boxes = read_boxes(latex)
    if not boxes:
        raise EquationError("an empty equation claims nothing")
    chains: list[_Chain] = []
    for line in _lines(boxes):
        _read_line(line, chains)
    statements = [_statement(chain, names, rules) for chain in chains]
    if not any(isinstance(s, Claim) for s in statements):
        raise EquationError(_NO_CLAIM, *span(boxes))
    return statements


def _lines(boxes: Boxes) -> list[Boxes]:
    """Take the layout apart."""
    content = [box for box in boxes if box.kind != "space" and box.text not in (",", ".", ";")]
    if len(content) == 1 and content[0].text in LAYOUTS and content[0].kind == "environment":
        return _lines(content[0].parts[0])
    if len(content) == 1 and content[0].kind == "group":
        return _lines(content[0].parts[0])  # {\displaystyle a = b}
    lines = []
    for row in split_rows(boxes):
        line = tuple(box for cell in row for box in cell)
        inner = [box for box in line if box.kind == "environment" and box.text in LAYOUTS]
        lines += _lines(line) if inner and len(split_rows(boxes)) > 1 else [line]
    return lines


def _pieces(line: Boxes) -> list[_Piece]:
    """Cut a line at commas, wide spaces and prose."""
    pieces = [_Piece("", ())]
    depth = 0
    for box in line:
        if box.kind in ("sign", "command"):
            depth += box.text in CLOSING
            depth -= box.text in CLOSING.values()
        is_cut = box.kind in ("prose", "space") or box.text in (",", ";")
        if depth > 0 or not is_cut:
            pieces[-1].boxes += (box,)
            continue
        if box.kind == "prose" and pieces[-1].boxes and pieces[-1].boxes[-1].text in _OPEN:
            raise EquationError(
                f"the prose {box.text!r} stands inside a formula: move it to the text",
                box.start,
                box.end,
            )
        word = box.text.lower() if box.kind == "prose" else "quad" if box.kind == "space" else ","
        if pieces[-1].boxes:
            pieces[-1].after = word
            pieces.append(_Piece(word, ()))
        elif box.kind == "prose" or not pieces[-1].before:
            pieces[-1].before = f"{pieces[-1].before} {word}".strip(" ,")
    return [piece for piece in pieces if piece.boxes]


def _has_relation(boxes: Boxes) -> bool:
    return bool(split(boxes, RELATIONS)[1])


def _read_line(line: Boxes, chains: list[_Chain]) -> None:
    """Add the statements of a line to `chains`, or to the last of them."""
    for number, piece in enumerate(_pieces(line)):
        while piece.boxes and piece.boxes[-1].text in (".", ",", ";"):
            piece.boxes = piece.boxes[:-1]
        if any(word in piece.before for word in _UNCHECKED):
            return
        if not piece.boxes or _is_prose(piece):
            continue
        first = piece.boxes[0].text
        _refuse_number(piece)
        is_joined = piece.before == "quad" and not _has_relation(piece.boxes)
        is_new_line = number == 0 and not _has_relation(piece.boxes)
        goes_on = first in RELATIONS or (number == 0 and first in ("+", r"\cdot", r"\times"))
        if chains and (goes_on or is_joined or is_new_line or (number == 0 and chains[-1].is_open)):
            chains[-1].boxes += piece.boxes
        elif not _has_relation(piece.boxes) and chains:
            raise EquationError(_no_relation(piece), *span(piece.boxes))
        else:
            is_condition = piece.before.removeprefix("quad").strip().startswith(_CONDITIONS)
            chains.append(_Chain(piece.boxes, is_condition))


def _refuse_number(piece: _Piece) -> None:
    r"""Refuse `\qquad (3)`, which would be a factor."""
    if piece.before == "quad" and [box.kind for box in piece.boxes] == ["sign", "number", "sign"]:
        number = piece.boxes[1].text
        message = rf"the number of an equation is written \tag{{{number}}}"
        raise EquationError(message, *span(piece.boxes))


def _no_relation(piece: _Piece) -> str:
    """Say what to do with a part that claims nothing."""
    if any(box.text in (r"\dots", r"\forall") for box in piece.boxes):
        return "leave the range of an index out: its declared range is checked"
    if piece.before.startswith(("else", "otherwise")) or piece.after.startswith("otherwise"):
        return r"write a definition by cases as \begin{cases} ... \end{cases}"
    if piece.before.removeprefix("quad").strip().startswith(_CONDITIONS):
        return "a condition needs a relation; leave it out if it only names an index"
    return "this part has no relation: write brackets round a list, and prose outside"


def _is_prose(piece: _Piece) -> bool:
    """Say whether a piece without a relation belongs to words around it: "where $x$ is ..."."""
    has_words = not {piece.before, piece.after} & {"", ",", "quad"}
    return has_words and not _has_relation(piece.boxes)


def _statement(chain: _Chain, names: Names, rules: Rules) -> Statement:
    parser = Parser(chain.boxes, names, rules)
    if chain.is_condition:
        return parser.condition()
    _refuse_signs(parser)
    parts, relations = split(parser.boxes, RELATIONS)
    _refuse_empty_sides(parser, parts)
    parts, relations = _without_dots(parts, relations)
    if not relations:
        strange = [k for k, box in enumerate(parser.boxes) if not box.text.isascii()]
        if strange:
            parser.position = strange[0]
            raise parser.unreadable()
        hints = [_NO_RELATIONS[box.text] for box in chain.boxes if box.text in _NO_RELATIONS]
        raise parser.refuse("; ".join([_NO_CLAIM, *hints[:1]]), chain.boxes)
    sides: list[Node] = []
    for k, part in enumerate(parts):
        updated = _updated(part, relations[k : k + 1], chain.boxes, names)
        if updated is not None:
            sides.append(updated)
        elif k and relations[k - 1] in (r"\in", r"\notin"):
            sides.append(delimiters.read_set(parser.inner(part)))
        else:
            sides.append(parser.inner(part).whole())
    claim = Claim(tuple(sides), tuple(relations))
    _check_scopes(claim)
    return claim


def _refuse_signs(parser: Parser) -> None:
    """Refuse an arrow before a statement or between two, and `a != b`."""
    for k, box in enumerate(parser.boxes):
        if box.text in ARROWS:
            if not k:
                raise parser.refuse(f"nothing stands before {box.text}: leave it out")
            parser.position = k
            raise parser.unreadable()
        if _is_unequal(parser.boxes, k):
            raise parser.refuse(r"!= is a factorial and an equality: write \ne, or n! =", (box,))


def _is_unequal(boxes: Boxes, k: int) -> bool:
    """Tell `a != b`, with a gap before its sign, from `n!=b`."""
    if boxes[k].text != "!" or not 0 < k < len(boxes) - 1:
        return False
    has_gap = boxes[k - 1].end < boxes[k].start
    return has_gap and boxes[k + 1].text == "=" and boxes[k].end == boxes[k + 1].start


def _refuse_empty_sides(parser: Parser, parts: list[Boxes]) -> None:
    """Refuse a relation that lacks a side, and two in a row."""
    for k, part in enumerate(parts):
        if part or len(parts) == 1:
            continue
        place = sum(map(len, parts[:k])) + k  # of the relation after this part
        before, after = parser.boxes[place - 1 : place], parser.boxes[place : place + 1]
        if not k or not after:
            box, side = (after[0], "left") if not k else (before[0], "right")
            raise parser.refuse(f"{box.text} has nothing on its {side} side", (box,))
        cure = _IN_TWO_SIGNS.get(before[0].text + after[0].text, "one")
        raise parser.refuse(f"two relations in a row: write {cure}", after)


def _without_dots(parts: list[Boxes], relations: list[str]) -> tuple[list[Boxes], list[str]]:
    """Leave out the sides of a chain that are nothing but dots."""
    kept = [k for k, part in enumerate(parts) if canonical(part) != r"\dots"]
    return [parts[k] for k in kept], [relations[k - 1] for k in kept[1:]]


def _updated(part: Boxes, relations: list[str], boxes: Boxes, names: Names) -> Name | None:
    r"""Read the left side of `\theta \leftarrow ...` as the value after the update."""
    if relations != [r"\leftarrow"]:
        return None
    arrow = next(box for box in boxes if box.text == r"\leftarrow")
    symbol = names.exactly((*part, arrow))
    if symbol is None:
        raise EquationError(
            "an update needs the value after it: declare the symbol together with the arrow, as in "
            r"`\theta \leftarrow`",
            *span(part),
        )
    return Name(*span(part), symbol)


def _check_scopes(claim: Claim) -> None:
    """Refuse an index that is bound by a sum and also used outside it."""
    bound = {symbol for side in claim.sides for symbol in bound_symbols(side)}
    for side in claim.sides:
        for name in free_names(side):
            if name.symbol in bound:
                raise EquationError(
                    f"the index {name.symbol.latex} is bound by a sum and also used outside it: "
                    "a sum reaches over one term, so put brackets round the whole summand, or "
                    "rename one of them",
                    name.start,
                    name.end,
                )
