r"""What Python calls a symbol: `\hat{y}` is `hat_y`, `W^{(1)}` is `W_1`."""

import keyword
import re
from collections.abc import Iterable
from dataclasses import replace

from dlref.equations.reading.boxes import Box, Boxes, canonical
from dlref.equations.reading.names import Symbol, slots_in

__all__ = ["python_index", "python_names"]

_SIGNS = {"*": "star", r"\star": "star", r"\infty": "infty", r"\top": "T"}


def python_names(boxes: Boxes) -> list[str]:
    r"""Return what Python may call a symbol: `\hat{y}` is `hat_y`, `\theta_{t+1}` is `theta_t_1`.

    A calligraphic letter is called `cal_B`, or `B` where nothing else is.
    """
    names = []
    for calligraphic in ("cal_", ""):
        name = _join(_words(boxes, calligraphic))
        name = re.sub(r"\W", "", name)
        if name and not name[0].isdigit():
            names.append(name + "_" if keyword.iskeyword(name) else name)
    return list(dict.fromkeys(names))


def _words(boxes: Boxes, calligraphic: str) -> list[tuple[str, bool]]:
    """List the words in a name, each with whether it is one letter that sticks to its neighbor."""
    words: list[tuple[str, bool]] = []
    for box in boxes:
        words += _nucleus(box, calligraphic)
        for script in (box.sub, box.sup):
            if script is not None:
                words.append((_join(_words(script, calligraphic)), False))
        words += [("prime", False)] * box.primes
    return words


def _nucleus(box: Box, calligraphic: str) -> list[tuple[str, bool]]:
    text = box.text
    if accent := re.fullmatch(r"\\(\w+)\{(.*)\}", text):
        style, inner = accent[1], re.sub(r"[\\{} ]", "", accent[2])
        if style == "mathbf":
            return [("ones", False)]
        if style.startswith("math"):
            inner = re.sub(r"^math[a-z]*(?=[A-Z])", "", inner)
            return [(calligraphic + inner if style == "mathcal" else inner, False)]
        inner = re.sub(r"^math[a-z]*?(?=[A-Z])", "", inner)
        return [(f"{style}_{inner}", False)]
    if text in _SIGNS:
        return [(_SIGNS[text], False)]
    if box.kind == "letter":
        return [(text, len(text) == 1)]
    if box.kind in ("number", "word"):
        return [(text, False)]
    if box.kind == "group":
        return _words(box.parts[0], calligraphic)
    if box.kind == "command" and text[1:].isalpha():
        is_bar = text == r"\|"
        inner_words = [w for part in box.parts for w in _words(part, calligraphic)]
        known = {r"\frac": "", r"\leftarrow": "new", r"\cdot": "", r"\ln": "ln"}
        return [] if is_bar else [(known.get(text, text[1:]), False), *inner_words]
    return [("", False)]


def _join(words: list[tuple[str, bool]]) -> str:
    name = ""
    stuck = False
    for word, sticks in words:
        if word:
            name += word if not name or (stuck and sticks) else "_" + word
        stuck = sticks
    return name


def python_index(symbols: Iterable[Symbol]) -> dict[str, list[tuple[int, Symbol]]]:
    """Map Python names to symbols, each with its tier: full names go before shortened ones."""
    index: dict[str, list[tuple[int, Symbol]]] = {}

    def add(names: list[str], symbol: Symbol, tier: int) -> None:
        for k, name in enumerate(names):
            listed = index.setdefault(name, [])
            if all(s is not symbol for _, s in listed):
                listed.append((3 if k else tier, symbol))

    for symbol in symbols:
        if symbol.kind == "helper":
            add([symbol.latex], symbol, 0)
            continue
        add(python_names(symbol.pattern), symbol, 1 if symbol.slots else 0)
        add(python_names(_without_slots(symbol)), symbol, 2)
    return index


def _without_slots(symbol: Symbol) -> Boxes:
    indices = {canonical(slot.pattern): slot for slot in symbol.slots}

    def literal(script: Boxes | None) -> Boxes | None:
        return None if script is None or slots_in(script, indices) else script

    return tuple(replace(b, sub=literal(b.sub), sup=literal(b.sup)) for b in symbol.pattern)
