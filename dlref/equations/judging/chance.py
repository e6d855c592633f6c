r"""What chance might decide in an equation, and the draws that leave it no choice.

An identity of smooth functions that fails at all fails almost everywhere, so one block of spread
lots decides it: 4 draws, in which every number takes both signs, small and large. If a function is
bent where entries tie or vanish, two blocks are drawn. If there may be a branch, in the LaTeX or in
Python, special lots are drawn as well: 0, 1 and -1 for each symbol while others are general, equal
entries, ties, far-out numbers, and, for every number that the equation, its constants or the
source of its functions name, both sides of it and the number itself. An inequality has four blocks,
all special lots, mirrored and peaked ones, and then a search for a counterexample.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count

from dlref.equations.declaring.branches import Course, Finding, thresholds
from dlref.equations.declaring.inspection import inspect_operator, inspect_symbol, is_drawn
from dlref.equations.declaring.lots import (
    BLOCK,
    Constant,
    Lot,
    Mirrored,
    Peaked,
    Spread,
    Turn,
    ranked,
)
from dlref.equations.declaring.notation import Notation
from dlref.equations.reading.names import Symbol
from dlref.equations.reading.statements import Claim
from dlref.equations.reading.tree import (
    Apply,
    BigO,
    Binary,
    Cases,
    Fold,
    Interval,
    Name,
    Node,
    Number,
    Power,
)
from dlref.equations.reading.usage import children, free_names

__all__ = ["INEQUALITIES", "Chance", "has_kinks"]

INEQUALITIES = frozenset([r"\le", "<", r"\ge", ">", r"\ne"])
_WANTED = {Course.SMOOTH: BLOCK, Course.BENT: 2 * BLOCK, Course.BRANCHING: BLOCK}
_MOST_THRESHOLDS = 6
_KINKS = {"max", "min", "abs", "indicator", "sgn", "sign", "floor", "ceil"}
_INVERSES = {"sqrt", "root", "ln", "log", "lg", "log_base", "arccos", "arcsin", "arctan", "arcosh"}
_FOLDING = {"cos", "sin", "tan", "cosh", "abs"}  # many points have one value
_BENT = {"norm", "norm_p", "det"}

_SIZES = (
    ((0.08, 0.9), (1.1, 2.4)),
    ((0.3, 1.6), (3.2, 6.0)),
    ((0.05, 0.4), (0.6, 1.6)),
    ((0.5, 1.2), (1.5, 3.5)),
)  # of the small and the large numbers of a block
_CALM = (0, 2, 3)  # blocks without numbers that make an exponential large
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
        is_rough: Whether it is about small or typical values only, so that none is special.
        ranks: The drawn symbols, numbered.
        numbers: The numbers near which a branch may be.
    """

    seed: str
    wanted: int
    course: Course
    is_inequality: bool = False
    is_rough: bool = False
    ranks: Mapping[str, int] = field(default_factory=dict)
    numbers: tuple[float, ...] = ()

    @classmethod
    def of(
        cls,
        claims: Iterable[Claim],
        nodes: list[Node],
        notation: Notation,
        seed: str,
        draws: int | None,
    ) -> "Chance":
        """Find out what chance might decide in an equation."""
        claims = list(claims)
        relations = {relation for claim in claims for relation in claim.relations}
        symbols = _reached(nodes, notation)
        finding = _inspect(nodes, symbols, notation)
        is_inequality = bool(relations & INEQUALITIES) or any(
            isinstance(node, Interval) for node in nodes
        )
        course = finding.course
        drawn = [symbol.latex for symbol in symbols if is_drawn(notation, symbol)]
        return cls(
            seed,
            draws or (4 * BLOCK if is_inequality else _WANTED[course]),
            course,
            is_inequality,
            r"\approx" in relations or any(isinstance(node, BigO) for node in nodes),
            ranked(drawn),
            tuple(thresholds(finding.numbers)[:_MOST_THRESHOLDS]),
        )

    def spread(self) -> Iterator[Spread]:
        """Yield the spread lots, without end."""
        for block in count():
            is_calm = self.course is Course.SMOOTH and not self.is_inequality
            sizes = _SIZES[_CALM[block % 3] if is_calm else block % 4]
            yield from self._block(block, sizes)

    def _block(self, number: int, sizes: object, **more: bool) -> Iterator[Spread]:
        small, large = sizes  # type: ignore[misc]
        for position in range(BLOCK):
            yield Spread(self.seed, number, position, small, large, self.ranks, **more)

    @cached_property
    def _needs_special(self) -> bool:
        return not self.is_rough and (self.is_inequality or self.course is Course.BRANCHING)

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


def _reached(nodes: list[Node], notation: Notation) -> list[Symbol]:
    """List the symbols that the value of an equation may depend on."""
    used = {node.symbol for node in nodes if isinstance(node, Name)}
    return sorted(
        {s for symbol in used for s in notation.depends(symbol) if s in notation.symbols},
        key=lambda symbol: symbol.latex,
    )


def _inspect(nodes: list[Node], symbols: list[Symbol], notation: Notation) -> Finding:
    """Find out whether anything branches, and which numbers may be thresholds."""
    finding = Finding(_course(nodes), {float(n.value) for n in nodes if isinstance(n, Number)})
    named = {node.symbol for node in nodes if isinstance(node, Name)}
    compared = set(named) if finding.course is Course.BRANCHING else set()
    found = {symbol: inspect_symbol(notation, symbol) for symbol in symbols}
    for symbol, part in found.items():
        if part.course is Course.BRANCHING:
            compared |= notation.depends(symbol)
    for symbol, part in found.items():
        is_constant = notation.declaration(symbol).is_constant
        finding.add(part if symbol in compared or not is_constant else Finding())
    operators = {node.operator for node in nodes if isinstance(node, Binary)}
    for operator in operators & notation.operators.keys():
        finding.add(inspect_operator(notation.operators[operator]))
    return finding


# In the LaTeX ------------------------------------------------------------------------------


def has_kinks(nodes: Iterable[Node]) -> bool:
    """Say whether a branch of a formula is taken by chance."""
    return any(_is_piecewise(node) and not _is_about_indices(node) for node in nodes)


def _course(nodes: list[Node]) -> Course:
    if has_kinks(nodes) or any(_undoes_a_fold(node) for node in nodes):
        return Course.BRANCHING
    is_bent = any(isinstance(n, Apply) and n.function in _BENT for n in nodes)
    return Course.BENT if is_bent else Course.SMOOTH


def _is_piecewise(node: Node) -> bool:
    if isinstance(node, Fold):
        return node.operation not in ("sum", "product")
    if isinstance(node, Binary) and node.operator in (r"\cup", r"\cap", r"\setminus"):
        return True
    return isinstance(node, Cases) or (isinstance(node, Apply) and node.function in _KINKS)


def _is_about_indices(node: Node) -> bool:
    conditions: list[Node] = []
    if isinstance(node, Cases):
        conditions = [condition for _, condition in node.branches]
    elif isinstance(node, Apply) and node.function == "indicator":
        conditions = list(node.arguments)
    names = [name for condition in conditions for name in free_names(condition)]
    return bool(names) and all(name.symbol.kind in ("index", "bound") for name in names)


def _undoes_a_fold(node: Node) -> bool:
    r"""Say whether a node sees of an even function only a size: `\sqrt{x^2}`, `\arccos(\cos x)`."""
    if isinstance(node, Apply) and node.function in _INVERSES:
        return any(map(_is_folded, node.arguments))
    if isinstance(node, Power):
        is_whole = isinstance(node.exponent, Number) and isinstance(node.exponent.value, int)
        return not is_whole and _is_folded(node.base)
    return False


def _is_folded(node: Node) -> bool:
    if isinstance(node, Fold) or (isinstance(node, Apply) and node.function in _BENT):
        return False  # of several terms; their sign is no single branch
    if isinstance(node, Apply) and node.function in _FOLDING:
        return True
    if isinstance(node, Power) and isinstance(node.exponent, Number):
        if node.exponent.value % 2 == 0:
            return True
    return any(map(_is_folded, children(node)))
