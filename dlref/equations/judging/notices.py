"""What a true verdict leaves open: declarations because of which a mistake would not be seen."""

import ast
import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from dlref.equations.declaring.environment import Environment, Key
from dlref.equations.declaring.notation import Notation
from dlref.equations.errors import EquationError
from dlref.equations.evaluating import values
from dlref.equations.evaluating.evaluate import Evaluator
from dlref.equations.evaluating.values import Value
from dlref.equations.inspecting.symbols import is_drawn
from dlref.equations.judging.judge import EQUALITIES, Judge
from dlref.equations.reading.names import Symbol
from dlref.equations.reading.tree import Node

__all__ = ["Observer", "idle_arguments", "negligible_symbols", "same_sides", "undecided_ends"]

_NTH = ("first", "second", "third", "fourth", "fifth", "sixth")
_KEPT = 3  # calls of a function that are noted in one draw
_MOST = 12
_SMALL = 1e-6
_ROUNDING = 1e-15
_RELATIVE, _ABSOLUTE = 1e-8, 1e-10

Called = tuple[Callable[..., Any], list[Value]]


@dataclass
class Observer(Evaluator):
    """An evaluator that notes with which arguments the functions of the page are called."""

    calls: dict[str, list[Called]] = field(default_factory=dict)
    room: dict[str, int] = field(default_factory=dict)

    def begin_draw(self) -> None:
        """Make room for the calls of another draw."""
        self.room.clear()

    def called(self, function: Callable[..., Any], arguments: list[Value], latex: str) -> Value:
        """Call a function, and note some of its calls."""
        left = self.room.get(latex, _KEPT)
        if left and len(arguments) > 1:
            self.room[latex] = left - 1
            noted = self.calls.setdefault(latex, [])
            if len(noted) < _MOST:
                noted.append((function, list(arguments)))
        return super().called(function, arguments, latex)


# Arguments that a function ignores ----------------------------------------------------------


def idle_arguments(calls: dict[str, list[Called]]) -> Iterator[str]:
    """Tell of the functions that never look at one of their arguments."""
    for latex, noted in calls.items():
        for k in range(len(noted[0][1])):
            if k < len(_NTH) and _is_idle(noted, k):
                yield (
                    f"{latex} never looks at its {_NTH[k]} argument, so a wrong one would not be "
                    "found: let its value depend on it"
                )


def _is_idle(noted: list[Called], k: int) -> bool:
    """Say whether no other value of an argument changes a result, whatever the others are."""
    tried = False
    for function, arguments in noted:
        if len(arguments) <= k:
            return False
        seen = [other[k] for _, other in noted if len(other) > k]
        changed = [_changed(argument) for argument in arguments]
        for value in [*_others(arguments[k], seen), changed[k]]:
            for rest in (arguments, changed):
                try:
                    before = function(*rest[:k], arguments[k], *rest[k + 1 :])
                    after = function(*rest[:k], value, *rest[k + 1 :])
                except Exception:  # it looked, and did not like what it saw
                    return False
                tried |= value is not arguments[k]
                if not _is_same(before, after):
                    return False
    return tried


def _others(value: Value, seen: list[Value]) -> list[Value]:
    """List what other calls have in place of a value, where it cannot be changed at will."""
    return [other for other in seen if type(other) is type(value) and other is not value][:4]


def _changed(value: Value) -> Value:
    """Change a real number or array, each entry in another way."""
    if isinstance(value, float):
        return 1.37 * value + 0.61
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return 1.37 * value + 0.61 * np.cos(np.arange(value.size)).reshape(value.shape)
    return value


def _is_same(a: object, b: object) -> bool:
    try:
        return bool(np.array_equal(np.asarray(a, float), np.asarray(b, float), equal_nan=True))
    except (TypeError, ValueError):
        return False  # nothing is known of other values


# The ends of an interval --------------------------------------------------------------------


def undecided_ends(judges: Iterable[Judge], latex: str) -> Iterator[str]:
    """Tell of the ends of intervals of which no draw says whether they belong to it."""
    for judge in judges:
        for node, signs in judge.ends.undecided() if judge.ends else ():
            yield (
                f"no draw decides the end {latex[node.start : node.end]} of this interval: {signs} "
                "would both be true"
            )


# Symbols that are too small -----------------------------------------------------------------


def negligible_symbols(
    judges: Iterable[Judge], evaluate: Evaluator, env: Environment
) -> Iterator[str]:
    """Tell of the symbols that are so small that their terms cannot matter."""
    sides = [side for judge in judges for side in (judge.left, judge.right)]
    for key, value in list(env.shared.items()):
        symbol = key[0]
        if not values.is_number(value) or not _ROUNDING < abs(value) < _SMALL:
            continue
        if not (env.notation.declaration(symbol).is_constant or is_drawn(env.notation, symbol)):
            continue
        if not any(_matters(side, key, value, evaluate, env) for side in sides):
            yield (
                f"{symbol.latex} is so small, {value:.3g}, that its term cannot matter, nor a "
                "mistake in it: declare it as positive()"
            )


def _matters(side: Node, key: Key, value: float, evaluate: Evaluator, env: Environment) -> bool:
    try:
        before = evaluate(side, env)
        # with what depends on it, and without
        others: tuple[dict[Key, Value], ...] = (
            {},
            {k: v for k, v in env.shared.items() if k != key},
        )
        changes = [{**rest, key: changed} for rest in others for changed in (-value, 2 * value)]
        after = [evaluate(side, env.override(change)) for change in changes]
        size = float(np.max(np.abs(before), initial=0.0))
        moved = [np.max(np.abs(np.subtract(before, other)), initial=0.0) for other in after]
    except (EquationError, TypeError, ValueError):
        return True  # it cannot be told here
    return not max(moved) <= _RELATIVE * size + _ABSOLUTE


# Sides that are one thing -------------------------------------------------------------------


def same_sides(judges: Iterable[Judge], notation: Notation) -> Iterator[str]:
    """Tell of equalities whose sides are one thing, because of how the symbols are declared."""
    spelled = functools.partial(_spelled, notation)
    for judge in judges:
        if judge.relation in EQUALITIES and spelled(judge.left) == spelled(judge.right):
            yield (
                f"the two sides of {judge.relation} are the same thing by their declarations, "
                "which proves nothing: declare one of them in another way"
            )


def _spelled(notation: Notation, part: object) -> object:
    """Write a tree without its places, each symbol as what its declaration says."""
    if isinstance(part, Symbol):
        return _meaning(notation, part)
    if isinstance(part, tuple):
        return tuple(_spelled(notation, inner) for inner in part)
    if not isinstance(part, Node):
        return part
    parts = [getattr(part, f.name) for f in fields(part) if f.name not in ("start", "end")]
    return (type(part).__name__, *(_spelled(notation, inner) for inner in parts))


def _meaning(notation: Notation, symbol: Symbol, depth: int = 20) -> object:
    """Say what a symbol stands for: another symbol, an expression that draws nothing, or itself."""
    value = notation.symbols.get(symbol)
    if value is None or symbol.slots or depth == 0:
        return symbol
    if not isinstance(value, str):
        return id(value) if callable(value) else symbol
    declaration = notation.declaration(symbol)
    if declaration.bounds is not None or declaration.is_here or is_drawn(notation, symbol):
        return symbol
    targets = [t for t in notation.targets(declaration, symbol) if t is not None]
    meanings = tuple(_meaning(notation, target, depth - 1) for target in targets)
    if len(meanings) == 1 and value.strip() == declaration.parameters[0].name:
        return meanings[0]
    return ast.dump(ast.parse(value.strip(), mode="eval")), meanings
