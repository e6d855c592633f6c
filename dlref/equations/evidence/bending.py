"""Values bent out of shape: a smooth nonlinear map that keeps what a value must be.

What a relation rests on is found by bending the values of symbols: if it stays true although a
value is another one, it does not rest on how that value was computed. The map keeps the sign of
what is positive, and what is between 0 and 1 stays there; a whole number becomes another. Sets and
random variables are left alone.
"""

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np

from dlref.equations.evaluating.values import Value, as_value, is_array, is_number

__all__ = ["bender"]

Bend = Callable[[Value], Value]


def bender(name: str, turn: int) -> Bend:
    """Return a map for the values of one symbol, another one for each name and in each turn.

    It makes values larger in one turn and smaller in another, since an inequality may only get
    truer. The first value decides whether it keeps signs, or what is between 0 and 1.
    """
    digest = hashlib.blake2b(f"{name}|{turn}".encode(), digest_size=3).digest()
    sign = -1 if digest[2] % 2 else 1
    strength, speed = sign * (0.2 + digest[0] / 1280), 2 + digest[1] / 128
    chosen: list[Callable[[Any], Any]] = []

    def bend(value: Value) -> Value:
        if callable(value) and not is_array(value):
            return lambda *arguments: bend(as_value(value(*arguments)))
        if _is_whole(value):
            return as_value(_other_whole(np.asarray(value), sign, digest[2] // 2 % 3))
        if not _is_real(value):
            return value
        if not chosen:
            chosen.append(_map_for(np.asarray(value, float), strength, speed))
        return as_value(chosen[0](np.asarray(value, float)))

    return bend


def _is_whole(value: Value) -> bool:
    return isinstance(value, int) or (is_array(value) and value.dtype.kind in "iu")


def _other_whole(value: Any, sign: int, shift: int) -> Any:
    """Return other numbers, none of them below 1 that was not."""
    moved = value + sign * (1 + shift + 2 * (value % 2))
    return np.where((moved < 1) & (value >= 1), value + 2 + shift, moved)


def _is_real(value: Value) -> bool:
    return is_number(value) or (is_array(value) and value.dtype.kind == "f")


def _map_for(value: Any, strength: float, speed: float) -> Callable[[Any], Any]:
    if value.size and value.min() >= 0:
        if value.max() > 1:
            return lambda a: a * np.exp(strength * np.sin(speed * a))
        if ((value > 0) & (value < 1)).any():
            return lambda a: np.sign(a) * np.abs(a) ** (1 + strength)
    return lambda a: a + strength * np.sin(speed * a) + strength / 2
