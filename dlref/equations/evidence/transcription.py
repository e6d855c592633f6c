"""Whether the two sides of an equality are one formula, once the declarations are written out.

A row that declares `H(p)` by the Python of a formula, and an equation that states the same formula
in LaTeX, agree whatever the formula is: that proves nothing. So both are evaluated in odd
arithmetic, where only what is written counts. Indices, sums and transposes are left out: a formula
with entries and one with arrays are the same formula.
"""

from collections.abc import Iterator

from dlref.equations.declaring.notation import Notation
from dlref.equations.errors import EquationError
from dlref.equations.evidence.latex_side import LatexSide
from dlref.equations.evidence.odd import OddError, agree
from dlref.equations.evidence.python_side import PythonSide
from dlref.equations.reading.names import Symbol
from dlref.equations.reading.tree import Cases, Name, Node
from dlref.equations.reading.usage import walk

__all__ = ["are_one_formula"]

_BRANCHES = 3  # of a conditional expression that are tried

_Ways = tuple[frozenset[Symbol], frozenset[Symbol]]  # what is written out left, and right


def are_one_formula(
    left: Node, right: Node, notation: Notation, written_out: frozenset[Symbol]
) -> bool:
    """Say whether two sides are the same once the rows `written_out` are.

    Args:
        left: One side of an equality.
        right: The other.
        notation: What declares the symbols.
        written_out: Symbols that Python on the page declares; all others are opaque.
    """
    cases = [len(n.branches) for n in (*walk(left), *walk(right)) if isinstance(n, Cases)]
    return all(
        any(_agree((left, right), notation, ways, branch) for ways in _ways(written_out))
        for branch in range(max(cases, default=1))
    )


def _ways(symbols: frozenset[Symbol]) -> Iterator[_Ways]:
    """Write out all on both sides, or one of them on one side alone: it may refer to itself."""
    yield symbols, symbols
    for symbol in symbols:
        yield symbols, symbols - {symbol}
        yield symbols - {symbol}, symbols


def _agree(sides: tuple[Node, Node], notation: Notation, ways: _Ways, branch: int) -> bool:
    """Try what a mean may divide by, and which branch of Python is meant, where that matters."""
    choices, sizes = range(_BRANCHES), _sizes(sides, notation)
    for choice in choices:
        for size in sizes:
            python = [PythonSide(notation, out, choice, size) for out in ways]
            try:
                left, right = (
                    LatexSide(p, branch)(side) for p, side in zip(python, sides, strict=True)
                )
                if agree(left, right):
                    return True
            except (OddError, EquationError, RecursionError):
                pass
            asked = python[0].asked | python[1].asked
            if "size" not in asked:
                break
        if "branch" not in asked:
            return False
    return False


def _sizes(sides: tuple[Node, Node], notation: Notation) -> list[Symbol | float]:
    """List what a mean may divide by: whole numbers of the notation, and symbols of the sides."""
    ends = [v.rpartition("..")[2].strip() for v in notation.symbols.values() if isinstance(v, str)]
    numbers = {float(end) for end in ends if end.isdigit()}
    names = [node for side in sides for node in walk(side) if isinstance(node, Name)]
    symbols = dict.fromkeys(name.symbol for name in names if name.symbol.kind == "value")
    return [*sorted(numbers, reverse=True), *symbols]
