"""An output and what is shown of it: numbers to the digits shown, everything else as text."""

import doctest
import re

__all__ = ["Checker"]

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_DIGITS_OF_NUMPY = 8  # after the point; zeros at the end are not printed
_DIGITS_OF_A_VALUE = 7  # so many are what was computed, and not a rounding chosen by the author


class Checker(doctest.OutputChecker):
    """Compare output as text, but each floating-point number to the digits that are shown."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        """Tell whether `got` is what `want` shows."""
        if super().check_output(want, got, optionflags):
            return True
        if _NUMBER.sub("#", want).split() != _NUMBER.sub("#", got).split():
            return False
        pairs = zip(_NUMBER.findall(want), _NUMBER.findall(got), strict=True)
        return all(_agree(shown, number) for shown, number in pairs)


def _agree(shown: str, number: str) -> bool:
    if shown == number or not set(".eE") & set(shown):
        return shown == number
    mantissa, _, exponent = shown.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    digits = len((whole + decimals).lstrip("+-0"))
    places = len(decimals)
    if mantissa.endswith("."):  # NumPy's way to say that no digit but zeros follows
        digits = places = _DIGITS_OF_NUMPY
    unit = 10.0 ** (int(exponent or 0) - places)
    # Of a value as it was computed, the last digit differs between machines.
    allowed = 1.01 * unit if digits >= _DIGITS_OF_A_VALUE else 0.5 * unit
    return abs(float(shown) - float(number)) <= allowed + 4e-16 * abs(float(shown))
