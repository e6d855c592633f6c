"""What a true verdict leaves open is told."""

from pathlib import Path

import pytest

from dlref.equations import check
from dlref.equations.pages.judgements import judge_page
from dlref.equations.pages.warnings import page_notices

ROWS: list[tuple[str, object]] = [
    ("i, a, s, y", "1..3"), ("x, z", "normal()"), ("v", "normal(3)"), ("m", "positive()"),
    (r"\pi, q", "simplex(3)"), ("Q", "simplex(3, 3)"),
    (r"P(a \mid s)", "lambda a, s: pi[a - 1]"),
    (r"R(a \mid s)", "lambda a, s: Q[s - 1, a - 1]"),
    (r"p(y \mid x)", "lambda y, x: q[y - 1]"),
    ("K(x, z)", "lambda x, z: np.exp(-(x - z) ** 2)"),
    ("F(x, z)", "lambda x, z: x ** 2 + 0 * z"),
    (r"S(v)", "lambda v: np.exp(v) / np.exp(v).sum()"),
    (r"\sigma(x)", "lambda x: 1 / (1 + np.exp(-x))"),
    (r"\epsilon", "1e-9"), (r"\tau", "positive() * 1e-9"), ("g", "m / (z ** 2 + epsilon)"),
    ("h", "m / (z ** 2 + tau)"), ("r", "m / epsilon"),
    ("t", "x ** 2"), ("u", "x**2"), ("w", "t"), ("k", "m + normal()"), ("l", "m + normal()"),
]  # fmt: skip


def notices(latex: str) -> tuple[str, ...]:
    verdict = check(latex, ROWS)
    assert verdict.passed, str(verdict)
    return verdict.notices


@pytest.mark.parametrize(
    ("latex", "start"),
    [
        (r"P(a \mid s) = \pi_a", r"P(a \mid s) never looks at its second argument"),
        (r"p(y \mid z) = q_y", r"p(y \mid x) never looks at its second argument"),
        (r"F(x, z) = x^2", "F(x, z) never looks at its second argument"),
        (r"S(v)_i \in [0, 1)", "no draw decides the end 0 of this interval: [ and ("),
        (r"\ln S(v)_i \in [-\infty, 0)", r"no draw decides the end -\infty of this interval"),
        (r"\ln S(v)_i \in (-\infty, 0]", "no draw decides the end 0 of this interval: ] and )"),
        (r"\sigma(x) \in (0, 3)", "no draw decides the end 3 of this interval"),
        (r"g = \frac{m}{z^2 - \epsilon}", r"\epsilon is so small, 1e-09, that its term cannot"),
        (r"h = \frac{m}{z^2 - \tau}", r"\tau is so small"),
        ("t = u", "the two sides of = are the same thing by their declarations"),
        ("w = t", "the two sides of = are the same thing by their declarations"),
        ("2 w + z = 2 u + z", "the two sides of = are the same thing by their declarations"),
    ],
)
def test_weak_declarations_are_told(latex: str, start: str) -> None:
    (notice,) = notices(latex)
    assert notice.startswith(start)


@pytest.mark.parametrize(
    "latex",
    [
        r"R(a \mid s) = Q_{sa}", "K(x, z) = K(z, x)", "K(m, m) = 1", r"\sigma(x) \in (0, 1)",
        r"S(v)_i \in (0, 1)", r"|x| \in [0, \infty)", r"\epsilon r = m", "t = x^2",
        r"\cos x \in [-1, 1]",
    ],
)  # fmt: skip
def test_strong_declarations_are_not_told(latex: str) -> None:
    assert notices(latex) == ()


def test_what_is_drawn_twice_is_two_things() -> None:
    assert check("k = l", ROWS).outcome == "false"


PAGE = r"""| Symbol | Meaning | In code |
|---|---|---|
| $y, x$ | classes | `1..3` |
| $q$ | probabilities | `simplex(3)` |
| $p(y \mid x)$ | the same, whatever $x$ is | `lambda y, x: q[y - 1]` |

$$
p(y \mid x) = q_y
$$ {#eq-weak}
"""


def test_a_page_is_warned_at_the_line_of_the_equation() -> None:
    (notice,) = [notice for notice in page_notices(PAGE) if "never looks" in notice.message]
    assert notice.line == 7
    assert notice.message.startswith(r"eq-weak: p(y \mid x) never looks at its second argument")


def test_the_site_has_no_weak_declaration() -> None:
    found = {
        f"{page.name}: {judgement.equation.id}: {notice}"
        for page in sorted(Path("docs").rglob("*.md"))
        for judgement in judge_page(page.read_text(encoding="utf-8"))
        for notice in (judgement.verdict.notices if judgement.verdict else ())
    }
    assert found == set()
