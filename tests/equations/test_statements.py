"""A display is cut into claims and conditions."""

import pytest

from dlref.equations import EquationError, Notation
from dlref.equations.reading.parser import Rules
from dlref.equations.reading.statements import Claim, read_statements

NOTATION = Notation([("a, b, c, x, y", "positive()"), ("f(x)", "lambda x: x"), ("i", "1..3")], {})


def shape(latex: str) -> list[str]:
    """Describe each statement by its relations, conditions in question marks."""
    statements = read_statements(latex, NOTATION.names, Rules())
    return [
        "".join(s.relations).replace("\\", "") if isinstance(s, Claim) else "?" for s in statements
    ]


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("a = b", ["="]),
        ("a = b.", ["="]),
        (r"a = b \le c", ["=le"]),
        (r"a \le b < c \ne x", ["le<ne"]),
        (r"a := b", [":="]),
        (r"a = b, b = c", ["=", "="]),
        (r"a = b; b = c.", ["=", "="]),
        (r"a = b \quad b = c", ["=", "="]),
        (r"a = b + \quad c", ["="]),
        (r"a = b \text{ and } b = c", ["=", "="]),
        (r"a = b, \quad \text{where} \quad b = c", ["=", "="]),
        (r"a = f(b), \text{where } f(x) \text{ is a function.}", ["="]),
        (r"a = b \text{ for } b > c", ["=", "?"]),
        (r"a = b \text{ if } b > c \text{ and } c = x", ["=", "?", "="]),
        (r"a \le b \textrm{, with equality if and only if } b = c", ["le"]),
        (r"a = b \text{ (use instead)}", ["="]),
        (r"a = \dots = b", ["="]),
        (r"a = b = \ldots, = c", ["=="]),
        (r"\begin{aligned} a &= b \\ &= c \end{aligned}", ["=="]),
        (r"\begin{aligned} a &= b \\ b &= c \end{aligned}", ["=", "="]),
        (r"\begin{aligned} a &= b \\ &\quad + c \\ &= x \end{aligned}", ["=="]),
        (r"\begin{aligned} a &= b \\ &- c \end{aligned}", ["="]),
        (r"\begin{aligned} a = \\ b \end{aligned}", ["="]),
        (r"\begin{aligned} a + b \\ = c \end{aligned}", ["="]),
        (r"\begin{align} \begin{split} a &= b \\ b &= c \end{split} \end{align}", ["=", "="]),
        (r"\begin{aligned} a &= b, & b &= c \\ x &= y, & y &= x \end{aligned}", ["="] * 4),
        (r"\begin{array}{ll} \\ a = b \\ b = c \\ \end{array}", ["=", "="]),
        (r"a \in [b, c), b = c", ["in", "="]),
        (r"a \in {[b, c)}", ["in"]),
        (r"\displaylines{a = b \\ b = c}", ["=", "="]),
        (r"\displaylines{a = b + \\ c}", ["="]),
        (r"\eqalign{a &= b \\ &= c}", ["=="]),
        (r"{\displaystyle a = b}", ["="]),
        (r"a = b + c \tag*{(1)}", ["="]),
        ("a = ... = b", ["="]),
    ],
)
def test_shapes(latex: str, expected: list[str]) -> None:
    assert shape(latex) == expected


@pytest.mark.parametrize(
    ("latex", "message"),
    [
        ("", "an empty equation claims nothing"),
        ("a + b", "nothing is claimed here"),
        (r"a = b \text{ for } b > c, x", "this part has no relation"),
        (r"a = b, \text{where } b c", "this part has no relation"),
        ("a = b, c", "this part has no relation"),
        ("= a", "= has nothing on its left side"),
        ("a = b =", "= has nothing on its right side"),
        ("a = = b", "two relations in a row: write one"),
        ("a <= b", r"two relations in a row: write \le"),
        ("a != b", r"!= is a factorial and an equality: write \ne"),
        (r"\Leftrightarrow a = b", r"nothing stands before \Leftrightarrow: leave it out"),
        (r"a = b \iff b = a", "an arrow joins two statements"),
        (r"a = b \quad \Rightarrow \quad b = a", "an arrow joins two statements"),
        (r"\begin{aligned} a &= b \\ \implies b &= a \end{aligned}", "nothing stands before"),
        (r"a \to b", r"nothing is claimed here: an equation needs a relation such as = between"),
        (r"a \to b", r"an update is written \leftarrow"),
        (r"a \sim b", "a distribution is declared in the notation"),
        ("a ≤ b", r"≤ is no LaTeX: write its command, as \le"),
        (r"f(i) = i, \quad i = 1, \dots, 3", "leave the range of an index out"),
        (r"f(i) = i \quad \text{for all } i", "leave it out if it only names an index"),
        (r"a = b \text{ if } b > c \text{ else } c", "write a definition by cases as"),
        (r"a = b \qquad (3)", r"the number of an equation is written \tag{3}"),
        (r"a \leftarrow b", "an update needs the value after it"),
        (r"a = b + \dots + c", "dots are not a formula"),
    ],
)
def test_what_claims_nothing_is_refused(latex: str, message: str) -> None:
    with pytest.raises(EquationError) as caught:
        read_statements(latex, NOTATION.names, Rules())
    assert message in str(caught.value)
