r"""What chance might decide in an equation, and the draws that leave it no choice.

An identity of smooth functions that fails at all fails almost everywhere, so one block of spread
lots decides it: 4 draws, in which every number takes both signs, small and large. If a function is
bent where entries tie or vanish, or the LaTeX has a branch, two blocks are drawn. If there may be a
branch, in the LaTeX or in Python, special lots are drawn as well: far-out numbers; both sides of
every number that the equation, its constants or the source of its functions name, and the number
itself; 0 and 1 for some symbols while the others are general; and ties. An inequality has four
blocks, all special lots, mirrored and peaked ones, and then a search for a counterexample.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count

from dlref.equations.declaring.lots import BLOCK, Lot, Spread, ranked
from dlref.equations.declaring.notation import Notation
from dlref.equations.declaring.special import Constant, Mirrored, Peaked, Turn
from dlref.equations.inspecting.course import Course, thresholds
from dlref.equations.inspecting.symbols import is_drawn
from dlref.equations.judging.kinks import has_kinks, inspect_equation, reached
from dlref.equations.judging.options import Options
from dlref.equations.reading.tree import Node

__all__ = ["INEQUALITIES", "Chance"]

INEQUALITIES = frozenset([r"\le", "<", r"\ge", ">", r"\ne"])
_Sizes = tuple[tuple[float, float], tuple[float, float]]
_WANTED = {Course.SMOOTH: BLOCK, Course.BENT: 2 * BLOCK, Course.BRANCHING: BLOCK}
_MOST_THRESHOLDS = 6

_SIZES = (
    ((0.08, 0.9), (1.1, 2.4)),
    ((0.3, 1.6), (3.2, 6.0)),
    ((0.05, 0.4), (0.6, 1.6)),
    ((0.5, 1.2), (1.5, 3.5)),
)  # of the small and the large numbers of a block
_CALM = (0, 2, 3)  # blocks without numbers that make an exponential large
_NEAR_0 = ((0.05, 0.4), (0.5, 1.2))
_UNITS = ((1.0, 1.0), (1.0, 1.0))
_FAR = ((0.1, 0.9), (7.0, 15.0))


@dataclass(frozen=True)
class Chance:
    """The lots of one check.

    Args:
        seed: Another text gives other numbers.
        wanted: How many spread lots must meet the conditions of the equation.
        course: Whether anything in the equation may branch.
        is_inequality: Whether something is claimed of all values that few may refute.
        is_asymptotic: Whether it is about what becomes small, so that no number is to be large.
        ranks: The drawn symbols, numbered.
        numbers: The numbers near which a branch may be.
    """

    seed: str
    wanted: int
    course: Course
    is_inequality: bool = False
    is_asymptotic: bool = False
    ranks: Mapping[str, int] = field(default_factory=dict)
    numbers: tuple[float, ...] = ()

    @classmethod
    def of(
        cls,
        nodes: list[Node],
        notation: Notation,
        options: Options,
        *,
        is_inequality: bool,
        is_asymptotic: bool,
    ) -> "Chance":
        """Find out what chance might decide in an equation."""
        symbols = reached(nodes, notation)
        finding = inspect_equation(nodes, symbols, notation)
        drawn = [symbol.latex for symbol in symbols if is_drawn(notation, symbol)]
        wanted = 2 * BLOCK if has_kinks(nodes) else _WANTED[finding.course]
        return cls(
            str(options.seed),
            options.draws or (4 * BLOCK if is_inequality else wanted),
            finding.course,
            is_inequality,
            is_asymptotic,
            ranked(drawn),
            tuple(thresholds(finding.numbers)[:_MOST_THRESHOLDS]),
        )

    def spread(self) -> Iterator[Spread]:
        """Yield the spread lots, without end."""
        for block in count():
            is_calm = self.course is Course.SMOOTH and not self.is_inequality
            sizes = _SIZES[_CALM[block % 3] if is_calm else block % 4]
            yield from self._block(block, _NEAR_0 if self.is_asymptotic else sizes)

    def _block(self, number: int, sizes: _Sizes, **more: bool) -> Iterator[Spread]:
        small, large = sizes
        for position in range(BLOCK):
            yield Spread(self.seed, number, position, small, large, self.ranks, **more)

    @cached_property
    def _needs_special(self) -> bool:
        return self.is_inequality or self.course is Course.BRANCHING

    def special(self) -> Iterator[Lot]:
        """Yield the special lots; there are none for a smooth equality."""
        if not self._needs_special or not self.ranks:
            return
        yield from self._block(2000, _FAR, is_literal=True, is_far=True)
        if self.course is Course.BRANCHING:
            for k, size in enumerate(self.numbers):
                yield from self._near(3000 + k, size)
        bases = [lot for k in range(5) for lot in self._block(1000 + k, _SIZES[0])]
        if self.is_inequality:
            yield from self._extreme(bases)
        turns = sorted({rank % 3 for rank in self.ranks.values()})
        for value in (0.0, 1.0):
            for turn in turns:
                yield Turn(bases[turn + 3 * int(value)], value, turn)
        yield Constant(bases[0], -1.0)
        yield Mirrored(bases[6], 0)

    def _extreme(self, bases: list[Spread]) -> Iterator[Lot]:
        """Yield lots at which inequalities are often tight: all alike, mirrored, a single peak."""
        for k, every in enumerate((1, 2, 4)):
            yield Mirrored(bases[7 + k], every)
        yield Constant(bases[0], 1.0)
        yield Constant(bases[0], 0.0)
        yield from self._block(4000, _UNITS, is_literal=True)
        for k, size in enumerate((3.0, -3.0, 0.5)):
            yield Peaked(bases[10 + k], size)

    def _near(self, number: int, size: float) -> Iterator[Lot]:
        """Yield lots on both sides of a number and its negative, and these themselves."""
        width = max(size, 0.25)
        sizes = (size - 0.2 * width, size - 0.04 * width), (size + 0.04 * width, size + 0.2 * width)
        base = list(self._block(number, sizes, is_literal=True, is_far=size > 10))
        if size != 2:  # all blocks have numbers on both sides of 2
            yield from base
        yield Constant(base[0], size)
        yield Constant(base[0], -size)
