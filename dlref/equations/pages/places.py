"""Where the symbols of a formula stand in its LaTeX, and which symbol each of them is.

Only names are looked at, so that this works for what is not parsed as well: stated equations and
formulas in the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dlref.equations.reading.boxes import Box, Boxes, read_boxes
from dlref.equations.reading.names import Match, Names, Symbol

__all__ = ["Place", "find_places", "without_layout"]

_NAMES = {"letter", "word", "command"}


@dataclass(frozen=True)
class Place:
    """A name in LaTeX, at `start:end` with its scripts.

    Args:
        start: Where it begins.
        end: Where it ends.
        text: Its nucleus.
        kind: What sort of box it is.
        symbol: The declared symbol; `None` if nothing declares the name.
    """

    start: int
    end: int
    text: str
    kind: str
    symbol: Symbol | None


def find_places(latex: str, names: Names) -> list[Place]:
    """List the names in a formula from left to right, each before those in its scripts.

    Raises:
        EquationError: The LaTeX cannot be read.
    """
    return list(_places(read_boxes(latex), names, has_integral=r"\int" in latex))


def without_layout(boxes: Boxes) -> Boxes:
    """Leave out wide spaces and the marks of alignment, which may stand within a name."""
    return tuple(box for box in boxes if box.kind != "space" and box.text != "&")


def _places(boxes: Boxes, names: Names, has_integral: bool) -> Iterator[Place]:
    boxes = without_layout(boxes)
    position = 0
    while position < len(boxes):
        box = boxes[position]
        match = names.match(boxes, position) if box.kind != "prose" else None
        is_short = match is None or len(match.symbol.pattern) == 1
        if match is None or (is_short and _is_differential(boxes, position, has_integral)):
            if box.kind in _NAMES:
                yield Place(box.start, box.end, box.text, box.kind, None)
            inner = [*_parts(box), box.sub or (), box.sup or ()]
            position += 1
        else:
            pattern = match.symbol.pattern
            stop = position + len(pattern)
            if not (match.symbol.signature and match.symbol.signature.is_bare):
                end = boxes[stop - 1].end
                yield Place(box.start, end, box.text, box.kind, match.symbol)
            inner = _inside(match)
            position = stop
        for part in inner:
            yield from _places(part, names, has_integral)


def _inside(match: Match) -> list[Boxes]:
    """List what is read inside a name: its slots, and scripts that do not belong to it."""
    if match.arguments is not None:
        return list(match.slots)
    return [*match.slots, match.last.sub or (), match.last.sup or ()]


def _parts(box: Box) -> tuple[Boxes, ...]:
    r"""List the arguments of a command; the signs of `\frac{df}{dx}` are no names."""
    if box.text == r"\frac" and all(part and part[0].text == "d" for part in box.parts):
        return tuple(part[1:] for part in box.parts)
    return box.parts


def _is_differential(boxes: Boxes, position: int, has_integral: bool) -> bool:
    """Say whether a `d` is that of the `dx` of an integral, and no symbol."""
    if not has_integral or boxes[position].text != "d" or boxes[position].sub is not None:
        return False
    return position + 1 < len(boxes) and boxes[position + 1].kind in ("letter", "command")
