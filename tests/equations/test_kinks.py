"""An identity that holds on one side of a kink is false, whatever the letter."""

import pytest

from dlref.equations import check
from tests.equations.kinks import KINKS, LETTERS, Kink, judge


@pytest.mark.parametrize(
    ("kink", "letters"),
    [(kink, LETTERS[k % 5 :: 5]) for k, kink in enumerate(KINKS)],
    ids=[kink.name for kink in KINKS],
)
def test_a_one_sided_identity_is_false_for_every_letter(kink: Kink, letters: list[str]) -> None:
    outcomes = {
        f"{latex} for {letter}": judge(kink, latex, letter).outcome
        for letter in letters
        for latex in kink.false
    }
    assert {name for name, outcome in outcomes.items() if outcome != "false"} == set()
    for latex in kink.true:
        verdicts = [judge(kink, latex, letter) for letter in letters]
        assert all(verdict.passed for verdict in verdicts), str(verdicts[0])


RELU: list[tuple[str, object]] = [
    ("x", "normal()"),
    (r"\operatorname{ReLU}(x)", "lambda x: np.maximum(x, 0)"),
    (r"\operatorname{ELU}(x)", "lambda x: np.where(x > 0, x, np.expm1(x))"),
]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    "latex",
    [
        r"\operatorname{ReLU}(x) = x",
        r"\frac{d}{dx} \operatorname{ReLU}(x) = 1",
        r"\frac{d}{dx} \operatorname{ReLU}(x) = 0",
        r"\operatorname{ELU}(x) = \operatorname{ReLU}(x)",
        r"\frac{d^2}{dx^2} \operatorname{ELU}(x) = 0",
    ],
)
def test_no_seed_makes_an_activation_its_positive_part(latex: str, seed: int) -> None:
    assert check(latex, RELU, seed=seed).outcome == "false"


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{d}{dx} \operatorname{ReLU}(x) = \mathbf{1}[x > 0]",
        r"\operatorname{ReLU}'(x) = \mathbf{1}[x \ge 0]",
        r"\frac{d}{dx} |x| = \operatorname{sgn}(x)",
        r"\frac{x}{|x|} = \operatorname{sgn}(x)",
        r"\frac{\operatorname{ReLU}(x)}{x} = \mathbf{1}[x > 0]",
    ],
)
def test_a_kink_or_a_hole_at_a_special_value_is_no_counterexample(latex: str) -> None:
    verdict = check(latex, RELU)
    assert verdict.passed, str(verdict)


TWO: list[tuple[str, object]] = [
    ("a, b", "normal()"), ("v", "normal(3)"), ("i", "1..3"), ("c", "3"),
    ("m(a, b)", "lambda x, y: x if x > y else y"),
    ("t(a, b)", "lambda x, y: np.clip(x - y, -6, 6)"),
    ("s(v)", "lambda v: np.sort(v)"),
    ("h(a)", "lambda a: np.maximum(a, c)"),
    ("n", "integers(-9, 9)"),
]  # fmt: skip


@pytest.mark.parametrize(
    "latex",
    [
        "m(a, b) = a", "m(a, b) = b", r"m(a, b) = \max(a, 0)", r"\sqrt{a^2 b^2} = a b",
        "t(a, b) = a - b", "t(a, b) = 6", r"s(v)_i = v_i", r"\max_i v_i = v_1",
        r"\|v\| = \sum_i v_i", r"h(a) = a", r"h(a) = 3", r"\mathbf{1}[a = b] = 0",
        r"\mathbf{1}[v_1 = v_2] = 0",
        r"\prod_i v_i \ne 0", "(-1)^n = 1", "|n| = n", r"\mathbf{1}[n = 0] = 0",
    ],
)  # fmt: skip
def test_branches_of_several_symbols_are_found(latex: str) -> None:
    assert check(latex, TWO, **({"for": "all"} if r"\ne" in latex else {})).outcome == "false"


def test_one_side_that_is_undefined_where_the_other_is_not_is_false() -> None:
    verdict = check(r"\ln(x^2) = 2 \ln x", [("x", "normal()")])
    assert verdict.outcome == "false"
    assert "the right side has no value in draws in which the other side has one" in verdict.message
    assert verdict.values["x"].startswith("-")
    assert check(r"\ln(x^2) = 2 \ln x", [("x", "positive()")]).passed


def test_rounding_is_no_counterexample() -> None:
    rows = [("A", "normal(3, 3)"), ("x", "normal(3)"), ("g(x)", "lambda x: np.maximum(x, 0)")]
    verdict = check(r"A^{-1} \left(A g(x)\right) = g(x)", rows)
    assert verdict.passed, str(verdict)
