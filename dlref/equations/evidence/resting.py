"""Which rows a relation rests on: those that must be kept while all others are bent."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from dlref.equations.declaring.environment import Environment, Work
from dlref.equations.declaring.lots import BLOCK, Lot, Spread
from dlref.equations.evaluating.values import DomainError
from dlref.equations.evidence.bending import bender
from dlref.equations.evidence.declared import code_in, is_computed
from dlref.equations.judging.chance import INEQUALITIES
from dlref.equations.judging.checker import Check, Relation
from dlref.equations.judging.judge import Contradiction
from dlref.equations.reading.names import Symbol
from dlref.equations.reading.usage import names_with_bounds

__all__ = ["rows_kept"]

_DRAWS, _DRAWS_OF_INEQUALITIES, _SPECIAL_DRAWS, _STEPS = 4, 8, 60, 150_000


def rows_kept(check: Check, relation: Relation) -> list[Symbol]:
    """Find a smallest set of rows that must be kept for a relation to stay true.

    Rows of Python are bent first, so that what is kept is rather a function of a package.
    """
    notation = check.notation
    computed = [symbol for symbol in _used(check, relation) if is_computed(symbol, notation)]
    if not computed or _holds(check, relation, computed):
        return []
    bent: list[Symbol] = []
    for symbol in sorted(computed, key=lambda symbol: bool(code_in(symbol, notation))):
        if _holds(check, relation, [*bent, symbol]):
            bent.append(symbol)
    return [symbol for symbol in computed if symbol not in bent]


def _used(check: Check, relation: Relation) -> Sequence[Symbol]:
    """List the symbols that a relation uses, in the order of their rows."""
    used = {
        symbol
        for side in (relation.left, relation.right)
        for name, _ in names_with_bounds(side)
        for symbol in check.notation.depends(name.symbol)
    }
    return [symbol for symbol in check.notation.symbols if symbol in used]


def _holds(check: Check, relation: Relation, bent: Iterable[Symbol]) -> bool:
    """Say whether a relation is true in some draws with the values of some symbols bent."""
    done = 0
    for turn, lot in enumerate(_lots(check, relation)):
        bends = {symbol: bender(symbol.latex, turn) for symbol in bent}
        env = Environment(check.notation, lot, Work(_STEPS), bends)
        try:
            done += check.holds(relation, env)
        except DomainError:
            continue
        except Contradiction:
            return False
        except Exception:  # bent values may break whatever uses them: then their rows are needed
            if not lot.is_exact:
                return False
    return done > 0


def _lots(check: Check, relation: Relation) -> Iterator[Lot]:
    """Yield a few lots; for an inequality those as well at which it is tight."""
    is_inequality = relation.sign in INEQUALITIES
    for number in range(_DRAWS_OF_INEQUALITIES if is_inequality else _DRAWS):
        yield Spread("evidence", number // BLOCK, number % BLOCK)
    if is_inequality:
        yield from islice(check.chance.special(), _SPECIAL_DRAWS)
