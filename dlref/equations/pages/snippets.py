"""The `pycon` snippets of a page and of docstrings: found, run by themselves, compared, rewritten.

A snippet runs in a namespace of its own, as if pasted into a new interpreter, and shows what that
prints. A number is compared to the digits that are shown, everything else as text.
"""

import ast
import doctest
import inspect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

from dlref.equations.pages.reader import read

__all__ = [
    "Checker",
    "Edit",
    "Mistake",
    "Snippet",
    "docstring_snippets",
    "find_snippets",
    "rewrite",
    "run",
]

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TRACEBACK = re.compile(r"(?P<frames>Traceback \(.*\):\n(?: .*\n)*)(?P<message>\S[\s\S]*)")
_DIGITS_OF_NUMPY = 8  # after the point; zeros at the end are not printed
_DIGITS_OF_A_VALUE = 7  # so many are what was computed, and not a rounding chosen by the author

ExcInfo = tuple[type[BaseException], BaseException, TracebackType]


@dataclass(frozen=True)
class Snippet:
    """One block of examples.

    Args:
        code: The examples, without the indentation of the block.
        line: The line of the file where they start.
        number: Which snippet of the page it is, from 1.
        indent: The indentation of the block.
    """

    code: str
    line: int
    number: int = 1
    indent: str = ""


@dataclass(frozen=True)
class Edit:
    """Lines of a snippet, from `start` up to `stop` and counted from 0, and what replaces them."""

    start: int
    stop: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Mistake:
    """An example that prints something else than what is shown.

    Args:
        line: The line of the file where the example starts.
        source: The example.
        want: What is shown.
        got: What is printed, or the exception.
        edit: What would make it right; `None` after an exception, which is no output to show.
    """

    line: int
    source: str
    want: str
    got: str
    edit: Edit | None = None

    def __str__(self) -> str:
        if self.edit is None:
            parts = [("this example raises an exception", self.source), ("exception:", self.got)]
        else:
            parts = [("this example prints something else than it shows", self.source)]
            parts += [("shown:", self.want or "nothing"), ("printed:", self.got or "nothing")]
        return "\n".join(f"{head}\n{_indented(text)}" for head, text in parts)


def find_snippets(markdown: str) -> list[Snippet]:
    """List the `pycon` blocks of a page; a block within another one is its text."""
    page = read(markdown)
    return [
        Snippet(fence.code(page.raw), fence.first + 2, number, fence.indent(page.raw))
        for number, fence in enumerate(page.snippets, 1)
    ]


def docstring_snippets(module: ModuleType) -> Iterator[tuple[str, Snippet]]:
    """Yield the name and the docstring of all that a module defines with examples."""
    source = Path(inspect.getsourcefile(module) or "").read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
            continue
        docstring = ast.get_docstring(node)
        if docstring and ">>>" in docstring:
            name = "" if isinstance(node, ast.Module) else f".{node.name}"
            yield module.__name__ + name, Snippet(docstring, node.body[0].lineno)


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


def rewrite(markdown: str, snippet: Snippet, edits: Sequence[Edit]) -> str:
    """Replace the outputs of a snippet of a page, and nothing else.

    Other snippets of the page may have changed, and with them the line of this one, but itself not.

    Raises:
        ValueError: The page does not have this snippet any more.
    """
    lines = markdown.split("\n")
    unix = markdown.replace("\r\n", "\n")
    found = [s for s in find_snippets(unix) if (s.number, s.code) == (snippet.number, snippet.code)]
    if not found:
        raise ValueError(f"snippet {snippet.number} was changed while it was running")
    first = found[0].line - 1
    ending = "\r" if lines[first].endswith("\r") else ""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        lines[first + edit.start : first + edit.stop] = [
            found[0].indent + line + ending for line in edit.lines
        ]
    return "\n".join(lines)


class Checker(doctest.OutputChecker):
    """Compare output as text, but each floating-point number to the digits that are shown."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        """Tell whether `got` is what `want` shows."""
        if super().check_output(want, got, optionflags):
            return True
        if _NUMBER.sub("#", want).split() != _NUMBER.sub("#", got).split():
            return False
        pairs = zip(_NUMBER.findall(want), _NUMBER.findall(got), strict=True)
        return all(_agree(shown, number) for shown, number in pairs)


def _agree(shown: str, number: str) -> bool:
    if shown == number or not set(".eE") & set(shown):
        return shown == number
    mantissa, _, exponent = shown.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    digits = len((whole + decimals).lstrip("+-0"))
    places = len(decimals)
    if mantissa.endswith("."):  # NumPy's way to say that no digit but zeros follows
        digits = places = _DIGITS_OF_NUMPY
    unit = 10.0 ** (int(exponent or 0) - places)
    # Of a value as it was computed, the last digit differs between machines.
    allowed = 1.01 * unit if digits >= _DIGITS_OF_A_VALUE else 0.5 * unit
    return abs(float(shown) - float(number)) <= allowed + 4e-16 * abs(float(shown))


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


def _indented(text: str) -> str:
    return "\n".join("    " + line for line in text.rstrip("\n").split("\n"))
