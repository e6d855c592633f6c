"""What an equation rests on: a function, a numerical operator, algebra, or a row that says it."""

import numpy as np
import pytest

from dlref.equations import check
from dlref.equations.declaring.notation import Notation
from dlref.equations.declaring.numerical import gradient, minimizer
from dlref.equations.evidence.finding import find_evidence
from dlref.equations.evidence.kinds import Evidence
from dlref.equations.evidence.odd import Odd, agree, function, number
from dlref.information_theory import entropy

Rows = list[tuple[str, object]]

SYMBOLS: Rows = [
    ("i, j", "1..4"),
    ("n", "4"),
    ("x, y, z", "normal(4)"),
    ("p, q", "simplex(4)"),
    ("a, b, c", "normal()"),
    ("s", "positive()"),
    ("A, B", "normal(4, 4)"),
]


def evidence(latex: str, *rows: tuple[str, object], **options: object) -> Evidence:
    """Find the evidence of an equation that is true."""
    notation = Notation([*SYMBOLS, *rows])
    verdict = check(latex, notation, **options)
    assert verdict.passed, verdict
    return find_evidence(latex, notation, **options)


# Each row of the notation says the formula again, in Python.
TRANSCRIPTIONS = [
    (r"H(p) = \sum_i p_i \ln p_i", ("H(p)", "lambda p: np.sum(p * np.log(p))")),
    (r"H(p) = -\sum_i p_i \ln p_i", ("H(p)", "lambda p: -(p * np.log(p)).sum()")),
    (r"-H(p) = \sum_i p_i \ln p_i", ("H(p)", "lambda r: -(np.log(r) @ r)")),
    (r"H = -\sum_{i=1}^n p_i \ln p_i", ("H", "-sum(v * np.log(v) for v in p)")),
    (r"H = -\sum_i p_i \ln q_i", ("H", "-sum(v * np.log(w) for v, w in zip(p, q))")),
    (r"H = \sum_i p_i \ln \frac{1}{p_i}", ("H", "np.sum(p * np.log(1 / p))")),
    (r"m = \frac{1}{n} \sum_i x_i", ("m", "np.mean(x)")),
    (r"m = \frac{1}{4} \sum_i x_i", ("m", "x.mean()")),
    (r"m = \frac{\sum_i x_i}{n}", ("m", "x.sum() / n")),
    (r"V = \frac{1}{n} \sum_i (x_i - m)^2", ("m", "x.mean()"), ("V", "np.var(x)")),
    (r"d^2 = \frac{1}{n} \sum_i (x_i - m)^2", ("m", "x.mean()"), ("d", "np.std(x)")),
    (r"w = \frac{\sum_i p_i x_i}{\sum_i p_i}", ("w", "np.average(x, weights=p)")),
    (r"u = A x + y", ("u", "y + A @ x")),
    (r"u_i = \sum_j A_{ij} x_j", ("u", "A @ x")),
    (r"u = A^\top x", ("u", "x @ A")),
    (r"g(a) = \ln(1 + e^a)", ("g(a)", "lambda t: np.log1p(np.exp(t))")),
    (r"g(a) = \ln(1 + e^a)", ("g(a)", "lambda t: np.logaddexp(0, t)")),
    (r"g(a) = \frac{1}{1 + e^{-a}}", ("g(a)", "lambda t: 1 / (1 + np.exp(-t))")),
    (r"g(a) = \max(a, 0)", ("g(a)", "lambda t: np.maximum(0, t)")),
    (r"g(a) = \tanh(a)", ("g(a)", "np.tanh")),
    (r"g = \frac{1}{2} a^2 - \frac{b}{2}", ("g", "0.5 * a * a - b / 2")),
    (r"g = \frac{a}{\sqrt{s}}", ("g", "a * s ** -0.5")),
    (r"g = (a - b) c", ("g", "-c * (b - a)")),
    (r"t = b(a, c)", ("b(a, c)", "lambda a, c: a / c"), ("t", "a / c")),
    (r"t = a k", ("k", "b + c"), ("t", "a * (b + c)")),
    (r"t = k r", ("k", "b + c"), ("r", "a - c"), ("t", "(a - c) * (b + c)")),
    (r"L = \begin{cases} a & a > 0 \\ s a & a \le 0 \end{cases}", ("L", "a if a > 0 else s * a")),
    (
        r"L = \begin{cases} a & a > 0 \\ s a & a \le 0 \end{cases}",
        ("L", "np.where(a > 0, a, s * a)"),
    ),
    (r"k = \frac{3}{2}", ("k", "1.5")),
    (r"k = n", ("k", "4")),
    (r"k a = 2 a", ("k", "2.0")),
    (r"a \leftarrow a - s b", (r"a \leftarrow", "a - s * b")),
]

# The row is another formula than the equation, or what it is bound to is no formula of the page.
CLAIMS = [
    ("code", r"H(p) = -\sum_i p_i \ln p_i", ("H(p)", entropy)),
    ("code", r"H = -\sum_i p_i \ln p_i", ("H", "entropy(p)")),
    ("code", r"H(p) \le \ln n", ("H(p)", entropy)),
    ("derived", r"\frac{d}{da} a^3 = 3 a^2",),
    ("derived", r"g'(a) = 3 a^2", ("g(a)", "lambda t: t ** 3")),
    ("derived", r"g(a) = 3 a^2", ("g(a)", "lambda t: gradient(lambda u: u ** 3, t)")),
    ("derived", r"\frac{a}{s} = t", ("t", "minimizer(lambda u: s * u * u - 2 * a * u, -9e3, 9e3)")),
    ("derived", r"\int_0^s 2 t \, dt = s^2"),
    ("derived", r"\mathbb{E}_{i \sim p}[x_i - a] = \mathbb{E}_{i \sim p}[x_i] - a"),
    ("identity", r"(a + b)^2 = a^2 + 2 a b + b^2"),
    ("identity", r"(A B) x = A (B x)"),
    ("identity", r"m = \sum_i p_i x_i^2 - k^2", ("k", "p @ x"), ("m", "p @ (x - k) ** 2")),
    ("identity", r"\sum_i (x_i - m) = 0", ("m", "x.mean()")),
    ("identity", r"r k + m = x_1", ("m", "x.mean()"), ("r", "x.std()"), ("k", "(x[0] - m) / r")),
    ("identity", r"g(a + b) = g(a) g(b)", ("g(a)", "lambda t: np.exp(t)")),
    ("identity", r"g(a) = \frac{e^a - e^{-a}}{e^a + e^{-a}}", ("g(a)", "np.tanh")),
    ("identity", r"t = \ln a^2 + \ln b^2", ("t", "np.log(a ** 2 * b ** 2)")),
    ("identity", r"t = a b + a c", ("t", "a * (b + c)")),
]  # fmt: skip


@pytest.mark.parametrize(("latex", "rows"), [(row[0], row[1:]) for row in TRANSCRIPTIONS])
def test_a_row_that_says_the_same_proves_nothing(
    latex: str, rows: tuple[tuple[str, object], ...]
) -> None:
    assert evidence(latex, *rows).kind == "definition"


@pytest.mark.parametrize(("kind", "latex", "rows"), [(row[0], row[1], row[2:]) for row in CLAIMS])
def test_what_is_proved_is_named(
    kind: str, latex: str, rows: tuple[tuple[str, object], ...]
) -> None:
    assert evidence(latex, *rows).kind == kind


def test_what_an_equation_rests_on_is_what_must_be_kept() -> None:
    found = evidence(
        r"H(p) - H(q) = \sum_i q_i \ln q_i - \sum_i p_i \ln p_i",
        ("H(p)", entropy),
        ("g(a)", "lambda t: t ** 2"),
    )
    assert found.rests_on == ("H(p)",)


def test_a_symbol_whose_value_does_not_matter_is_no_evidence() -> None:
    assert evidence(r"k - m = -(m - k)", ("m", "x.mean()"), ("k", "x.std()")).rests_on == ()


def test_each_relation_of_a_chain_has_its_own_evidence() -> None:
    found = evidence(
        r"m = \sum_i p_i x_i = \sum_i p_i (x_i - a) + a \le \max_i x_i", ("m", "p @ x")
    )
    assert [part.kind for part in found.parts] == ["definition", "identity", "identity"]
    assert (found.kind, found.definitions) == ("identity", 1)


def test_what_is_defined_here_is_a_definition() -> None:
    found = evidence(r"\begin{aligned} t &= a + b \\ t^2 &= a^2 + 2 a b + b^2 \end{aligned}",
                     ("t", "here"))  # fmt: skip
    assert [part.kind for part in found.parts] == ["definition", "identity"]


def test_functions_are_named_by_their_public_paths() -> None:
    found = evidence(r"H - H(q) = G", ("H", "entropy(p)"), ("H(q)", entropy), ("G", "H - H(q)"))
    assert found.functions == ()  # whatever they compute
    found = evidence(r"H = -\sum_i p_i \ln p_i", ("H", "entropy(p)"))
    assert found.functions == ("dlref.information_theory.entropy",)


def test_operators_are_named() -> None:
    found = evidence(r"\int_0^s \left(\frac{d}{dt} t^2\right) dt = s^2")
    assert set(found.operators) == {"integral", "derivative"}


def test_a_numerical_derivative_is_a_value_of_its_own() -> None:
    x = np.array([0.3, -1.2])
    assert np.allclose(gradient(lambda t: np.sum(np.sin(t)), x), np.cos(x), rtol=1e-11)
    assert np.allclose(gradient(lambda t: np.array([t**3, np.exp(t)]), 2.0), [12, np.exp(2)])
    assert abs(minimizer(lambda t: (t - 1.25) ** 4 + (t - 1.25) ** 2, -3, 9) - 1.25) < 1e-12


# Odd arithmetic ---------------------------------------------------------------------------------

A, B, C = (function(f"symbol {name}") for name in "abc")
TWO = number(2)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (A + B, B + A),
        (A * B, B * A),
        ((A + B) + C, A + (B + C)),
        ((A * B) * C, A * (B * C)),
        (A - B, -(B - A)),
        ((-A) * B, -(A * B)),
        ((-A) * (-B), A * B),
        (A / TWO, number(0.5) * A),
        (number(1) * A, A),
        (number(-1) * A, -A),
        (number(0) + A, A),
        (A * A, A**TWO),
        (A / B / C, A / (B * C)),
        ((A ** number(0.5)) ** TWO, A),
        (TWO * (number(3) * A), number(6) * A),
    ],
)
def test_the_order_and_the_brackets_of_terms_and_factors_do_not_matter(
    left: Odd, right: Odd
) -> None:
    assert agree(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (A * (B + C), A * B + A * C),
        (A - A, number(0)),
        (A / A, number(1)),
        (TWO * A, A + A),
        ((A + B) ** TWO, A**TWO + TWO * A * B + B**TWO),
        (function("ln", A * B), function("ln", A) + function("ln", B)),
        (function("f", A, B), function("f", B, A)),
        (function("f", A), function("g", A)),
        (number(1) / (A + B), number(1) / A + number(1) / B),
        (A, B),
    ],
)
def test_everything_else_does(left: Odd, right: Odd) -> None:
    assert not agree(left, right)
