"""Symbols of a formula refer to their rows of the notation, and the formula stays as it was."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markdown import Markdown

from dlref.equations.faces.mathml import to_mathml
from dlref.equations.faces.symbols import functions_in, mark, resolve
from dlref.equations.pages.source import find_equations
from dlref.equations.pages.tables import rows_above

ROWS = (
    ("i", "`1..3`"),
    ("x", "`normal(3)`"),
    (r"\operatorname{softmax}(x)", "[`softmax`][dlref.activations.softmax]"),
    ("W^{(1)}", "`normal(2, 3)`"),
    ("d", "`3`"),
    ("dZ", "`normal(2)`"),
    (r"\theta \leftarrow", "`1.0`"),
)
PAGES = sorted(page for page in Path("docs").glob("*/*.md") if page.name != "index.md")


def symbols(latex: str) -> list[tuple[str, str]]:
    """List the labelled elements of a formula, each with its row and its text."""
    root = ElementTree.fromstring(resolve(to_mathml(mark(latex, ROWS), display=True)))
    labelled = [element for element in root.iter() if "data-symbol" in element.attrib]
    return [(element.attrib["data-symbol"], "".join(element.itertext())) for element in labelled]


@pytest.mark.parametrize(
    ("latex", "found"),
    [
        ("x_i", [("symbol-2", "xi"), ("symbol-1", "i")]),
        (r"\sqrt x", [("symbol-2", "x")]),
        (r"\frac{x}{2}", [("symbol-2", "x")]),
        (r"e^x", [("symbol-2", "x")]),
        (r"\ln x", [("symbol-2", "x")]),
        (r"\operatorname{softmax}(x)", [("symbol-3", "softmax"), ("symbol-2", "x")]),
        ("W^{(1)} x", [("symbol-4", "W(1)"), ("symbol-2", "x")]),
        (r"\int_0^1 t \, dt + d", [("symbol-5", "d")]),
        (r"\frac{d}{dt} t + d", [("symbol-5", "d")]),
        ("dZ = d", [("symbol-6", "d"), ("symbol-5", "d")]),
        (
            r"\begin{aligned} \theta &\leftarrow x \end{aligned}",
            [("symbol-7", "θ"), ("symbol-2", "x")],
        ),
        ("y + 2", []),
    ],
)
def test_names_are_labelled_with_their_rows(latex: str, found: list[tuple[str, str]]) -> None:
    assert symbols(latex) == found


def test_functions_of_a_formula_are_those_that_its_symbols_link_to() -> None:
    link = "[`softmax`][dlref.activations.softmax]"
    assert functions_in(r"\operatorname{softmax}(x)_i + \operatorname{softmax}(x)_1", ROWS) == [
        link
    ]
    assert functions_in("x_i", ROWS) == []


def test_notation_that_cannot_be_read_leaves_a_formula_alone() -> None:
    assert mark("x_i", (*ROWS, ("", "`1`"))) == "x_i"


def leaves(mathml: str) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """List the signs of a formula, without what they mean and how they are grouped."""
    text = re.sub(r' data-symbol="[^"]*"', "", mathml.replace("&ApplyFunction;", "\u2061"))
    elements = [e for e in ElementTree.fromstring(text).iter() if len(e) == 0]
    return [(e.tag, e.text or "", tuple(sorted(e.attrib.items()))) for e in elements]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_labels_change_nothing_that_is_drawn(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for equation in find_equations(text):
        marked = mark(equation.latex, rows_above(text, equation.line))
        plain = to_mathml(equation.latex, display=True)
        labelled = resolve(to_mathml(marked, display=True))
        assert leaves(labelled) == leaves(plain), equation.id
        count = len(re.findall("[\ue000-\uf8ff]", marked))
        assert labelled.count("data-symbol=") == count, equation.id


TABLES = """| Symbol | Meaning | In code |
|---|---|---|
| $x$ | a number | `normal()` |
| $f(x)$ | a function | `lambda x: x + 1` |

| Symbol | Meaning | In code |
|---|---|---|
| $x$ | another | `normal(2, 3)` |
| $i$ | an index | `1..4` |
| $X$ | a throw | `outcomes([0, 1], [0.5, 0.5])` |
| $S$ | a set | `{1, 2}` |

| Symbol | Meaning |
|---|---|
| $x$ | no notation |
"""


def test_rows_of_the_notation_have_an_id_and_a_shape() -> None:
    html = Markdown(extensions=["tables", "dlref"]).convert(TABLES)
    rows = [ElementTree.fromstring(f"{row}</tr>").attrib for row in re.findall(r"<tr [^>]*>", html)]
    assert [row["id"] for row in rows] == [f"symbol-{k}" for k in range(1, 7)]
    assert [row["data-shape"] for row in rows] == [
        "a number",
        "a function",
        "a matrix of 2 by 3",
        "an index from 1 to 4",
        "a random variable with 2 values",
        "a set of 2",
    ]
