"""Names come from declarations: the longest spelling wins, and indices make slots."""

import pytest

from dlref.equations import Notation, check
from dlref.equations.declaring.spelling import python_names
from dlref.equations.reading.boxes import read_boxes
from tests.equations.reading import evaluate


@pytest.mark.parametrize(
    ("latex", "name"),
    [
        ("x", "x"),
        (r"\hat{y}", "hat_y"),
        (r"\hat{\mathbf{y}}_{\text{pred}}", "hat_y_pred"),
        (r"\theta_{t+1}", "theta_t_1"),
        (r"W^{(1)}", "W_1"),
        (r"\Delta W", "Delta_W"),
        ("MSE", "MSE"),
        ("dX", "dX"),
        ("x'", "x_prime"),
        ("x^*", "x_star"),
        (r"\lambda", "lambda_"),
        (r"\lambda_{\max}", "lambda_max"),
        (r"z^{\mathrm{PCA}}", "z_PCA"),
        (r"\mathbf{1}", "ones"),
        (r"\mathcal{L}_{\mathrm{BCE}}", "cal_L_BCE"),
        (r"\pi_{\theta_k}(a \mid s)", "pi_theta_k_a_s"),
        (r"\text{kernel\_size}[0]", "kernel_size_0"),
        (r"\nabla L", "nabla_L"),
        ("h(X)", "h_X"),
    ],
)
def test_python_names(latex: str, name: str) -> None:
    assert python_names(read_boxes(latex))[0] == name


def test_a_calligraphic_letter_has_a_short_name_too() -> None:
    assert python_names(read_boxes(r"\mathcal{B}")) == ["cal_B", "B"]


@pytest.mark.parametrize(
    ("rows", "latex", "expected"),
    [
        ([("x", "2"), ("xy", "5"), ("y", "7")], "xy", 5),
        ([("x", "2"), ("y", "7")], "xy", 14),
        ([(r"\Delta W", "3"), ("W", "5"), (r"\Delta", "7")], r"\Delta W", 3),
        ([(r"\Delta W", "3"), ("W", "5"), (r"\Delta", "7")], r"W \Delta", 35),
        ([("x_1", "3"), ("x", "np.array([5, 6])")], "x_1", 3),
        ([("x_1", "3"), ("x", "np.array([5, 6])")], "x_2", 6),
        ([("i", "1..3"), ("x_i", "10 * i")], "x_2", 20),
        ([("i", "1..3"), ("x_i", "10 * i"), ("n", "3")], "x_{n - 1}", 20),
        ([("i", "1..3"), ("x^{(i)}", "10 * i")], "x^{(2)}", 20),
        ([("l", "1..3"), ("x^{[l]}", "10 * l")], "x^{[2]}", 20),
        ([("l", "1..3"), ("x^{[l]}", "10 * l")], "x^{(2)}", None),
        ([("e x p", "5"), ("x, p", "1.0")], "exp", 5),
        ([("xp", "5"), ("x, p", "1.0")], "xpxp", 25),
        ([("a, m, i, n", "2")], r"a m i n + amin + m\,i\,n + {m}in", 48),
        ([("t, r, l, n", "2")], "t r + tr + l n r + 2lnr", 32),
        ([("a, l, n", "2"), (r"\operatorname{ln}(x)", "lambda x: x")], "l n a", 8),
        ([(r"\mu(x)", "5")], r"\mu{(x)}", 5),
        ([(r"\mu{(x)}", "5")], r"\mu(x)", 5),
        ([("f(x)", "lambda x: x + 1"), ("a", "2")], r"f{(a)} + f{\left(a\right)}^2", 12),
        ([("l", "1..3"), ("w^{l}", "l * np.array([5, 6])")], "w^2_1", 10),
        ([("l", "1..3"), ("w^{l}", "l * np.array([5, 6])")], "w_1^2", 10),
        ([("s, r", "1..3"), ("g_{s, r}", "10 * s + r")], "g_{2, 3}", 23),
        ([("s, r", "1..3"), ("g_{sr}", "10 * s + r")], "g_{23}", None),
        ([("s, r", "1..3"), ("g_{sr}", "10 * s + r"), ("n", "3")], "g_{nn}", 33),
        ([(r"\hat{y}", "4")], r"\hat{\mathbf{y}}", 4),
        ([(r"\sigma^2", "4")], r"2 \sigma^2", 8),
        ([(r"\sigma", "3")], r"\sigma^2", 9),
        ([("E[g^2]_t", "5"), ("E", "1")], "E[g^2]_t", 5),
        ([(r"D(p \| q)", "5")], r"D(p \Vert q)", 5),
        ([(r"P(a \mid s)", "5"), ("P(a, s)", "7")], "P(a | s) P(a, s)", 35),
        ([("f(x)", "lambda x: x + 1"), ("f(x, y)", "lambda x, y: x * y")], "f(2) + f(3, 4)", 15),
        (
            [("g(a, x)", "lambda a, x: a"), ("g(b, y)", "lambda b, y: y"), ("b, y", "3")],
            "g(b, y)",
            3,
        ),
        ([(r"\|x\|_{\infty}", "lambda x: 7.0")], r"\|3\|_\infty + 1", 8),
        ([(r"\langle a, b \rangle", "lambda a, b: a - b")], r"\langle 5, 3 \rangle", 2),
        ([("(I*K)(i)", "lambda i: 5"), ("I", "1")], "(I*K)(2)", 5),
        ([("x", "1..3"), ("p(x)", "np.array([5, 6, 7])")], "p(2)", 6),
        ([("x", "0..2"), ("p(x)", "np.array([5, 6, 7])")], "p(2)", 7),
        ([("x", "1..3"), ("p(x)", "10 * x")], "p(2)", 20),
        ([("x", "1..3"), ("H[x]", "5")], "H[x]", 5),
        ([("h(X)", "5")], "h(X)", 5),
    ],
)
def test_what_a_spelling_means(rows: list[tuple[str, object]], latex: str, expected: float) -> None:
    if expected is None:
        assert Notation(rows, {}).names.match(read_boxes(latex), 0) is None
    else:
        assert evaluate(latex, rows) == expected


def test_a_separator_with_a_script_separates_nothing() -> None:
    rows = [("p, q", "simplex(3)"), (r"D(p \| q)", "lambda p, q: np.sum(p * np.log(p / q))")]
    assert check(r"D(p \| q) = D(p \| q) + 0", rows).passed
    assert check(r"D(p \|^3 q) = D(p \| q)", rows).outcome == "refused"
