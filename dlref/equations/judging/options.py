"""How one equation is checked: what may stand in the braces after it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from dlref.equations.errors import EquationError

__all__ = ["Options"]


@dataclass(frozen=True)
class Options:
    r"""How one equation is checked.

    Args:
        draws: How often its symbols are drawn in general; by default 4 times, 8 where a formula is
            bent or branches, and 16 for an inequality. Special draws are made beside these where
            chance may decide.
        where: A condition on indices and symbols, in Python, as in `i != j`.
        small: The symbol, in LaTeX, that goes to zero in an O(...) or beside an approximation.
        product: `matrix`, or `elementwise` where symbols side by side are multiplied by entries.
        layout: `numerator` or `denominator`, of Jacobians.
        sum: `term`, or `greedy` where a sum reaches over all that follows.
        tolerance: The relative difference that an approximation may have.
        seed: Another number gives other draws.
        for_: What a `\ne` claims, written `for="..."` on a page: `some` if the two sides differ in
            one case at least, `all` if they do in every case.
    """

    draws: int | None = None
    where: str = ""
    small: str = ""
    product: str = "matrix"
    layout: str = "numerator"
    sum: str = "term"
    tolerance: float | None = None
    seed: int = 0
    for_: str = ""

    @classmethod
    def read(cls, options: Mapping[str, object]) -> "Options":
        """Read options as they stand in the braces after an equation; others are refused."""
        known = {f.name for f in fields(cls)}
        given: dict[str, Any] = {}
        for written, value in options.items():
            name = "for_" if written == "for" else written  # a word of Python's own
            if name not in known:
                names = sorted(name.rstrip("_") for name in known)
                raise EquationError(f"unknown option {name}: there are {', '.join(names)}")
            given[name] = _NUMBERS[name](value) if name in _NUMBERS else str(value)
        result = cls(**given)
        for name, allowed in _CHOICES.items():
            if getattr(result, name) not in allowed:
                words = ", ".join(filter(None, allowed))
                raise EquationError(f"{name.rstrip('_')} is one of {words}")
        return result


def _number(kind: type, name: str) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        try:
            return kind(value)
        except (TypeError, ValueError):
            raise EquationError(f"{name} must be a number, not {value!r}") from None

    return read


_NUMBERS = {"draws": _number(int, "draws"), "tolerance": _number(float, "tolerance")}
_NUMBERS["seed"] = _number(int, "seed")
_CHOICES = {
    "product": ("matrix", "elementwise"),
    "layout": ("numerator", "denominator"),
    "sum": ("term", "greedy"),
    "for_": ("", "some", "all"),
}
