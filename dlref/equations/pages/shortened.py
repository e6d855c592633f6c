"""A page whose code blocks and display equations are taken out, each for a token in one row."""

import re
from collections.abc import Collection, Iterator, Sequence

from dlref.equations.pages.displays import TOKEN, Display, find_displays, token
from dlref.equations.pages.fences import Fence, find_fences
from dlref.equations.pages.lines import expanded

__all__ = ["Shortened"]

_MATH = "math"  # a code block with this name holds an equation
_LABEL = re.compile(r"^:label: *(\S+) *$", re.MULTILINE)
_OPTIONS = re.compile(r"\A(?:\s*:\w+:.*\n)+")

Cut = tuple[int, int, str]  # the first and the last row of what is taken out, and what is left


class Shortened:
    """The rows of a page with tokens, and what the tokens stand for.

    Args:
        raw: The lines of the page as they are written.
        left: The first lines, from 0, of what looks like an equation and is left as it is.

    Attributes:
        rows: The rows, with blanks for tabs.
        lines: For each row, the first and the last line that it stands for, from 0.
        fences: The code blocks, which the tokens of the kind `f` number.
        displays: The equations that begin a line, which those of the kind `q` number.
    """

    def __init__(self, raw: Sequence[str], left: Collection[int]) -> None:
        self.rows = [expanded(line) for line in raw]
        self.lines = [(row, row) for row in range(len(raw))]
        self.fences = find_fences(raw)
        self.displays: list[Display] = []
        cuts = []
        for number, fence in enumerate(self.fences):
            mark = token("f", number)
            if _is_math(fence) and fence.first not in left:
                mark = token("q", len(self.displays))
                self.displays.append(_math(fence, raw))
            cuts.append((fence.first, fence.last, fence.prefix + mark))
        self._cut(cuts)
        self._take_displays(left)

    def fences_in(self, text: str) -> Iterator[Fence]:
        """Yield the code blocks in some text."""
        for match in TOKEN.finditer(text):
            if match[1] == "f":
                yield self.fences[int(match[2])]

    def _take_displays(self, left: Collection[int]) -> None:
        others = {row for row, text in enumerate(self.rows) if TOKEN.search(text)}
        begun = {row for row, (first, _) in enumerate(self.lines) if first in left}
        cuts = []
        for found in find_displays(self.rows, others, begun):
            mark = token("q", len(self.displays))
            cuts.append((found.first, found.last, self.rows[found.first][: found.column] + mark))
            first, last = self.lines[found.first][0], self.lines[found.last][1]
            self.displays.append(Display(first, found.column, last, found.latex, found.attributes))
        self._cut(cuts)

    def _cut(self, cuts: list[Cut]) -> None:
        for first, last, left in reversed(cuts):
            self.rows[first : last + 1] = [left]
            self.lines[first : last + 1] = [(self.lines[first][0], self.lines[last][1])]


def _is_math(fence: Fence) -> bool:
    return _MATH in (fence.language.lower(), fence.attributes.strip())


def _math(fence: Fence, raw: Sequence[str]) -> Display:
    """Read a code block as an equation; a label is the id that MyST gives one."""
    latex = fence.code(raw)
    labels = _LABEL.findall(latex)
    words = fence.attributes.strip().removeprefix(":").split(" ")
    words = [word for word in words if word not in (_MATH, f".{_MATH}")]
    attributes = " ".join([*words, *(f"#{label}" for label in labels)])
    latex = _OPTIONS.sub(lambda options: "\n" * options[0].count("\n"), latex)
    return Display(fence.first, len(fence.prefix), fence.last, "\n" + latex, attributes)
