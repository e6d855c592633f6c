"""Whatever the LaTeX is, the answer is a verdict; and what is said twice is equal."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from dlref.equations import Notation, Verdict, check
from tests.equations.corpus import corpus

NOTATION = Notation(
    [
        ("i, j", "1..3"),
        ("x, y", "normal(3)"),
        ("p", "simplex(3)"),
        ("A", "normal(3, 3)"),
        ("a, b", "positive()"),
        ("f(x)", "lambda x: x ** 2"),
        (r"\sigma(z)", "lambda z: 1 / (1 + np.exp(-z))"),
        (r"P(i \mid j)", "simplex(3, 3)"),
        ("X", "outcomes([1, 2], [0.5, 0.5])"),
    ],
    {},
)


def is_answer(verdict: Verdict) -> bool:
    """Say whether a verdict is one of the four, and no failure of the checker itself."""
    outcomes = ("true", "false", "refused", "vacuous")
    return verdict.outcome in outcomes and "the checker failed" not in verdict.message


WORDS = [
    r"\frac", r"\frac{a}{b}", "{", "}", "(", ")", "[", "]", r"\{", r"\}", "^", "_", "'", "+",
    "-", "=", r"\sum_i", r"\sum_{i=1}^3", "_i", "_j", "i", "j", "x", "y", "p", "A", "f",
    r"\sigma", "a", "b", "P", "|", r"\mid", r"\|", "1", "2", "10", r"\int_0^1", "dx", r"\infty",
    r"\partial", r"\nabla_x", r"\max", r"\log", r"\exp", r"\sqrt", r"\begin{cases}",
    r"\end{cases}", "&", r"\\", ",", ".", r"\text{if}", r"\begin{aligned}", r"\end{aligned}",
    r"^\top", r"\mathbf{1}", r"\mathbb{E}", "X", r"\cdot", r"\odot", "/", "!", r"\le", "<",
    r"\in", r"\sim", r"\approx", "O", r"\left", r"\right", r"\hat", r"\dots", r"\lfloor",
    r"\rfloor", r"\binom", r"\quad",
]  # fmt: skip
soups = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)

atoms = st.sampled_from(
    ["a", "b", "2", "x_1", "x", "y", "A", "p_2", "f(a)", r"\sigma(b)", "e", r"\sum_i x_i", "|a|"]
)
expressions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", r"\cdot", r"\odot", ""]), inner).map(
            lambda parts: rf"\left({parts[0]} {parts[1]} {parts[2]}\right)"
        ),
        st.tuples(inner, inner).map(lambda parts: rf"\frac{{{parts[0]}}}{{{parts[1]}}}"),
        inner.map(lambda part: rf"\sqrt{{{part}}}"),
        inner.map(lambda part: rf"{{{part}}}^2"),
        inner.map(lambda part: rf"\left({part}\right)^\top"),
        inner.map(lambda part: rf"\frac{{d}}{{da}} \left({part}\right)"),
        inner.map(lambda part: rf"\int_0^1 \left({part}\right) \, da"),
        inner.map(lambda part: rf"\max(0, {part})"),
        inner.map(lambda part: rf"\mathbb{{E}}\left[{part} + X\right]"),
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(soups)
def test_a_soup_of_tokens_has_a_verdict(latex: str) -> None:
    verdict = check(latex, NOTATION)
    assert is_answer(verdict)
    assert str(verdict)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_any_text_has_a_verdict(latex: str) -> None:
    assert is_answer(check(latex, NOTATION))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([row["latex"] for row in corpus()]), st.data())
def test_a_truncated_equation_has_a_verdict(latex: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(latex)))
    end = data.draw(st.integers(begin, len(latex)))
    assert is_answer(check(latex[begin:end], NOTATION))


@settings(max_examples=100, deadline=None)
@given(expressions)
def test_an_expression_equals_itself(expression: str) -> None:
    verdict = check(f"{expression} = {expression}", NOTATION, draws=2)
    assert verdict.outcome != "false", json.dumps(expression) + str(verdict)


@settings(max_examples=60, deadline=None)
@given(expressions)
def test_an_expression_differs_from_itself_plus_one(expression: str) -> None:
    verdict = check(f"{expression} = {expression} + 1", NOTATION, draws=2)
    assert verdict.outcome in ("false", "refused"), json.dumps(expression)
