"""The verdicts: true, false, refused and vacuous, and the options of a check."""

import re
from typing import Any

import numpy as np
import pytest

from dlref.equations import EquationError, Notation, Options, Verdict, check

ROWS: list[tuple[str, object]] = [
    ("i, j", "1..4"),
    ("p, q", "simplex(4)"),
    ("x", "normal(3)"),
    ("a, b", "positive()"),
    ("n", "4"),
    ("A", "normal(3, 3)"),
    ("H(p)", "lambda p: -np.sum(p * np.log(p))"),
    ("f(a)", "lambda a: np.exp(a) + a ** 2"),
    (r"\mathcal{S}", "frozenset([1, 2])"),
    (r"\epsilon", "uniform(0.1, 0.2)"),
    (r"v", "normal(4)"),
    (r"w", "3 * v"),
    (r"s", "np.sum(v)"),
    (r"a \leftarrow", "a - b"),
]


@pytest.mark.parametrize(
    ("latex", "options"),
    [
        (r"H(p) = -\sum_i p_i \ln p_i", {}),
        (r"\sum_i p_i = 1", {}),
        (r"\sum_i p_i \ln \frac{p_i}{q_i} \ge 0", {}),
        (r"0 < p_i < 1", {}),
        (r"p_i \in (0, 1)", {}),
        (r"n \notin \mathcal{S}", {}),
        (r"x \in \mathbb{R}^3", {}),
        (r"w_i \propto v_i", {}),
        (r"w \propto v", {}),
        (r"a \leftarrow a - b", {}),
        (r"a \ne -b", {"for": "all"}),
        (r"a \ne b", {"for": "some"}),
        (r"e \approx 2.72", {"tolerance": "1e-3"}),
        (r"f(a + \epsilon) = f(a) + f'(a) \epsilon + O(\epsilon^2)", {}),
        (r"f(a + \epsilon) = f(a) + O(\epsilon)", {}),
        (r"f(a + \epsilon) \approx f(a) + f'(a) \epsilon", {"small": r"\epsilon"}),
        (r"p_i p_j = p_j p_i", {"where": "i != j"}),
        (r"|a - b| = a - b \text{ for } a > b", {}),
        (r"|a - b| = a - b", {"where": "a > b"}),
        (r"v w = 3 v^2", {"product": "elementwise"}),
        (r"\sum_i p_i + q_i = 2", {"sum": "greedy"}),
    ],
)
def test_true(latex: str, options: dict[str, Any]) -> None:
    verdict = check(latex, ROWS, **options)
    assert verdict.passed, str(verdict)
    assert verdict.error < 1e-2


@pytest.mark.parametrize(
    ("latex", "options"),
    [
        (r"H(p) = \sum_i p_i \ln p_i", {}),
        (r"\sum_i p_i = n", {}),
        (r"p_i < q_i", {}),
        (r"a \ge b", {}),
        (r"n \in \mathcal{S}", {}),
        (r"x \in \mathbb{R}^4", {}),
        (r"v_i \propto p_i", {}),
        (r"a \leftarrow a + b", {}),
        (r"e \approx 2.72", {"tolerance": "1e-5"}),
        (r"f(a + \epsilon) = f(a) + O(\epsilon^2)", {}),
        (r"f(a + \epsilon) = f(a) + f'(a) \epsilon + O(\epsilon^3)", {}),
        (r"f(a + \epsilon) \approx f(a)", {"small": r"\epsilon"}),
        (r"f(a + \epsilon) \approx f(a) - f'(a) \epsilon", {"small": r"\epsilon"}),
        (r"a = b = a", {}),
    ],
)
def test_false(latex: str, options: dict[str, Any]) -> None:
    assert check(latex, ROWS, **options).outcome == "false"


@pytest.mark.parametrize(
    "latex", [r"a - a = b - b", r"\sum_i p_i - 1 = \sum_i q_i - 1", r"0 a = 0 b = 0"]
)
def test_vacuous(latex: str) -> None:
    assert check(latex, ROWS).outcome == "vacuous"


def test_a_difference_that_is_zero_is_no_vacuous_claim() -> None:
    assert check(r"\sum_i p_i - 1 = 0", ROWS).passed


def test_a_false_verdict_tells_all() -> None:
    verdict = check(r"s = \sum_i v_i = 2 \sum_i v_i", ROWS)
    assert verdict.message == "the two sides of = differ"
    assert verdict.start is not None
    assert verdict.latex[verdict.start : verdict.end] == r"\sum_i v_i = 2 \sum_i v_i"
    np.testing.assert_allclose(2 * float(verdict.left), float(verdict.right))
    assert "v = [" in str(verdict)
    assert "^^^" in str(verdict)


def test_a_verdict_is_always_the_same() -> None:
    first, second = (check(r"a = b", ROWS) for _ in range(2))
    assert first == second
    assert check(r"a = b", ROWS, seed=1).left != first.left


def test_a_notation_may_be_shared() -> None:
    notation = Notation(ROWS)
    assert check("s = 2 s", notation) == check("s = 2 s", ROWS)


def test_symbols_defined_by_the_equation_itself() -> None:
    rows = [("c, d", "here"), ("x", "normal()"), ("y", "4 * x ** 2 + 1")]
    assert check(r"\begin{aligned} c &= 2 x \\ d &= c^2 \\ y &= d + 1 \end{aligned}", rows).passed
    assert check(r"\begin{aligned} c &= 2 x \\ y &= c + 1 \end{aligned}", rows).outcome == "false"
    assert check("c = 2 x", rows).outcome == "vacuous"


def test_every_branch_must_be_met() -> None:
    latex = r"r = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}"
    rows = [("r", "max(x, 0.0)")]
    assert check(latex, [*rows, ("x", "normal()")]).passed
    verdict = check(latex, [*rows, ("x", "positive()")])
    assert verdict.outcome == "refused"
    assert "branch 2 of these cases was never met" in verdict.message


def test_an_integral_that_is_infinite_at_a_second_look_is_refused() -> None:
    rows = [("a", "positive()"), ("p(x)", "lambda x: np.exp(-x**2)")]
    verdict = check(
        r"a = \int_{-\infty}^{\infty} e^{-y^2} \ln p\left(\frac{1}{2 y}\right) dy", rows
    )
    assert verdict.outcome == "refused"
    assert "this side is infinite or undefined" in verdict.message


def test_draws_outside_the_domain_are_repeated() -> None:
    assert check(r"\ln a = \ln a", [("a", "normal()")]).draws >= 4
    verdict = check(r"\ln a = 1", [("a", "-positive()")])
    assert (verdict.outcome, verdict.message) == ("refused", "this side is infinite or undefined")


def test_draws_may_be_counted() -> None:
    assert check("a + b = b + a", ROWS, draws="3").draws == 3


def test_random_variables_have_values_in_expectations_only() -> None:
    rows = [("X", "outcomes([1, 2], [0.5, 0.5])")]
    verdict = check("X = 1", rows)
    assert (
        verdict.message
        == "X is a random variable: it has a value only inside an expectation, as in E[X]"
    )
    assert check(r"\mathbb{E}[X] = 1.5", rows).passed


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"drawz": "3"}, "unknown option drawz: there are draws, for, layout"),
        ({"draws": "many"}, "draws must be a number, not 'many'"),
        ({"sum": "all"}, "sum is one of term, greedy"),
        ({"small": r"\zeta"}, r"small=\zeta: no such symbol is declared"),
        ({"where": "i >"}, "is no Python expression"),
        ({"where": "a < 0"}, "no draw fulfills the conditions"),
    ],
)
def test_bad_options_are_refused(options: dict[str, Any], message: str) -> None:
    verdict = check("a = a", ROWS, **options)
    assert verdict.outcome == "refused"
    assert message in verdict.message


def test_options_have_defaults() -> None:
    assert Options.read({}) == Options()
    with pytest.raises(EquationError, match="unknown option"):
        Options.read({"name": "x"})


def test_a_verdict_is_printed() -> None:
    assert (
        str(Verdict("true", "a = a", 6, 1e-16)) == "true in 6 draws, worst relative error 1.0e-16"
    )


def test_an_indicator_that_is_often_0_is_drawn_until_it_is_not() -> None:
    rows = [("x", "uniform(0, 1)"), ("y", "float(x > 0.95)")]
    assert check(r"y = \mathbf{1}[x > 0.95]", rows).passed


def test_a_remainder_that_does_not_become_small_is_refused() -> None:
    verdict = check(r"f(a + \epsilon) = f(a) + O(a)", ROWS, small=r"\epsilon")
    assert verdict.message == r"this O does not become small with \epsilon, so it says nothing"


NUMBER = [("x", "uniform(-3, 3)"), ("z", "here"), ("y", "normal()")]


@pytest.mark.parametrize(
    ("latex", "message"),
    [
        (
            r"|x| = \begin{cases} x & x \ge 1 \\ -x & x < 0 \end{cases}",
            "none of these cases holds",
        ),
        (
            r"|x| = \begin{cases} x & x \ge 0 \\ -x & x < 1 \end{cases}",
            "two of these cases hold, with different values",
        ),
        (r"e^x \ne 1 + x + O(x^2)", r"\\ne beside a remainder says nothing"),
        (r"e^x \le 1 + x + O(x^2)", r"\\le beside a remainder says nothing"),
    ],
)
def test_what_proves_nothing_is_refused(latex: str, message: str) -> None:
    verdict = check(latex, NUMBER)
    assert verdict.outcome == "refused"
    assert re.search(message, verdict.message)


def test_only_an_equality_defines_a_symbol() -> None:
    assert check(r"z = x + 1, \quad z y = x y + y", NUMBER).passed
    assert not check(r"z \ne x + 1, \quad z y = x y + y", NUMBER).passed


def test_a_condition_may_follow_a_wide_space() -> None:
    assert check(r"|x| = x \quad \text{for } x > 0", NUMBER).passed
    assert check(r"|x| = x", NUMBER).outcome == "false"
