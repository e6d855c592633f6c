"""What is known of a page while Python-Markdown draws it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dlref.equations.errors import EquationError
from dlref.equations.mutating.record import Score
from dlref.equations.pages.judgements import Judgement
from dlref.equations.pages.reader import Document
from dlref.equations.pages.source import Equation
from dlref.equations.pages.tables import Rows

__all__ = ["Known", "Page"]


@dataclass(frozen=True)
class Known:
    """What is known of an equation before it is drawn: its notation, and what its check found."""

    rows: Rows
    judgement: Judgement | None


@dataclass
class Page:
    """A page that is being drawn.

    Args:
        scores: What became of the mutants of equations, by what was checked.
        tested: What functions were compared with, by their dotted paths.
        document: What the reader found on the page.
        known: What is known of each of its equations.
        notations: The notations of the page, the last one first.
        numbers: The numbers of the equations that have an id, as far as they are drawn.
        drawn: Which equations are drawn.
        fences: The HTML of the code blocks, by their numbers among what is stored.
        first_fence: How much was stored before the first of them.
        is_tree_done: Whether only HTML is written from here on.
    """

    scores: Mapping[str, Score]
    tested: Mapping[str, str] = field(default_factory=dict)
    document: Document = field(default_factory=lambda: Document([]))
    known: list[Known] = field(default_factory=list)
    notations: list[Rows] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    drawn: set[int] = field(default_factory=set)
    fences: dict[int, str] = field(default_factory=dict)
    first_fence: int = 0
    is_tree_done: bool = False

    def begin(
        self, document: Document, known: list[Known], notations: list[Rows], stored: int
    ) -> None:
        """Start with a new page."""
        self.document, self.known, self.notations = document, known, notations
        self.numbers, self.drawn, self.fences = {}, set(), {}
        self.first_fence = stored
        self.is_tree_done = False

    def draw(self, number: int) -> tuple[Equation, Known]:
        """Return an equation that is going to be drawn, and give it its number on the page."""
        if number in self.drawn:
            raise EquationError(f"an equation is drawn twice: {self.equation(number).latex!r}")
        self.drawn.add(number)
        equation = self.equation(number)
        if equation.id:
            self.numbers[equation.id] = len(self.numbers) + 1
        return equation, self.known[number]

    def equation(self, number: int) -> Equation:
        """Return an equation of the page."""
        return self.document.equations[number].equation

    def is_block(self, number: int) -> bool:
        """Say whether an equation is drawn as a block."""
        return self.document.equations[number].is_block
