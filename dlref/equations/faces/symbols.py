r"""Symbols that know their meaning: each name in a formula refers to a row of the notation.

What turns LaTeX into MathML keeps no places. So a name is marked in the LaTeX by a character of
Unicode's private area that numbers its row, and what follows the mark in the MathML is labelled:
`<mi>&#xE003;</mi><msub>...</msub>` becomes `<msub data-symbol="symbol-4">...</msub>`.
"""

import html
import re
from xml.etree import ElementTree

from dlref.equations.errors import EquationError
from dlref.equations.faces.mathml import to_mathml
from dlref.equations.pages.places import Place, find_places
from dlref.equations.pages.shapes import shape_of
from dlref.equations.pages.tables import HEADER, LINK, Rows, notation_of

__all__ = ["functions_in", "label_rows", "mark", "resolve", "to_labelled_mathml"]

_FIRST = 0xE000  # of the private area
_MARK = re.compile("[\ue000-\uf8ff]")
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)[A-Za-z]+;")  # unknown to XML


def to_labelled_mathml(latex: str, rows: Rows) -> str:
    """Convert a display equation; each declared name refers to its row of the notation."""
    plain = to_mathml(latex, display=True)
    try:
        return resolve(to_mathml(mark(latex, rows), display=True))
    except EquationError:
        return plain  # a name in a place where no mark can stand


def mark(latex: str, rows: Rows) -> str:
    """Mark the declared names of a formula with the numbers of their rows."""
    before: dict[int, str] = {}
    after: dict[int, str] = {}
    for place, row in _rows_in(latex, rows):
        sign, start = chr(_FIRST + row), place.start
        written = latex[start : place.end]
        if place.kind == "word" and "{" in written:
            start += written.index("{") + 1
        elif _is_argument(latex[:start]):
            sign = "{" + sign
            after[place.end] = "}" + after.get(place.end, "")
        before[start] = before.get(start, "") + sign
    return "".join(
        after.get(k, "") + before.get(k, "") + latex[k : k + 1] for k in range(len(latex) + 1)
    )


def functions_in(latex: str, rows: Rows) -> list[str]:
    """List the links of the notation to the functions that a formula uses."""
    cells = [rows[row][1] for _, row in _rows_in(latex, rows)]
    return list(dict.fromkeys(cell for cell in cells if LINK.fullmatch(cell)))


def _rows_in(latex: str, rows: Rows) -> list[tuple[Place, int]]:
    """List the declared names of a formula with the numbers of their rows."""
    try:
        notation = notation_of(rows)
        places = find_places(latex, notation.names)
    except EquationError:
        return []  # whether that is a mistake is for the check to say
    return [
        (place, notation.row_of[place.symbol])
        for place in places
        if place.symbol is not None and place.symbol in notation.row_of
    ]


def _is_argument(before: str) -> bool:
    """Say whether what follows is the argument of a script or a command, without braces."""
    return re.search(r"([_^]|\\[dt]?frac|\\sqrt|\\boldsymbol|\\mathbf)\s*$", before) is not None


def resolve(mathml: str) -> str:
    """Turn the marks in MathML into attributes that name the row of each symbol."""
    if not _MARK.search(mathml):
        return mathml
    root = ElementTree.fromstring(_ENTITY.sub(lambda entity: html.unescape(entity[0]), mathml))
    _resolve(root)
    return ElementTree.tostring(root, encoding="unicode")


def _resolve(parent: ElementTree.Element) -> int:
    """Label each element that follows a mark, or holds one, and take the marks away.

    A mark may have been taken for the argument of a function, and so be the last of its group. It
    is returned then: what follows the group belongs into it.
    """
    row = 0
    kept: list[ElementTree.Element] = []
    group: list[ElementTree.Element] | ElementTree.Element = kept
    for element in list(parent):
        waiting = _resolve(element)
        text = element.text or ""
        if _MARK.fullmatch(text):
            row = ord(text)
            continue
        if _MARK.match(text):
            row, element.text = ord(text[0]), text[1:]
        if row:
            element.set("data-symbol", _row_id(row - _FIRST))
        elif _is_needless(element):
            element = element[0]
        group.append(element)
        row, group = waiting, (element if waiting else kept)
    parent[:] = kept
    return row


def _is_needless(element: ElementTree.Element) -> bool:
    """Say whether this is a group that was made for a mark."""
    is_group = element.tag == "mrow" and not element.attrib and len(element) == 1
    return is_group and "data-symbol" in element[0].attrib


# The rows of the tables ---------------------------------------------------------------------------


def label_rows(root: ElementTree.Element, notations: list[Rows]) -> None:
    """Give each row of a page's notation tables its id, and the shape of its symbol.

    Args:
        root: The page.
        notations: The rows of all tables, then those of all but the last, and so on.
    """
    rows = notations[0] if notations else ()
    drawn = [row for table in root.iter("table") if _is_notation(table) for row in _body(table)]
    if len(drawn) != len(rows):
        return  # tables that only look like notation
    shapes = {row: shape for rows in notations for row, shape in _shapes(rows).items() if shape}
    for number, row in enumerate(drawn):
        row.set("id", _row_id(number))
        if number in shapes:
            row.set("data-shape", shapes[number])


def _row_id(row: int) -> str:
    return f"symbol-{row + 1}"


def _is_notation(table: ElementTree.Element) -> bool:
    return ["".join(cell.itertext()).strip() for cell in table.iter("th")] == HEADER


def _body(table: ElementTree.Element) -> list[ElementTree.Element]:
    return [row for body in table.iter("tbody") for row in body.iter("tr")]


def _shapes(rows: Rows) -> dict[int, str]:
    """Describe the symbols of each row that no later one declares anew."""
    try:
        notation = notation_of(rows)
    except EquationError:
        return {}
    return {row: shape_of(symbol, notation) for symbol, row in notation.row_of.items()}
