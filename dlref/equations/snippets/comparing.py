"""An output and what is shown of it: numbers to the digits shown, everything else as text.

White space beside a number is padding, which NumPy makes as wide as another number needs; it only
has to be there where it keeps a number from another one or from a word. Inside brackets a line may
be broken at it. With `ELLIPSIS`, dots that are shown stand for any text.
"""

import doctest
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dlref.equations.snippets.numbers import NUMBER, agree

__all__ = ["is_shown"]

Comparison = Callable[[str, str], bool]
_BLANK = re.compile(rf"^{doctest.BLANKLINE_MARKER}[ ]*$", re.MULTILINE)


def is_shown(want: str, got: str, flags: int = 0, numbers: Comparison = agree) -> bool:
    """Tell whether an output `got` is what `want` shows; `numbers` compares two numbers."""
    if got == want:
        return True
    if not flags & doctest.DONT_ACCEPT_BLANKLINE:
        want = _BLANK.sub("", want)
    want, got = _without_ends(want), _without_ends(got.expandtabs())
    if flags & doctest.NORMALIZE_WHITESPACE:
        want, got = " ".join(want.split()), " ".join(got.split())
    pieces = [*_pieces(want, doctest.ELLIPSIS_MARKER if flags & doctest.ELLIPSIS else None)]
    return _match(pieces, got, numbers)


def _without_ends(text: str) -> str:
    """Drop the blanks at the ends of lines, which nobody sees."""
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)


# What is shown, as patterns -----------------------------------------------------------------------


@dataclass(frozen=True)
class _Piece:
    """A part of what is shown, between dots.

    Args:
        pattern: What an output must look like; each number is a group.
        numbers: The numbers that are shown.
    """

    pattern: re.Pattern[str]
    numbers: tuple[str, ...]


def _pieces(want: str, dots: str | None) -> Iterator[_Piece]:
    texts = want.split(dots) if dots else [want]
    depth = 0
    for index, text in enumerate(texts):
        yield _piece(text, depth, index > 0, index < len(texts) - 1)
        depth = _depth(text, depth)


def _piece(text: str, depth: int, follows_dots: bool, precedes_dots: bool) -> _Piece:
    numbers = [
        match
        for match in NUMBER.finditer(text)
        # Beside the dots stands a part of a number, or of a word.
        if not (follows_dots and match.start() == 0)
        and not (precedes_dots and match.end() == len(text))
    ]
    pattern, position = "", 0
    for match in numbers:
        between = text[position : match.start()]
        pattern += _between(between, depth, position > 0, match[0]) + f"({NUMBER.pattern})"
        depth, position = _depth(between, depth), match.end()
    pattern += _between(text[position:], depth, position > 0, "")
    return _Piece(re.compile(pattern), tuple(match[0] for match in numbers))


def _between(text: str, depth: int, follows_number: bool, number: str) -> str:
    """Make a pattern of the text before a number, or of the last text, which has none after it."""
    core = text.lstrip() if follows_number else text
    left = text[: len(text) - len(core)]
    if number and not core and follows_number:
        return _gap(left, depth, bool(left) and number[0] not in "+-")
    right = core[len(core.rstrip()) :] if number else ""
    core = core.removesuffix(right)
    pattern = re.escape(core)
    if follows_number:
        pattern = _gap(left, depth, bool(left) and _is_word(core[:1])) + pattern
    if number:
        pattern += _gap(right, _depth(core, depth), bool(right) and _is_word(core[-1:]))
    return pattern


def _gap(space: str, depth: int, is_needed: bool) -> str:
    some = "+" if is_needed else "*"
    if depth:
        return r"\s" + some
    lines = space.count("\n")
    return r"[ \t]*" + r"\n[ \t]*" * lines if lines else r"[ \t]" + some


def _depth(text: str, depth: int) -> int:
    """Count the brackets that are open after a text."""
    for character in text:
        depth = max(0, depth + (character in "([{") - (character in ")]}"))
    return depth


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


# Patterns and the output --------------------------------------------------------------------------


def _match(pieces: list[_Piece], got: str, numbers: Comparison) -> bool:
    """Find the pieces in their order, each as early as it can be."""

    def agrees(piece: _Piece, match: re.Match[str] | None) -> bool:
        return match is not None and all(map(numbers, piece.numbers, match.groups()))

    if len(pieces) == 1:
        return agrees(pieces[0], pieces[0].pattern.fullmatch(got))
    first, *middle, last = pieces
    match = first.pattern.match(got)
    if match is None or not agrees(first, match):
        return False
    position = match.end()
    for piece in middle:
        matches = (piece.pattern.match(got, start) for start in range(position, len(got) + 1))
        found = next((match for match in matches if match and agrees(piece, match)), None)
        if found is None:
            return False
        position = found.end()
    ends = (last.pattern.fullmatch(got, start) for start in range(position, len(got) + 1))
    return any(agrees(last, match) for match in ends)
