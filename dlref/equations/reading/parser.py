r"""Boxes to a syntax tree by recursive descent; what is ambiguous is refused.

expression = ["+" | "-"] term (("+" | "-") term)*
term       = product (operator product)*          the operators are \cdot, \times, *, \odot, /
product    = factor factor*                       juxtaposition binds tighter than an operator
factor     = atom with scripts | function argument | big operator
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dlref.equations.errors import EquationError
from dlref.equations.reading import atoms, binders, delimiters, words
from dlref.equations.reading.boxes import Box, Boxes, canonical, span
from dlref.equations.reading.brackets import ARROWS, CLOSING, RELATIONS, split
from dlref.equations.reading.names import Names, Symbol
from dlref.equations.reading.tree import (
    Binary,
    Comparison,
    Condition,
    Every,
    Negative,
    Node,
    Number,
    Otherwise,
    Power,
    Transpose,
)

__all__ = ["OPERATORS", "Parser", "Rules"]

OPERATORS = frozenset(
    [r"\cdot", r"\times", "*", r"\odot", r"\otimes", r"\circ", r"\oslash", "/", r"\div"]
)
_SUM = frozenset(["+", "-"])
_ENDS = (
    RELATIONS
    | _SUM
    | OPERATORS
    | frozenset([",", ";", "&", "\\\\", ")", "]", r"\}", "!", ".", ":"])
)
_ENDS |= frozenset([r"\rangle", r"\rfloor", r"\rceil", r"\dots", r"\sim", r"\wedge", r"\vee", "?"])
_ENDS |= frozenset([r"\pm", r"\mp", r"\setminus", r"\cup", r"\cap", *ARROWS])
_BARE = (_ENDS | frozenset(CLOSING)) - frozenset(CLOSING.values()) - {"!"}  # have no scripts


@dataclass(frozen=True, slots=True)
class Rules:
    """What declarations say about reading, besides names."""

    greedy_sums: bool = False
    operators: frozenset[str] = frozenset()
    formulas: Mapping[Symbol, Boxes] = field(default_factory=dict)


class Parser:
    """Reads one row of boxes; a bracket's content is read by a parser of its own."""

    def __init__(self, boxes: Boxes, names: Names, rules: Rules) -> None:
        self.boxes = tuple(box for box in boxes if box.kind != "space")
        self.place = span(self.boxes)
        self.names = names
        self.rules = rules
        self.position = 0
        self.bars: list[str] = []
        for box in self.boxes:
            if box.text in _BARE and box.kind in ("sign", "command"):
                self.refuse_scripts(box)

    # Moving ----------------------------------------------------------------------------------

    @property
    def box(self) -> Box:
        """The next box."""
        return self.boxes[self.position]

    def more(self) -> bool:
        """Say whether a box is left."""
        return self.position < len(self.boxes)

    def peek(self) -> str:
        """Return the text of the next box; nothing at the end, or before a word."""
        if not self.more() or self.box.kind in ("word", "prose"):
            return ""
        return self.box.text

    def take(self) -> Box:
        """Take the next box."""
        self.position += 1
        return self.boxes[self.position - 1]

    def inner(self, boxes: Boxes, *bound: Symbol) -> "Parser":
        """Return a parser for a part of this formula, where the variables `bound` are known."""
        names = self.names.bind(*bound) if bound else self.names
        return Parser(boxes, names, self.rules)

    def refuse(self, message: str, boxes: Boxes | None = None) -> EquationError:
        """Return an error at `boxes`, by default at the next box."""
        if boxes is None:
            boxes = self.boxes[self.position : self.position + 1] or self.boxes[-1:]
        return EquationError(message, *(span(boxes) if boxes else self.place))

    def refuse_scripts(self, box: Box, *read: str) -> None:
        """Refuse scripts of kinds that are not `read` on this box, for they would be lost."""
        for kind, name in (("sub", "subscript"), ("sup", "superscript"), ("primes", "prime")):
            if getattr(box, kind) and kind not in read:
                raise self.refuse(
                    f"the {name} of {box.text} is not read: leave it out, or put it on what it "
                    "belongs to, in brackets",
                    (box,),
                )

    def end(self) -> int:
        """Return where the last box taken ends."""
        return self.boxes[self.position - 1].end

    # The grammar -----------------------------------------------------------------------------

    def whole(self) -> Node:
        """Read all boxes as one expression."""
        if not self.boxes:
            raise self.refuse("an expression is missing here")
        node = self.expression()
        if self.more():
            raise self.unreadable()
        return node

    def unreadable(self) -> EquationError:
        """Say why reading stopped before the end."""
        text = self.box.text
        if text == r"\dots":
            return self.refuse(
                r"dots are not a formula: write a sum or product over an index with its range, "
                r"as in \sum_{i=1}^n x_i"
            )
        if self.box.kind == "prose":
            return self.refuse(f"the prose {text!r} stands inside a formula: move it to the text")
        if text in (r"\pm", r"\mp"):
            return self.refuse(f"{text} is two equations: write both")
        if text in ARROWS:
            return self.refuse(
                "an arrow joins two statements: write each as an equation of its own, or the "
                r"premise as a condition, as in a = b \text{ if } c > 0"
            )
        if text in RELATIONS:
            return self.refuse(
                f"a relation {text} inside an expression: a bracket is missing, or the sign of an "
                r"indicator, \mathbf{1}, or the declaration of a name such as P(X = 1)"
            )
        if not text.isascii():
            return self.refuse(rf"{text} is no LaTeX: write its command, as \le or \alpha")
        if text == "$":
            return self.refuse("leave the dollars out")
        return self.refuse(f"{text} does not fit here")

    def expression(self) -> Node:
        """Read a sum of terms."""
        left = self.signed_term()
        while self.peek() in (r"\cup", r"\cap", r"\setminus", *_SUM):
            operator = self.take().text
            right = self.signed_term() if self.peek() in _SUM else self.term()
            left = Binary(left.start, right.end, operator, left, right)
        return left

    def signed_term(self) -> Node:
        """Read a term that may have a sign."""
        if self.peek() not in _SUM:
            return self.term()
        sign = self.take()
        operand = self.term()
        return Negative(sign.start, operand.end, operand) if sign.text == "-" else operand

    def term(self) -> Node:
        """Read products joined by operators; a quotient must end the term."""
        left = self.product()
        divided: Box | None = None
        while self.peek() in OPERATORS or self.peek() in self.rules.operators:
            operator = self.take()
            if divided is not None:
                raise self.ambiguous_quotient(divided)
            right = self.product(after=operator)
            left = Binary(left.start, right.end, operator.text, left, right)
            divided = operator if operator.text in ("/", r"\div") else None
        return left

    def ambiguous_quotient(self, slash: Box) -> EquationError:
        """Refuse `a/b c` and `a/b/c`."""
        return self.refuse(
            "it is not clear where this quotient ends, a/b c being (a/b)c to some and a/(bc) to "
            r"others: write \frac{a}{b} c or \frac{a}{b c}",
            (slash,),
        )

    def product(self, after: Box | None = None) -> Node:
        """Read factors that stand side by side."""
        slash = after is not None and after.text in ("/", r"\div")
        left = self.factor()
        while self.starts_factor():
            if slash and after is not None:
                raise self.ambiguous_quotient(after)
            if self.box.kind == "number" and isinstance(left, Number):
                raise self.refuse(r"two numbers side by side: write \cdot between them")
            right = self.factor()
            left = Binary(left.start, right.end, "", left, right)
        return left

    def starts_factor(self) -> bool:
        """Say whether the next box can begin a factor."""
        if not self.more() or self.box.kind in ("prose", "empty"):
            return False
        if self.box.kind == "word":
            return True
        text = self.box.text
        return text not in _ENDS and text not in self.rules.operators and text not in self.bars[-1:]

    def factor(self) -> Node:
        """Read one factor."""
        if not self.more():
            where = self.boxes[-1:] or None
            if self.bars:
                raise self.refuse(delimiters.UNCLOSED.format(self.bars[-1]), where)
            raise self.refuse("the formula breaks off: something is missing after this", where)
        words.refuse_letters(self)
        return binders.read(self) or atoms.read(self)

    # Scripts ---------------------------------------------------------------------------------

    def scripts(self, node: Node, box: Box) -> Node:
        """Read what hangs on `node`: entries below, powers and transposes above."""
        if box.primes:
            raise self.refuse(
                "a prime on something that is not a function: declare the symbol with its prime",
                (box,),
            )
        if box.sub is not None:
            node = atoms.element(self, node, box)
        if box.sup is not None:
            node = self.power(node, box.sup, box)
        if self.peek() == "!":
            node = atoms.factorial(self, node)
        return node

    def power(self, base: Node, exponent: Boxes, box: Box) -> Node:
        """Read a superscript."""
        if not exponent:
            raise self.refuse("a superscript is missing here", (box,))
        written = canonical(exponent)
        end = box.end
        is_t = written.endswith("T") and self.names.exactly(exponent[-1:]) is None
        if written in (r"\top", r"- \top") or (is_t and written in ("T", "- T")):
            node: Node = Transpose(base.start, end, base)
            return (
                node if "-" not in written else Power(base.start, end, node, Number(end, end, -1))
            )
        if written in ("*", r"\star", r"\dagger", "+", "-", r"\ast"):
            minus = "write a negative power as x^{-1}; " if written == "-" else ""
            raise self.refuse(
                f"^{written} is no power: {minus}a name with this mark must be declared as a whole",
                (box,),
            )
        if atoms.is_label(base, exponent):
            raise self.refuse(
                f"^{{{written}}} in brackets is a label: declare the name with it, "
                "or write the power without brackets",
                (box,),
            )
        return Power(base.start, end, base, self.inner(exponent).whole())

    # Conditions ------------------------------------------------------------------------------

    def condition(self) -> Condition:
        r"""Read all boxes as a condition: `if x > 0`, `i \ne j`, `otherwise`."""
        start, end = self.place
        boxes = self.boxes
        while (
            boxes and boxes[0].kind == "prose" and boxes[0].text.lower().strip(" ,.") not in _ELSE
        ):
            if "$" in boxes[0].text:
                raise self.refuse(
                    r"a formula inside of \text is not read: write it after the text", boxes[:1]
                )
            if "probability" in boxes[0].text:
                raise self.refuse(
                    "cases with probabilities define a random variable: declare the left-hand side "
                    "as outcomes([...], [...]) and mark the equation as stated",
                    boxes[:1],
                )
            boxes = boxes[1:]
        while boxes and boxes[-1].text in (",", ".", ";"):
            boxes = boxes[:-1]
        if len(boxes) == 1 and boxes[0].text.lower().strip(" ,.") in _ELSE:
            return Otherwise(start, end)
        if boxes and boxes[0].kind == "letter":
            words.refuse_connective(self.inner(boxes), 0)
        for word, marks in (("or", {r"\vee", "or"}), ("and", {r"\wedge", ",", "and"})):
            parts = _split_words(boxes, marks)
            if len(parts) > 1:
                conditions = tuple(self.inner(part).condition() for part in parts if part)
                return Every(start, end, "or" if word == "or" else "and", conditions)
        return self.inner(boxes).comparison()

    def comparison(self) -> Comparison:
        """Read all boxes as a chain of relations."""
        parts, relations = split(self.boxes, RELATIONS)
        if not relations:
            raise self.refuse("a condition with =, <, \\in or the like is missing here")
        sides = [self.inner(parts[0]).whole()]
        for part, relation in zip(parts[1:], relations, strict=True):
            is_set = relation in (r"\in", r"\notin")
            sides.append(
                delimiters.read_set(self.inner(part)) if is_set else self.inner(part).whole()
            )
        return Comparison(*self.place, tuple(sides), tuple(relations))


_ELSE = {"otherwise", "else", "elsewhere"}


def _split_words(boxes: Boxes, marks: set[str]) -> list[Boxes]:
    """Split at the separators and at prose that is one of `marks`."""
    parts: list[Boxes] = []
    begin = depth = 0
    for i, box in enumerate(boxes):
        depth += box.text in CLOSING
        depth -= box.text in CLOSING.values()
        if (depth == 0 and box.text.strip(" ,.").lower() in marks) or (
            depth == 0 and box.text in marks
        ):
            parts.append(boxes[begin:i])
            begin = i + 1
    return [*parts, boxes[begin:]]
