"""The equations in the docstrings of the functions that a page shows.

A page shows a function with a line `::: package.function`. An equation in its docstring means what
the page's notation says, so that a formula in two places cannot drift apart. It must be true under
one of the page's notations, since the function may stand for any section of the page.
"""

import ast
import inspect
import os
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dlref.equations.errors import EquationError
from dlref.equations.pages.imports import resolve
from dlref.equations.pages.judgements import Judgement, judge
from dlref.equations.pages.lines import PageError
from dlref.equations.pages.reader import read
from dlref.equations.pages.source import Equation, find_equations
from dlref.equations.pages.tables import notations

__all__ = [
    "DocstringEquation",
    "docstring_claims",
    "docstring_equations",
    "judge_docstring",
    "shown_names",
    "told_with_place",
]


@dataclass(frozen=True)
class DocstringEquation:
    """An equation of a docstring.

    Args:
        name: The function, as the page spells it, and the number of the equation in its docstring.
        equation: The equation, with its line in `file`.
        file: Where it is written; empty if there is no source.
        shown: The line of the page that shows the function.
    """

    name: str
    equation: Equation
    file: str
    shown: int


def shown_names(markdown: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the dotted path of each function that a page shows."""
    return iter(read(markdown).shown)


def docstring_equations(markdown: str) -> Iterator[DocstringEquation]:
    """Yield the equations of the docstrings that a page shows.

    Raises:
        EquationError: A shown name cannot be imported, or its docstring cannot be read.
    """
    for shown, path in shown_names(markdown):
        yield from _claims(shown, path)


def docstring_claims(markdown: str) -> tuple[list[DocstringEquation], list[PageError]]:
    """List the equations of the docstrings that a page shows, and what cannot be read of them."""
    claims: list[DocstringEquation] = []
    problems = []
    for shown, path in shown_names(markdown):
        try:
            claims += _claims(shown, path)
        except PageError as error:
            problems.append(error)
    return claims, problems


def _claims(shown: int, path: str) -> Iterator[DocstringEquation]:
    try:
        thing = resolve(path)
    except EquationError as error:
        raise PageError(shown, f"shows {error}") from None
    file, line = _place(thing)
    try:
        equations = find_equations(_without_indentation(inspect.getdoc(thing) or ""))
    except EquationError as error:
        raise PageError(shown, f"shows {path}, whose docstring cannot be read: {error}") from None
    for number, equation in enumerate(equations, 1):
        moved = replace(equation, line=line + equation.line - 1, first=line + equation.first - 1)
        yield DocstringEquation(f"{path}[{number}]", moved, file, shown)


def _without_indentation(docstring: str) -> str:
    """Take the indentation of sections away, which makes no code blocks of them."""
    return "\n".join(line.lstrip(" ") for line in docstring.split("\n"))


def judge_docstring(equation: Equation, markdown: str) -> Judgement:
    """Judge an equation by the notations of a page: the first that makes it true, or the last.

    The last notation of a page is the one with all of its tables, so its verdict is the one to
    show of an equation that none makes true.
    """
    judgements = (judge(equation, rows) for rows in notations(markdown) or [()])
    first = next(judgements)
    if not first.problem:
        return first
    return next((judgement for judgement in judgements if not judgement.problem), first)


def told_with_place(
    claim: DocstringEquation, page: str, problem: str, start: Path | str = os.curdir
) -> str:
    """Say what is wrong with an equation of a docstring, where it is and where it is shown.

    Args:
        claim: The equation.
        page: The page that shows it, as its reader calls it.
        problem: What is wrong.
        start: The folder from which the file of the docstring is named.
    """
    place = f"{page}:{claim.shown}"
    if claim.file:
        place = f"{os.path.relpath(claim.file, start)}:{claim.equation.line}: shown at {place}"
    return f"{place}: {problem}"


def _place(thing: Any) -> tuple[str, int]:
    """Find the file and the line where a docstring starts."""
    try:
        file = inspect.getsourcefile(thing) or ""
        lines, start = inspect.getsourcelines(thing)
    except (TypeError, OSError):
        return "", 1
    tree = ast.parse(textwrap.dedent("".join(lines)))
    body = getattr(tree.body[0], "body", tree.body)
    return file, max(start, 1) + body[0].lineno - 1
