"""The examples of a snippet, run in a namespace of their own."""

import doctest
import re
from types import TracebackType
from typing import Any

from dlref.equations.pages.snippets import Snippet
from dlref.equations.snippets.comparing import Checker
from dlref.equations.snippets.mistakes import Edit, Mistake

__all__ = ["run"]

_TRACEBACK = re.compile(r"(?P<frames>Traceback \(.*\):\n(?: .*\n)*)(?P<message>\S[\s\S]*)")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType]


def run(snippet: Snippet, path: str) -> list[Mistake]:
    """Run the examples of a snippet in a fresh namespace and list what is wrong."""
    names = {"__name__": "__main__"}
    try:
        test = doctest.DocTestParser().get_doctest(
            snippet.code, names, path, path, snippet.line - 1
        )
    except ValueError as error:  # a prompt without a space after it, for example
        return [Mistake(snippet.line, snippet.code, "", str(error))]
    runner = _Runner(snippet)
    runner.run(test, clear_globs=False)
    return runner.mistakes


class _Runner(doctest.DocTestRunner):
    """Keep what is wrong instead of printing it."""

    def __init__(self, snippet: Snippet) -> None:
        super().__init__(Checker(), verbose=False)
        self.snippet = snippet
        self.lines = snippet.code.split("\n")
        self.mistakes: list[Mistake] = []
        self.stopped = False

    def report_start(self, out: Any, test: doctest.DocTest, example: doctest.Example) -> None:
        """Say nothing."""

    def report_failure(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        """Keep an output that is not what is shown."""
        if self.stopped:
            return
        got = _as_shown(got, example.want)
        line = self.snippet.line + example.lineno
        edit = self._edit(example, got)
        self.mistakes.append(Mistake(line, example.source, example.want, got, edit))

    def report_unexpected_exception(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, exc_info: ExcInfo
    ) -> None:
        """Keep the first exception; what follows mostly fails because of it."""
        if self.stopped:
            return
        self.stopped = True
        kind, error, _ = exc_info
        line = self.snippet.line + example.lineno
        got = f"{kind.__name__}: {error}"
        self.mistakes.append(Mistake(line, example.source, example.want, got))

    def _edit(self, example: doctest.Example, got: str) -> Edit:
        start = example.lineno + 1
        while start < len(self.lines) and self.lines[start].lstrip().startswith("..."):
            start += 1
        indent = " " * example.indent
        lines = tuple(indent + line for line in got.rstrip("\n").split("\n")) if got else ()
        return Edit(start, start + example.want.count("\n"), lines)


def _as_shown(got: str, want: str) -> str:
    """Write an output as a snippet shows it."""
    raised = _TRACEBACK.search(got)
    if raised:  # a snippet shows no frames, or those that its author chose
        shown = _TRACEBACK.search(want)
        frames = shown["frames"] if shown else "Traceback (most recent call last):\n"
        got = frames + raised["message"]
    return re.sub(r"^[ \t]*$(?=\n)", "<BLANKLINE>", got, flags=re.MULTILINE)
