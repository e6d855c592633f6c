"""The HTML in a page, as Python-Markdown and its extension md_in_html find it.

A comment or a block element that begins a line is raw: what stands in it is no Markdown. An element
with the attribute `markdown` is a container of Markdown. Everything else is text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dlref.equations.pages.lines import Line

__all__ = ["Element", "Part", "Raw", "Text", "read_markup"]

_NAMES = """address article aside blockquote details div dl fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre section table ul canvas colgroup dd
    body dt group html iframe li legend math map noscript output object option progress script style
    summary tbody td textarea tfoot th thead tr video center"""
_BLOCKS = frozenset(_NAMES.split())
_TEXTS = "address dd dt h1 h2 h3 h4 h5 h6 legend li p summary td th"
_SPANS = frozenset(_TEXTS.split())
_RAW = frozenset(["canvas", "math", "option", "pre", "script", "style", "textarea"])
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][^\s`/>]*)"
    r"(?P<attributes>(?:\s+[^\s\"'>/=`]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'`>]+))?)*)"
    r"\s*(?P<empty>/?)>"
)
_MARKDOWN = re.compile(r"\smarkdown(?:\s*=\s*[\"']?(?P<value>\w*)[\"']?)?(?=\s|$)")
_COMMENT = re.compile(r"<!--.*?--!?>", re.DOTALL)
_ATTRIBUTES = re.compile(r"<!-- *\{")
_OTHER = re.compile(r"<\?.*?\?>|<![A-Za-z][^>]*>|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_NOT_MARKUP = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Text:
    """Lines of Markdown."""

    lines: list[Line]


@dataclass(frozen=True)
class Raw:
    """A comment, or an element without Markdown."""

    lines: list[Line]
    name: str  # of the element, or `comment`


@dataclass(frozen=True)
class Element:
    """An element with Markdown in it, which may be text only."""

    parts: list["Part"] = field(default_factory=list)
    is_span: bool = False


Part = Text | Raw | Element


def read_markup(rows: Sequence[str]) -> list[Part]:
    """Divide a page into Markdown, raw HTML and elements with Markdown."""
    reader = _Reader("\n".join(rows))
    reader.read()
    return reader.outer


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.outer: list[Part] = []
        self.open: list[tuple[str, Element]] = []
        self.begin = 0  # of the Markdown that is not yet kept
        self.tail = -1  # where a block ended: what follows on its line may be another

    def read(self) -> None:
        position = 0
        while (position := self.text.find("<", position)) >= 0:
            position = self._at(position)
        self._keep(len(self.text))

    def _at(self, start: int) -> int:
        """Read what begins with an opening angle, and return where to go on."""
        comment = _COMMENT.match(self.text, start) or _OTHER.match(self.text, start)
        if comment:
            # One with attributes belongs to the equation that stands before it.
            if self._begins_line(start) and not _ATTRIBUTES.match(comment[0]):
                self._raw(start, comment.end(), "comment")
            return comment.end()
        tag = _TAG.match(self.text, start)
        if tag is None:
            return start + 1
        name = tag["name"].lower()
        if tag["end"]:
            self._close(tag, name)
        elif name in _BLOCKS and (self._begins_line(start) or self._begins_element(start)):
            return self._block(tag, name)
        return tag.end()

    def _block(self, tag: re.Match[str], name: str) -> int:
        kind = _kind(tag, name)
        if tag["empty"] or name == "hr":
            self._raw(tag.start(), tag.end(), name)
        elif kind == "raw" or self._is_inert(tag.start()):
            end = self._end_of(tag.start())
            self._raw(tag.start(), end, name)
            return end
        else:
            self._keep(tag.start())
            element = Element(is_span=kind == "span")
            self._parts().append(element)
            self.open.append((name, element))
            self.begin = tag.end()
        return tag.end()

    def _is_inert(self, start: int) -> bool:
        """Say whether an element with Markdown stands where Python-Markdown leaves it as it is."""
        if self.open:
            return self.open[-1][1].is_span
        return self.text[start - 1 : start] == " " and not self._is_in_tail(start)

    def _close(self, tag: re.Match[str], name: str) -> None:
        if name not in (opened for opened, _ in self.open):
            return
        self._keep(tag.start())
        while self.open.pop()[0] != name:
            pass
        self.begin = self.tail = tag.end()

    def _end_of(self, position: int) -> int:
        """Find the end of a raw element, which may hold others and leave them open."""
        opened: list[str] = []
        while (position := self.text.find("<", position)) >= 0:
            other = _COMMENT.match(self.text, position)
            tag = None if other else _TAG.match(self.text, position)
            if tag is None:
                position = other.end() if other else position + 1
                continue
            position = tag.end()
            name = tag["name"].lower()
            if not tag["end"]:
                if not tag["empty"] and name != "hr":
                    opened.append(name)
                code = _NOT_MARKUP.match(self.text, tag.start())
                if code:
                    position = code.end()
                    opened.pop()
            elif name in opened:
                while opened.pop() != name:
                    pass
            if not opened:
                return position
        return len(self.text)

    def _begins_line(self, position: int) -> bool:
        line = self.text[self.text.rfind("\n", 0, position) + 1 : position]
        return self._is_in_tail(position) or (len(line) <= 3 and not line.strip(" "))

    def _is_in_tail(self, position: int) -> bool:
        return self.tail >= 0 and "\n" not in self.text[self.tail : position]

    def _begins_element(self, position: int) -> bool:
        """Say whether nothing but blanks stands before this in an element with Markdown."""
        return bool(self.open) and not self.text[self.begin : position].strip()

    def _raw(self, start: int, end: int, name: str) -> None:
        self._keep(start)
        self._parts().append(Raw(self._lines(start, end), name))
        self.begin = self.tail = end

    def _keep(self, end: int) -> None:
        lines = self._lines(self.begin, end)
        if any(line.text.strip() for line in lines):
            self._parts().append(Text(lines))
        self.begin = end

    def _parts(self) -> list[Part]:
        return self.open[-1][1].parts if self.open else self.outer

    def _lines(self, start: int, end: int) -> list[Line]:
        row = self.text.count("\n", 0, start)
        column = start - self.starts[row]
        lines = []
        for text in self.text[start:end].split("\n"):
            lines.append(Line(row, column, text))
            row, column = row + 1, 0
        return lines


def _kind(tag: re.Match[str], name: str) -> str:
    """Say whether an element holds blocks of Markdown, a span of it, or none: it is raw."""
    match = _MARKDOWN.search(tag["attributes"])
    if match is None or name in _RAW:
        return "raw"
    value = match["value"] or "1"
    if value == "markdown":
        value = "1"
    if value == "1":
        return "span" if name in _SPANS else "block"
    return value if value in ("block", "span") else "raw"
