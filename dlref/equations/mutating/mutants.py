r"""Mutants: an equation with one small mistake each, as people make them.

A sign is flipped, a logarithm is forgotten, two names are swapped, an index is shifted by one. A
check that still passes proves little, so the mutants of an equation are a test of its declarations.
They are made from tokens alone, and spelled so that they can be read as LaTeX wherever possible.
"""

from dataclasses import dataclass

from dlref.equations.mutating.formula import Formula, edited
from dlref.equations.mutating.mistakes import MAKERS
from dlref.equations.reading.tokens import Token, tokenize

__all__ = ["Mutant", "mutants"]


@dataclass(frozen=True)
class Mutant:
    """One mistake.

    Args:
        latex: The equation with the mistake.
        kind: What sort of mistake it is, a key of `HINTS`.
        change: What was done, in words.
        start: Where the equation was changed, up to `end`.
    """

    latex: str
    kind: str
    change: str
    start: int
    end: int


def mutants(latex: str) -> list[Mutant]:
    r"""List the mutants of an equation; the same ones each time, and none of them twice.

    Examples:
        >>> from dlref.equations.mutating.mutants import mutants
        >>> for mutant in mutants(r"H(p) = -\sum_i p_i \ln p_i")[:4]:
        ...     print(mutant.latex, "--", mutant.change)
        H(p) = \sum_i p_i \ln p_i -- the minus is dropped
        H(p) = -\prod_i p_i \ln p_i -- \sum becomes \prod
        H(p) = - p_i \ln p_i -- \sum is dropped
        H(p) = -\sum_i p_i  p_i -- \ln is dropped
    """
    formula = Formula(latex)
    seen = {_key(formula.tokens)}
    found: list[Mutant] = []
    for make in MAKERS:
        for kind, change, edits in make(formula):
            mutated = edited(latex, edits)
            key = _key(tokenize(mutated))
            if key not in seen:
                seen.add(key)
                place = (min(e[0] for e in edits), max(e[1] for e in edits))
                found.append(Mutant(mutated, kind, change, *place))
    return found


def _key(tokens: list[Token]) -> tuple[str, ...]:
    return tuple(token.text for token in tokens if token.kind != "space")
