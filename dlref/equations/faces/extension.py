r"""A Python-Markdown extension for mathematics.

`$...$` and `$$...$$ {#id name="..."}` become MathML. An equation with an id becomes a figure with
an anchor, a number and a badge that says how it was checked; one that is not true stops the build.
Its symbols refer to the rows of the notation, which get ids. An empty link to an equation,
`[](#eq-kl)`, shows its number.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from dlref.equations.errors import EquationError
from dlref.equations.faces.conversion import surround
from dlref.equations.faces.figure import caption, figure
from dlref.equations.faces.mathml import to_mathml
from dlref.equations.faces.symbols import functions_in, label_rows, to_labelled_mathml
from dlref.equations.mutating.record import Score, name_of, read_record
from dlref.equations.pages.judgements import Judgement, judge
from dlref.equations.pages.source import (
    EQUATION,
    INLINE,
    Equation,
    find_equations,
    parse_equation,
)
from dlref.equations.pages.tables import Rows, notations, rows_above

__all__ = ["EquationExtension"]


@dataclass(frozen=True)
class Known:
    """What is known of an equation before it is drawn: its notation, and what its check found."""

    rows: Rows
    judgement: Judgement | None


class EquationExtension(Extension):
    """Mathematics in Markdown, checked and drawn when the page is built."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "check": [True, "whether an equation that is not true stops the build"],
            "mutants": ["", "a file written by dlref mutate --record, for the badges"],
        }
        super().__init__(**kwargs)
        self.numbers: dict[str, int] = {}
        self.known: dict[str, Known] = {}
        self.notations: list[Rows] = []
        self.scores: dict[str, Score] = {}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Markdown's)
        """Register with Python-Markdown."""
        md.registerExtension(self)
        surround(md)
        if self.getConfig("mutants"):
            scores = read_record(Path(self.getConfig("mutants"))).values()
            self.scores = {score.check: score for score in scores}
        # Before fenced blocks (25) are taken out, so that lines are counted as on the page.
        md.preprocessors.register(PageReader(md, self), "equation", 27)
        # After code spans (190), before backslash escapes (180).
        md.inlinePatterns.register(InlineEquation(INLINE, md), "equation", 185)
        # Before paragraphs and everything that would read the LaTeX as Markdown.
        md.parser.blockprocessors.register(DisplayEquation(md.parser, self), "equation", 175)
        # After inline patterns (20) have made the links.
        md.treeprocessors.register(Links(md, self), "equation", 15)

    def reset(self) -> None:
        """Start a new page."""
        self.numbers.clear()
        self.known.clear()
        self.notations = []

    def number(self, equation: Equation) -> int:
        """Give an equation the next number of the page."""
        if equation.id in self.numbers:
            raise EquationError(f"two equations of the page have the id {equation.id!r}")
        self.numbers[equation.id] = len(self.numbers) + 1
        return self.numbers[equation.id]


class PageReader(Preprocessor):
    """Read the notation of the page and check its equations before anything is drawn."""

    def __init__(self, md: Markdown, extension: EquationExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        """Judge every equation with an id, and refuse the page if one is not true."""
        markdown = "\n".join(lines)
        self.extension.notations = notations(markdown)
        for equation in find_equations(markdown):
            if equation.id:
                rows = rows_above(markdown, equation.line)
                self.extension.known[equation.id] = Known(rows, self._judge(equation, rows))
        return lines

    def _judge(self, equation: Equation, rows: Rows) -> Judgement | None:
        if not self.extension.getConfig("check"):
            return None
        judgement = judge(equation, rows)
        if judgement.problem:
            raise EquationError(f"line {equation.line}, {equation.id}: {judgement.problem}")
        return judgement


class InlineEquation(InlineProcessor):
    """`$...$` within a paragraph."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 (name and types are Markdown's)
        self, match: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        """Replace the formula by a placeholder for its MathML."""
        mathml = to_mathml(match[1], display=False)
        return self.md.htmlStash.store(mathml), match.start(), match.end()


class DisplayEquation(BlockProcessor):
    """`$$...$$` as a block of its own, or at the end or the start of one."""

    def __init__(self, parser: BlockParser, extension: EquationExtension) -> None:
        super().__init__(parser)
        self.extension = extension

    def test(self, parent: ElementTree.Element, block: str) -> bool:
        """Tell whether the block holds an equation."""
        return EQUATION.search(block) is not None

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        """Put the figure in place, and the text around it through the parser."""
        block = blocks.pop(0)
        match = EQUATION.search(block)
        if match is None:  # `test` was true of this block
            raise AssertionError(block)
        before, after = block[: match.start()].strip("\n"), block[match.end() :].strip("\n")
        if before:
            self.parser.parseBlocks(parent, [before])
        parent.append(self._figure(parse_equation(match)))
        if after:
            blocks.insert(0, after)

    def _figure(self, equation: Equation) -> ElementTree.Element:
        known = self.extension.known.get(equation.id, Known((), None))
        mathml = to_labelled_mathml(equation.latex, known.rows)
        element = figure(equation, self.parser.md.htmlStash.store(mathml))
        if equation.id:
            score = self.extension.scores.get(name_of(equation, known.rows))
            functions = functions_in(equation.latex, known.rows)
            number = self.extension.number(equation)
            element.append(caption(equation, number, known.judgement, score, functions))
        return element


class Links(Treeprocessor):
    """Give an empty link to an equation its number as text, and rows of the notation their ids."""

    def __init__(self, md: Markdown, extension: EquationExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ElementTree.Element) -> None:
        """Fill the links of the page and label its rows."""
        for link in root.iter("a"):
            number = self.extension.numbers.get(link.get("href", "").removeprefix("#"))
            if number is not None and not link.text and len(link) == 0:
                link.text = f"({number})"
        label_rows(root, self.extension.notations)
