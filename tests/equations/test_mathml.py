"""LaTeX becomes MathML, or an error that shows the place."""

from xml.etree import ElementTree

import pytest

from dlref.equations.errors import EquationError
from dlref.equations.faces.mathml import to_mathml


def parse(latex: str) -> ElementTree.Element:
    return ElementTree.fromstring(to_mathml(latex, display=True).replace("&ApplyFunction;", ""))


def test_display_and_inline() -> None:
    assert to_mathml("x", display=True) == '<math display="block"><mi>x</mi></math>'
    assert to_mathml("x", display=False) == "<math><mi>x</mi></math>"


def test_structure_is_kept() -> None:
    assert parse(r"\sqrt{\frac{a}{b}}").find("./msqrt/mfrac") is not None
    assert len(parse(r"\begin{aligned} a &= b \\ &= c \end{aligned}").findall(".//mtr")) == 2


def test_split_is_aligned() -> None:
    split = to_mathml(r"\begin{split} a &= b \\ &= c \end{split}", display=True)
    assert split == to_mathml(r"\begin{aligned} a &= b \\ &= c \end{aligned}", display=True)


def test_substack_has_a_row_for_each_line() -> None:
    assert len(parse(r"\sum_{\substack{i < n \\ j > 0}} x").findall(".//mtr")) == 2


def test_lines_and_arrows_above_are_signs_that_stretch_or_stand_above() -> None:
    assert "‾" in to_mathml(r"\overline{x + y}", display=True)
    assert "→" in to_mathml(r"\vec{x}", display=True)
    assert "\u0332" in to_mathml(r"\underline{x}", display=True)


def test_an_unknown_command_is_shown_in_its_line() -> None:
    with pytest.raises(EquationError) as caught:
        to_mathml("\\alpha = é\n+ \\foo x", display=True)
    assert str(caught.value) == 'Unknown command "\\foo".\n\\alpha = é\n+ \\foo x\n  ^'
