"""Formulas in a line of text, for lists of headings and for a search."""

import pytest

from dlref.equations.faces.linear import to_linear
from dlref.equations.faces.mathml import to_mathml
from tests.equations.faces import MORE, draw


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("x^2", "x^2"),
        ("x_{i+1}^2", "x_(i+1)^2"),
        (r"\hat{y}_i", "y\u0302_i"),
        (r"\frac{a+1}{b}", "(a+1)/b"),
        (r"\sqrt{x}", "√x"),
        (r"\sqrt[3]{x+1}", "3√(x+1)"),
        (r"\sum_{i=1}^n x_i", "∑_(i=1)^nx_i"),
        (r"\operatorname{softmax}(z)", "softmax(z)"),
        (r"a < b", "a&lt;b"),
        (r"(a+b)^2", "(a+b)^2"),
    ],
)
def test_linear_text(latex: str, text: str) -> None:
    assert to_linear(to_mathml(latex, display=False)) == text


def test_a_heading_has_its_formula_for_readers_and_its_text_for_lists_and_searches() -> None:
    html = draw("[TOC]\n\n# The square $x^2$\n\nA $y^2$.", MORE)
    contents, page = html.split("</div>", 1)
    assert ">The square x^2</a>" in contents
    assert "<math data-search-exclude><msup>" in page
    assert "</math><span hidden>x^2</span></h1>" in page
    assert "<p>A <math><msup><mi>y</mi><mn>2</mn></msup></math>.</p>" in page
