"""Each refusal says what was read, where, and what to write instead."""

import pytest

from dlref.equations import check

ROWS: list[tuple[str, object]] = [
    ("i, j", "1..4"),
    ("a, b, c", "positive()"),
    ("x, y", "normal(4)"),
    ("A", "normal(3, 4)"),
    ("T", "positive()"),
    (r"\sigma(z)", "lambda z: 1 / (1 + np.exp(-z))"),
    (r"\hat{y}_t", "1.0"),
]


@pytest.mark.parametrize(
    ("latex", "place", "message"),
    [
        ("a / b c = 1", "/", r"write \frac{a}{b} c or \frac{a}{b c}"),
        ("a / b / c = 1", "/", "it is not clear where this quotient ends"),
        (r"\log(a)^2 = 1", "(a)^2", r"write \left(\log(x)\right)^2 or \log(x^2)"),
        (r"\ln a b = 1", r"\ln", "it is not clear where the argument of \\ln ends"),
        (r"\tanh^{-1} a = 1", r"\tanh^{-1}", "may be a power or an inverse"),
        (r"\sum x_i = 1", r"\sum", r"a bare \sum does not say what it runs over"),
        (r"\sum_k x_k = 1", "k", "k has no range: declare it as an index, as in 1..5"),
        (r"\sum_{i=1} x_i = 1", "i=1", r"\sum from i = 1 to what?"),
        (r"x_i = \sum_i x_i", "i", "the index i is bound by a sum and also used outside it"),
        (r"\sum_i x_i + y_i = 1", "i", "put brackets round the whole summand"),
        (r"a = \zeta", r"\zeta", r"undeclared name \zeta: add it to the notation"),
        (r"a = \hat{y}", r"\hat{y}", r"undeclared name \hat{y}; declared are \hat{y}_t"),
        (r"a = \sigma", r"\sigma", r"\sigma(z) is declared as a function: give its arguments"),
        (r"a = a'", "a'", "undeclared name a'"),
        (r"a = m^2", "m^2", "undeclared name m: add it to the notation"),
        (r"a = (a)'", ")'", "a prime on something that is not a function"),
        ("a = a^*", "a^*", "^* is no power: a name with this mark must be declared as a whole"),
        ("a = a^{(b)}", "a^{(b)}", "in brackets is a label: declare the name with it"),
        ("a = a_i", "a_i", "a number has no entries: declare the name with its subscript"),
        ("a = x_7", "x_7", "entry 7 of 4: entries are counted from 1"),
        ("a = A_{12}", "A_{12}", "commas stand between indices"),
        ("a = x_{1,2}", "x_{1,2}", "2 subscripts on a vector of 4"),
        ("a = x_{0.5}", "x_{0.5}", "a subscript must be a whole number"),
        ("a = x y", "x y", r"two vectors side by side: write \odot"),
        (
            r"a = x \times y",
            r"x \times y",
            "this sign between two arrays may mean several products",
        ),
        ("a = x A", "x A", "a vector of 4 cannot be multiplied with a matrix of 3 by 4"),
        ("x = A", "x = A", "the left side is a vector of 4, the right side a matrix of 3 by 4"),
        (r"a = a^\top", r"a^\top", "a number has no transpose"),
        (r"a = \exp(A)", r"\exp(A)", "exp of a matrix may be that of its entries or of the matrix"),
        ("a = |A|", "|A|", r"bars round a matrix: write \det"),
        (r"a = \|A\|_1", r"\|A\|_1", "this norm of a matrix of 3 by 4 is not read: declare it"),
        ("a = (b + c", "(", "( is never closed, or by another bracket: write )"),
        ("a = |b", "|", "the bar | is never closed"),
        ("a = b)", ")", ") does not fit here"),
        ("a = ()", "(", "an expression is missing between these brackets"),
        ("a = b +", "+", "the formula breaks off: something is missing after this"),
        ("a = 2 3", "3", "two numbers side by side"),
        (r"a = b \pm c", r"\pm", r"\pm is two equations: write both"),
        (r"a = x_1 + \dots + x_4", r"\dots", "dots are not a formula: write a sum"),
        (
            r"a = \text{the sum of } b",
            r"\text{the sum of }",
            "'the sum of' stands inside a formula",
        ),
        (r"a = \lim_{b} c", r"\lim_{b}", r"\lim is not read: mark the equation as stated"),
        (r"a = \max", r"\max", "needs an index below it, or its arguments in brackets"),
        (r"a = \max_i", r"\max_i", "nothing stands after \\max"),
        (r"a = \log", r"\log", r"\log lacks an argument"),
        (r"a \approx b", r"a \approx b", "an approximation needs a measure: give tolerance=0.01"),
        (
            r"a = b + O(b c)",
            "O(b c)",
            r"which symbol goes to zero in this O? Say so with small=\eta",
        ),
        (r"a \propto b", r"a \propto b", r"\propto needs an index or several entries"),
        (r"a = \begin{cases} b \\ c \end{cases}", "b", "a row of cases needs its condition"),
        (r"a = \begin{tabular} b \end{tabular}", None, "the environment tabular is not read"),
        (r"a \leftarrow b", "a", "declare the symbol together with the arrow"),
        (r"a = \mathbb{E} a", None, r"undeclared name \mathbb{E}"),
        (r"a = (-1)!", "(-1)!", "a factorial is read of whole numbers from 0 to 170"),
        (r"a = \sum_{i=1}^{9999999} i", None, "this equation takes too many steps"),
        ("a = " + "(" * 500 + "b" + ")" * 500, None, "this equation is nested too deeply"),
    ],
)
def test_message(latex: str, place: str | None, message: str) -> None:
    verdict = check(latex, ROWS)
    assert verdict.outcome in ("refused", "false")
    assert message in verdict.message
    if place is not None:
        assert verdict.start is not None
        assert latex[verdict.start : verdict.end] == place
