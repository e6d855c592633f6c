"""What a page shows in the end, held against what its reader found.

Python-Markdown has extensions, and the reader does not know them all. So at the end each equation
must be drawn, no attributes of one must stand in the text, and the code blocks that are shown as
sessions of Python must be those that are run. Anything else is an error, and names the line.
"""

import re
from collections import Counter
from html.parser import HTMLParser
from xml.etree import ElementTree

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from dlref.equations.faces.page import Page
from dlref.equations.pages.fences import PYCON
from dlref.equations.pages.lines import PageError

__all__ = ["Finish", "FinishTree", "LookForAttributes", "MarkFences"]

_MARK = re.compile("\ufdd2([0-9]+)\ufdd3")
_SIGNS = re.compile("[\ufdd0-\ufdef]")  # ours, as \x02 and \x03 are Python-Markdown's
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_ATTRIBUTES = re.compile(r"\{[^{}\n]*#eq-[^{}\n]*\}?")
_CODE = {"code", "pre", "script", "style"}
_PYCON = {f"language-{name}" for name in PYCON}


class MarkFences(Preprocessor):
    """Mark the code blocks when they have just been taken out, so that those are seen that stay."""

    def __init__(self, md: Markdown, page: Page) -> None:
        super().__init__(md)
        self.page = page

    def run(self, lines: list[str]) -> list[str]:
        """Mark the HTML that was stored since the page was read."""
        stored = self.md.htmlStash.rawHtmlBlocks
        for number in range(self.page.first_fence, len(stored)):
            block = stored[number]
            if isinstance(block, str):
                self.page.fences[number] = block
                stored[number] = f"{block}\ufdd2{number}\ufdd3"
        return lines


class LookForAttributes(Treeprocessor):
    """Look for attributes of equations in the text of the page, where escaped ones are none."""

    def __init__(self, md: Markdown, page: Page) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: ElementTree.Element) -> None:
        """Refuse the page if there are some."""
        self._look(root)

    def _look(self, element: ElementTree.Element) -> None:
        is_code = element.tag in _CODE
        for text in ("" if is_code else element.text, element.tail):
            if text and (match := _ATTRIBUTES.search(text)):
                self._refuse(match[0])
        for child in () if is_code else element:
            self._look(child)

    def _refuse(self, attributes: str) -> None:
        lines = self.page.document.raw
        line = next((n for n, line in enumerate(lines, 1) if attributes in line), 1)
        raise PageError(
            line,
            f"the page shows the attributes {attributes} of an equation as text: an extension of "
            "Markdown draws this place in another way than it is read; write the equation as a "
            "paragraph of its own",
        )


class FinishTree(Treeprocessor):
    """Note that the tree is made, and that only HTML is written from here on."""

    def __init__(self, md: Markdown, page: Page) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: ElementTree.Element) -> None:
        """Note it."""
        self.page.is_tree_done = True


class Finish(Postprocessor):
    """Hold the HTML of the page against what was found on it."""

    def __init__(self, md: Markdown, page: Page) -> None:
        super().__init__(md)
        self.page = page

    def run(self, text: str) -> str:
        """Refuse the page if they differ, and take all marks away."""
        if self.page.is_tree_done:
            self._check_equations()
            self._check_snippets(text)
        return _SIGNS.sub("", _MARK.sub("", text))

    def _check_equations(self) -> None:
        for number, placed in enumerate(self.page.document.equations):
            if number not in self.page.drawn:
                equation = placed.equation
                raise PageError(
                    equation.line,
                    f"the equation {equation.id or equation.latex!r} is not drawn: what stands "
                    "around it is read as a container of Markdown, and this site draws it as code "
                    "or HTML; switch the extension on that it needs, or write the equation as a "
                    "paragraph of its own",
                )

    def _check_snippets(self, text: str) -> None:
        marks = _MARK.findall(_COMMENT.sub("", text))
        blocks = [_Block(self.page.fences[int(mark)]) for mark in marks]
        raw = self.page.document.raw
        found: dict[str, list[int]] = {}
        for fence in self.page.document.snippets:
            found.setdefault(_squeezed(fence.code(raw)), []).append(fence.first + 2)
        counted = Counter({code: len(lines) for code, lines in found.items()})
        says_language = any(block.language for block in blocks)
        shown = Counter(b.code for b in blocks if not says_language or b.language in _PYCON)
        for code in counted - shown:
            raise PageError(
                found[code][0],
                "these Python examples are run, and the page does not show them as a code block: "
                "begin and close the block on lines of their own",
            )
        sessions = Counter(block.code for block in blocks if block.language in _PYCON)
        for code in sessions - counted:
            line = next((n for n, line in enumerate(raw, 1) if _begins(code, line)), 1)
            raise PageError(
                line,
                "these Python examples are shown, and do not run, since the block is not on this "
                "page as it is written: write it as a code block of the page",
            )


class _Block(HTMLParser):
    """The text and the language of a code block in HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language = ""
        self.inside: list[bool] = []  # for each open element, whether its text is code
        self.parts: list[str] = []
        self.feed(html)
        self.close()
        self.code = _squeezed("".join(self.parts))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the language, and what is code and no number of a line."""
        classes = (dict(attrs).get("class") or "").lower().split()
        languages = [name for name in classes if name.startswith("language-")]
        self.language = self.language or "".join(languages[:1])
        is_code = tag == "code" or (bool(self.inside) and self.inside[-1])
        if tag not in ("br", "img", "hr", "input"):
            self.inside.append(is_code and "linenos" not in classes)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if self.inside:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        """Keep code."""
        if self.inside and self.inside[-1]:
            self.parts.append(data)


def _squeezed(code: str) -> str:
    """Leave out all blanks, which a highlighter may change."""
    return "".join(code.split())


def _begins(code: str, line: str) -> bool:
    start = _squeezed(line)
    return start.startswith(">>>") and code.startswith(start)
