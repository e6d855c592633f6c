"""Functions that everybody knows, in odd arithmetic, by the names that LaTeX and NumPy have."""

import math
from collections.abc import Callable, Sequence
from functools import reduce
from operator import add, mul, neg, sub, truediv

from dlref.equations.evidence.odd import Odd, OddError, function, number

__all__ = ["apply"]

_SAME = frozenset(
    ["sum", "array", "asarray", "float", "float64", "squeeze", "ravel", "transpose", "copy",
     "astype", "reshape", "item", "flatten", "expand_dims", "broadcast_to", "list", "tuple"]
)  # fmt: skip
_PRODUCTS = frozenset(
    ["multiply", "matmul", "dot", "outer", "inner", "vdot", "einsum", "tensordot"]
)
_SPELLINGS = {
    "log": "ln", "absolute": "abs", "fabs": "abs", "sign": "sgn", "maximum": "max",
    "minimum": "min", "amax": "max", "amin": "min", "trace": "tr", "arctanh": "artanh",
    "arcsinh": "arsinh", "arccosh": "arcosh", "log2": "lg",
}  # fmt: skip
_UNORDERED = frozenset(["max", "min"])
_HALF, _ONE, _TWO = number(0.5), number(1), number(2)


def apply(name: str, arguments: Sequence[Odd], size: Callable[[], Odd]) -> Odd:
    """Apply a function; `size` tells what a mean divides by."""
    if not arguments:
        raise OddError(f"{name} of nothing")
    name = _SPELLINGS.get(name, name)
    if name in _SAME:
        return arguments[0]
    if name in _PRODUCTS:
        return reduce(mul, arguments)
    if name in _OVER_SIZE:
        return _OVER_SIZE[name](arguments[0], size())
    if name in _REWRITTEN:
        return _REWRITTEN[name](*arguments)
    if name in _UNORDERED:
        arguments = sorted(arguments, key=lambda a: (a.pair[0].real, a.pair[1].real))
    return function(name, *arguments)


def _exp(x: Odd) -> Odd:
    return function("exp", x) if x.literal is None else number(math.exp(x.literal))


def _ln(x: Odd) -> Odd:
    return number(math.log(x.literal)) if x.literal and x.literal > 0 else function("ln", x)


def _mean(x: Odd, size: Odd) -> Odd:
    return x / size


def _variance(x: Odd, size: Odd) -> Odd:
    gap = x - _mean(x, size)
    return _mean(gap * gap, size)


_OVER_SIZE: dict[str, Callable[[Odd, Odd], Odd]] = {
    "mean": _mean,
    "var": _variance,
    "std": lambda x, size: _variance(x, size) ** _HALF,
}
_REWRITTEN: dict[str, Callable[..., Odd]] = {
    "exp": _exp,
    "ln": _ln,
    "lg": lambda x: _ln(x) / _ln(_TWO),
    "log10": lambda x: _ln(x) / _ln(number(10)),
    "log_base": lambda x, base: _ln(x) / _ln(base),
    "log1p": lambda x: _ln(_ONE + x),
    "expm1": lambda x: _exp(x) - _ONE,
    "logaddexp": lambda a, b: _ln(_exp(a) + _exp(b)),
    "sqrt": lambda x: x**_HALF,
    "root": lambda x, n: x ** (_ONE / n),
    "square": lambda x: x * x,
    "reciprocal": lambda x: _ONE / x,
    "inv": lambda x: _ONE / x,
    "solve": lambda a, b: b / a,
    "average": lambda x, weights: weights * x / weights,
    "divide": truediv,
    "add": add,
    "subtract": sub,
    "negative": neg,
    "power": lambda a, b: a**b,
}
