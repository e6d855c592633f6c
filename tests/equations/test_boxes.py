"""Tokens become boxes: nuclei with scripts, commands with arguments."""

import pytest

from dlref.equations import EquationError
from dlref.equations.reading.boxes import canonical, read_boxes
from dlref.equations.reading.brackets import closing, split


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("x_i^2", "x_{i}^{2}"),
        ("x^2_i", "x_{i}^{2}"),
        ("x^{2}_{i}", "x_{i}^{2}"),
        ("{x}_i", "x_{i}"),
        ("x''", "x''"),
        ("x^{'}", "x'"),
        ("x^{''}_i", "x_{i}''"),
        (r"\frac12", r"\frac{1}{2}"),
        (r"\frac{a}{b}^2", r"\frac{a}{b}^{2}"),
        (r"\sqrt[3]{x}", r"\sqrt{x}{3}"),
        (r"\hat{y}_i", r"\hat{y}_{i}"),
        (r"\hat{\mathbf{y}}_i", r"\hat{y}_{i}"),
        (r"\bar\alpha_t", r"\bar{\alpha}_{t}"),
        (r"\stackrel{\text{def}}{=}", "="),
        (r"\underset{i}{\operatorname{softmax}}", "softmax_{i}"),
        (r"\underbrace{a + b}_{\text{sum}}", "{{a + b}"),
        (r"\begin{array}{ll} a & b \end{array}", "array{a & b}"),
        (r"\begin{align*} a \end{align*}", "align{a}"),
        (r"\displaylines{a \\ b}", r"displaylines{a \\ b}"),
        ("f{(x)}", "f ( x )"),
        ("f{{(x)}}", "f ( x )"),
        ("f{(x)}^2", "f ( x )^{2}"),
        ("f{(x)^2}", "f ( x )^{2}"),
        ("f{(x)_i}^2", "f {{( x )_{i}}^{2}"),
        ("f{(x)(y)}", "f {{( x ) ( y )}"),
        ("f{x}(y)", "f x ( y )"),
        ("f{x y}", "f {{x y}"),
        (r"x \in {[0, 1)}", r"x \in [ 0 , 1 )"),
        (r"\int_0^1{x dx}", r"\int_{0}^{1} x d x"),
        (r"\int_0^1{\int_0^1{xy dx}dy}", r"\int_{0}^{1} \int_{0}^{1} x y d x d y"),
        (r"\int_0^1{x}dx", r"\int_{0}^{1} x d x"),
    ],
)
def test_canonical_form(latex: str, expected: str) -> None:
    assert canonical(read_boxes(latex)) == expected


@pytest.mark.parametrize(
    ("latex", "message", "start"),
    [
        ("{x", "{ is never closed: write }", 0),
        ("x}", "} closes nothing", 1),
        (r"\frac{a}", r"\frac lacks an argument", 0),
        ("x_i_j", "two subscripts on one symbol", 0),
        ("x^2^3", "two superscripts on one symbol", 0),
        ("x_12", "_ takes the first sign of 12 alone: write _{12}", 1),
        ("x^2.5", "^ takes the first sign of 2.5 alone: write ^{2.5}", 1),
        (r"\sqrt12", r"\sqrt takes the first sign of 12 alone: write \sqrt{12}", 0),
        (r"x \phantom{\frac{a}{b}}", r"what \phantom hides is not read", 2),
        (r"x \text{is", "{ is never closed", 7),
        (r"\begin{cases} x", r"\begin is never closed", 0),
        (r"\begin{cases} x \end{array}", r"is closed by another \end", 16),
        ("{" * 40 + "x", "more than 30 groups in one another", 31),
        (r"\hat{}", "", None),
    ],
)
def test_what_is_malformed_is_refused(latex: str, message: str, start: int | None) -> None:
    if not message:
        read_boxes(latex)
        return
    with pytest.raises(EquationError) as caught:
        read_boxes(latex)
    assert message in str(caught.value)
    assert caught.value.start == start


def test_what_stood_in_braces_keeps_their_place() -> None:
    latex = "f{(x)}"
    boxes = read_boxes(latex)
    assert latex[boxes[1].start : boxes[-1].end] == "{(x)}"


def test_brackets_are_closed_by_their_own_kind() -> None:
    assert closing(read_boxes("(a[b]c)d"), 0) == 6
    assert closing(read_boxes("(a[b)c]"), 0) is None
    assert closing(read_boxes("(a"), 0) is None


def test_separators_in_brackets_do_not_split() -> None:
    parts, found = split(read_boxes("a, (b, c); d"), frozenset({",", ";"}))
    assert [canonical(part) for part in parts] == ["a", "( b , c )", "d"]
    assert found == [",", ";"]
