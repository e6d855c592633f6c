"""The rows of a page's notation that nothing uses."""

from collections.abc import Iterable, Iterator
from itertools import chain

from dlref.equations.declaring.environment import WHERE
from dlref.equations.declaring.notation import Notation
from dlref.equations.errors import EquationError
from dlref.equations.pages.docstrings import docstring_equations
from dlref.equations.pages.places import without_layout
from dlref.equations.pages.source import Equation, find_equations
from dlref.equations.pages.text import Page
from dlref.equations.reading.boxes import Boxes, read_boxes
from dlref.equations.reading.names import Symbol

__all__ = ["unused_symbols"]

_Key = tuple[int, str]  # the row of a symbol and its spelling: the same in all notations of a page


def unused_symbols(page: Page) -> Iterator[tuple[int, str]]:
    """Yield the symbols that nothing uses, each with its line."""
    try:
        used = set(_used(page))
    except EquationError:
        return  # where something cannot be read, nobody knows what it uses
    declared = {key for notation in page.notations for key in _keys(notation, notation.row_of)}
    for row, latex in declared - used:
        yield page.row_lines[row], latex


def _keys(notation: Notation, symbols: Iterable[Symbol]) -> Iterator[_Key]:
    return ((notation.row_of[symbol], symbol.latex) for symbol in symbols)


def _used(page: Page) -> Iterator[_Key]:
    for equation in find_equations(page.markdown):
        for notation in page.notations_at(equation.line):
            yield from _keys(notation, _needed(_in_equation(equation, notation), notation))
    for equation in _shown(page.markdown):
        for notation in page.notations:  # any of them may make it true
            yield from _keys(notation, _needed(_in_equation(equation, notation), notation))
    for formula in page.formulas:
        for notation in formula.notations:
            symbols = _in_latex(formula.latex, notation)
            # What a row says of its own symbol is no use of it.
            others = (s for s in symbols if page.row_lines[notation.row_of[s]] != formula.line)
            yield from _keys(notation, _needed(others, notation))


def _shown(markdown: str) -> list[Equation]:
    """List the equations of the docstrings that a page shows."""
    try:
        return [found.equation for found in docstring_equations(markdown)]
    except Exception as error:  # whatever the module of a stranger raises
        raise EquationError(f"a docstring cannot be read: {error}") from None


def _in_equation(equation: Equation, notation: Notation) -> Iterator[Symbol]:
    yield from _in_latex(equation.latex, notation)
    if "where" in equation.settings:
        condition = notation.condition(equation.settings["where"])
        yield from filter(None, notation.targets(condition, WHERE))


def _in_latex(latex: str, notation: Notation) -> Iterator[Symbol]:
    try:
        boxes = read_boxes(latex)
    except EquationError:
        return iter(())  # of what cannot be read there is nothing to say here
    return _at_any_place(boxes, notation)


def _at_any_place(boxes: Boxes, notation: Notation) -> Iterator[Symbol]:
    r"""Yield names and those inside of them: for $\theta_{t+1}$ a reader looks up $t$ as well."""
    boxes = without_layout(boxes)
    for position, box in enumerate(boxes):
        match = notation.names.match(boxes, position)
        if match is not None:
            yield match.symbol
        for part in (*box.parts, box.sub or (), box.sup or ()):
            yield from _at_any_place(part, notation)


def _needed(symbols: Iterable[Symbol], notation: Notation) -> Iterator[Symbol]:
    """Yield the symbols, what their values need, and the symbols that stand in their spelling."""
    for symbol in chain.from_iterable(map(notation.depends, symbols)):
        yield symbol
        arguments = filter(None, map(notation.names.exactly, symbol.arguments))
        for inner in chain(symbol.slots, arguments):
            yield from notation.depends(inner)
