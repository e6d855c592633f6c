r"""Declared spellings: what is a name is decided by the declarations alone, the longest one first.

A spelling is a row of boxes. A script made only of declared indices is a *slot*: with indices $i$
and $l$, `w^{l}` stands for every layer and `y^{(i)}` for every example. Any other script is
literal: `\theta_{t+1}` is one name if $t$ is no index.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from dlref.equations.reading.boxes import Box, Boxes, canonical
from dlref.equations.reading.brackets import CLOSING, closing, split

__all__ = ["Match", "Names", "Signature", "Symbol"]

SymbolKind = Literal["value", "function", "table", "index", "bound", "helper"]
_SEPARATORS = frozenset({",", ";", "|", r"\|", ":"})
_LABELS = frozenset({"(", "["})  # y^{(i)} and W^{[l]}
_BARS = frozenset({"|", r"\|"})


@dataclass(frozen=True, slots=True)
class Signature:
    r"""How arguments follow a name: `(a \mid s)` opens with `(` and has the separator `|`."""

    opening: str
    separators: tuple[str, ...]
    closing: Box
    is_bare: bool = False  # brackets without a name before them

    def read(self, boxes: Boxes, position: int) -> tuple[list[Boxes], int] | None:
        """Split the arguments that start at `position`; return them and where they end."""
        if position >= len(boxes) or boxes[position].text != self.opening:
            return None
        end = _partner(boxes, position)
        if end is None:
            return None
        separators = frozenset(self.separators) | {",", ";"}
        inside = boxes[position + 1 : end]
        if any(b.text in self.separators and (b.sub or b.sup) for b in inside):
            return None  # a separator has no scripts
        parts, found = split(inside, separators)
        return (parts, end) if tuple(found) == self.separators else None


@dataclass(eq=False, slots=True)
class Symbol:
    """One declared name. Two symbols are the same only if they are one object."""

    latex: str
    kind: SymbolKind
    pattern: Boxes
    slots: tuple["Symbol", ...] = ()
    signature: Signature | None = None
    arguments: tuple[Boxes, ...] = ()

    def __repr__(self) -> str:
        return f"Symbol({self.latex!r})"


@dataclass(frozen=True, slots=True)
class Match:
    """A symbol found in a row of boxes: boxes `start:end`, with what stands in its slots."""

    symbol: Symbol
    end: int
    last: Box
    slots: tuple[Boxes, ...]
    arguments: tuple[Boxes, ...] | None
    rank: tuple[int, ...]
    primes: int = 0  # of a function, beyond those that belong to its name


class Names:
    """All spellings that are known at one place of an equation."""

    def __init__(self, symbols: Iterable[Symbol] = ()) -> None:
        self._by_first: dict[str, list[Symbol]] = {}
        for symbol in symbols:
            self._by_first.setdefault(symbol.pattern[0].text, []).append(symbol)

    def bind(self, *symbols: Symbol) -> "Names":
        """Return these names and, before them, the bound variables `symbols`."""
        names = Names()
        names._by_first = dict(self._by_first)
        for symbol in symbols:
            first = symbol.pattern[0].text
            names._by_first[first] = [symbol, *names._by_first.get(first, ())]
        return names

    def exactly(self, boxes: Boxes) -> Symbol | None:
        """Return the symbol that is spelled just like this, if there is one."""
        written = canonical(boxes)
        for symbol in self._by_first.get(boxes[0].text, ()) if boxes else ():
            if symbol.signature is None and canonical(symbol.pattern) == written:
                return symbol
        return None

    def spelled_from(self, first: str) -> list[Symbol]:
        """List the symbols whose spelling begins with the nucleus `first`."""
        return self._by_first.get(first, [])

    def match(self, boxes: Boxes, position: int) -> Match | None:
        """Return the longest declared name that starts at `position`."""
        if position >= len(boxes):
            return None
        found = [
            match
            for symbol in self._by_first.get(boxes[position].text, ())
            if (match := _match(symbol, boxes, position)) is not None
        ]
        return max(found, key=lambda match: match.rank, default=None)


def _match(symbol: Symbol, boxes: Boxes, position: int) -> Match | None:
    if symbol.signature is not None and symbol.signature.is_bare:
        return _match_bracket(symbol, symbol.signature, boxes, position)
    end = position + len(symbol.pattern)
    if end > len(boxes):
        return None
    found: dict[Symbol, Boxes] = {}
    literal = 0
    for k, pattern in enumerate(symbol.pattern):
        actual = boxes[position + k]
        if not _same_nucleus(pattern, actual):
            return None
        is_last = k == len(symbol.pattern) - 1
        for script in ("sub", "sup"):
            fits = _match_script(symbol, getattr(pattern, script), getattr(actual, script), is_last)
            if fits is None or any(canonical(found.get(s, b)) != canonical(b) for s, b in fits):
                return None
            found.update(fits)
            literal += getattr(pattern, script) is not None and not fits
        if actual.primes != pattern.primes and not (is_last and symbol.kind == "function"):
            return None
        if actual.primes < pattern.primes:
            return None
        literal += pattern.primes
    last = _leftover(boxes[end - 1], symbol.pattern[-1])
    primes, arguments = last.primes, None
    if symbol.signature is not None:
        read = None
        if last.sub is None and last.sup is None:
            read = symbol.signature.read(boxes, end)
        if read is not None:
            arguments, end = tuple(read[0]), read[1] + 1
            last = _leftover(boxes[end - 1], symbol.signature.closing)
    scripts = sum(b.sub is not None or b.sup is not None for b in symbol.pattern)
    is_complete = symbol.signature is None or arguments is not None or symbol.kind == "table"
    formal = symbol.arguments if arguments is not None else ()
    alike = sum(canonical(a) == canonical(f) for a, f in zip(arguments or (), formal, strict=True))
    rank = (end - position, is_complete, scripts, literal, alike)
    slots = tuple(found[s] for s in symbol.slots if s in found)
    return Match(symbol, end, last, slots, arguments, rank, primes)


def _same_nucleus(a: Box, b: Box) -> bool:
    if a.text != b.text or len(a.parts) != len(b.parts):
        return False
    return all(canonical(p) == canonical(q) for p, q in zip(a.parts, b.parts, strict=True))


def _match_bracket(
    symbol: Symbol, signature: Signature, boxes: Boxes, position: int
) -> Match | None:
    r"""Match a function that is nothing but brackets, as `\langle S, T \rangle`."""
    read = signature.read(boxes, position)
    if read is None:
        return None
    parts, end = read
    wanted, actual = signature.closing, boxes[end]
    for script in ("sub", "sup"):
        if _match_script(symbol, getattr(wanted, script), getattr(actual, script), True) is None:
            return None
    rank = (end + 1 - position, wanted.sub is not None, 0)
    return Match(symbol, end + 1, _leftover(actual, wanted), (), tuple(parts), rank)


def _leftover(actual: Box, pattern: Box) -> Box:
    """Return the last box with the scripts that do not belong to the name."""
    return Box(
        actual.kind,
        actual.text,
        actual.start,
        actual.end,
        actual.parts,
        None if pattern.sub is not None else actual.sub,
        None if pattern.sup is not None else actual.sup,
        actual.primes - pattern.primes,
    )


def _match_script(
    symbol: Symbol, pattern: Boxes | None, actual: Boxes | None, is_last: bool
) -> list[tuple[Symbol, Boxes]] | None:
    """Match one script; return what stands in its slots, or `None` if it does not fit."""
    if pattern is None:
        return [] if actual is None or is_last else None
    if actual is None:
        return None
    slots = slots_in(pattern, {canonical(slot.pattern): slot for slot in symbol.slots})
    if not slots:
        return [] if canonical(pattern) == canonical(actual) else None
    if pattern[0].text in _LABELS:
        if actual[0].text != pattern[0].text or closing(actual, 0) != len(actual) - 1:
            return None
        actual = actual[1:-1]
    parts, commas = split(actual, frozenset({","}))
    if len(slots) > 1 and not commas:
        parts = [(box,) for box in actual]
    return list(zip(slots, parts, strict=True)) if len(parts) == len(slots) else None


def slots_in(script: Boxes, indices: Mapping[str, Symbol]) -> tuple[Symbol, ...]:
    """Return the indices in a script that is made of nothing else, otherwise nothing."""
    if len(script) > 2 and script[0].text in _LABELS and closing(script, 0) == len(script) - 1:
        script = script[1:-1]
    if canonical(script) in indices:
        return (indices[canonical(script)],)
    boxes = [box for box in script if box.text != ","]
    if all(canonical((box,)) in indices for box in boxes):
        return tuple(indices[canonical((box,))] for box in boxes)
    return ()


def signature_of(boxes: Boxes) -> tuple[Boxes, Signature, tuple[Boxes, ...]] | None:
    """Take `f(a, b)` apart: the name, how arguments follow it, and the arguments."""
    if len(boxes) < 3:
        return None
    if _partner(boxes, 0) == len(boxes) - 1:
        opening = 0
    else:
        starts = [i for i in range(1, len(boxes)) if boxes[i].text in CLOSING]
        found = [i for i in starts if closing(boxes, i) == len(boxes) - 1]
        if not found:
            return None
        opening = found[0]
    arguments, separators = split(boxes[opening + 1 : -1], _SEPARATORS)
    signature = Signature(boxes[opening].text, tuple(separators), boxes[-1], opening == 0)
    return boxes[:opening] or boxes[:1], signature, tuple(arguments)


def _partner(boxes: Boxes, position: int) -> int | None:
    """Find the bracket that closes the one at `position`; a bar is closed by the next such bar."""
    if boxes[position].text in CLOSING:
        return closing(boxes, position)
    if boxes[position].text in _BARS:
        text = boxes[position].text
        return next((i for i in range(position + 1, len(boxes)) if boxes[i].text == text), None)
    return None
