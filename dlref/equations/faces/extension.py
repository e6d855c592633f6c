r"""A Python-Markdown extension for mathematics.

`$...$` and `$$...$$ {#id name="..."}` become MathML. An equation with an id becomes a figure with
an anchor, a number and a badge that says how it was checked; one that is not true stops the build.
Its symbols refer to the rows of the notation, which get ids. An empty link to an equation,
`[](#eq-kl)`, shows its number.

The display equations are those that the reader of pages finds, and that is checked: a preprocessor
puts a token in the place of each, and what is drawn is a token. At the end the page must show each
of them, no attributes of an equation as text, and as Python examples those that are run.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from dlref.equations.errors import EquationError
from dlref.equations.faces.conversion import surround
from dlref.equations.faces.drawing import DisplayEquation, InlineDisplay, InlineEquation, Links
from dlref.equations.faces.drawn import Finish, FinishTree, LookForAttributes, MarkFences
from dlref.equations.faces.page import Known, Page
from dlref.equations.mutating.record import read_record
from dlref.equations.pages.displays import INLINE, token
from dlref.equations.pages.docstrings import docstring_claims, judge_docstring, told_with_place
from dlref.equations.pages.judgements import Judgement, judge
from dlref.equations.pages.reader import read
from dlref.equations.pages.source import Equation
from dlref.equations.pages.tables import Rows, notations, rows_above

__all__ = ["EquationExtension"]


class EquationExtension(Extension):
    """Mathematics in Markdown, checked and drawn when the page is built."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "check": [True, "whether an equation that is not true stops the build"],
            "tested": [
                "",
                "a JSON file that says what functions were compared with, for the badges",
            ],
            "mutants": ["", "a file written by dlref mutate --record, for the badges"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Markdown's)
        """Register with Python-Markdown; the same extension may serve several instances."""
        md.registerExtension(self)
        surround(md)
        mutants = self.getConfig("mutants")
        scores = read_record(Path(mutants)).values() if mutants else ()
        page = Page({score.check: score for score in scores}, _tested(self.getConfig("tested")))
        # Before anything changes the page (30) or takes code blocks out of it (25, 31.05).
        md.preprocessors.register(PageReader(md, page, self.getConfig("check")), "equation", 31.5)
        md.preprocessors.register(MarkFences(md, page), "equation-fences", 24.5)
        # After all containers and before what makes a paragraph of the rest (10).
        md.parser.blockprocessors.register(DisplayEquation(md.parser, page), "equation", 12)
        # After code spans (190), before backslash escapes (180).
        md.inlinePatterns.register(InlineEquation(INLINE, md, page), "equation", 185)
        md.inlinePatterns.register(InlineDisplay(md, page), "equation-display", 186)
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "$"]
        # After inline patterns (20) have made the links, before headings are listed (5).
        md.treeprocessors.register(Links(md, page), "equation", 15)
        # After lists of attributes (8) and before escaped characters (0).
        md.treeprocessors.register(LookForAttributes(md, page), "equation-attributes", 7)
        # After all that takes the text of headings, and after all that writes HTML.
        md.treeprocessors.register(FinishTree(md, page), "equation-end", -100)
        md.postprocessors.register(Finish(md, page), "equation-end", -100)


def _tested(file: str) -> dict[str, str]:
    """Read what functions were compared with, by their dotted paths."""
    try:
        return dict(json.loads(Path(file).read_text(encoding="utf-8"))) if file else {}
    except (OSError, ValueError, TypeError) as error:
        raise EquationError(f"tested: {file} cannot be read: {error}") from None


class PageReader(Preprocessor):
    """Read the page and check its equations before anything is drawn."""

    def __init__(self, md: Markdown, page: Page, does_check: bool) -> None:
        super().__init__(md)
        self.page = page
        self.does_check = does_check

    def run(self, lines: list[str]) -> list[str]:
        """Judge every claim, refuse the page if one is not true, and leave tokens."""
        markdown = "\n".join(lines)
        document = read(markdown)
        if document.problems:
            raise EquationError("\n".join(map(str, document.problems)))
        known = [self._known(placed.equation, markdown) for placed in document.equations]
        if self.does_check:
            _check_docstrings(markdown)
        self.page.begin(document, known, notations(markdown), len(self.md.htmlStash.rawHtmlBlocks))
        return document.replaced(lambda number: token("e", number))

    def _known(self, equation: Equation, markdown: str) -> Known:
        rows = rows_above(markdown, equation.line)
        return Known(rows, self._judge(equation, rows) if equation.id else None)

    def _judge(self, equation: Equation, rows: Rows) -> Judgement | None:
        if not self.does_check:
            return None
        judgement = judge(equation, rows)
        if judgement.problem:
            raise EquationError(f"line {equation.line}, {equation.id}: {judgement.problem}")
        return judgement


def _check_docstrings(markdown: str) -> None:
    """Judge the equations of the functions that the page shows."""
    for problem in _docstring_problems(markdown):
        raise EquationError(problem)


def _docstring_problems(markdown: str) -> Iterator[str]:
    claims, unreadable = docstring_claims(markdown)
    yield from map(str, unreadable)
    for claim in claims:
        if problem := judge_docstring(claim.equation, markdown).problem:
            yield told_with_place(claim, "line", f"{claim.name}: {problem}")
