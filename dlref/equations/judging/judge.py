"""One relation of a claim: what can be known of it beforehand, and whether it holds in a draw."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from dlref.equations.declaring.environment import Environment, Key
from dlref.equations.errors import EquationError
from dlref.equations.evaluating import values
from dlref.equations.evaluating.evaluate import Evaluator
from dlref.equations.evaluating.residual import residual_shrinks
from dlref.equations.evaluating.values import DomainError, Value
from dlref.equations.judging import relations
from dlref.equations.judging.options import Options
from dlref.equations.judging.verdict import show
from dlref.equations.reading.names import Symbol
from dlref.equations.reading.tree import BigO, Derivative, Gradient, Integral, Node, Number, Prime
from dlref.equations.reading.usage import derivative_order, free_names, walk

__all__ = ["Contradiction", "Judge"]


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
    _ratios: list[Value] = field(default_factory=list)

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
        order = max(derivative_order(self.left), derivative_order(self.right))
        has_integral = any(isinstance(node, Integral) for node in self._nodes)
        return relations.tolerances(order, has_integral)

    @property
    def _place(self) -> tuple[int, int]:
        return self.left.start, self.right.end

    @property
    def is_vacuous(self) -> bool:
        """Whether both sides were 0 each time, though neither is written as 0."""
        return self.always_zero and not (_is_zero(self.left) or _is_zero(self.right))

    # In a draw -------------------------------------------------------------------------------

    def judge(self, evaluate: Evaluator, env: Environment, known: Value = None) -> Value:
        """Check the relation; `known` is the left side, if it was evaluated. Return the right."""
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
        self._require_finite(a, b)
        if self.relation == r"\propto":
            self.always_zero = False
            self._ratios.append(np.ravel(values.divide(a, b)))
        else:
            self._compare(evaluate, a, b, env)
        return b

    def _require_finite(self, a: Value, b: Value) -> None:
        for value, side in ((a, self.left), (b, self.right)):
            if not relations.is_finite(value):
                raise DomainError("this side is infinite or undefined", side.start, side.end)

    def _member(self, evaluate: Evaluator, env: Environment) -> None:
        self.always_zero = False
        value = evaluate(self.left, env)
        if evaluate.contains(self.right, value, env) != (self.relation == r"\in"):
            raise self._contradiction("the membership does not hold", evaluate, env, value, None)

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
        result = self._result(a, b)
        if not result.holds and self._is_numerical:  # perhaps a kink is near: look closer
            fine = evaluate.finer()
            a, b = fine(self.left, env), fine(self.right, env)
            self._require_finite(a, b)
            result = self._result(a, b)
        if not result.holds:
            message = f"the two sides of {self.relation} differ"
            if self.relation in (r"\le", "<", r"\ge", ">", r"\ne"):
                message = f"the relation {self.relation} does not hold"
            raise self._contradiction(message, evaluate, env, a, b)
        self.always_zero &= result.is_zero
        self.error = max(self.error, result.error)

    def _result(self, a: Value, b: Value) -> relations.Comparison:
        try:
            return relations.compare(self.relation, a, b, *self._tolerances)
        except EquationError as error:
            if error.start is None:
                error.start, error.end = self.left.start, self.right.end
            raise

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
        return Contradiction(message, self._place, show(a), "" if b is None else show(b), shown)


def _is_zero(node: Node) -> bool:
    return isinstance(node, Number) and node.value == 0
