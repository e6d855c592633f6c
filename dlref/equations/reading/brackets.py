"""Brackets and separators in a row of boxes: which closes which, and what stands between."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dlref.equations.reading.boxes import Boxes

__all__ = ["ARROWS", "CLOSING", "RELATIONS", "closing", "split", "split_rows"]

_EQUALITIES = frozenset(["=", ":=", r"\approx", r"\propto", r"\leftarrow"])
RELATIONS = _EQUALITIES | {r"\le", "<", r"\ge", ">", r"\ne", r"\in", r"\notin"}
ARROWS = frozenset(
    [r"\Rightarrow", r"\Leftrightarrow", r"\Leftarrow", r"\Longrightarrow", r"\Longleftrightarrow"]
)
ARROWS |= {r"\Longleftarrow", r"\impliedby", r"\therefore", r"\because", r"\leadsto"}
CLOSING = {"(": ")", "[": "]", r"\{": r"\}", r"\langle": r"\rangle", r"\lfloor": r"\rfloor"}
CLOSING[r"\lceil"] = r"\rceil"
_CLOSERS = frozenset(CLOSING.values())


def is_sign(boxes: "Boxes", position: int) -> bool:
    """Say whether a box is a sign or command, not a word that only looks like one."""
    return boxes[position].kind in ("sign", "command")


def closing(boxes: "Boxes", position: int) -> int | None:
    """Return where the bracket at `position` is closed, or `None` if it never is."""
    wanted: list[tuple[str, ...]] = []
    for i in range(position, len(boxes)):
        text = boxes[i].text
        if not is_sign(boxes, i):
            continue
        if text in CLOSING:
            is_interval = i > 0 and boxes[i - 1].text in (r"\in", r"\notin") and text in "(["
            wanted.append((")", "]") if is_interval else (CLOSING[text],))
        elif text in _CLOSERS:
            if not wanted or text not in wanted.pop():
                return None
            if not wanted:
                return i
    return None


def split(boxes: "Boxes", separators: frozenset[str]) -> tuple[list["Boxes"], list[str]]:
    """Split at the `separators` that stand in no bracket; return the parts and what was between."""
    parts: list[Boxes] = []
    found: list[str] = []
    begin = depth = 0
    for i, box in enumerate(boxes):
        if not is_sign(boxes, i) and box.kind != "space":
            continue
        if box.text in CLOSING:
            depth += 1
        elif box.text in _CLOSERS:
            depth -= 1
        elif depth == 0 and box.text in separators:
            parts.append(boxes[begin:i])
            found.append(box.text)
            begin = i + 1
    return [*parts, boxes[begin:]], found


def split_rows(boxes: "Boxes") -> list[list["Boxes"]]:
    """Split the content of an environment into rows of cells."""
    rows: list[list[Boxes]] = [[]]
    begin = 0
    for i, box in enumerate(boxes):
        if box.kind in ("sign", "command") and box.text in ("&", "\\\\"):
            rows[-1].append(boxes[begin:i])
            begin = i + 1
            if box.text == "\\\\":
                rows.append([])
    rows[-1].append(boxes[begin:])
    return [row for row in rows if any(row)]
