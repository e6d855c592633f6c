"""Expressions have the value that a reader expects."""

import numpy as np
import pytest

from tests.equations.reading import evaluate

ROWS: list[tuple[str, object]] = [
    ("i, j, k", "1..3"),
    ("x", "np.array([1.0, 2.0, 4.0])"),
    ("y", "np.array([3.0, 1.0, 2.0])"),
    ("A", "np.array([[2.0, 1.0, 0.0], [0.0, 3.0, 1.0], [1.0, 0.0, 1.0]])"),
    ("a", "2.0"),
    ("b", "3.0"),
    ("n", "3"),
    ("c", "2"),
    ("f(z)", "lambda z: z ** 2 + 1"),
    (r"\sigma(z)", "lambda z: 1 / (1 + np.exp(-z))"),
    (r"\mathcal{S}", "frozenset([1, 3])"),
    (r"\mathcal{E}", "frozenset([(1, 2), (2, 3)])"),
    ("p", "np.array([0.2, 0.3, 0.5])"),
    ("P", "np.array([[0.1, 0.2, 0.1], [0.2, 0.1, 0.1], [0.1, 0.05, 0.05]])"),
    ("q(k)", "np.array([0.5, 0.25, 0.25])"),
    ("r(k)", "lambda k: k / 6"),
    ("X", "outcomes([1.0, 2.0], [0.25, 0.75])"),
    ("Y", "outcomes([0.0, 4.0], [0.5, 0.5])"),
    ("Z", "gaussian(1.0, 2.0)"),
]


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("1 + 2 - 4", -1),
        ("2 - 3 + 4", 3),
        ("-a^2", -4),
        ("2 a b", 12),
        ("a b / 4", 1.5),
        (r"\frac{a}{b} b", 2),
        (r"2 \cdot 3 \times 4", 24),
        ("2^{3^2}", 512),
        ("{(2^3)}^2", 64),
        ("a^{-1}", 0.5),
        (r"\sqrt{16} + \sqrt[3]{8}", 6),
        ("e^{0} + \\exp(0)", 2),
        (r"\ln e^{2}", 2),
        (r"\log_2 8 + \log_{10} 100", 5),
        (r"\sin^2(a) + \cos^2(a)", 1),
        (r"3! + \binom{4}{2}", 12),
        (r"\lfloor 2.5 \rfloor + \lceil 2.5 \rceil", 5),
        ("|{-3}| + |a - b|", 4),
        ("|a| |b|", 6),
        ("x_2 + A_{1,2} + A_{n1}", 4),
        ("f(a) + f(f(1))", 10),
        ("f(a)^2", 25),
        (r"x^\top y", 13),
        (r"x \cdot y", 13),
        (r"\langle x, y \rangle", 13),
        (r"x^T A y", 37),
        (r"\|x\|^2 + \|x\|_1 + \|x\|_\infty", 32),
        (r"\|A\|_F^2", 17),
        (r"\operatorname{tr}(A) + \det(A)", 13),
        (r"(x y^\top)_{2,1}", 6),
        (r"\sum_i x_i", 7),
        (r"\sum_{i=1}^n i^2", 14),
        (r"\sum_{i=1}^{n-1} x_i + a", 5),
        (r"\sum_i x_i y_i", 13),
        (r"a \sum_i x_i + b", 17),
        (r"\sum_i \sum_j A_{ij}", 9),
        (r"\sum_{i,j} A_{ij}", 9),
        (r"\sum_{i \ne c} x_i", 5),
        (r"\sum_{i \in \mathcal{S}} x_i", 5),
        (r"\sum_{(u, v) \in \mathcal{E}} u v", 8),
        (r"\sum_{1 \le i < n} x_i", 3),
        (r"\sum_{\substack{i = 1}}^{2} x_i", 3),
        (r"\sum_{k=0}^{\infty} \frac{1}{2^k}", 2),
        (r"\sum_{i=1}^{0} x_i", 0),
        (r"\prod_i x_i", 8),
        (r"\prod_{j=2}^{1} j", 1),
        (r"\max_i x_i + \min_i x_i", 5),
        (r"\max(a, b, 1)", 3),
        (r"\max\{0, a - b\}", 0),
        (r"\max(x)", 4),
        (r"\arg\max_i x_i", 3),
        (r"\operatorname*{arg\,min}_{i \in \mathcal{S}} y_i", 3),
        (r"|\mathcal{S}|", 2),
        (r"|\mathcal{S} \cup \{2\}| - |\mathcal{S} \cap \{1, 2\}|", 2),
        (r"\mathbf{1}[a < b] + \mathbb{1}\{a = b\}", 1),
        (r"\mathbf{1}_{a < b < 4}", 1),
        (r"\mathbf{1}[a \in (2, 3]] + \mathbf{1}[b \in (2, 3]]", 1),
        (r"\mathbf{1}[x \in \mathbb{R}^n]", 1),
        (r"\begin{cases} 1 & \text{if } a > b \\ 7 & \text{otherwise} \end{cases}", 7),
        (r"\begin{cases} 1 & \text{if } a > b, \\ 7, & a < b \text{ and } a > 0 \end{cases}", 7),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}_{2,1}", 3),
        (r"[a, b]^\top [1, 1]", 5),
        (r"E[X]", 1.75),
        (r"\mathbb{E}[(X - \mathbb{E}[X])^2] - \operatorname{Var}[X]", 0),
        (r"E[X Y] - E[X] E[Y]", 0),
        (r"\operatorname{Cov}(X, X + Y)", 0.1875),
        (r"\mathbb{E}[Z^2] - \operatorname{Var}(Z)", 1),
        (r"\mathbb{E}_{k \sim p}[k]", 2.3),
        (r"\mathbb{E}_{k \sim q}[x_k]", 2),
        (r"\mathbb{E}_{k \sim r}[k]", 14 / 6),
        (r"\mathbb{E}_{k \sim r(k)}[k]", 14 / 6),
        (r"\mathbb{E}_{t \sim p}[t]", 2.3),
        (r"\mathbb{E}_{(i, j) \sim P}[1]", 1),
        (r"\mathbb{E}_{t \sim X}[t^2]", 3.25),
        (r"\mathbb{E}_{t \sim \mathcal{N}(1, 4)}[t^2]", 5),
    ],
)
def test_value(latex: str, expected: float) -> None:
    np.testing.assert_allclose(evaluate(latex, ROWS), expected, atol=1e-9)


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("A x", [4, 10, 5]),
        ("A^{-1} A x", [1, 2, 4]),
        (r"x \odot y", [3, 2, 8]),
        (r"\frac{x}{y}", [1 / 3, 2, 2]),
        ("2 x + 1", [3, 5, 9]),
        ("x^2", [1, 4, 16]),
        (r"\max(0, x - 2)", [0, 0, 2]),
        (r"\operatorname{diag}(x) y", [3, 2, 8]),
        (r"(A^\top)_1", [2, 0, 1]),
    ],
)
def test_vector(latex: str, expected: list[float]) -> None:
    np.testing.assert_allclose(evaluate(latex, ROWS), expected, atol=1e-9)


def test_conventions() -> None:
    assert evaluate("x y", ROWS, elementwise=True).tolist() == [3, 2, 8]
