"""The equations in the docstrings of the functions that a page shows.

A page shows a function with a line `::: package.function`. An equation in its docstring means what
the page's notation says, so that a formula in two places cannot drift apart. It must be true under
one of the page's notations, since the function may stand for any section of the page.
"""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dlref.equations.errors import EquationError
from dlref.equations.pages.imports import resolve
from dlref.equations.pages.judgements import Judgement, judge
from dlref.equations.pages.source import Equation, find_equations, without_code
from dlref.equations.pages.tables import notations

__all__ = ["DocstringEquation", "docstring_equations", "judge_docstring", "shown_names"]

_SHOWN = re.compile(r"^::: *(\S+) *$", re.MULTILINE)


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
    text = without_code(markdown)
    for match in _SHOWN.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match[1]


def docstring_equations(markdown: str) -> Iterator[DocstringEquation]:
    """Yield the equations of the docstrings that a page shows.

    Raises:
        EquationError: A shown name cannot be imported.
    """
    for shown, path in shown_names(markdown):
        try:
            thing = resolve(path)
        except EquationError as error:
            raise EquationError(f"line {shown} shows {error}") from None
        file, line = _place(thing)
        for number, equation in enumerate(find_equations(inspect.getdoc(thing) or ""), 1):
            yield DocstringEquation(
                f"{path}[{number}]", _moved(equation, line + equation.line - 1), file, shown
            )


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


def _moved(equation: Equation, line: int) -> Equation:
    return Equation(equation.latex, equation.id, equation.classes, equation.options, line)
