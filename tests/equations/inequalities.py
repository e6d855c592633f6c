r"""The inequalities of the site, and stronger ones made of them: the bound is moved by 5 %.

A stronger one is false if the bound is tight enough, which only a long search can tell. It is asked
here with much more work than a check may take.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from dlref.equations import Notation, check
from dlref.equations.judging import checker
from dlref.equations.mutating.sides import sides
from dlref.equations.pages.judgements import judge
from dlref.equations.pages.source import find_equations
from dlref.equations.pages.tables import notation_of, rows_above
from dlref.equations.reading.tokens import tokenize

__all__ = ["Stronger", "is_false_after_a_long_search", "stronger_inequalities"]

_UPWARD = frozenset([r"\le", "<"])
_INEQUALITIES = _UPWARD | {r"\ge", ">"}


@dataclass(frozen=True)
class Stronger:
    """An inequality of the site with its bound moved."""

    name: str
    latex: str
    notation: Notation
    options: dict[str, Any]


def stronger_inequalities(pages: list[Path]) -> Iterator[Stronger]:
    """Move the right side of each inequality by 5 %, in the direction that claims more."""
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for equation in find_equations(text):
            if not equation.id or equation.is_wrong or equation.reason:
                continue
            rows = rows_above(text, equation.line)
            verdict = judge(equation, rows).verdict
            if verdict is None or not verdict.passed:
                continue
            notation, options = notation_of(rows), dict(equation.settings)
            found = sides(equation.latex, tokenize(equation.latex))
            for left, right in pairwise(found):
                if left.right == right.left and right.left in _INEQUALITIES:
                    one, two = (side.text(equation.latex).rstrip(" .,") for side in (left, right))
                    yield from _moved(equation.id, one, two, right.left, notation, options)


def _moved(
    name: str, left: str, right: str, sign: str, notation: Notation, options: dict[str, Any]
) -> Iterator[Stronger]:
    if right == "0":
        return
    relation = r"\le" if sign in _UPWARD else r"\ge"
    for factor in ("0.95", "1.05"):
        new = rf"{factor} \cdot \left({right}\right)"
        if check(f"{new} {relation} {right}", notation, **options).passed:
            yield Stronger(f"{name}: {right}", f"{left} {sign} {new}", notation, options)


def is_false_after_a_long_search(claim: Stronger) -> bool:
    """Search with other seeds, from more starts and for longer."""
    usual = checker._TRIES, checker._SEARCH_STEPS
    checker._TRIES, checker._SEARCH_STEPS = 1_000, 3_000_000
    try:
        return any(
            check(claim.latex, claim.notation, **{**claim.options, "seed": seed}).outcome == "false"
            for seed in range(20, 24)
        )
    finally:
        checker._TRIES, checker._SEARCH_STEPS = usual
