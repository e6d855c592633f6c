"""Derivatives, integrals and expectations have their textbook values."""

from typing import Any

import numpy as np
import pytest

from tests.equations.reading import error_of, evaluate

ROWS: list[tuple[str, object]] = [
    ("i, j", "1..2"),
    ("x", "np.array([0.5, -1.5])"),
    ("A", "np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])"),
    ("t", "0.7"),
    ("a", "1.2"),
    ("u", "t ** 2"),
    ("v", "u * a"),
    ("z", "A @ x"),
    ("L", "np.sum(z ** 2) / 2"),
    ("f(s)", "lambda s: np.sin(2 * s) + s ** 3"),
    ("g(s, r)", "lambda s, r: s ** 2 * r"),
    ("h(x)", "lambda x: x @ x"),
    (r"\sigma(s)", "lambda s: 1 / (1 + np.exp(-s))"),
    (r"\phi(s)", "lambda s: np.exp(-s ** 2 / 2) / np.sqrt(2 * np.pi)"),
]
X, A = np.array([0.5, -1.5]), np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
SLOPE = 2 * np.cos(1.4) + 3 * 0.49
S = 1 / (1 + np.exp(-X))


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\frac{d}{dt} t^3", 3 * 0.49),
        (r"\frac{d f(t)}{d t}", SLOPE),
        ("f'(t)", SLOPE),
        ("f''(t)", -4 * np.sin(1.4) + 6 * 0.7),
        ("f'''(t)", -8 * np.cos(1.4) + 6),
        (r"\frac{d^2}{dt^2} f(t)", -4 * np.sin(1.4) + 6 * 0.7),
        (r"\frac{\partial^2}{\partial t \partial a} t^2 a^2", 4 * 0.7 * 1.2),
        (r"\frac{\partial v}{\partial t}", 1.4 * 1.2),
        (r"\frac{\partial v}{\partial u} \frac{\partial u}{\partial t}", 1.4 * 1.2),
        (r"\frac{\partial v}{\partial a}", 0.49),
        (r"\partial_t u", 1.4),
        (r"\nabla_x L", A.T @ A @ X),
        (r"\frac{\partial L}{\partial z}", A @ X),
        (r"\frac{\partial L}{\partial x_2}", (A.T @ A @ X)[1]),
        (r"\frac{\partial z}{\partial x}", A),
        (r"\frac{\partial z_3}{\partial x}", A[2]),
        (r"\frac{\partial L}{\partial A}", np.outer(A @ X, X)),
        (r"\nabla h(x)", 2 * X),
        (r"\nabla g(t, a)", [2 * 0.7 * 1.2, 0.49]),
        (r"\nabla_s g(t, a)", 2 * 0.7 * 1.2),
        (r"\nabla_x x^\top x", 2 * X),
        (r"\sigma'(x)", S * (1 - S)),
        (r"\int_0^2 s^2 \, ds", 8 / 3),
        (r"\int_0^t \left(s + a\right) ds + 1", 0.245 + 0.84 + 1),
        (r"\int_{-\infty}^{\infty} \phi(s) \, ds", 1),
        (r"\int_0^\infty e^{-s} \mathrm{d}s", 1),
        (r"\int_{-\infty}^0 \phi(s) s^2 ds", 0.5),
        (r"\int_0^1 \int_0^1 s r \, ds \, dr", 0.25),
        (r"\frac{d}{dt} \int_0^t f(s) \, ds", np.sin(1.4) + 0.343),
        (r"\int_0^1 ds", 1),
        (r"\int_{\infty}^{\infty} \phi(s) \, ds", 0),
        (r"\int_{\infty}^{-\infty} \phi(s) \, ds", -1),
    ],
)
def test_value(latex: str, expected: Any) -> None:
    np.testing.assert_allclose(evaluate(latex, ROWS), expected, rtol=1e-5, atol=1e-7)


def test_layout() -> None:
    jacobian = evaluate(r"\frac{\partial z}{\partial x}", ROWS, layout="denominator")
    np.testing.assert_allclose(jacobian, A.T, rtol=1e-9)


def test_a_closer_look_at_a_kink() -> None:
    rows = [("x", "1e-5"), ("f(x)", "lambda x: abs(x)")]
    assert abs(evaluate("f'(x)", rows) - 1) > 0.1
    np.testing.assert_allclose(evaluate("f'(x)", rows, fineness=1), 1, rtol=1e-9)


@pytest.mark.parametrize(
    ("latex", "message"),
    [
        (r"\frac{\partial z}{\partial A}", "is no matrix: write it with entries"),
        (r"\frac{d}{di} i", "an index cannot be moved by a derivative"),
        (r"\nabla_w L", "undeclared name w: a derivative is taken with respect to a declared"),
        (r"\nabla L", "the gradient with respect to what?"),
        (r"\frac{d}{dt} t \cdot a", "it is not clear how far this derivative reaches"),
        (r"\frac{d^2}{dt} t", "the order above and the variables below do not agree"),
        (r"\int f(s) ds", "an integral needs its limits"),
        (r"\int_0^1 f(s)", "this integral lacks its dx"),
        (r"\nabla \cdot x", "of \\nabla only gradients are read"),
        (r"\mathbb{E}_{k}[k]", "does not say with which distribution"),
        (r"\mathbb{E}_{k \sim x}[k]", "the weights of this expectation sum to -1, not to 1"),
        (r"\mathbb{E}_{i \sim a}[i]", "a number is no distribution of 1 variables"),
        (r"\sum_{n=0}^\infty \frac{1}{n + 1}", "this series does not converge"),
    ],
)
def test_refusals(latex: str, message: str) -> None:
    assert message in str(error_of(latex, ROWS))
