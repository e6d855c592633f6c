r"""A Python-Markdown extension for mathematics.

`$...$` and `$$...$$ {#id name="..."}` become MathML. An equation with an id becomes a figure with
an anchor, a number and a badge that says how it was checked; one that is not true stops the build.
An empty link to an equation, `[](#eq-kl)`, shows its number.
"""

import re
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
from dlref.equations.faces.mathml import to_mathml
from dlref.equations.pages.judgements import Judgement, judge_page
from dlref.equations.pages.source import EQUATION, Equation, parse_equation

__all__ = ["EquationExtension"]

_INLINE = r"(?<![\\$])\$(?![\s$])((?:\\.|[^$\\])+?)(?<!\s)\$(?![\d$])"


class EquationExtension(Extension):
    """Mathematics in Markdown, checked and drawn when the page is built."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"check": [True, "whether an equation that is not true stops the build"]}
        super().__init__(**kwargs)
        self.numbers: dict[str, int] = {}
        self.judgements: dict[str, Judgement] = {}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Markdown's)
        """Register with Python-Markdown."""
        md.registerExtension(self)
        if self.getConfig("check"):
            # Before fenced blocks (25) are taken out, so that lines are counted as on the page.
            md.preprocessors.register(EquationJudge(md, self), "equation", 27)
        # After code spans (190), before backslash escapes (180).
        md.inlinePatterns.register(InlineEquation(_INLINE, md), "equation", 185)
        # Before paragraphs and everything that would read the LaTeX as Markdown.
        md.parser.blockprocessors.register(DisplayEquation(md.parser, self), "equation", 175)
        # After inline patterns (20) have made the links.
        md.treeprocessors.register(EquationLinks(md, self), "equation", 15)

    def reset(self) -> None:
        """Start a new page."""
        self.numbers.clear()
        self.judgements.clear()


class EquationJudge(Preprocessor):
    """Check the equations of the page before anything is drawn."""

    def __init__(self, md: Markdown, extension: EquationExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        """Judge every equation with an id, and refuse the page if one is not true."""
        judgements = judge_page("\n".join(lines))
        for judgement in judgements:
            if judgement.problem:
                equation = judgement.equation
                raise EquationError(f"line {equation.line}, {equation.id}: {judgement.problem}")
            self.extension.judgements[judgement.equation.id] = judgement
        return lines


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
        figure = ElementTree.Element("figure", {"class": " ".join(["equation", *equation.classes])})
        # A wide formula scrolls in this box.
        box = ElementTree.SubElement(figure, "div", {"class": "equation-box"})
        box.set("role", "group")
        box.set("aria-label", equation.name or "Equation")
        box.set("data-search-exclude", "")
        box.text = self.parser.md.htmlStash.store(to_mathml(equation.latex, display=True))
        if equation.id:
            figure.set("id", equation.id)
            figure.append(self._caption(equation))
        return figure

    def _caption(self, equation: Equation) -> ElementTree.Element:
        numbers = self.extension.numbers
        if equation.id in numbers:
            raise EquationError(f"two equations of the page have the id {equation.id!r}")
        numbers[equation.id] = len(numbers) + 1
        caption = ElementTree.Element("figcaption")
        link = ElementTree.SubElement(caption, "a", {"class": "equation-number"})
        link.set("href", f"#{equation.id}")
        link.set("title", "Link to this equation")
        link.text = f"({numbers[equation.id]})"
        if equation.name:
            ElementTree.SubElement(caption, "span", {"class": "equation-name"}).text = equation.name
        badge = _badge(equation, self.extension.judgements.get(equation.id))
        if badge.text:
            caption.append(badge)
        return caption


class EquationLinks(Treeprocessor):
    """Give an empty link to an equation its number as text."""

    def __init__(self, md: Markdown, extension: EquationExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ElementTree.Element) -> None:
        """Fill the links of the page."""
        for link in root.iter("a"):
            number = self.extension.numbers.get(link.get("href", "").removeprefix("#"))
            if number is not None and not link.text and len(link) == 0:
                link.text = f"({number})"


def _badge(equation: Equation, judgement: Judgement | None) -> ElementTree.Element:
    """Say in a few words how far the equation can be trusted."""
    badge = ElementTree.Element("span", {"class": "equation-badge"})
    if equation.is_wrong:
        badge.text = "wrong as written"
    elif equation.reason:
        badge.text = f"stated, not checked: {equation.reason}"
    elif judgement is not None and judgement.verdict is not None:
        verdict = judgement.verdict
        badge.set("class", "equation-badge equation-checked")
        badge.set("title", f"Both sides evaluated, worst relative difference {verdict.error:.0e}")
        badge.text = f"checked in {verdict.draws} draws"
    return badge
