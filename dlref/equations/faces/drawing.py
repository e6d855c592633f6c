"""The parts of the Markdown extension that draw formulas and number links."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from dlref.equations.errors import EquationError
from dlref.equations.faces.figure import caption, figure
from dlref.equations.faces.functions import function_links
from dlref.equations.faces.linear import to_linear
from dlref.equations.faces.mathml import to_mathml
from dlref.equations.faces.page import Page
from dlref.equations.faces.symbols import label_rows, to_labelled_mathml
from dlref.equations.mutating.record import name_of
from dlref.equations.pages.lines import PageError
from dlref.equations.pages.source import Equation

__all__ = ["NO_BLOCK", "DisplayEquation", "Formula", "InlineDisplay", "InlineEquation", "Links"]

NO_BLOCK = "\ufdd4"  # before what Python-Markdown would take out of its paragraph
_TOKEN = "\ufdd0e([0-9]+)\ufdd1"
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class Formula(str):
    """The MathML of a formula within text.

    What lists the headings of a page asks for their text while the tree is made, and is given the
    formula in a line of text, `x^2`, since the text of its MathML is `x2`.
    """

    page: Page
    is_in_heading = False

    def __new__(cls, mathml: str, page: Page) -> "Formula":
        """Keep the page, which knows how far it is drawn."""
        formula = super().__new__(cls, mathml)
        formula.page = page
        return formula

    def __str__(self) -> str:
        """Return what Python-Markdown writes."""
        mathml = self[:]
        if not self.page.is_tree_done:
            return to_linear(mathml)
        if self.is_in_heading:  # a search reads the HTML of a page
            hidden = f"<span hidden>{to_linear(mathml)}</span>"
            mathml = mathml.replace("<math", "<math data-search-exclude", 1) + hidden
        return NO_BLOCK + mathml


class InlineEquation(InlineProcessor):
    """`$...$` within a paragraph."""

    def __init__(self, pattern: str, md: Markdown, page: Page) -> None:
        super().__init__(pattern, md)
        self.page = page

    def handleMatch(  # type: ignore[override]  # noqa: N802 (name and types are Markdown's)
        self, match: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        """Replace the formula by a placeholder for its MathML."""
        formula = Formula(to_mathml(match[1], display=False), self.page)
        return self.md.htmlStash.store(formula), match.start(), match.end()


class InlineDisplay(InlineProcessor):
    """The token of a display equation that stands within text, where it has no number."""

    def __init__(self, md: Markdown, page: Page) -> None:
        super().__init__(_TOKEN, md)
        self.page = page

    def handleMatch(  # type: ignore[override]  # noqa: N802 (name and types are Markdown's)
        self, match: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        """Replace the token by a placeholder for the MathML; a block is not drawn here."""
        if self.page.is_block(int(match[1])):
            return None, None, None
        equation, _ = self.page.draw(int(match[1]))
        with _at(equation):
            formula = Formula(to_mathml(equation.latex, display=True), self.page)
        return self.md.htmlStash.store(formula), match.start(), match.end()


class DisplayEquation(BlockProcessor):
    """The token of a display equation that is a block, with text before and behind it."""

    def __init__(self, parser: BlockParser, page: Page) -> None:
        super().__init__(parser)
        self.page = page

    def test(self, parent: ElementTree.Element, block: str) -> bool:
        """Tell whether the block holds an equation."""
        return self._first(block) is not None

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        """Put the figure in place, and the text around it through the parser."""
        block = blocks.pop(0)
        match = self._first(block)
        if match is None:  # `test` was true of this block
            raise AssertionError(block)
        before, after = block[: match.start()].strip("\n"), block[match.end() :].strip("\n")
        if before.strip():
            self.parser.parseBlocks(parent, [before])
        parent.append(self._figure(int(match[1])))
        if after.strip():
            blocks.insert(0, after)

    def _first(self, block: str) -> re.Match[str] | None:
        tokens = re.finditer(_TOKEN, block)
        return next((token for token in tokens if self.page.is_block(int(token[1]))), None)

    def _figure(self, number: int) -> ElementTree.Element:
        equation, known = self.page.draw(number)
        with _at(equation):
            mathml = to_labelled_mathml(equation.latex, known.rows)
        element = figure(equation, self.parser.md.htmlStash.store(mathml))
        if equation.id:
            score = self.page.scores.get(name_of(equation, known.rows))
            functions = function_links(equation.latex, known, self.page.tested)
            shown = self.page.numbers[equation.id]
            element.append(caption(equation, shown, known.judgement, score, functions))
        return element


@contextmanager
def _at(equation: Equation) -> Iterator[None]:
    """Name the line of an equation that cannot be drawn."""
    try:
        yield
    except EquationError as error:
        raise PageError(equation.line, str(error)) from None


class Links(Treeprocessor):
    """Give an empty link to an equation its number as text, and rows of the notation their ids."""

    def __init__(self, md: Markdown, page: Page) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: ElementTree.Element) -> None:
        """Fill the links of the page, label its rows, and note the formulas in headings."""
        for link in root.iter("a"):
            number = self.page.numbers.get(link.get("href", "").removeprefix("#"))
            if number is not None and not link.text and len(link) == 0:
                link.text = f"({number})"
        label_rows(root, self.page.notations)
        for heading in (element for element in root.iter() if element.tag in _HEADINGS):
            for match in HTML_PLACEHOLDER_RE.finditer("".join(heading.itertext())):
                formula = self.md.htmlStash.rawHtmlBlocks[int(match[1])]
                if isinstance(formula, Formula):
                    formula.is_in_heading = True
