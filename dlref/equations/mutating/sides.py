r"""Where the sides of an equation stand in its tokens, without knowing any name.

A relation or the end of a statement bounds a side; brackets, groups and environments within it do
not. A line that begins with an operator goes on with the side before it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dlref.equations.reading.brackets import CLOSING, RELATIONS
from dlref.equations.reading.statements import LAYOUTS
from dlref.equations.reading.tokens import Token

__all__ = ["Side", "frozen_tokens", "partners", "sides"]

_OPENING = frozenset({"{", *CLOSING})
_CLOSING = frozenset({"}", *CLOSING.values()})
_GOES_ON = frozenset(["+", "-", r"\cdot", r"\times", r"\odot"])
_LAYOUT_MARKS = re.compile(r"\\begin\{\w+\*?\}|\\end\{\w+\*?\}|\\\\|&|\s+")


@dataclass(frozen=True)
class Side:
    """One side of a relation.

    Args:
        start: Where it starts in the LaTeX, and `end` where it ends.
        left: The relation to its left, if any, and `right` that to its right.
        opposite: What stands on the other side, if there is only one.
    """

    start: int
    end: int
    left: str = ""
    right: str = ""
    opposite: str = ""

    def text(self, latex: str) -> str:
        """Return the side on one line, without the marks of its layout."""
        part = latex[self.start : self.end]
        names = set(re.findall(r"\\begin\{(\w+)", part))
        return part if names - LAYOUTS else _LAYOUT_MARKS.sub(" ", part).strip()


def partners(tokens: Sequence[Token]) -> dict[int, int]:
    """Map the position of each opening bracket or brace to that of its closing one."""
    found: dict[int, int] = {}
    pending: list[int] = []
    for k, token in enumerate(tokens):
        if token.text in _OPENING and token.kind in ("sign", "command"):
            pending.append(k)
        elif token.text in _CLOSING and token.kind in ("sign", "command") and pending:
            found[pending.pop()] = k
    return found


def frozen_tokens(tokens: Sequence[Token], partner: dict[int, int]) -> set[int]:
    r"""Find the tokens that only name an environment: the braces after `\begin` and `\end`."""
    return {
        j
        for k, token in enumerate(tokens)
        if token.text in (r"\begin", r"\end")
        for j in range(k, partner.get(k + 1, k) + 1)
    }


def sides(latex: str, tokens: Sequence[Token]) -> list[Side]:
    """List the sides of all relations in their order."""
    found: list[Side] = []
    start, before = 0, ""
    for token, text in [*_bounds(latex, tokens), (None, "")]:
        end = token.start if token else len(latex)
        if (before or text) and latex[start:end].strip():
            found.append(Side(start, end, before, text))
        start, before = (token.end if token else end), text
    return [_with_opposite(k, found, latex) for k in range(len(found))]


def _with_opposite(k: int, found: Sequence[Side], latex: str) -> Side:
    side = found[k]
    if bool(side.left) == bool(side.right):
        return side
    other = found[k - 1] if side.left and k else found[min(k + 1, len(found) - 1)]
    return replace(side, opposite=other.text(latex))


def _bounds(latex: str, tokens: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """Yield the tokens that bound sides: a relation with its sign, anything else with none."""
    partner = partners(tokens)
    frozen = frozen_tokens(tokens, partner)
    depth = 0
    for k, token in enumerate(tokens):
        if token.text in (r"\begin", r"\end"):
            name = latex[token.end :].lstrip("{ ").partition("}")[0].rstrip("*")
            if name not in LAYOUTS:
                depth += 1 if token.text == r"\begin" else -1
        if k in frozen or token.kind in ("letter", "number", "word"):
            continue
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth > 0:
            continue
        if token.text in RELATIONS:
            yield token, token.text
        elif _ends_statement(tokens, k):
            yield token, ""


def _ends_statement(tokens: Sequence[Token], k: int) -> bool:
    if tokens[k].kind == "space" or tokens[k].text == "\\\\":
        return not _goes_on(tokens, k)
    return tokens[k].kind == "prose" or tokens[k].text in (",", ";")


def _goes_on(tokens: Sequence[Token], k: int) -> bool:
    rest = [t for t in tokens[k + 1 : k + 4] if t.text != "&" and t.kind != "space"]
    return bool(rest) and rest[0].text in RELATIONS | _GOES_ON
