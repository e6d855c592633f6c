r"""Where display equations stand: on lines of their own, or behind text and within it.

Between double dollars, `\[` and `\]`, or in `\begin{equation}` and its like. A blank line ends the
search for the end. An equation ends its line, but for its attributes; what has text behind it on
the line is drawn within the text, and can have none.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from dlref.equations.pages.equation import AFTER
from dlref.equations.pages.lines import CONTAINERS, TAB, Line

__all__ = [
    "INLINE",
    "TOKEN",
    "Display",
    "Span",
    "around",
    "blanked",
    "find_displays",
    "hidden",
    "opens_alone",
    "place",
    "spans",
    "token",
]

# A formula in a paragraph. A price has its dollar before a number, or behind one and at a mark of
# emphasis or of the sentence.
INLINE = (
    r"(?<![\\$])\$(?![\s$])(?![*_]+[\s,.;:!?)])(?!(?<=\w\$)(?:[,;:!?)\]]|\.\D))"
    r"((?:\\.|[^$\\])+?)(?<!\s)\$(?![\d$])"
)
TOKEN = re.compile("\ufdd0([a-z])([0-9]+)\ufdd1")
_INLINE = re.compile(INLINE, re.DOTALL)
_OPEN = re.compile(r"\$\$(?!\$)|\\\[|\\begin\{(?P<environment>(?:equation|align|gather)\*?)\}")
_WRITTEN = {"align": "aligned", "gather": "gathered"}
_QUOTES = re.compile(r" *>? ?")
_BELOW = re.compile(r" *\{:? *[#.][^\n]*\} *$")  # attributes on a line of their own
_CUT_OFF = re.compile(
    r"[ .,;:!?)]*\n? *(?P<said>(?:<!-- *)?\{:? *(?:[#.][A-Za-z]|[a-z]+=)[^{}\n]*\}?"
    r"|\(eq[-:][^()\n]*\)?)"
)
_STOP = re.compile(r"`+|<!--|\ufdd0[a-z][0-9]+\ufdd1|\\begin\{\w+\*?\}|\\\[|\\.|\$+", re.DOTALL)


@dataclass(frozen=True)
class Display:
    """A display equation on lines of its own.

    Args:
        first: Its first row.
        column: Where it starts in it.
        last: Its last row, which it ends.
        latex: Its LaTeX, with the ends of lines as they are.
        attributes: What its attributes say.
    """

    first: int
    column: int
    last: int
    latex: str
    attributes: str


@dataclass(frozen=True)
class Span:
    """A display equation in the text of a block, from `start` to `end`.

    Args:
        start: Where it starts in the text.
        end: Where it ends, attributes included.
        latex: Its LaTeX; empty if `token` says which it is.
        attributes: What its attributes say.
        is_block: Whether it ends its line, and so is drawn as a block.
        token: What stands for it in the text, if it was found before.
        is_cut_off: Whether something stands between it and its attributes.
    """

    start: int
    end: int
    latex: str
    attributes: str
    is_block: bool
    token: int | None = None
    is_cut_off: bool = False


def token(kind: str, number: int) -> str:
    """Return what stands for something that was taken out of a page."""
    return f"\ufdd0{kind}{number}\ufdd1"


# On lines of their own ----------------------------------------------------------------------------


def find_displays(
    rows: Sequence[str], others: Collection[int], left: Collection[int]
) -> list[Display]:
    """List the equations that begin their line, or the first line of a container, and end a line.

    Args:
        rows: The rows of the page.
        others: Which of them hold something else, such as a code block.
        left: Which of them begin what is not wanted.
    """
    found: list[Display] = []
    for row, text in enumerate(rows):
        if row in others or row in left or (found and row <= found[-1].last):
            continue
        prefix = CONTAINERS.match(text)
        column = prefix.end() if prefix else 0
        opening = _OPEN.match(text, column)
        display = opening and _closed(rows, others, row, column, opening)
        if display:
            found.append(display)
    return found


def _closed(
    rows: Sequence[str], others: Collection[int], row: int, column: int, opening: re.Match[str]
) -> Display | None:
    depth = rows[row][:column].count(">")
    # Lines further to the left are none of a code block; if this is none, its text is searched.
    outer, inner = _tabs(rows[row]), _tabs(_unquoted(rows[row], depth))
    body: list[str] = []
    text = rows[row][opening.end() :]
    last = row
    while (end := _end(opening, text, 0)) is None:
        body.append(text)
        last += 1
        if last == len(rows) or last in others:
            return None
        text = _unquoted(rows[last], depth)
        if not text.strip() or _tabs(rows[last]) < outer or _tabs(text) < inner:
            return None
    start, stop = end
    after = AFTER.match(text, stop)
    latex = "\n".join([*body, text[:start]])
    if after is None or not latex.strip():
        return None
    attributes = _said(after)
    below = last + 1
    if stop == len(text.rstrip(" ")) and below < len(rows) and below not in others:
        said = _BELOW.match(_unquoted(rows[below], depth))
        if said:
            last, attributes = below, said[0].strip(" {}:")
    return Display(row, column, last, _wrapped(opening, latex), attributes)


def _end(opening: re.Match[str], text: str, position: int) -> tuple[int, int] | None:
    """Find where the closing sign of an equation starts and ends."""
    if opening["environment"]:
        sign = re.escape(rf"\end{{{opening['environment']}}}")
    else:
        sign = r"\$\$" if opening[0] == "$$" else r"(?<!\\)\\\]"
    found = re.compile(sign).search(text, position)
    return found.span() if found else None


def _wrapped(opening: re.Match[str], latex: str) -> str:
    r"""Write what is drawn and read: `aligned` for the `align` that would number its lines."""
    name = _WRITTEN.get((opening["environment"] or "").rstrip("*"))
    return rf"\begin{{{name}}}{latex}\end{{{name}}}" if name else latex


def _said(after: re.Match[str]) -> str:
    label = after["label"]
    return f"#{label}" if label else after["braces"] or after["comment"] or ""


def _tabs(text: str) -> int:
    return (len(text) - len(text.lstrip(" "))) // TAB


def _unquoted(text: str, depth: int) -> str:
    """Take the signs of quotations off a line, as many as it may have."""
    for _ in range(depth):
        text = _QUOTES.sub("", text, count=1)
    return text


# In the text of a block ---------------------------------------------------------------------------


def spans(text: str) -> Iterator[Span]:
    """Yield the display equations in the text of a block, from left to right."""
    walk = _Walk(text)
    for stop in walk:
        opening = _OPEN.match(text, stop.start())
        mark = TOKEN.fullmatch(stop[0])
        if mark and mark[1] == "q":
            yield Span(*stop.span(), "", "", True, int(mark[2]))
        elif opening and (span := _span(text, opening)):
            yield span
            walk.position = span.end


def opens_alone(line: str) -> bool:
    """Say whether nothing stands on a line but what begins an equation."""
    prefix = CONTAINERS.match(line)
    return _OPEN.fullmatch(line.rstrip(" "), prefix.end() if prefix else 0) is not None


def hidden(text: str, signs: str = "`<") -> str:
    """Blank what is no text: code, which begins with a back quote, and comments."""
    shown, walk = text, _Walk(text)
    for stop in walk:
        if stop[0][0] in signs:
            shown = blanked(shown, stop.start(), walk.position)
    return shown


def blanked(text: str, start: int, end: int) -> str:
    """Write blanks for a part of a text, and keep its lines."""
    return text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]


class _Walk:
    """Go through the text of a block, over code, comments, formulas and escaped characters.

    Back quotes that nothing closes are paired in one way or another by different programs. What
    stands behind them is not taken for code, so that it is seen.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.has_code = True

    def __iter__(self) -> Iterator[re.Match[str]]:
        """Yield each sign with which something may begin; `position` is where it ends."""
        while stop := _STOP.search(self.text, self.position):
            closing = self._closing(stop)
            self.position = closing.end() if closing else stop.end()
            yield stop

    def _closing(self, stop: re.Match[str]) -> re.Match[str] | None:
        sign = stop[0]
        if sign[0] == "`":
            same = re.compile(rf"(?<!`){sign}(?!`)")
            closing = same.search(self.text, stop.end()) if self.has_code else None
            self.has_code = closing is not None
            return closing
        if sign == "<!--":
            return re.compile("-->").search(self.text, stop.end())
        return _INLINE.match(self.text, stop.start()) if sign == "$" else None


def _span(text: str, opening: re.Match[str]) -> Span | None:
    end = _end(opening, text, opening.end())
    if end is None or not text[opening.end() : end[0]].strip():
        return None
    latex = text[opening.end() : end[0]]
    after = AFTER.match(text[: _line_end(text, end[1])], end[1])
    if after:
        attributes = _said(after)
        if opening[0] == r"\[" and not attributes and _has_before(text, opening.start()):
            return None  # brackets with a backslash, so that they make no link
        latex = _wrapped(opening, latex)
        return Span(opening.start(), after.end(), latex, attributes, is_block=True)
    cut_off = _CUT_OFF.match(text, end[1])
    if cut_off:
        said = cut_off["said"]
        return Span(opening.start(), cut_off.end(), latex, said, is_block=False, is_cut_off=True)
    if opening[0] != "$$" or not _is_formula(latex, text[end[1] :]):
        return None
    return Span(opening.start(), end[1], latex, "", is_block=False)


def _is_formula(latex: str, after: str) -> bool:
    """Say whether double dollars within text stand round a formula, and are no prices."""
    is_loose_before, is_loose_after = latex[0].isspace(), latex[-1].isspace()
    return is_loose_before == is_loose_after and not after[:1].isdigit()


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _has_before(text: str, position: int) -> bool:
    return bool(text[text.rfind("\n", 0, position) + 1 : position].strip())


def around(lines: Sequence[Line], start: int, end: int) -> tuple[list[Line], list[Line]]:
    """Return what stands before a place in the text of some lines, and what behind it."""
    before: list[Line] = []
    after: list[Line] = []
    for line in lines:
        length = len(line.text)
        if start > 0:
            before.append(Line(line.row, line.column, line.text[:start]))
        if end <= length:
            after.append(line.cut(max(end, 0)))
        start, end = start - length - 1, end - length - 1
    return before, after


def place(lines: Sequence[Line], position: int) -> tuple[int, int]:
    """Return the row and the column of a position in the text of some lines."""
    for line in lines:
        if position <= len(line.text):
            return line.row, line.column + position
        position -= len(line.text) + 1
    raise AssertionError(position)
