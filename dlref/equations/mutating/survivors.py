"""Mutants put to the test: which of them does the check of an equation let pass?

A mutant that is not true under the same notation is caught. One that is true is a survivor, unless
it says the same in other words, or, beside an inequality, something weaker: neither is a mistake.
"""

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dlref.equations.declaring.environment import Environment, NeedsOutcome, Work
from dlref.equations.declaring.notation import Notation
from dlref.equations.errors import EquationError
from dlref.equations.evaluating.values import Value, is_array, is_number
from dlref.equations.judging.checker import check
from dlref.equations.judging.options import Options
from dlref.equations.mutating.mutants import Mutant, mutants
from dlref.equations.mutating.order import differ_in_order_only
from dlref.equations.mutating.sides import Side, sides
from dlref.equations.reading.tokens import tokenize

__all__ = ["Trial", "digest", "put_to_the_test"]

_SCALES = frozenset(["factor", "fraction", "number"])  # what is 0 stays so
_TOWARDS = {r"\le": (r"\ge", r"\le"), "<": (r"\ge", r"\le")}  # of a right side, of a left side
_TOWARDS |= {r"\ge": (r"\le", r"\ge"), ">": (r"\le", r"\ge")}


@dataclass(frozen=True)
class Trial:
    """What became of the mutants of one equation.

    Args:
        mutants: All of them.
        harmless: Those that are true because they are no mistakes.
        survivors: Those that are mistakes and true all the same.
    """

    mutants: tuple[Mutant, ...]
    harmless: tuple[Mutant, ...]
    survivors: tuple[Mutant, ...]

    @property
    def tried(self) -> int:
        """How many mutants were checked that are mistakes."""
        return len(self.mutants) - len(self.harmless)

    @property
    def caught(self) -> int:
        """How many mutants were found out."""
        return self.tried - len(self.survivors)


def put_to_the_test(latex: str, notation: Notation, options: Mapping[str, object]) -> Trial:
    """Check the mutants of a true equation.

    Args:
        latex: The equation.
        notation: The declarations by which it is true.
        options: Those of its check.
    """
    tried = mutants(latex)
    lived = [m for m in tried if check(m.latex, notation, **_options(m, options)).passed]
    harmless = tuple(m for m in lived if _is_no_mistake(latex, m, notation, options))
    survivors = tuple(m for m in lived if m not in harmless)
    return Trial(tuple(tried), harmless, survivors)


def _options(mutant: Mutant, options: Mapping[str, object]) -> Mapping[str, object]:
    r"""Let a `\ne` that a mistake has made say as little as it can."""
    is_new = mutant.kind == "relation" and r"\ne" in mutant.change.rpartition(" ")[2]
    return {"for": "some", **options} if is_new else options


def digest(latex: str) -> str:
    """Name an equation by its tokens, whatever its spacing."""
    text = "\0".join(token.text for token in tokenize(latex))
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()


def _is_no_mistake(
    latex: str, mutant: Mutant, notation: Notation, options: Mapping[str, object]
) -> bool:
    """Say whether a mutant is the equation in other words, or a weaker inequality."""
    if differ_in_order_only(latex, mutant.latex, notation, Options.read(options)):
        return True
    if mutant.kind == "end":
        return mutant.change[-1] in "[]"  # an end that is closed claims less
    side = _changed(latex, mutant)
    if side is None:
        return False
    is_zero = side.opposite.strip(" .,") == "0" and "=" in (side.left, side.right)
    if is_zero and mutant.kind in _SCALES:
        return True
    longer = len(mutant.latex) - len(latex)
    old = side.text(latex)
    new = replace(side, end=side.end + longer).text(mutant.latex)
    is_about_functions = mutant.kind in ("name", "function")  # whose declarations are in question
    if not is_about_functions and _is_same_for_anything(f"{new} = {old}", notation, options):
        return True
    needed = _directions(side)
    return bool(needed) and all(
        check(f"{new} {relation} {old}", notation, **options).passed for relation in needed
    )


def _is_same_for_anything(latex: str, notation: Notation, options: Mapping[str, object]) -> bool:
    return any(check(latex, rows, **options).passed for rows in _anything(notation))


def _changed(latex: str, mutant: Mutant) -> Side | None:
    """Return the one side that the mutant changes."""
    for side in sides(latex, tokenize(latex)):
        if side.start <= mutant.start and mutant.end <= side.end:
            return side
    return None


def _directions(side: Side) -> set[str]:
    """Say how a new side must compare with the old one for its inequalities to be weaker."""
    found: set[str] = set()
    for relation, place in ((side.left, 0), (side.right, 1)):
        if relation and relation not in _TOWARDS:
            return set()
        if relation:
            found.add(_TOWARDS[relation][place])
    return found


@functools.lru_cache(maxsize=64)
def _anything(notation: Notation) -> tuple[Notation, ...]:
    """Declare every symbol anew, as a number or an array of its shape, and no more is known.

    The numbers are between 0 and 1, where logarithms and probabilities are possible.
    What is equal then is equal by algebra; what is equal only as declared is a weak declaration.
    In a second notation whole constants stay what they are, since ranges need them; but not if two
    of them are equal, which would hide that one was taken for the other.
    """
    known, again = _values(notation, "one"), _values(notation, "another")
    whole = [k for k, v in known.items() if isinstance(v, int) and again.get(k) == v]
    drawn = {latex: _drawn(value) for latex, value in known.items()}
    others = {latex: row for latex, row in drawn.items() if latex not in whole}
    rows = [drawn, others] if len({known[k] for k in whole}) == len(whole) else [drawn]
    return tuple(Notation([*notation.rows, *row.items()]) for row in rows)


def _values(notation: Notation, seed: str) -> dict[str, Value]:
    """Map each symbol that stands for a number or an array to its value in one draw."""
    env = Environment(notation, seed, Work(100_000))
    found = {}
    for symbol in notation.symbols:
        if symbol.kind != "value" or symbol.slots or notation.declaration(symbol).is_here:
            continue
        try:
            value = env.value(symbol)
        except (EquationError, NeedsOutcome):
            continue
        if is_number(value) or is_array(value):
            found[symbol.latex] = value
    return found


def _drawn(value: Value) -> str:
    return f"uniform({', '.join(map(str, (0.1, 0.9, *getattr(value, 'shape', ()))))})"
