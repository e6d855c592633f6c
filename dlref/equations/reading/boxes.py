r"""Tokens to boxes: each nucleus with its scripts, each command with its arguments.

A box is what a typesetter sees: `\hat{y}_i^2` is one box with the text `\hat{y}`, a subscript and a
superscript, in whatever order they were written. What it means is not decided here.
"""

from dataclasses import dataclass, replace

from dlref.equations.errors import EquationError
from dlref.equations.reading.brackets import CLOSING, closing
from dlref.equations.reading.tokens import Token, tokenize

__all__ = ["MAX_DEPTH", "Box", "Boxes", "canonical", "read_boxes", "span"]

MAX_DEPTH = 30  # groups, arguments and scripts in one another

Boxes = tuple["Box", ...]

ACCENTS = {r"\hat", r"\bar", r"\tilde", r"\dot", r"\ddot", r"\vec", r"\check", r"\breve", r"\acute"}
ACCENTS |= {r"\grave", r"\mathring", r"\underline"}
_ARGUMENTS = {r"\frac": 2, r"\sqrt": 1, r"\binom": 2, r"\substack": 1, r"\boxed": 1}
_ARGUMENTS |= {
    r"\stackrel": 2,
    r"\overset": 2,
    r"\underset": 2,
    r"\underbrace": 1,
    r"\overbrace": 1,
}
_ROWS = {r"\displaylines", r"\eqalign"}
_ARGUMENTS |= dict.fromkeys(_ROWS, 1)
_DECORATED = {r"\stackrel", r"\overset"}


@dataclass(frozen=True, slots=True)
class Box:
    """One nucleus, its arguments `parts`, its scripts and its primes."""

    kind: str
    text: str
    start: int
    end: int
    parts: tuple[Boxes, ...] = ()
    sub: Boxes | None = None
    sup: Boxes | None = None
    primes: int = 0


def read_boxes(latex: str) -> Boxes:
    """Read the boxes of a whole formula."""
    reader = _Reader(latex, tokenize(latex))
    boxes = reader.sequence(0, stop="")
    if reader.more():
        token = reader.tokens[reader.position]
        raise EquationError(f"{token.text} closes nothing", token.start, token.end)
    return boxes


def canonical(boxes: Boxes) -> str:
    """Write boxes in one way, whatever way the author chose."""
    return " ".join(map(_canonical, boxes))


def _canonical(box: Box) -> str:
    text = box.text + "".join(f"{{{canonical(part)}}}" for part in box.parts)
    if box.sub is not None:
        text += f"_{{{canonical(box.sub)}}}"
    if box.sup is not None:
        text += f"^{{{canonical(box.sup)}}}"
    return text + "'" * box.primes


def span(boxes: Boxes) -> tuple[int, int]:
    """Return where a sequence starts and ends."""
    return (boxes[0].start, boxes[-1].end) if boxes else (0, 0)


class _Reader:
    """A recursive descent over the tokens."""

    def __init__(self, latex: str, tokens: list[Token]) -> None:
        self.latex = latex
        self.tokens = tokens
        self.position = 0

    def more(self) -> bool:
        return self.position < len(self.tokens)

    def peek(self) -> str:
        """Return the text of the next token, and nothing for a word that only looks like a sign."""
        if not self.more() or self.tokens[self.position].kind in ("word", "prose"):
            return ""
        return self.tokens[self.position].text

    def take(self) -> Token:
        token = self.tokens[self.position]
        self.position += 1
        return token

    def sequence(self, depth: int, stop: str) -> Boxes:
        """Read boxes up to the token `stop` or an unmatched end."""
        if depth > MAX_DEPTH:
            where = self.tokens[min(self.position, len(self.tokens) - 1)]
            raise EquationError(
                f"more than {MAX_DEPTH} groups in one another", where.start, where.end
            )
        boxes: list[Box] = []
        while self.more() and self.peek() not in ("}", r"\end", stop or "}"):
            box = self.scripts(self.nucleus(depth), depth)
            boxes += _without_braces(box, boxes[-1:]) if box.kind == "group" else [box]
        return tuple(boxes)

    def nucleus(self, depth: int) -> Box:
        token = self.tokens[self.position]
        if self.peek() in ("^", "_", "'"):
            return Box("empty", "", token.start, token.start)  # scripts that hang on nothing
        self.take()
        if token.kind in ("word", "prose"):
            return Box(token.kind, token.text, token.start, token.end)
        if token.text == "{":
            return self.group(token, depth)
        if token.text == r"\begin":
            return self.environment(token, depth)
        if token.text in ACCENTS:
            return self.accent(token, depth)
        if token.text in _ARGUMENTS:
            return self.command(token, depth)
        return Box(token.kind, token.text, token.start, token.end)

    def group(self, opening: Token, depth: int) -> Box:
        inside = self.sequence(depth + 1, "}")
        closing = self.expect("}", opening)
        if len(inside) == 1:
            return inside[0]
        return Box("group", "{", opening.start, closing.end, (inside,))

    def expect(self, text: str, opening: Token) -> Token:
        if self.peek() != text:
            raise EquationError(
                f"{opening.text} is never closed: write {text}", opening.start, opening.end
            )
        return self.take()

    def argument(self, command: Token, depth: int) -> Boxes:
        """Read one argument: a group, or a single token as TeX does."""
        if not self.more() or self.peek() in ("}", "^", "_", "&", "\\\\", r"\end"):
            raise EquationError(f"{command.text} lacks an argument", command.start, command.end)
        if self.peek() == "{":
            opening = self.take()
            inside = self.sequence(depth + 1, "}")
            self.expect("}", opening)
            return inside
        self._take_digit(command)
        return (self.nucleus(depth + 1),)

    def _take_digit(self, command: Token) -> None:
        r"""Take one digit as TeX does: `\frac12` is a half; but nobody means `x^{1}0` by `x^10`."""
        token = self.tokens[self.position]
        if (
            token.kind != "number"
            or token.end - token.start == 1
            or self.latex[token.start] == "\\"
        ):
            return
        if command.text not in (r"\frac", r"\binom") or token.text.startswith("."):
            raise EquationError(
                f"{command.text} takes the first sign of {token.text} alone: write "
                f"{command.text}{{{token.text}}}",
                command.start,
                token.end,
            )
        cut = token.start + 1
        self.tokens[self.position : self.position + 1] = [
            Token("number", token.text[0], token.start, cut),
            Token("number", token.text[1:], cut, token.end),
        ]

    def command(self, token: Token, depth: int) -> Box:
        index: Boxes | None = None
        if token.text == r"\sqrt" and self.peek() == "[":
            opening = self.take()
            index = self.sequence(depth + 1, "]")
            self.expect("]", opening)
        parts = [self.argument(token, depth) for _ in range(_ARGUMENTS[token.text])]
        end = self.tokens[self.position - 1].end
        if token.text in _DECORATED:
            return replace(_only(parts[1], token), start=token.start, end=end)
        if token.text == r"\underset":
            return replace(_only(parts[1], token), start=token.start, end=end, sub=parts[0])
        if token.text in (r"\underbrace", r"\overbrace", r"\boxed"):
            self._drop_note()
            return Box("group", "{", token.start, end, (parts[0],))
        if token.text in _ROWS:
            return Box("environment", token.text[1:], token.start, end, tuple(parts))
        if index is not None:
            parts.append(index)
        return Box("command", token.text, token.start, end, tuple(parts))

    def _drop_note(self) -> None:
        while self.peek() in ("_", "^"):
            self.argument(self.take(), 0)

    def accent(self, token: Token, depth: int) -> Box:
        inside = self.argument(token, depth)
        text = f"{token.text}{{{canonical(inside)}}}"
        return Box("letter", text, token.start, self.tokens[self.position - 1].end)

    def environment(self, begin: Token, depth: int) -> Box:
        name = self._environment_name(begin)
        if name in ("array", "subarray", "alignedat") and self.peek() == "{":
            self.argument(begin, depth)
        inside = self.sequence(depth + 1, r"\end")
        end = self.expect(r"\end", begin)
        if self._environment_name(end) != name:
            raise EquationError(
                rf"\begin{{{name}}} is closed by another \end", end.start, self._end()
            )
        return Box("environment", name, begin.start, self._end(), (inside,))

    def _environment_name(self, token: Token) -> str:
        if self.peek() != "{":
            raise EquationError(f"{token.text} lacks a name in braces", token.start, token.end)
        start = self.take().start
        while self.more() and self.peek() != "}":
            self.take()
        self.expect("}", token)
        return self.latex[start : self._end()].strip("{} ").rstrip("*")

    def _end(self) -> int:
        return self.tokens[self.position - 1].end

    def scripts(self, box: Box, depth: int) -> Box:
        """Collect what hangs on a nucleus: `_`, `^` and primes in any order."""
        while self.peek() in ("_", "^", "'"):
            mark = self.take()
            if mark.text == "'":
                box = replace(box, primes=box.primes + 1, end=mark.end)
                continue
            script = self.argument(mark, depth)
            if mark.text == "^" and script and all(part.kind == "empty" for part in script):
                box = replace(box, primes=box.primes + sum(part.primes for part in script))
            elif (box.sub if mark.text == "_" else box.sup) is not None:
                name = "subscripts" if mark.text == "_" else "superscripts"
                message = (
                    f"two {name} on one symbol: put the inner one in braces, or brackets round"
                )
                raise EquationError(message, box.start, self._end())
            elif mark.text == "_":
                box = replace(box, sub=script)
            else:
                box = replace(box, sup=script)
            box = replace(box, end=self._end())
        return box


def _without_braces(group: Box, before: list[Box]) -> Boxes:
    r"""Open a group that is all of a bracket, as `f{(x)}`, or of an integrand, as `\int{x dx}`."""
    inside = group.parts[0]
    if not _is_bracket(inside, before) and not _is_integrand(inside, before):
        return (group,)
    end, scripts = inside[-1], (group.sub, group.sup, group.primes)
    if scripts == (None, None, 0):
        scripts = (end.sub, end.sup, end.primes)
    elif (end.sub, end.sup, end.primes) != (None, None, 0):
        return (group,)  # each has scripts of its own
    first = replace(inside[0], start=group.start)  # nothing is cut in the middle of braces
    last = Box(end.kind, end.text, end.start, group.end, end.parts, *scripts)
    return (first, *inside[1:-1], last)


def _is_bracket(inside: Boxes, before: list[Box]) -> bool:
    row = (*before, *inside)  # what is before may make it an interval
    is_open = bool(inside) and inside[0].text in CLOSING
    return is_open and closing(row, len(before)) == len(row) - 1


def _is_integrand(inside: Boxes, before: list[Box]) -> bool:
    is_after_sign = bool(before) and before[0].text == r"\int"
    return is_after_sign and len(inside) > 1 and inside[-2].text == "d"


def _only(boxes: Boxes, token: Token) -> Box:
    if len(boxes) != 1:
        cure = r"write a subscript, as in \arg\min_x" if token.text == r"\underset" else "split it"
        message = f"{token.text} goes over one symbol: {cure}"
        raise EquationError(message, token.start, token.end)
    return boxes[0]
