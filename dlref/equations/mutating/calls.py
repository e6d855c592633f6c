"""Mistakes in what a function is called with, in whether it is called, and in an interval."""

from collections.abc import Iterator

from dlref.equations.mutating.formula import Formula
from dlref.equations.mutating.names import (
    DIFFERENTIALS,
    FOLDS,
    GREEK,
    SEPARATORS,
    Made,
    names,
)

__all__ = ["ends", "forgotten_functions", "replaced_arguments"]


def replaced_arguments(formula: Formula) -> Made:
    """Put another name in the place of an argument: another argument, or any name."""
    found = [name for name in names(formula) if formula.written(*name) not in DIFFERENTIALS]
    calls = list(_calls(formula))
    arguments = [
        (k, stop)
        for k, stop in found
        if _stands_alone(formula, k, stop) and any(o < k < c for o, c in calls)
    ]
    for k, stop in arguments:
        here = formula.written(k, stop)
        others = (_next_name(formula, places, here) for places in (arguments, found))
        for other in dict.fromkeys(filter(None, others)):
            yield "name", f"the argument {here} becomes {other}", [formula.cut(k, stop, other)]


def _next_name(formula: Formula, places: list[tuple[int, int]], here: str) -> str | None:
    """Return the name after one in the order of a formula, the first one after the last."""
    written = list(dict.fromkeys(formula.written(*place) for place in places))
    others = [*written[written.index(here) + 1 :], *written[: written.index(here)]]
    return others[0] if others else None


def _stands_alone(formula: Formula, k: int, stop: int) -> bool:
    """Say whether a name is an argument by itself: brackets and separators stand around it."""
    before = _skip_space(formula, k - 1, -1)
    after = _skip_space(formula, stop, 1)
    return (before in SEPARATORS | {"(", "[", r"\mid"}) and (
        after in SEPARATORS | {")", "]", r"\mid"}
    )


def _skip_space(formula: Formula, k: int, step: int) -> str:
    while 0 <= k < len(formula.tokens) and formula.tokens[k].kind == "space":
        k += step
    return formula.text(k)


def _calls(formula: Formula) -> Iterator[tuple[int, int]]:
    """List the round brackets that follow a name at once: of a call, or of a product."""
    for opening, closing in formula.partner.items():
        is_round = formula.text(opening) == "(" and opening not in formula.frozen
        if is_round and opening > 0 and closing > opening + 1 and _is_name_before(formula, opening):
            yield opening, closing


def _is_name_before(formula: Formula, opening: int) -> bool:
    token = formula.tokens[opening - 1]
    if token.text in ("}", "'"):
        return True  # of \operatorname{f}, of a script, of f'
    is_name = token.kind in ("letter", "word") or bool(GREEK.fullmatch(token.text))
    return is_name and opening - 1 not in formula.frozen


def forgotten_functions(formula: Formula) -> Made:
    """Put the argument of a call, its size or 0 in the place of the call."""
    for opening, closing in _calls(formula):
        start = _start_of_name(formula, opening)
        if start is None or formula.text(closing + 1) in ("^", "_", "'"):
            continue
        inside = formula.written(opening + 1, closing)
        if any(formula.text(j) in SEPARATORS for j in range(opening + 1, closing)):
            continue  # several arguments: which of them?
        name = formula.written(start, opening)
        for text in (f"({inside})", rf"\left|{inside}\right|", "0"):
            shown = text.replace(r"\left", "").replace(r"\right", "")
            change = f"{name}({inside}) becomes {shown}"
            yield "function", change, [formula.cut(start, closing + 1, text)]


def _start_of_name(formula: Formula, opening: int) -> int | None:
    """Find where the name before a bracket begins; nothing where that is not sure."""
    k = opening - 1
    if formula.text(k) in ("}", "'"):
        starts = [o for o, c in formula.partner.items() if c == k]
        if not starts or formula.text(starts[0] - 1) != r"\operatorname":
            return None
        return starts[0] - 1
    return None if k in formula.scripts or formula.text(k) in FOLDS else k


def ends(formula: Formula) -> Made:
    """Open an end of an interval that is closed, or close one that is open."""
    other = {"(": "[", "[": "(", ")": "]", "]": ")"}
    for k, token in formula.places():
        if token.text != r"\in":
            continue
        opening = next((j for j in range(k + 1, k + 3) if formula.text(j) in ("(", "[")), None)
        if opening is None:
            continue
        closing = _end_of_interval(formula, opening)
        for j in (opening, closing):
            if j is not None:
                text = formula.text(j)
                change = f"{text} becomes {other[text]}"
                yield "end", change, [formula.cut(j, j + 1, other[text])]


def _end_of_interval(formula: Formula, opening: int) -> int | None:
    """Find the bracket that ends an interval, whose two may differ."""
    depth = 0
    for j in range(opening, len(formula.tokens)):
        depth += (formula.text(j) in ("(", "[", "{")) - (formula.text(j) in (")", "]", "}"))
        if depth == 0:
            return j
    return None
