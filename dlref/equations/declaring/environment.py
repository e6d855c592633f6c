"""Values of symbols in one draw, where any of them may be overridden.

A derivative moves a symbol, a sum moves an index: both override it, and whatever depends on it is
computed again. Nothing else is: the rest of the draw is shared.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dlref.equations.declaring.declarations import Declaration
from dlref.equations.declaring.draws import NAMES as DRAWS
from dlref.equations.declaring.draws import Draws, RandomVariable
from dlref.equations.declaring.lots import Lot, Spread
from dlref.equations.errors import EquationError
from dlref.equations.evaluating.values import Value, as_value
from dlref.equations.reading.names import Symbol

if TYPE_CHECKING:
    from dlref.equations.declaring.notation import Notation

__all__ = ["WHERE", "Environment", "Key", "NeedsOutcome", "OutOfWork", "Work"]

Key = tuple[Symbol, tuple[Value, ...]]
Bent = Mapping[Symbol, Callable[[Value], Value]]  # what is made of the values of some symbols
WHERE = Symbol("the option where", "helper", ())  # what a condition on the draws is called
_MAX_DEPTH = 60  # declarations that use one another


class NeedsOutcome(Exception):  # noqa: N818 (a signal, not an error)
    """A random variable was asked for its value; an expectation answers by trying all of them."""

    def __init__(self, key: Key, variable: RandomVariable) -> None:
        super().__init__(f"{key[0].latex} is a random variable")
        self.key = key
        self.variable = variable


class OutOfWork(EquationError):  # noqa: N818 (named for what has happened)
    """The equation takes more steps than a check may take."""


class Work:
    """A budget of steps, so that every check ends soon."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Use up steps."""
        self.left -= steps
        if self.left < 0:
            raise OutOfWork(
                "this equation takes too many steps to check: shorten its ranges, or the arrays "
                "that are drawn"
            )


class Environment:
    """The values of one draw, with `overrides`.

    `memo` holds what is known here: the overrides, and what depends on them. Everything else is
    computed once for the whole draw, in `shared`. The values of symbols in `bent` are changed
    before anything uses them.
    """

    __slots__ = (
        "bent", "depth", "lot", "memo", "notation", "outcomes", "overridden", "overrides",
        "shared", "work",
    )  # fmt: skip

    def __init__(
        self, notation: "Notation", lot: Lot | str, work: Work, bent: Bent | None = None
    ) -> None:
        self.notation = notation
        self.bent = bent or {}
        self.lot = Spread(lot) if isinstance(lot, str) else lot  # a text is a seed
        self.work = work
        self.shared: dict[Key, Value] = {}
        self.memo = self.shared
        self.overrides: dict[Key, Value] = {}
        self.overridden: frozenset[Symbol] = frozenset()
        self.outcomes: frozenset[Key] = frozenset()
        self.depth = 0

    def override(self, changes: Mapping[Key, Value], *, outcomes: bool = False) -> "Environment":
        """Return these values with changes."""
        other = self._copy({**self.overrides, **changes})
        other.overridden = self.overridden.union([key[0] for key in changes])
        other.outcomes = self.outcomes.union(changes) if outcomes else self.outcomes
        return other

    def _copy(self, overrides: dict[Key, Value]) -> "Environment":
        other = Environment.__new__(Environment)
        other.notation, other.lot, other.shared = self.notation, self.lot, self.shared
        other.depth, other.work, other.bent = self.depth, self.work, self.bent
        other.overrides, other.memo = overrides, overrides.copy()
        return other

    def bind(self, symbols: Iterable[Symbol], values: Iterable[Value]) -> "Environment":
        """Return these values with indices or bound variables set."""
        return self.override({(s, ()): v for s, v in zip(symbols, values, strict=True)})

    def without_outcomes(self) -> "Environment":
        """Return these values as they are outside all expectations."""
        if not self.outcomes:
            return self
        other = self._copy({k: v for k, v in self.overrides.items() if k not in self.outcomes})
        other.overridden, other.outcomes = self.overridden, frozenset()
        return other

    def value(self, symbol: Symbol, slots: tuple[Value, ...] = ()) -> Any:
        """Return the value of a symbol; `slots` are the values of its indices."""
        key = (symbol, slots)
        found = self.memo.get(key, self)  # a value that no symbol has
        if found is self:
            found = self.memo[key] = self._find(key)
        if isinstance(found, RandomVariable):
            raise NeedsOutcome(key, found)
        return found

    def _find(self, key: Key) -> Value:
        """Compute a value for this environment, or once for all if no override matters to it."""
        if not self.overridden.isdisjoint(self.notation.depends(key[0])):
            return self._compute(*key)
        if key not in self.shared:
            self.shared[key] = self._compute(*key)
        return self.shared[key]

    def range_of(self, symbol: Symbol) -> range:
        """Return the declared range of an index."""
        bounds = self.notation.declaration(symbol).bounds if symbol.kind == "index" else None
        if bounds is None:
            raise EquationError(f"{symbol.latex} has no range: declare it as an index, as in 1..5")
        low, high = (self._evaluate(bound, symbol, ()) for bound in bounds)
        if not isinstance(low, int) or not isinstance(high, int):
            raise EquationError(f"the range of {symbol.latex} must have whole ends")
        return range(low, high + 1)

    def test(self, condition: Declaration) -> bool:
        """Evaluate a Python condition."""
        return bool(self._evaluate(condition, WHERE, ()))

    def _compute(self, symbol: Symbol, slots: tuple[Value, ...]) -> Value:
        if symbol.kind in ("index", "bound"):
            raise EquationError(f"{symbol.latex} has no value here: no sum or range binds it")
        declaration = self.notation.declaration(symbol)
        if declaration.is_here:
            raise EquationError(
                f"{symbol.latex} is declared as `here`, so an equation must define it: "
                f"{symbol.latex} = ... comes first"
            )
        inner = self
        if symbol.slots:
            inner = self.bind(symbol.slots, slots)
        value = inner._evaluate(declaration, symbol, slots)
        return self.bent[symbol](value) if symbol in self.bent else value

    def _evaluate(
        self, declaration: Declaration, symbol: Symbol, slots: tuple[Value, ...]
    ) -> Value:
        self.work.spend(10)
        if self.depth > _MAX_DEPTH:
            raise EquationError(f"the value of {symbol.latex} goes round in a circle")
        self.depth += 1
        try:
            draws = None
            arguments = []
            targets = self.notation.targets(declaration, symbol)
            for parameter, target in zip(declaration.parameters, targets, strict=True):
                if target is not None:
                    arguments.append(self._python_value(target))
                elif parameter.name in DRAWS:
                    draws = draws or Draws(
                        self.lot.source(symbol.latex, slots), self.lot.is_literal
                    )
                    arguments.append(getattr(draws, parameter.name))
                else:
                    raise EquationError(
                        f"{symbol.latex} is bound to a function with the argument "
                        f"{parameter.name}, which is not declared"
                    )
            return as_value(declaration.compute(*arguments))
        except (NeedsOutcome, EquationError):
            raise
        except RecursionError:
            raise EquationError(f"the value of {symbol.latex} goes round in a circle") from None
        except Exception as error:
            raise EquationError(
                f"the value of {symbol.latex}, `{declaration.source}`, cannot be computed: "
                f"{type(error).__name__}: {error}{self._near(error)}"
            ) from None
        finally:
            self.depth -= 1

    def _near(self, error: Exception) -> str:
        """Name the symbols that come near a Python name that nothing declares."""
        if not isinstance(error, NameError) or not error.name:
            return ""
        near = difflib.get_close_matches(error.name, self.notation.python_names(), 3, 0.5)
        return f"; the symbols that come near are called {', '.join(near)}" if near else ""

    def _python_value(self, target: Symbol) -> object:
        """Return what Python sees: a function of the indices where a symbol has slots."""
        if target.slots:
            return lambda *slots: self.value(target, tuple(map(as_value, slots)))
        return self.value(target)
