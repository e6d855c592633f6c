"""The rows of a notation table: which symbols they spell, and which of them are indices."""

import re
from collections.abc import Iterable, Mapping

from dlref.equations.errors import EquationError
from dlref.equations.reading.boxes import Boxes, canonical, read_boxes
from dlref.equations.reading.brackets import split
from dlref.equations.reading.names import Symbol, slots_in

__all__ = ["HELPER", "Spelled", "bounds", "indices_of", "slots_of", "spelled"]

_RANGE = re.compile(r"\s*(?P<low>[^.\s][^.]*?)\s*\.\.\s*(?P<high>[^.\s].*?)\s*", re.DOTALL)
HELPER = re.compile(r"`(\w+)`")

Spelled = dict[str, tuple[Boxes, object, str, int]]  # boxes, value, LaTeX, number of the row


def spelled(rows: Iterable[tuple[str, object]]) -> Spelled:
    """Read the symbols of all rows; a later one replaces an earlier one of the same spelling."""
    found: Spelled = {}
    for number, (latex, value) in enumerate(rows):
        latex = latex.strip().removeprefix("$").removesuffix("$").strip()
        if HELPER.fullmatch(latex):
            found[latex] = ((), value, latex, number)
            continue
        if not latex:
            raise EquationError("a row of the notation has no symbol")
        boxes = tuple(box for box in read_boxes(latex) if box.kind != "space")
        parts, _ = split(boxes, frozenset({","}))
        for part in parts:
            if not part:
                raise EquationError(f"{latex}: a symbol is missing beside a comma")
            is_whole = len(parts) == 1  # with the styles that are no part of a name
            written = latex if is_whole else latex[part[0].start : part[-1].end].strip()
            key = canonical(part)
            found.pop(key, None)
            found[key] = (part, value, written, number)
    return found


def indices_of(spelled: Spelled) -> dict[str, Symbol]:
    """List the symbols that are declared by a range."""
    return {
        key: Symbol(latex, "index", boxes)
        for key, (boxes, value, latex, _) in spelled.items()
        if isinstance(value, str) and boxes and _RANGE.fullmatch(value)
    }


def bounds(value: str) -> tuple[str, str]:
    """Split `1..5` into its ends."""
    match = _RANGE.fullmatch(value)
    assert match is not None, "only ranges declare an index"
    return match["low"], match["high"]


def slots_of(boxes: Boxes, indices: Mapping[str, Symbol]) -> list[Symbol]:
    """List the indices in the scripts of a spelling that are made of nothing else."""
    return [
        index
        for box in boxes
        for script in (box.sub, box.sup)
        if script is not None
        for index in slots_in(script, indices)
    ]
