"""The fenced code blocks of a page, as pymdownx.superfences finds them.

It goes through the lines before it knows any container: a fence may be indented and quoted, ends
with the same fence at the same depth, and is given up at a line that stands further to the left.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dlref.equations.pages.lines import CONTAINERS, TAB, expanded

__all__ = ["PYCON", "Fence", "find_fences", "is_almost_fence"]

_START = re.compile(
    r"""(?P<fence>~{3,}|`{3,})
    (?:\ *\.?(?P<language>[\w#.+-]+)(?=\ |$))?
    (?:\ *\{(?P<attributes>.*)\}
      |(?P<options>(?:\ *[a-zA-Z]\w*(?:=(?P<quote>["']).*?(?P=quote))?(?=\ |$))+)
    )?\ *$""",
    re.VERBOSE,
)
_OPTION = re.compile(r"(?P<key>[a-zA-Z]\w*)(?:=(?P<quote>[\"'])(?P<value>.*?)(?P=quote))?")
# What a code block may be told without braces; with anything else it is no block.
_HIGHLIGHTING = {
    "title": re.compile(""),
    "title_mode": re.compile(""),
    "linenums": re.compile(r"\d+"),
    "hl_lines": re.compile(r"\d+(?:-\d+)?(?: +\d+(?:-\d+)?)*$"),
}
_WORD = re.compile(r"[^\s=}]+=(?:\"[^\"]*\"|'[^']*'|[^\s}]+)|[^\s}]+")
_PREFIX = re.compile(r"[> \t]*")
PYCON = frozenset({"pycon", "python-console"})  # two names of one highlighter
_ALMOST = re.compile(
    r"(?P<fence>`{3,}|~{3,})(?!.*(?P=fence)) *"
    r"(?:(?:\{[^{}]*\.|\.?)(?:pycon|python-console|math)\b|\{ *math *\})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Fence:
    """A fenced code block.

    Args:
        first: Its first row, from 0; the row of the opening fence.
        last: Its last row.
        prefix: What stands before the opening fence, with blanks for tabs.
        language: What it says to be, or its first class.
        attributes: What stands in its braces.
    """

    first: int
    last: int
    prefix: str
    language: str
    attributes: str

    @property
    def is_pycon(self) -> bool:
        """Whether it is shown as a session of Python."""
        return self.language.lower() in PYCON

    def code(self, raw: Sequence[str]) -> str:
        """Return what stands in it, without what stands before each line."""
        rows = raw[self.first + 1 : self.last]
        return "".join(_after(line, len(self.prefix)) + "\n" for line in rows)

    def indent(self, raw: Sequence[str]) -> str:
        """Return what stands before its first line, as it is written."""
        prefix = _PREFIX.match(raw[self.first])
        return prefix[0] if prefix else ""


def find_fences(raw: Sequence[str]) -> list[Fence]:
    """List the code blocks of a page, given its lines."""
    found: list[Fence] = []
    opened: _Open | None = None
    for row, written in enumerate(raw):
        line = expanded(written)
        if opened is None:
            opened = _opened(row, line)
            continue
        taken = opened.takes(line)
        if taken == "end":
            found.append(opened.closed(row))
        if taken != "line":
            opened = None  # a line that gives a block up starts no other
    return found


def is_almost_fence(line: str) -> bool:
    """Say whether a line of text looks as if Python examples or a formula began there."""
    before = CONTAINERS.match(line)
    return _ALMOST.match(line, before.end() if before else 0) is not None


@dataclass
class _Open:
    """A block whose end is not yet seen."""

    row: int
    prefix: str
    sign: str
    language: str
    attributes: str
    seen_empty: bool = False

    def takes(self, line: str) -> str:
        """Say whether a line is a `line` of the block, its `end`, or `nothing` of it."""
        prefix = _PREFIX.match(line)
        count = min(len(prefix[0]) if prefix else 0, len(self.prefix))
        before, content = line[:count], line[count:]
        if ">" in self.prefix:
            return self._quoted(before, content)
        if ">" in before:
            return "nothing"
        if not line.strip():
            return "line"
        if count != len(self.prefix):
            return "nothing"
        return "end" if content.rstrip(" ") == self.sign else "line"

    def _quoted(self, before: str, content: str) -> str:
        depth, here = self.prefix.count(">"), before.count(">")
        if here > depth:
            return "nothing"
        if not content:
            self.seen_empty = True
            return "line"
        if len(before) < len(self.prefix) or (self.seen_empty and here < depth):
            return "nothing"
        if content.rstrip(" ") == self.sign:
            return "end"
        self.seen_empty = False
        return "line"

    def closed(self, row: int) -> Fence:
        """Return the block, given its last row."""
        return Fence(self.row, row, self.prefix, self.language, self.attributes)


def _opened(row: int, line: str) -> _Open | None:
    prefix = _PREFIX.match(line)
    start = prefix.end() if prefix else 0
    match = _START.match(line, start)
    if match is None:
        return None
    language = match["language"] or ""
    attributes = match["attributes"] or ""
    if match["attributes"] is not None and not match["language"]:
        classes = [word[1:] for word in _WORD.findall(attributes) if word.startswith(".")]
        language = classes[0] if classes else ""
    if language.lower() in PYCON and not _are_known(match["options"] or ""):
        return None
    return _Open(row, line[:start], match["fence"], language, attributes)


def _are_known(options: str) -> bool:
    for option in _OPTION.finditer(options):
        value = option["value"] if option["value"] is not None else option["key"]
        known = _HIGHLIGHTING.get(option["key"])
        if known is None or known.match(value) is None:
            return False
    return True


def _after(line: str, width: int) -> str:
    """Cut so many columns of a line, and keep what a tab reaches beyond them."""
    column = 0
    for position, character in enumerate(line):
        if column >= width or character not in "> \t":
            return " " * (column - width) + line[position:]
        column += TAB - column % TAB if character == "\t" else 1
    return ""
