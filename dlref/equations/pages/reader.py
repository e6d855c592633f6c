"""The one reader of a page: what is drawn, what is checked and what is run are what it finds.

A page is shortened first: code blocks and display equations, which may look like Markdown inside,
are taken out and leave a token. Then its HTML is divided from its Markdown, and the Markdown into
blocks. They say where each token stands: in text, or in code, where it is no claim. What carries a
claim, and stands where none is drawn, is a problem of the page, with its line.
"""

import functools
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from dlref.equations.errors import EquationError
from dlref.equations.pages.blocks import Block, Leaf, read_blocks
from dlref.equations.pages.displays import Span, around, blanked, hidden, opens_alone, place, spans
from dlref.equations.pages.equation import Equation, parse_equation
from dlref.equations.pages.fences import Fence, is_almost_fence
from dlref.equations.pages.lines import PageError, expanded, raw_lines
from dlref.equations.pages.markup import Part, Raw, Text, read_markup
from dlref.equations.pages.shortened import Shortened

__all__ = ["Document", "Placed", "read"]

Place = tuple[int, int]  # a line from 0, and a column

_ATTRIBUTES = re.compile(
    r"(?<!\\)\{[^{}\n]*(?:#eq-|\.stated\b|\.wrong\b)[^{}\n]*\}?|\\label *\{eq[-:][^{}\n]*\}?"
)
_LINK = re.compile(r"(?<![!\\])\[\s*\]\(\s*<?(?P<page>[^\s()#<>]*)#(?P<id>eq-[^\s()<>]+)[^()]*\)")
_CODE = re.compile(r"<(pre|code|script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_PYCON = re.compile(r"<[^>]*\blanguage-(?:pycon|python-console)\b", re.IGNORECASE)
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_SHOWN = re.compile(r"(?:#{1,6} *)?::: ?(?P<name>.+?) *$")
_CLOSED = re.compile(r" *:::+ *$")
_NO_FENCE = (
    "this looks like a code block and is none, so nothing in it is run or checked: begin it on a "
    "line of its own, close it with the same fence at the same depth, and give Python examples no "
    'other options than title="...", linenums="1" and hl_lines="1"'
)
_NO_END = (
    "the formula that begins here does not end before the next blank line: close it, and leave no "
    "blank line within"
)
_IN_HTML = (
    "these Python examples are written in HTML, so they do not run: write them as a code block"
)
_BEHIND_CODE = (
    "this code block stands right behind indented code, where it would be shown as text: leave a "
    "blank line between them"
)
_PLACES = {
    "text": "belong to no equation that can be drawn: they stand behind the closing dollars, on "
    "the same line and with nothing between or behind; no blank line stands between the dollars",
    "heading": "stand in a heading, where no equation can have any: write it as a paragraph of its "
    "own",
    "table": "stand in a table, where no equation can have any: write it as a paragraph of its own",
    "term": "stand where no equation is drawn as a block: write it as a paragraph of its own",
    "options": "stand among the options of :::, where nothing is drawn: leave a blank line and "
    "write the equation without indentation",
    "raw": "stand in raw HTML, where no equation is drawn: give the element the attribute "
    "markdown, as in <div markdown>, and write it without indentation",
}


@dataclass(frozen=True)
class Placed:
    """An equation and its place in the lines of the page, tabs being blanks.

    Args:
        equation: The equation.
        is_block: Whether it is drawn as a block, and not within a line of text.
        start: Where it starts.
        end: Where it ends; what is between goes with it.
    """

    equation: Equation
    is_block: bool
    start: Place
    end: Place


@dataclass
class Document:
    """What a page holds.

    Args:
        raw: Its lines as they are written.
        equations: Its display equations, in the order of their lines.
        snippets: Its blocks of Python examples.
        tables: What may be a table: the lines of each, with their numbers.
        shown: The functions that it shows with `:::`, with their lines.
        problems: What cannot be read.
        code: What is no text: a line, and where code starts and ends in it.
    """

    raw: list[str]
    equations: list[Placed] = field(default_factory=list)
    snippets: list[Fence] = field(default_factory=list)
    tables: list[list[tuple[int, str]]] = field(default_factory=list)
    shown: list[tuple[int, str]] = field(default_factory=list)
    problems: list[PageError] = field(default_factory=list)
    code: list[tuple[int, int, int]] = field(default_factory=list)

    def replaced(self, write: Callable[[int], str]) -> list[str]:
        """Return the lines of the page with something else in the place of each equation."""
        lines = [self.raw[0] if self.raw[0].strip() else "", *self.raw[1:]]
        for number, placed in reversed([*enumerate(self.equations)]):
            (first, column), (last, end) = placed.start, placed.end
            before, after = expanded(lines[first])[:column], expanded(lines[last])[end:]
            lines[first : last + 1] = [before + write(number) + after]
        return lines

    def text(self) -> str:
        """Return the page with blanks for its code and its comments, line by line."""
        lines = [expanded(line) for line in self.raw]
        for row, start, end in self.code:
            line = lines[row]
            lines[row] = line[:start] + " " * len(line[start:end]) + line[end:]
        return "\n".join(lines)


@functools.lru_cache(maxsize=32)
def read(markdown: str) -> Document:
    """Read a page. What cannot be read is told by `problems`, and nothing is raised."""
    raw = raw_lines(markdown)
    left: set[int] = set()
    while True:
        reader = _Reader(raw, left)
        document = reader.read()
        # What is no equation after all stays on the page, and may be something else there.
        unplaced = reader.unplaced()
        if not unplaced:
            return document
        left |= unplaced


class _Reader:
    def __init__(self, raw: list[str], left: Collection[int]) -> None:
        self.short = Shortened(raw, left)
        self.document = Document(raw)
        self.links: list[tuple[int, str, str]] = []
        self.placed: set[int] = set()

    def unplaced(self) -> set[int]:
        """Return the first lines of what was taken for an equation and stands where none is."""
        displays = enumerate(self.short.displays)
        return {display.first for number, display in displays if number not in self.placed}

    def read(self) -> Document:
        """Read the page, part by part."""
        document = self.document
        for fence in self.short.fences:
            document.code += [(row, 0, len(document.raw[row])) for row in _rows(fence)]
        parts = read_markup(self.short.rows)
        self._hide_comments(parts)
        for leaf in read_blocks(parts, self._split):
            self._leaf(leaf)
        document.equations.sort(key=lambda placed: placed.start)
        document.snippets.sort(key=lambda fence: fence.first)
        document.shown = list(_functions(document.shown, document.text()))
        self._check_ids()
        self._check_links()
        document.problems.sort(key=lambda problem: problem.line)
        return document

    # Leaves

    def _leaf(self, leaf: Leaf) -> None:
        text = _joined(leaf.lines)
        if leaf.kind == "code":
            self._hide(leaf.lines)
            return
        if leaf.kind == "behind code":
            for line in leaf.lines:
                if any(self.short.fences_in(line.text)):
                    self._problem([line], 0, _BEHIND_CODE)
            return
        drawn = _COMMENT.sub(_blanks, text) if leaf.kind == "raw" else hidden(text, "<")
        self.document.snippets += [f for f in self.short.fences_in(drawn) if f.is_pycon]
        if leaf.kind == "raw":
            self._hide(leaf.lines)
            self._raw(leaf)
            return
        if leaf.kind == "shown" and (match := _SHOWN.match(text)):
            self.document.shown.append((self._line(leaf.lines, 0), match["name"]))
        blocks = [[line] for line in leaf.lines] if leaf.kind == "table" else [leaf.lines]
        for lines in blocks:
            self._text(leaf, lines, _joined(lines))
        if leaf.kind in ("text", "table"):
            self.document.tables.append([(self._line([n], 0), n.text) for n in leaf.lines])

    def _text(self, leaf: Leaf, lines: Block, text: str) -> None:
        """Find what stands in text, all but the equations that are blocks, which are taken out."""
        shown = _COMMENT.sub(_blanks, text) if leaf.kind == "raw" else hidden(text)
        if leaf.kind in ("text", "options"):
            shown = self._look_for_beginnings(lines, shown)
        for span in spans(text):
            if span.is_cut_off:
                self._refuse(leaf.kind, lines, span.end - 1, span.attributes)
            else:
                self._place(span, lines, leaf.kind)
            shown = blanked(shown, span.start, span.end)
        for match in _ATTRIBUTES.finditer(shown):
            self._refuse(leaf.kind, lines, match.start(), match[0])
        for match in _LINK.finditer(shown if leaf.kind != "raw" else ""):
            self.links.append((self._line(lines, match.start()), match["page"], match["id"]))

    def _look_for_beginnings(self, lines: Block, shown: str) -> str:
        """Refuse what begins and does not end, or begins where it cannot, and return the rest."""
        texts = shown.split("\n")
        for number, line in enumerate(lines):
            message = _NO_FENCE if is_almost_fence(line.text) else ""
            if opens_alone(texts[number]):
                message = _NO_END
            if message:
                self._problem([line], 0, message)
                texts[number] = " " * len(texts[number])
        return "\n".join(texts)

    def _split(self, lines: Block) -> tuple[Block, Block] | None:
        """Take the first equation that is a block out of a paragraph."""
        for span in spans(_joined(lines)):
            if span.is_block:
                self._place(span, lines, "block")
                return around(lines, span.start, span.end)
        return None

    def _raw(self, leaf: Leaf) -> None:
        text = _joined(leaf.lines)
        for match in _PYCON.finditer(_COMMENT.sub(_blanks, text)):
            self._problem(leaf.lines, match.start(), _IN_HTML)
        self._text(leaf, leaf.lines, _CODE.sub(_blanks, text))

    def _hide_comments(self, parts: list[Part]) -> None:
        for part in parts:
            if isinstance(part, Raw) and part.name == "comment":
                self._hide(part.lines)
            elif not isinstance(part, Raw | Text):
                self._hide_comments(part.parts)

    def _hide(self, lines: Block) -> None:
        for line in lines:
            first, last = self.short.lines[line.row]
            end = line.column + len(line.text) if first == last else None
            for row in range(first, last + 1):
                stop = len(self.document.raw[row]) if end is None else end
                self.document.code.append((row, line.column if row == first else 0, stop))

    # Equations

    def _place(self, span: Span, lines: Block, kind: str) -> None:
        if span.token is None:
            latex, attributes = span.latex, span.attributes
            start, end = (self._at(lines, position) for position in (span.start, span.end))
        else:
            self.placed.add(span.token)
            display = self.short.displays[span.token]
            latex, attributes = display.latex, display.attributes
            start = display.first, display.column
            end = display.last, len(expanded(self.document.raw[display.last]))
        swallowed = _ATTRIBUTES.search(latex)
        if swallowed and swallowed[0][0] == "{":
            self._refuse("text", lines, span.start, swallowed[0])
            return
        try:
            equation = parse_equation(latex, attributes, start[0] + 1)
        except EquationError as error:
            self.document.problems.append(PageError(start[0] + 1, str(error)))
            return
        if kind == "raw" and not attributes and not equation.id:
            return  # the page has it drawn by something else, if at all
        if kind != "block" and (attributes or equation.id):
            self._refuse(kind, lines, span.start, f"{{{attributes or '#' + equation.id}}}")
        else:
            self.document.equations.append(Placed(equation, kind == "block", start, end))

    def _check_ids(self) -> None:
        lines: dict[str, int] = {}
        for placed in self.document.equations:
            name, line = placed.equation.id, placed.equation.line
            if name and name in lines:
                self.document.problems.append(
                    PageError(
                        line,
                        f"two equations of the page have the id {name!r}: the other one is in "
                        f"line {lines[name]}",
                    )
                )
            lines.setdefault(name, line)

    def _check_links(self) -> None:
        ids = {placed.equation.id for placed in self.document.equations}
        for line, page, name in self.links:
            if page:
                cure = f"a link to an equation of another page, {page}#{name}, has no text: only "
                cure += "that page knows its number; write a text between the square brackets"
                self.document.problems.append(PageError(line, cure))
            elif name not in ids:
                cure = f"no equation of this page has the id {name!r} that an empty link names"
                self.document.problems.append(PageError(line, cure))

    # Places

    def _refuse(self, kind: str, lines: Block, position: int, attributes: str) -> None:
        where = _PLACES.get(kind, _PLACES["text"])
        self._problem(lines, position, f"the attributes {attributes} of an equation {where}")

    def _problem(self, lines: Block, position: int, message: str) -> None:
        error = PageError(self._line(lines, position), message)
        if str(error) not in map(str, self.document.problems):
            self.document.problems.append(error)

    def _at(self, lines: Block, position: int) -> Place:
        row, column = place(lines, position)
        return self.short.lines[row][0], column

    def _line(self, lines: Block, position: int) -> int:
        return self._at(lines, position)[0] + 1


def _joined(lines: Block) -> str:
    return "\n".join(line.text for line in lines)


def _blanks(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _rows(fence: Fence) -> range:
    return range(fence.first, fence.last + 1)


def _functions(shown: list[tuple[int, str]], text: str) -> Iterator[tuple[int, str]]:
    """Leave out the containers of other programs, which end with a line of colons alone."""
    lines = text.split("\n")
    closings = [row for row, line in enumerate(lines, 1) if _CLOSED.match(line)]
    opened = sorted(shown)
    containers = set()
    for closing in closings:
        above = [line for line, _ in opened if line < closing and line not in containers]
        containers.update(above[-1:])
    return ((line, name) for line, name in opened if line not in containers)
