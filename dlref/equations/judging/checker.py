"""Check a display equation: draw its symbols, evaluate both sides of every relation, compare."""

import itertools
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from dlref.equations.declaring.environment import Environment, Key, NeedsOutcome, OutOfWork, Work
from dlref.equations.declaring.lots import Lot, Spread
from dlref.equations.declaring.notation import Notation
from dlref.equations.declaring.special import Moved
from dlref.equations.errors import EquationError
from dlref.equations.evaluating.conditions import AmbiguousError, UncoveredError
from dlref.equations.evaluating.values import DomainError, Value
from dlref.equations.judging.chance import Chance
from dlref.equations.judging.judge import Contradiction, Judge
from dlref.equations.judging.kinks import has_kinks
from dlref.equations.judging.notices import (
    Observer,
    idle_arguments,
    negligible_symbols,
    same_sides,
    undecided_ends,
)
from dlref.equations.judging.options import Options
from dlref.equations.judging.search import Nearest, bisect, search
from dlref.equations.judging.verdict import Verdict
from dlref.equations.reading.boxes import read_boxes
from dlref.equations.reading.names import Symbol
from dlref.equations.reading.parser import Rules
from dlref.equations.reading.statements import Claim, read_statements
from dlref.equations.reading.tree import Cases, Condition, Name, Node
from dlref.equations.reading.usage import names_with_bounds, walk

__all__ = ["check"]

_PLACES_FIRST, _PLACES_LATER = 300, 8  # values of the indices that are tried in one draw
_MAX_PLACES = 20_000
_STEPS = 150_000
_SPECIAL_STEPS = {False: 8_000, True: 60_000}  # of an equality, and where a bound is claimed
_SEARCH_STEPS = 100_000
_TRIES = 120  # draws that a search makes from one start
_DEFINING = {"=", ":=", r"\leftarrow"}


def check(
    latex: str, notation: Notation | Iterable[tuple[str, object]], **options: object
) -> Verdict:
    r"""Check a display equation.

    Args:
        latex: The equation, without its dollars.
        notation: The declarations of its symbols: a `Notation`, or rows of one.
        options: See `Options`.

    Returns:
        The verdict. It is the same whenever equation, notation and options are.

    Examples:
        >>> from dlref.equations import check
        >>> rows = [("i", "1..4"), ("p", "simplex(4)"), ("H(p)", "lambda p: -p @ np.log(p)")]
        >>> check(r"H(p) = -\sum_i p_i \ln p_i", rows).outcome
        'true'
        >>> print(check(r"H(p) = \sum_i p_j \ln p_i", rows))
        refused: undeclared name j: add it to the notation
        H(p) = \sum_i p_j \ln p_i
                        ^
    """
    try:
        settings = Options.read(options)
        if not isinstance(notation, Notation):
            notation = Notation(notation)
        with np.errstate(all="ignore"):
            return _Check(latex, notation, settings).run()
    except EquationError as error:
        return Verdict("refused", latex, message=str(error), start=error.start, end=error.end)
    except NeedsOutcome as needed:
        message = f"{needed}: it has a value only inside an expectation, as in E[X]"
        return Verdict("refused", latex, message=message)
    except RecursionError:
        return Verdict("refused", latex, message="this equation is nested too deeply")
    except Exception as error:  # whatever the LaTeX is, the answer is a verdict
        message = f"the checker failed on this equation: {type(error).__name__}: {error}"
        return Verdict("refused", latex, message=message)


class _Refuted(Exception):  # noqa: N818 (a finding, not an error)
    """An equation is false."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.message)
        self.verdict = verdict


class _Check:
    """One check; a draw is made, and every relation is judged for every value of the indices."""

    def __init__(self, latex: str, notation: Notation, options: Options) -> None:
        self.latex = latex
        self.notation = notation
        self.options = options
        rules = Rules(options.sum == "greedy", frozenset(notation.operators), notation.formulas)
        statements = read_statements(latex, notation.names, rules)
        self.conditions: list[Condition] = [s for s in statements if not isinstance(s, Claim)]
        self.claims = [s for s in statements if isinstance(s, Claim)]
        small = self._small_symbol()
        self.judges = [
            [
                Judge(left, relation, right, options, small)
                for left, relation, right in zip(
                    claim.sides, claim.relations, claim.sides[1:], strict=False
                )
            ]
            for claim in self.claims
        ]
        self.indices = [self._free_indices(claim) for claim in self.claims]
        sides = [side for claim in self.claims for side in claim.sides]
        self.nodes = [node for side in sides for node in walk(side)]
        self.work = Work(_STEPS)
        self.evaluate = Observer(options.product == "elementwise", options.layout, work=self.work)
        self.where = notation.condition(options.where) if options.where else None
        if options.for_ and not any(r"\ne" in claim.relations for claim in self.claims):
            raise EquationError(r"for= says how \ne is meant, and none stands here: leave it out")
        every = [judge for chain in self.judges for judge in chain if judge.is_inequality]
        self.nearest = {judge: Nearest() for judge in every}
        self.env: Environment | None = None  # the first draw that met the conditions
        self.drawn: dict[int, tuple[int, Lot]] = {}  # the lots that were drawn, numbered

    def _small_symbol(self) -> Symbol | None:
        if not self.options.small:
            return None
        symbol = self.notation.names.exactly(read_boxes(self.options.small))
        if symbol is None:
            raise EquationError(f"small={self.options.small}: no such symbol is declared")
        return symbol

    def _free_indices(self, claim: Claim) -> list[Symbol]:
        """List the indices that a claim uses, itself or in the values of its symbols."""
        found: set[Symbol] = set()
        parts: list[Node] = [*claim.sides, *self.conditions]
        for part in parts:
            for name, bound in names_with_bounds(part):
                needed = self.notation.depends(name.symbol)
                found |= {s for s in needed if s.kind == "index" and s not in bound}
        return sorted(found, key=lambda symbol: symbol.latex)

    # All draws -------------------------------------------------------------------------------

    def run(self) -> Verdict:
        """Draw as often as needed and sum up."""
        nodes = [*self.nodes, *(node for part in self.conditions for node in walk(part))]
        chance = Chance.of(
            nodes,
            self.notation,
            self.options,
            is_inequality=bool(self.nearest),
            is_asymptotic=any(judge.is_asymptotic for judge in itertools.chain(*self.judges)),
        )
        try:
            lots = itertools.islice(chance.spread(), 6 * chance.wanted + 20)
            done = self._draw_spread(lots, chance.wanted)
            self._require_no_holes()
            done += self._draw_special(chance)
            done += self._draw_until_decided(lots)
            self._look_for_counterexample()
        except _Refuted as found:
            return found.verdict
        self._require_all_branches(done)
        return self._sum_up(done)

    def _draw_spread(self, lots: Iterator[Spread], wanted: int) -> int:
        """Draw until enough draws meet the conditions; return how many did."""
        done = 0
        trouble: EquationError | None = None
        for lot in lots:
            try:
                done += self._draw(lot, is_first=not done)
            except DomainError as error:
                trouble = error  # another draw may be inside the domain
            except OutOfWork as error:
                if done == 0:
                    raise trouble or error from None
                break  # what was drawn has to do
            if done >= wanted:
                break
        if done == 0:
            raise trouble or EquationError("no draw fulfills the conditions of this equation")
        return done

    def _require_no_holes(self) -> None:
        for judge in itertools.chain(*self.judges):
            if judge.hole is not None:
                raise _Refuted(self._false(judge.hole))

    def _draw_until_decided(self, lots: Iterator[Spread]) -> int:
        """Draw on while a branch was not met, or an indicator may not always be 0."""
        done = 0
        self.work.left = _STEPS
        while self._is_undecided() and (lot := next(lots, None)) is not None:
            done += self._measure(lot)
        return done

    def _draw_special(self, chance: Chance) -> int:
        """Draw special values; where the equation has no value at them, nothing is said."""
        self.work.left = _SPECIAL_STEPS[chance.is_inequality]
        return sum(self._measure(lot) for lot in chance.special())

    def _measure(self, lot: Lot) -> bool:
        """Make a draw that may be outside the domain; say whether it was inside."""
        try:
            return self._draw(lot)
        except UncoveredError:
            if lot.is_exact:
                return False  # as a sign may be left out at 0
            raise
        except AmbiguousError:
            raise
        except EquationError:
            return False

    def _look_for_counterexample(self) -> None:
        """Move the draws that came nearest to a contradiction, until one contradicts."""
        self.work.left = _SEARCH_STEPS
        for judge, nearest in self.nearest.items():

            def margin(lot: Lot, judge: Judge = judge) -> float | None:
                return judge.margin if self._measure(lot) else None

            def signed(lot: Lot, judge: Judge = judge) -> float | None:
                return judge.signed if self._measure(lot) else None

            search(nearest.lots(), margin, _TRIES)
            if len(nearest.signs) == 2:
                bisect(nearest.signs[True], nearest.signs[False], signed)

    def _look_for_ends(self, judges: list[Judge]) -> None:
        """Look for values at the ends of intervals that no draw has reached."""
        for judge in judges:
            for start, distance in judge.ends.searches() if judge.ends else ():

                def measure(lot: Lot, distance: Callable[[], float] = distance) -> float | None:
                    return distance() if self._measure(lot) else None

                search([start], measure, _TRIES)

    def _is_undecided(self) -> bool:
        """Say whether more draws may meet a branch, or show that an indicator is not always 0."""
        judges = [judge for chain in self.judges for judge in chain if judge.times]
        is_still_zero = any(judge.is_vacuous for judge in judges) and has_kinks(self.nodes)
        return is_still_zero or bool(self._missing_branches())

    def _missing_branches(self) -> list[tuple[Cases, int]]:
        return [
            (node, k)
            for node in self.nodes
            if isinstance(node, Cases)
            for k in range(len(node.branches))
            if (node, k) not in self.evaluate.branches
        ]

    def _require_all_branches(self, done: int) -> None:
        for node, k in self._missing_branches():
            value = node.branches[k][0]
            raise EquationError(
                f"branch {k + 1} of these cases was never met in {done} draws: draw the symbols "
                "of its condition so that it is",
                value.start,
                value.end,
            )

    def _sum_up(self, done: int) -> Verdict:
        judges = [judge for chain in self.judges for judge in chain if judge.times]
        if not judges:
            message = "every relation here is a definition, and none a claim"
            return Verdict("vacuous", self.latex, done, message=message)
        for judge in judges:
            if judge.is_unshown:
                place = judge.left.start, judge.right.end
                message = "the two sides are equal in every draw"
                return self._false(Contradiction(message, place, "", "", {}))
            if judge.is_vacuous:
                return Verdict(
                    "vacuous",
                    self.latex,
                    done,
                    message="both sides are 0 in every draw, which proves nothing: state the "
                    "general identity apart, or draw symbols for which they are not 0",
                    start=judge.left.start,
                    end=judge.right.end,
                )
        shown = {name: value for judge in judges for name, value in judge.witness.items() if name}
        error = max(judge.error for judge in judges)
        notices = tuple(dict.fromkeys(self._notices(judges)))
        return Verdict("true", self.latex, done, error, values=shown, notices=notices)

    def _notices(self, judges: list[Judge]) -> Iterator[str]:
        self.work.left = _SEARCH_STEPS
        self._look_for_ends(judges)
        yield from idle_arguments(self.evaluate.calls)
        yield from undecided_ends(judges, self.latex)
        if self.env is not None:
            yield from negligible_symbols(judges, self.evaluate, self.env)
        yield from same_sides(judges, self.notation)

    # One draw --------------------------------------------------------------------------------

    def _draw(self, lot: Lot, is_first: bool = False) -> bool:
        """Judge all relations in one draw; say whether any was met."""
        env = Environment(self.notation, lot, self.work)
        self.evaluate.begin_draw()
        origin = _origin(lot)
        self.drawn.setdefault(id(origin), (len(self.drawn), origin))
        defined: dict[Key, Value] = {}
        met = False
        for claim, chain, indices in zip(self.claims, self.judges, self.indices, strict=True):
            for judge in chain:
                judge.begin_draw()
            try:
                for place in self._places(indices, env, is_first):
                    here = env.override({**defined, **place}) if defined or place else env
                    if not self._is_excluded(here):
                        met = True
                        self._judge_chain(claim, chain, here, defined)
                for judge in chain:
                    judge.finish_draw()
            except Contradiction as found:
                raise _Refuted(self._false(found)) from None
            finally:
                self._note(chain, lot)
        if met and is_first:
            self.env = env
        return met

    def _note(self, chain: list[Judge], lot: Lot) -> None:
        for judge in chain:
            if judge in self.nearest:
                self.nearest[judge].note(judge.margin, judge.signed, lot)

    def _places(
        self, indices: list[Symbol], env: Environment, is_first: bool
    ) -> Iterator[dict[Key, Value]]:
        """List values of the indices: all of them in the first draw, and some in later ones."""
        ranges = [env.range_of(index) for index in indices]
        places = list(itertools.islice(itertools.product(*ranges), _MAX_PLACES))
        limit = _PLACES_FIRST if is_first else _PLACES_LATER
        if len(places) > limit:
            rng = np.random.Generator(np.random.PCG64(self.drawn[id(_origin(env.lot))][0]))
            places = [places[k] for k in sorted(rng.permutation(len(places))[:limit])]
        for place in places:
            yield {(index, ()): value for index, value in zip(indices, place, strict=True)}

    def _is_excluded(self, env: Environment) -> bool:
        if self.where is not None and not env.test(self.where):
            return True
        return not all(self.evaluate.holds(condition, env) for condition in self.conditions)

    def _judge_chain(
        self, claim: Claim, chain: list[Judge], env: Environment, defined: dict[Key, Value]
    ) -> None:
        """Judge each pair of neighbors; a symbol declared as `here` takes its value first."""
        first, start = claim.sides[0], 0
        is_equality = claim.relations[0] in _DEFINING
        if is_equality and isinstance(first, Name) and self._is_defined_here(first.symbol, defined):
            value = self.evaluate(claim.sides[1], env)
            defined[(first.symbol, ())] = value
            env = env.override({(first.symbol, ()): value})
            start = 1
        known: Value = None
        for judge in chain[start:]:
            known = judge.judge(self.evaluate, env, known)

    def _is_defined_here(self, symbol: Symbol, defined: dict[Key, Value]) -> bool:
        if (symbol, ()) in defined or symbol not in self.notation.symbols:
            return False
        return self.notation.declaration(symbol).is_here

    def _false(self, found: Contradiction) -> Verdict:
        return Verdict(
            "false",
            self.latex,
            message=str(found),
            start=found.start,
            end=found.end,
            left=found.left,
            right=found.right,
            values=found.values,
        )


def _origin(lot: Lot) -> Lot:
    """Return the lot from which a search has started, or the lot itself."""
    return lot.base if isinstance(lot, Moved) else lot
