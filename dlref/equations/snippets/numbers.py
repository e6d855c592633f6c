"""The numbers in an output, and what it means that one agrees with what is shown of it.

Numbers are compared as decimal fractions of any size. An integer is its digits: `3` is not `3.0`.
"""

import decimal
import re
from collections.abc import Callable
from decimal import Decimal

__all__ = ["NUMBER", "agree", "is_near", "rounds_to"]

# As Python and NumPy write them: an exponent has a sign, and so `9e4321` is a word like `a9e4321`.
NUMBER = re.compile(
    r"(?:[-+]|(?<![\w.]))(?:\d+\.\d*|(?<!\d)\.\d+|\d+)(?:[eE][-+]\d+)?j?(?!\w|\.\d)"
)
_DIGITS_OF_NUMPY = 8  # after the point; zeros at the end are not printed
_DIGITS_OF_A_VALUE = 7  # so many are what was computed, and not a rounding chosen by the author
_DIGITS_OF_DOUBLE = 17
_ANY_SIZE = decimal.Context(prec=40, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)


def agree(shown: str, printed: str) -> bool:
    """Tell whether a number agrees with the digits that are shown of it.

    The last of many digits, those of a value as it was computed, may differ by one: another
    machine than the author's rounds it otherwise. A zero has no sign.
    """
    return _are_within(_tolerance, shown, printed)


def rounds_to(shown: str, printed: str) -> bool:
    """Tell whether a number, rounded to the digits that are shown, is what is shown."""
    return _are_within(lambda shown: _unit(shown) / 2, shown, printed)


def is_near(shown: str, printed: str) -> bool:
    """Tell whether two numbers differ by no more than rounding can make of it."""
    return _are_within(
        lambda shown: Decimal("1e-9") * max(Decimal(1), abs(_value(shown))), shown, printed
    )


def _are_within(tolerance: Callable[[str], Decimal], shown: str, printed: str) -> bool:
    if shown == printed or not _are_fractions(shown, printed):
        return shown == printed
    with decimal.localcontext(_ANY_SIZE):
        try:
            return abs(_value(shown) - _value(printed)) <= tolerance(shown)
        except decimal.DecimalException:  # an exponent of twenty digits
            return False


def _are_fractions(shown: str, printed: str) -> bool:
    same_kind = shown.endswith("j") == printed.endswith("j")
    return same_kind and all(set(".eE") & set(number) for number in (shown, printed))


def _tolerance(shown: str) -> Decimal:
    mantissa = shown.lower().partition("e")[0]
    digits = len(re.sub(r"[-+.j]", "", mantissa).lstrip("0"))
    if mantissa.rstrip("j").endswith("."):
        digits = _DIGITS_OF_NUMPY
    allowed = _unit(shown) * Decimal("1.01" if digits >= _DIGITS_OF_A_VALUE else "0.5")
    if digits <= _DIGITS_OF_DOUBLE:
        allowed += Decimal("4e-16") * abs(_value(shown))
    return allowed


def _unit(shown: str) -> Decimal:
    """Return the unit of the last digit that is shown."""
    mantissa, _, exponent = shown.rstrip("j").lower().partition("e")
    places = len(mantissa.partition(".")[2])
    if mantissa.endswith("."):  # NumPy's way to say that no digit but zeros follows
        places = _DIGITS_OF_NUMPY
    return Decimal((0, (1,), int(exponent or 0) - places))


def _value(number: str) -> Decimal:
    return Decimal(number.rstrip("j"))
