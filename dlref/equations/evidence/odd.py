r"""Odd arithmetic: numbers for which only the order of terms and factors does not matter.

Two formulas that agree on ordinary numbers may be different formulas, as a derivation shows. On
these numbers they agree only if they are one formula, up to the order and the brackets of terms and
factors. A number is a pair of complex ones, so that nothing cancels: $x + (-x)$ is not 0, because
the minus turns the second of the pair only, and $x / x$ is not 1, because a reciprocal is a
conjugate. A product is $\varphi(\varphi^{-1}(a) \varphi^{-1}(b))$ and does not distribute over
sums. Every function is one of its own. Numbers that a formula writes keep their arithmetic, so
that $x / 2$ and $0.5 x$ agree.
"""

import cmath
import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

__all__ = ["Odd", "OddError", "agree", "function", "number"]

_SCALE = math.sinh(1.0)
_EQUAL = 1e-9
_LARGEST = 30.0  # what the sinh of may be taken without losing the digits of the rest


class OddError(ValueError):
    """A formula that has no value in odd arithmetic."""


@dataclass(frozen=True, eq=False)
class Odd:
    """A number of odd arithmetic; `literal` is its value if a formula writes it as a number."""

    pair: tuple[complex, complex]
    literal: float | None = None

    def __add__(self, other: "Odd") -> "Odd":
        if self.literal is not None and other.literal is not None:
            return number(self.literal + other.literal)
        return Odd((self.pair[0] + other.pair[0], self.pair[1] + other.pair[1]))

    def __neg__(self) -> "Odd":
        if self.literal is not None:
            return number(-self.literal)
        return Odd((self.pair[0], -self.pair[1]))

    def __sub__(self, other: "Odd") -> "Odd":
        return self + -other

    def __mul__(self, other: "Odd") -> "Odd":
        if self.literal is not None and other.literal is not None:
            return number(self.literal * other.literal)
        if 0 in (self.literal, other.literal):
            return number(0)
        return _outside(a * b for a, b in zip(self.inside, other.inside, strict=True))

    def __truediv__(self, other: "Odd") -> "Odd":
        return self * other ** number(-1)

    def __pow__(self, exponent: "Odd") -> "Odd":
        power = exponent.literal
        if power is None:
            return function("power", self, exponent)
        if self.literal is not None:
            return _literal_power(self.literal, power)
        turned = (a.conjugate() if power < 0 else a for a in self.inside)
        return _outside(a ** abs(power) if a else a for a in turned)

    @cached_property
    def inside(self) -> tuple[complex, complex]:
        r"""The pair $\varphi^{-1}$ of this number, which products multiply."""
        if self.literal is not None:
            return self.pair
        return _into(self.pair[0]), _into(self.pair[1])


def number(value: float) -> Odd:
    """Return a number as a formula writes it."""
    return Odd((complex(abs(value)), complex(value)), float(value))


def function(name: str, *arguments: Odd) -> Odd:
    """Apply a function that is known by its name alone."""
    text = f"{name}/{len(arguments)}"
    digest = hashlib.blake2b(text.encode(), digest_size=32).digest()
    seeds = [1 + byte / 256 for byte in digest]
    phases = [seeds[0], seeds[1], seeds[2], seeds[3]]
    for place, argument in enumerate(arguments):
        for k, part in enumerate(argument.pair):
            mixed = seeds[(4 + 3 * place + k) % 32] * part * (1 + place) ** 0.5
            phases = [
                math.sin(phase + seeds[(j + k) % 32] * (mixed.real + seeds[31 - j] * mixed.imag))
                for j, phase in enumerate(phases)
            ]
    a, b, c, d = (0.8 + 0.4 * math.sin(3 * s * p) for s, p in zip(seeds[8:], phases, strict=False))
    return Odd((complex(a, b), complex(c, d)))


def agree(a: Odd, b: Odd) -> bool:
    """Say whether two numbers are one, up to rounding."""
    size = max(1.0, *map(abs, a.pair), *map(abs, b.pair))
    return all(abs(x - y) <= _EQUAL * size for x, y in zip(a.pair, b.pair, strict=True))


def _into(z: complex) -> complex:
    x = math.asinh(z.real * _SCALE)
    return complex(x, z.imag + 0.5 * x * (1 - x * x))


def _out(z: complex) -> complex:
    x = z.real
    if not (abs(x) <= _LARGEST and cmath.isfinite(z)):
        raise OddError("too large")
    return complex(math.sinh(x) / _SCALE, z.imag - 0.5 * x * (1 - x * x))


def _outside(pair: Iterable[complex]) -> Odd:
    a, b = pair
    return Odd((_out(a), _out(b)))


def _literal_power(base: float, exponent: float) -> Odd:
    try:
        result = base**exponent
    except (ZeroDivisionError, OverflowError):
        raise OddError("a power") from None
    if isinstance(result, complex):
        raise OddError("a root of a negative number")
    return number(result)
