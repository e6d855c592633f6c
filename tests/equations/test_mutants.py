"""Mutants: they are made, the checks catch them, and the site's survivors are known."""

from pathlib import Path

import pytest

from dlref.equations.declaring.notation import Notation
from dlref.equations.judging.checker import check
from dlref.equations.mutating.mistakes import HINTS
from dlref.equations.mutating.mutants import mutants
from dlref.equations.mutating.record import read_record
from dlref.equations.mutating.review import read_reviewed, try_page
from dlref.equations.mutating.survivors import digest, put_to_the_test
from dlref.equations.pages.source import find_equations
from dlref.equations.reading.boxes import read_boxes

DOCS = Path("docs")
REVIEWED = read_reviewed(Path("tests/equations/data/survivors.toml"))
PAGES = [page for page in sorted(DOCS.rglob("*.md")) if "{#eq-" in page.read_text(encoding="utf-8")]
RECORD = read_record(Path("docs/assets/mutants.json"))

ROWS = [
    ("i, j", "1..4"),
    ("n", "4"),
    ("p, q", "simplex(4)"),
    ("x, y", "normal(4)"),
    ("A", "normal(4, 4)"),
    ("a, b, c", "uniform(0.2, 3)"),
    ("h", "onehot(4)"),
    ("H(p)", "lambda p: -np.sum(p * np.log(p))"),
    ("f(a, b)", "lambda a, b: (a - b) ** 2"),
    ("g(a)", "np.sin"),
    (r"P(i \mid j)", "lambda i, j: p[i - 1]"),
]


@pytest.mark.parametrize(
    ("latex", "mutant"),
    [
        ("a = b - c", "a = b + c"),
        ("a = b + c", "a = b - c"),
        ("a = -b", "a = b"),
        ("a = b + c", r"a = b \cdot c"),
        (r"a = b \cdot c", "a = b + c"),
        (r"a = \ln b", "a =  b"),
        (r"a = \log_2 b", "a =  b"),
        (r"a = \sqrt{b}", "a = {b}"),
        (r"a = \exp(b)", "a = (b)"),
        ("a = e^{-b}", "a = (-b)"),
        (r"a = \sum_{i=1}^n x_i", "a =  x_i"),
        (r"a = \sum_{i=1}^n x_i", r"a = \sum_{i=2}^n x_i"),
        (r"a = \sum_i x_i", r"a = \prod_i x_i"),
        (r"a = \max(b, c)", r"a = \min(b, c)"),
        (r"a = \frac{1}{n} \sum_i x_i", r"a = 1 \sum_i x_i"),
        (r"a = \frac{1}{n} b", r"a = \frac{n}{1} b"),
        (r"a = \frac{b}{c}", r"a = \frac{c}{b}"),
        (r"a = \frac{b}{c}", "a = (b)"),
        (r"A^\top x = y", "A x = y"),
        ("A^{-1} x = y", "A x = y"),
        ("a = b^2", "a = b"),
        ("a = b^2", "a = b^{3}"),
        ("a = g'(b)", "a = g(b)"),
        ("a = x_i", "a = x_{{i+1}}"),
        (r"a = \theta_{t+1}", r"a = \theta_{t}"),
        ("a = x_i - b", "a = b - x_i"),
        ("a = f(b, c)", "a = f(c, b)"),
        (r"a = D(p \,\|\, q)", r"a = D(q \,\|\, p)"),
        ("a = 2 b", "a =  b"),
        ("a = 2 b", "a = 3 b"),
        ("a = b", r"a = 2 \cdot b"),
        (r"a = \ln b", r"a = 2 \cdot \ln b"),
        (r"a \le b", r"a \ge b"),
        ("a = b", r"a \ne b"),
        (r"a = P(b \mid c)", r"a = P(c \mid c)"),
        (r"a = P(b \mid c)", r"a = P(b \mid a)"),
        ("a = f(b, c)", "a = f(b, a)"),
        ("a = g(b) + c", "a = g(c) + c"),
        (r"\operatorname{relu}(a) = b", "(a) = b"),
        (r"\operatorname{relu}(a) = b", r"\left|a\right| = b"),
        (r"a = \sigma(b)", "a = 0"),
        ("a = g(b)", "a = (b)"),
        (r"a \in [0, 1)", r"a \in (0, 1)"),
        (r"a \in [0, 1)", r"a \in [0, 1]"),
        (r"a \in \left(-\infty, 0\right]", r"a \in \left(-\infty, 0\right)"),
    ],
)
def test_mutants_are_made(latex: str, mutant: str) -> None:
    made = [" ".join(m.latex.replace("{{", "{").replace("}}", "}").split()) for m in mutants(latex)]
    assert " ".join(mutant.replace("{{", "{").replace("}}", "}").split()) in made


ENTROPY = r"H(p) = -\sum_i p_i \ln p_i"
ALIGNED = r"""\begin{aligned}
a &= \frac{b}{c} + \left(x_i - b\right)^2 \\
&\quad + \mathbb{E}\left[\hat{y} \mid x\right] \\
&\ge \begin{cases} a & b > 0 \\ -a & b \le 0 \end{cases}
\end{aligned}"""


@pytest.mark.parametrize("latex", [ENTROPY, ALIGNED, r"\Vert W^{l+1} \delta^{l+1} \Vert_2 \le a"])
def test_mutants_differ_and_are_readable(latex: str) -> None:
    made = mutants(latex)
    assert made == mutants(latex)
    assert len({digest(m.latex) for m in made} | {digest(latex)}) == len(made) + 1
    assert all(m.kind in HINTS for m in made)
    for mutant in made:
        read_boxes(mutant.latex)


def test_names_of_environments_and_remainders_are_left_alone() -> None:
    for mutant in mutants(ALIGNED):
        assert mutant.latex.count(r"\begin{aligned}") == mutant.latex.count(r"\end{aligned}") == 1
    remainders = {m.latex.partition("O(")[2] for m in mutants(r"a = b + O(2 \eta^2 c)")}
    assert remainders == {r"2 \eta^2 c)", r"2 \eta^{3} c)"}


@pytest.mark.parametrize(
    "latex",
    [
        ENTROPY,
        r"\sum_i (x_i - a)^2 = \sum_i x_i^2 - 2 a \sum_i x_i + n a^2",
        r"(A x)^\top y = x^\top A^\top y",
        r"g(a + b) = g(a) \cos b + \cos(a) \, g(b)",
        "a + b = b + a",
        "a b + c = c + b a",
        "f(a, b) = (a - b)^2",
        r"\|x - y\|^2 = \sum_i (x_i - y_i)^2",
        r"H(p) \le \ln n",
    ],
)
def test_every_mistake_is_caught(latex: str) -> None:
    notation = Notation(ROWS)
    assert check(latex, notation).passed
    trial = put_to_the_test(latex, notation, {})
    assert trial.tried > 0
    assert [m.latex for m in trial.survivors] == []


@pytest.mark.parametrize(
    ("latex", "survivor"),
    [
        (r"\sum_i h_i^2 = 1", r"\sum_i h_i = 1"),  # a one-hot vector is its own square
        (r"a \le b + 9", r"2 \cdot a \le b + 9"),  # far from equality
        (r"P(i \mid j) = p_i", r"P(i \mid i) = p_i"),  # a function that ignores an argument
        (r"\sin b \in [-2, 1]", r"\sin b \in (-2, 1]"),  # an end that no value comes near
    ],
)
def test_weak_declarations_are_found(latex: str, survivor: str) -> None:
    notation = Notation(ROWS)
    assert survivor in [m.latex for m in put_to_the_test(latex, notation, {}).survivors]


def test_an_end_that_is_closed_claims_less_and_one_that_is_opened_more() -> None:
    notation = Notation([("t", "normal()")])
    latex = r"\cos t \in (-1, 1]"
    assert [m.change for m in mutants(latex) if m.kind == "end"] == ["( becomes [", "] becomes )"]
    survivors = put_to_the_test(latex, notation, {}).survivors
    assert "end" not in {m.kind for m in survivors}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_mutants_of_a_page_are_caught_as_its_badges_say(page: Path) -> None:
    trials = list(try_page(page, REVIEWED))
    unknown = [s for trial in trials for s in trial.survivors if not s.reviewed]
    assert not unknown, "\n".join(f"{s.id}: true although {s.change}: {s.latex}" for s in unknown)
    scores = {trial.name: trial.score for trial in trials}
    known = {name: RECORD.get(name) for name in scores}
    assert known == scores, "the record is not of these equations: run make mutants"


def test_reviewed_survivors_belong_to_equations() -> None:
    known = {
        f"{page.as_posix()}::{e.id}"
        for page in DOCS.rglob("*.md")
        for e in find_equations(page.read_text(encoding="utf-8"))
    }
    assert {name.rpartition("::")[0] for name in REVIEWED} <= known
