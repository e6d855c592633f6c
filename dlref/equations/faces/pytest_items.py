"""What pytest makes of a page: an item for each equation and each snippet.

The items of a page stand in the order of the page and are named by what they check: `eq-kl` for an
equation, `snippet-2`, and `package.function[1]` for the first equation of a docstring that the page
shows. An equation that is stated only claims nothing, and is no item.
"""

import difflib
import os
from abc import abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dlref.equations.errors import EquationError
from dlref.equations.pages.docstrings import (
    DocstringEquation,
    docstring_claims,
    judge_docstring,
    told_with_place,
)
from dlref.equations.pages.files import read_page
from dlref.equations.pages.imports import own_modules
from dlref.equations.pages.judgements import Judgement, judge
from dlref.equations.pages.lines import PageError
from dlref.equations.pages.reader import read
from dlref.equations.pages.snippets import Snippet, find_snippets
from dlref.equations.pages.source import Equation
from dlref.equations.pages.tables import rows_above
from dlref.equations.snippets.mistakes import Edit
from dlref.equations.snippets.rewriting import rewrite, try_update
from dlref.equations.snippets.running import SECONDS, Runner

__all__ = ["Page", "Updates"]

_UPDATE = "dlref-update"
_RUNNER = pytest.StashKey[Runner]()


class Page(pytest.File):
    """A Markdown page."""

    def collect(self) -> list["PageItem"]:
        """List the items of the page in the order of their lines; nothing is judged yet."""
        try:
            with own_modules(self.path):
                items = [*self._items(read_page(self.path))]
        except EquationError as error:
            items = [self._problem(PageError(1, str(error)))]
        return sorted(items, key=lambda item: item.line)

    def _items(self, markdown: str) -> Iterator["PageItem"]:
        page = read(markdown)
        claims, unreadable = docstring_claims(markdown)
        for problem in [*page.problems, *unreadable]:
            yield self._problem(problem)
        for equation in (placed.equation for placed in page.equations):
            if equation.id and not equation.reason:
                yield EquationItem.from_parent(
                    self, name=equation.id, line=equation.line, claim=equation, markdown=markdown
                )
        for snippet in find_snippets(markdown):
            yield SnippetItem.from_parent(
                self, name=f"snippet-{snippet.number}", line=snippet.line, snippet=snippet
            )
        for claim in claims:
            if not claim.equation.reason:
                yield DocstringItem.from_parent(
                    self, name=claim.name, line=claim.shown, claim=claim, markdown=markdown
                )

    def _problem(self, problem: PageError) -> "PageItem":
        return ProblemItem.from_parent(
            self, name=f"line-{problem.line}", line=problem.line, message=problem.message
        )


class PageItem(pytest.Item):
    """Something on a page that can be wrong, at a line of it."""

    def __init__(self, *, line: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.line = line

    @property
    def page(self) -> str:
        """The path of the page, as a reader at the terminal would write it."""
        return shown_path(self.path, self.config)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where the item stands, and what to write above its failure."""
        return self.path, self.line - 1, f"{self.name}, line {self.line}"

    def runtest(self) -> None:
        """Fail with what is wrong, and with no traceback, which would be that of this plugin."""
        try:
            with own_modules(self.path):
                problem = self.problem()
        except EquationError as error:
            line, message = self.line, str(error)
            if isinstance(error, PageError):
                line, message = error.line, error.message
            problem = f"{self.page}:{line}: {message}"
        if problem:
            pytest.fail(problem, pytrace=False)

    @abstractmethod
    def problem(self) -> str:
        """Say what is wrong, starting with the file and the line; empty if nothing is."""


class ProblemItem(PageItem):
    """Something on the page that cannot be read: it fails, and the rest of the page is tried."""

    def __init__(self, *, message: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.message = message

    def problem(self) -> str:
        """Say what cannot be read."""
        return f"{self.page}:{self.line}: {self.message}"


class EquationItem(PageItem):
    """An equation of the page, judged by the tables of notation above it."""

    def __init__(self, *, claim: Equation, markdown: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.claim = claim
        self.markdown = markdown

    def problem(self) -> str:
        """Judge the equation."""
        judgement = judge(self.claim, rows_above(self.markdown, self.line))
        if not judgement.problem:
            return ""
        line = self.claim.first + _lines_before(judgement)
        return f"{self.page}:{line}: {judgement.problem}"


class DocstringItem(PageItem):
    """An equation of the docstring of a function that the page shows."""

    def __init__(self, *, claim: DocstringEquation, markdown: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.claim = claim
        self.markdown = markdown

    def problem(self) -> str:
        """Judge the equation."""
        judgement = judge_docstring(self.claim.equation, self.markdown)
        if not judgement.problem:
            return ""
        start = self.config.invocation_params.dir
        return told_with_place(self.claim, self.page, judgement.problem, start)


class SnippetItem(PageItem):
    """A snippet of the page."""

    def __init__(self, *, snippet: Snippet, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.snippet = snippet
        self.runner = runner_of(self.config)  # before a test can change the environment

    def problem(self) -> str:
        """Run the snippet; where pages are updated, a wrong output is sent to who does that."""
        mistakes = self.runner.run(self.snippet)
        if self.runner.note:
            self.user_properties.append(("dlref-note", self.runner.note))
        told = [f"{self.page}:{mistake.line}: {mistake}" for mistake in mistakes]
        edits = [mistake.edit for mistake in mistakes if mistake.edit]
        if edits and len(edits) == len(mistakes) and self.config.getoption("update_snippets"):
            try:
                try_update(self.runner, _read(self.path), self.snippet, edits)
            except ValueError as error:
                told.append(f"{self.page}:{self.line}: not updated: {error}")
            else:
                self.user_properties.append((_UPDATE, _packed(self.path, self.snippet, edits)))
                return ""
        return "\n\n".join(told)


def runner_of(config: pytest.Config) -> Runner:
    """Return the one that runs the snippets of this process, in the folder of its start."""
    if _RUNNER not in config.stash:
        seconds = config.getoption("snippet_timeout") or SECONDS
        config.stash[_RUNNER] = Runner(config.invocation_params.dir, seconds)
        config.add_cleanup(config.stash[_RUNNER].close)
    return config.stash[_RUNNER]


class Updates:
    """What is to be rewritten: items, in any process, report it, and one process writes."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.reported: list[Any] = []
        self.told: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take what an item has reported."""
        if report.when == "call":
            self.reported += [value for key, value in report.user_properties if key == _UPDATE]

    def pytest_sessionfinish(self) -> None:
        """Write the pages when nothing reads them any more."""
        pages: dict[Path, tuple[str, str]] = {}
        for packed in self.reported:
            path, snippet, edits = _unpacked(packed)
            before, after = pages.get(path) or (_read(path),) * 2
            try:
                pages[path] = before, rewrite(after, snippet, edits)
            except ValueError as error:
                self.told.append(f"{shown_path(path, self.config)}: not updated, {error}")
        for path, (before, after) in sorted(pages.items()):
            path.write_bytes(after.encode())
            self.told += _diff(shown_path(path, self.config), before, after)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Show what was rewritten."""
        if self.told:
            terminalreporter.section("updated snippets")
        for line in self.told:
            terminalreporter.line(line, **_MARKUP.get(line[:1], {}))


_MARKUP = {"+": {"green": True}, "-": {"red": True}, "@": {"cyan": True}}


def shown_path(path: Path, config: pytest.Config) -> str:
    """Write a path as seen from where pytest was started."""
    return Path(os.path.relpath(path, config.invocation_params.dir)).as_posix()


def _lines_before(judgement: Judgement) -> int:
    """Count the lines of the LaTeX above the place that is wrong."""
    verdict = judgement.verdict
    return verdict.latex.count("\n", 0, verdict.start or 0) if verdict else 0


def _packed(path: Path, snippet: Snippet, edits: list[Edit]) -> list[Any]:
    """Write an update in what a report can carry from one process to another."""
    return [
        str(path),
        [snippet.code, snippet.line, snippet.number, snippet.indent],
        [[edit.start, edit.stop, list(edit.lines)] for edit in edits],
    ]


def _unpacked(packed: list[Any]) -> tuple[Path, Snippet, list[Edit]]:
    path, snippet, edits = packed
    return Path(path), Snippet(*snippet), [Edit(a, b, tuple(lines)) for a, b, lines in edits]


def _read(path: Path) -> str:
    return path.read_bytes().decode()  # the ends of lines stay as they are


def _diff(name: str, before: str, after: str) -> Iterator[str]:
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), name, name, lineterm="")
    return (line.rstrip("\r") for line in lines)
