"""One relation of a claim: what can be known of it beforehand, and whether it holds in a draw."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from dlref.equations.declaring.environment import Environment, Key
from dlref.equations.declaring.lots import Lot
from dlref.equations.errors import EquationError
from dlref.equations.evaluating import values
from dlref.equations.evaluating.evaluate import Evaluator
from dlref.equations.evaluating.residual import residual_shrinks
from dlref.equations.evaluating.values import DomainError, Value
from dlref.equations.judging import relations
from dlref.equations.judging.chance import INEQUALITIES
from dlref.equations.judging.ends import Ends
from dlref.equations.judging.options import Options
from dlref.equations.judging.rounding import is_erratic
from dlref.equations.judging.verdict import show
from dlref.equations.reading.names import Symbol
from dlref.equations.reading.tree import (
    BigO,
    Derivative,
    Gradient,
    Integral,
    Interval,
    Node,
    Number,
    Prime,
)
from dlref.equations.reading.usage import derivative_order, free_names, walk

__all__ = ["EQUALITIES", "Contradiction", "Judge"]

EQUALITIES = frozenset(["=", ":=", r"\leftarrow"])
_ROUNDING = 1e-13  # relative size of what may be rounding alone


class Contradiction(Exception):  # noqa: N818 (a finding, not an error)
    """A relation does not hold; both values, and those of the symbols in it, are known."""

    def __init__(
        self, message: str, place: tuple[int, int], left: str, right: str, shown: dict[str, str]
    ) -> None:
        super().__init__(message)
        self.start, self.end = place
        self.left = left
        self.right = right
        self.values = shown


@dataclass(eq=False)
class Judge:
    """Judges one relation in every draw, and remembers what it has seen.

    Args:
        left: One side.
        relation: The sign between.
        right: The other side.
        options: How the equation is checked.
        small: The symbol that goes to zero, if one does.
    """

    left: Node
    relation: str
    right: Node
    options: Options
    small: Symbol | None
    always_zero: bool = True
    error: float = 0.0
    times: int = 0
    margin: float = math.inf  # in this draw, the least
    signed: float = math.nan
    witness: Mapping[str, str] = field(default_factory=dict)  # of two sides that differ
    ends: Ends | None = None
    hole: Contradiction | None = None  # draws in which one side alone has no value
    _holes: int = 0
    _ratios: list[Value] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.relation == r"\ne" and not self.options.for_ and not self.remainders:
            raise EquationError(
                r"random values almost always differ, so \ne says too little: write "
                'for="some" if the two sides differ in one case at least, or for="all" if they do '
                "in every case",
                self.left.start,
                self.right.end,
            )

    # Known beforehand ------------------------------------------------------------------------

    @cached_property
    def _nodes(self) -> list[Node]:
        return [*walk(self.left), *walk(self.right)]

    @cached_property
    def remainders(self) -> list[BigO]:
        """The O(...) of this relation."""
        return [node for node in self._nodes if isinstance(node, BigO)]

    @cached_property
    def is_asymptotic(self) -> bool:
        """Whether it is about how fast a remainder becomes small."""
        is_rough = self.relation == r"\approx" and self.options.tolerance is None
        return bool(self.remainders) or (is_rough and self.small is not None)

    @cached_property
    def _is_numerical(self) -> bool:
        kinds = (Derivative, Gradient, Prime, Integral)
        return any(isinstance(node, kinds) for node in self._nodes)

    @cached_property
    def _tolerances(self) -> tuple[float, float]:
        if self.relation == r"\approx":
            if self.options.tolerance is None:
                raise EquationError(
                    r"an approximation needs a measure: give tolerance=0.01 for its relative "
                    r"error, or small=\eta for the symbol whose smallness makes it good",
                    self.left.start,
                    self.right.end,
                )
            return self.options.tolerance, 0.0
        return relations.tolerances(self._order, self._has_integral)

    @property
    def _place(self) -> tuple[int, int]:
        return self.left.start, self.right.end

    @property
    def is_vacuous(self) -> bool:
        """Whether both sides were 0 each time, though neither is written as 0."""
        return self.always_zero and not (_is_zero(self.left) or _is_zero(self.right))

    @cached_property
    def is_inequality(self) -> bool:
        """Whether it is claimed of all values, and few of them may refute it."""
        if self.relation == r"\in":
            return isinstance(self.right, Interval)
        return self.relation in INEQUALITIES and not self._is_for_some

    @cached_property
    def _is_for_some(self) -> bool:
        return self.relation == r"\ne" and self.options.for_ == "some"

    @property
    def is_unshown(self) -> bool:
        """Whether the two sides should differ in some case, and did in none."""
        return self._is_for_some and bool(self.times) and not self.witness

    @cached_property
    def _has_integral(self) -> bool:
        return any(isinstance(node, Integral) for node in self._nodes)

    @cached_property
    def _order(self) -> int:
        return max(derivative_order(self.left), derivative_order(self.right))

    def _is_skipped(self, lot: Lot) -> bool:
        """Say whether a special lot proves nothing here.

        A numerical derivative is wrong at a kink, and values may be special there; ratios of zeros
        are none, and a remainder is about small values.
        """
        if lot.rounding == 1:
            return False
        is_about_ratios = self.relation in (r"\propto", r"\approx") or self.is_asymptotic
        is_coarse = self._has_integral and lot.is_far
        return is_about_ratios or is_coarse or self._order > (0 if lot.is_exact else 2)

    # In a draw -------------------------------------------------------------------------------

    def begin_draw(self) -> None:
        """Forget the margin of the last draw."""
        self.margin, self.signed = math.inf, math.nan
        self._ratios.clear()
        if self.ends is not None:
            self.ends.begin_draw()

    def judge(self, evaluate: Evaluator, env: Environment, known: Value = None) -> Value:
        """Check the relation; `known` is the left side, if it was evaluated. Return the right."""
        if self._is_skipped(env.lot):
            return None
        self.times += 1
        if self.relation in (r"\in", r"\notin"):
            self._member(evaluate, env)
            return None
        if self.is_asymptotic:
            self._require_equality()
            self._remainder(evaluate, env)
            return None
        a = evaluate(self.left, env) if known is None else known
        b = evaluate(self.right, env)
        self._require_finite(evaluate, a, b, env)
        if self.relation == r"\propto":
            self.always_zero = False
            self._ratios.append(np.ravel(values.divide(a, b)))
        else:
            self._compare(evaluate, a, b, env)
        return b

    def _require_finite(self, evaluate: Evaluator, a: Value, b: Value, env: Environment) -> None:
        finite = [relations.is_finite(value) for value in (a, b)]
        if all(finite):
            return
        if any(finite):
            self._note_hole(evaluate, b if finite[0] else a, env, "right" if finite[0] else "left")
        side = self.right if finite[0] else self.left
        raise DomainError("this side is infinite or undefined", side.start, side.end)

    def _note_hole(self, evaluate: Evaluator, value: Value, env: Environment, side: str) -> None:
        """Note that an equality fails for want of a value, if it does so at more than a point.

        A quotient of zeros is such a point; and a numerical derivative looks beyond borders.
        """
        if self.relation not in EQUALITIES or self._is_numerical or env.lot.rounding > 1:
            return
        is_point = any(values.is_number(v) and v == 0 for v in env.shared.values())
        if is_point or not np.isnan(value).any():
            return
        self._holes += 1
        if self._holes > 1 and self.hole is None:
            message = (
                f"the {side} side has no value in draws in which the other side has one: draw the "
                "symbols where both have"
            )
            self.hole = self._contradiction(message, evaluate, env, *_sides_of(value, side))

    def _member(self, evaluate: Evaluator, env: Environment) -> None:
        self.always_zero = False
        value = evaluate(self.left, env)
        if isinstance(self.right, Interval) and self.relation == r"\in":
            holds = self._is_inside(evaluate, value, self.right, env)
        else:
            holds = evaluate.contains(self.right, value, env) == (self.relation == r"\in")
        if not holds and not is_erratic(evaluate, (self.left,), env):
            raise self._contradiction("the membership does not hold", evaluate, env, value, None)

    def _is_inside(
        self, evaluate: Evaluator, value: Value, interval: Interval, env: Environment
    ) -> bool:
        low, high = evaluate(interval.low, env), evaluate(interval.high, env)
        self.ends = self.ends or Ends(interval)
        self.ends.note(value, low, high, env.lot)
        holds = True
        for left, right, is_closed in (
            (low, value, interval.opening == "["),
            (value, high, interval.closing == "]"),
        ):
            if not (relations.is_finite(left) and relations.is_finite(right)):
                below = np.less_equal if is_closed else np.less
                holds &= bool(np.all(below(left, right)))
                continue
            result = self._compared(r"\le" if is_closed else "<", left, right, env.lot)
            self.margin = min(self.margin, result.margin)
            holds &= result.holds
        return holds

    def _require_equality(self) -> None:
        if self.relation not in {"=", ":=", r"\approx"}:
            raise EquationError(
                f"{self.relation} beside a remainder says nothing: write = or \\approx",
                self.left.start,
                self.right.end,
            )

    def _remainder(self, evaluate: Evaluator, env: Environment) -> None:
        self.always_zero = False
        if not residual_shrinks(evaluate, (self.left, self.right), self._small_key, env):
            a, b = evaluate(self.left, env), evaluate(self.right, env)
            message = "what is left out does not become small fast enough"
            raise self._contradiction(message, evaluate, env, a, b)

    @cached_property
    def _small_key(self) -> Key:
        """The symbol that goes to zero: as the options say, or the only one in the remainder."""
        if self.small is not None:
            return self.small, ()
        remainder = self.remainders[0]
        symbols = {name.symbol for name in free_names(remainder)}
        if len(symbols) != 1:
            raise EquationError(
                r"which symbol goes to zero in this O? Say so with small=\eta",
                remainder.start,
                remainder.end,
            )
        return symbols.pop(), ()

    def _compare(self, evaluate: Evaluator, a: Value, b: Value, env: Environment) -> None:
        result = self._result(a, b, env.lot)
        must_differ = self.relation == r"\ne"
        if (
            result.holds == must_differ and self._is_numerical
        ):  # perhaps a kink is near: look closer
            fine = evaluate.finer()
            a, b = fine(self.left, env), fine(self.right, env)
            self._require_finite(evaluate, a, b, env)
            result = self._result(a, b, env.lot)
        self.margin = min(self.margin, result.margin)
        self.signed = result.signed
        if self._is_for_some:
            self.always_zero = False
            is_shown = result.holds and not self.witness
            if is_shown and not is_erratic(evaluate, (self.left, self.right), env):
                self.witness = self._shown(evaluate, env) or {"": ""}
            return
        if not result.holds:
            if self._is_beyond(env) or is_erratic(evaluate, (self.left, self.right), env):
                raise DomainError("rounding or an infinite symbol decides here", *self._place)
            message = f"the two sides of {self.relation} differ"
            if self.relation in INEQUALITIES:
                message = f"the relation {self.relation} does not hold"
            raise self._contradiction(message, evaluate, env, a, b)
        self.always_zero &= result.is_zero
        if env.lot.rounding == 1:
            self.error = max(self.error, result.error)

    def _is_beyond(self, env: Environment) -> bool:
        """Say whether a special draw has made a symbol infinite: it is outside the domain."""
        return env.lot.rounding > 1 and not all(map(relations.is_finite, env.shared.values()))

    def _result(self, a: Value, b: Value, lot: Lot) -> relations.Comparison:
        try:
            return self._compared(self.relation, a, b, lot)
        except EquationError as error:
            if error.start is None:
                error.start, error.end = self.left.start, self.right.end
            raise

    def _compared(self, relation: str, a: Value, b: Value, lot: Lot) -> relations.Comparison:
        """Compare as the lot allows: far out, rounding makes a strict relation one that is not."""
        is_for_all = relation == r"\ne" and not self._is_for_some
        rounding = 1.0 if is_for_all else lot.rounding
        relative, absolute = (rounding * tolerance for tolerance in self._tolerances)
        noise = -1.0 if not lot.is_strict else _ROUNDING if lot.is_exact else 0.0
        return relations.compare(relation, a, b, relative, absolute, noise)

    def finish_draw(self) -> None:
        r"""Check that the ratios of a `\propto` are one number for all indices and entries."""
        if not self._ratios:
            return
        ratios = np.concatenate(self._ratios)
        self._ratios.clear()
        if ratios.size < 2:
            raise EquationError(
                r"\propto needs an index or several entries: one ratio alone is always constant",
                self.left.start,
                self.right.end,
            )
        if np.ptp(ratios) > 1e-8 * np.max(np.abs(ratios)):
            raise Contradiction(
                "the two sides are not proportional", self._place, f"ratios {show(ratios)}", "", {}
            )

    def _contradiction(
        self, message: str, evaluate: Evaluator, env: Environment, a: Value, b: Value
    ) -> Contradiction:
        shown = self._shown(evaluate, env)
        return Contradiction(message, self._place, show(a), "" if b is None else show(b), shown)

    def _shown(self, evaluate: Evaluator, env: Environment) -> dict[str, str]:
        """Write the values of the symbols in the relation."""
        shown: dict[str, str] = {}
        for name in [*free_names(self.left), *free_names(self.right)]:
            try:
                slots = tuple(evaluate(slot, env) for slot in name.slots)
                text = show(env.value(name.symbol, slots))
            except Exception:  # what cannot be shown is left out: the message matters more
                continue
            place = f" at {', '.join(map(show, slots))}" if slots else ""
            if text:
                shown[name.symbol.latex + place] = text
        return shown


def _sides_of(value: Value, side: str) -> tuple[Value, Value]:
    """Show the side that has no value, and nothing of the other."""
    return (value, None) if side == "left" else ("", value)


def _is_zero(node: Node) -> bool:
    return isinstance(node, Number) and node.value == 0
