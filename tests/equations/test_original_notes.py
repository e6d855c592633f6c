"""A student's notes are judged line by line: each mistake is found, and found for what it is."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import isclose
from pathlib import Path

import pytest

from dlref.equations import check
from dlref.equations.faces.cli import main
from dlref.equations.judging.verdict import Outcome
from dlref.equations.pages.judgements import Judgement, judge_page
from dlref.equations.pages.tables import notation_of, rows_above

PATH = Path(__file__).parent / "data" / "original-notes.md"
PAGE = PATH.read_text(encoding="utf-8")


@dataclass(frozen=True)
class Case:
    r"""What must be said of one formula of the notes.

    Args:
        outcome: Whether it is true, false or refused.
        message: How the message begins.
        place: The part of the LaTeX that the verdict points at.
        word: What begins there, where only its first letter is pointed at.
        sides: How the two numbers of a false relation are related.
        corrected: What the notes should say; true under the same declarations.
        options: How the correction is checked, where that differs: an $\approx$ for an $=$.
    """

    outcome: Outcome
    message: str = ""
    place: str = ""
    word: str = ""
    sides: Callable[[float, float], bool] | None = None
    corrected: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


@cache
def judgements() -> dict[str, Judgement]:
    return {judgement.equation.id: judgement for judgement in judge_page(PAGE)}


def is_above(left: float, right: float) -> bool:
    return left > right


def is_negative_of(left: float, right: float) -> bool:
    return isclose(left, -right)


def is_minus_one(_: float, right: float) -> bool:
    return isclose(right, -1)


DIFFER = "the two sides of = differ"
ARGMIN_IN_LETTERS = r"argmin stands here as the letters a r g m i n: write \operatorname{argmin}"
GOAL = r"\theta^* = \operatorname{argmin}_{\theta \in \Theta} L(f_\theta(x),y)"
SAME_GOAL = GOAL + r" = \operatorname{argmin}_{\theta \in \Theta} L(\theta)"
OUTPUT_ERROR = (
    r"\delta_{CE} = \nabla_a C \odot \sigma'(Z^L)"
    r" = \frac{a-y}{(1-a) \odot a} \odot (1-a) \odot a = a-y"
)
ENTROPY = r"H[x] = -\sum_{x}{p(x)\log_{b}{p(x)}} = "
KL = (
    r"D_{KL}{(p||q)} = - \int_{-\infty}^{\infty}{p(x)\ln{q(x)}}dx"
    r" - (-\int_{-\infty}^{\infty}{p(x)\ln{p(x)}}dx) \\"
    r" =-\int_{-\infty}^{\infty}{p(x)\ln{\{ \frac{q(x)}{p(x)} \}}}dx"
)

CASES = {
    # How to update parameters
    "eq-goal-in-letters": Case("refused", ARGMIN_IN_LETTERS, "argmin", corrected=GOAL),
    "eq-goal": Case(
        "refused",
        "a bare argmin does not say what it runs over",
        r"\operatorname{argmin}",
        corrected=GOAL,
    ),
    "eq-iteration-in-letters": Case("refused", ARGMIN_IN_LETTERS, "argmin", corrected=SAME_GOAL),
    "eq-iteration": Case(
        "refused",
        "a bare argmin does not say what it runs over",
        r"\operatorname{argmin}",
        corrected=SAME_GOAL,
    ),
    "eq-replacement": Case(
        "refused",
        r"nothing is claimed here: an equation needs a relation such as = between two sides; "
        r"\rightarrow compares nothing, and an update is written \leftarrow",
        r"\theta \rightarrow \Delta\theta",
        corrected=r"\theta \leftarrow \theta + \Delta\theta",
    ),
    "eq-descent": Case(
        "false",
        "the relation < does not hold",
        r"L(\theta+\Delta\theta) < L(\theta)",
        sides=is_above,
        corrected=r"L(\theta+\Delta\theta) < L(\theta) "
        r"\text{ for } 0 < \beta \eta \|\Delta\theta\| < 2 \|\Delta\theta\|",
    ),
    "eq-stop": Case(
        "refused",
        "two relations in a row: write one",
        "=",
        "= L",
        corrected=r"\|\nabla_{\hat\theta} L(\hat\theta)\| \le \varepsilon",
    ),
    "eq-update": Case("true"),
    "eq-taylor-in-words": Case(
        "refused",
        "the prose 'second derivative' stands inside a formula",
        r"\text{second derivative}",
        corrected=r"L(\theta + \Delta\theta) = L(\theta) + \nabla L \cdot \Delta\theta"
        r" + \frac{1}{2} \Delta\theta^\top H \Delta\theta",
    ),
    "eq-approximation": Case("true"),
    "eq-change": Case(
        "false",
        DIFFER,
        r"\Delta L =  \nabla L \cdot \Delta\theta",
        sides=is_above,
        corrected=r"L(\theta + \Delta\theta)-L(\theta) = \Delta L"
        r" \approx \nabla L \cdot \Delta\theta",
        options={"small": r"\Delta\theta"},
    ),
    "eq-decrease": Case(
        "false",
        DIFFER,
        r"\Delta L = -\eta||\nabla L||^2",
        sides=is_above,
        corrected=r"\Delta L \approx -\eta||\nabla L||^2 < 0 \text{ for } ||\nabla L|| > 0",
        options={"small": r"\eta"},
    ),
    "eq-taylor": Case(
        "false",
        DIFFER,
        r"L(\theta + \Delta\theta) = L(\theta) + \nabla L \cdot \Delta\theta"
        r" + L''(\theta) + L'''(\theta)",
        corrected=r"L(\theta + \Delta\theta) = L(\theta) + \nabla L \cdot \Delta\theta"
        r" + \frac{1}{2} L''(\theta) (\Delta\theta)^2 + \frac{1}{6} L'''(\theta) (\Delta\theta)^3",
    ),
    # Back propagation
    "eq-output-error": Case(
        "refused", "two vectors side by side: write \\odot", "(1-a)a", corrected=OUTPUT_ERROR
    ),
    "eq-output-error-by-entry": Case("true"),
    # Standardization
    "eq-standardization": Case("true"),
    "eq-spread": Case(
        "false",
        r"the relation \le does not hold",
        r"-1 \le x'_i",
        sides=is_above,
        corrected=r"|x'_i| \le \sqrt{n - 1}",
    ),
    # Entropy
    "eq-entropy-in-letters": Case(
        "refused",
        r"log stands here as the letters l o g: write \log",
        "log_{b}",
        corrected=ENTROPY + r"E_p[-\log_{b}{p(x)}]",
    ),
    "eq-entropy": Case(
        "false",
        DIFFER,
        r"\sum_{x}{p(x)\log_{b}{p(x)}} = E_p[-\log_{b}{p(x)}]",
        sides=is_negative_of,
        corrected=ENTROPY + r"E_p[-\log_{b}{p(x)}]",
    ),
    "eq-entropy-sampled": Case(
        "false",
        DIFFER,
        r"\sum_{x}{p(x)\log_{b}{p(x)}} = E_{x \sim p}[-\log_{b}{p(x)}]",
        sides=is_negative_of,
        corrected=ENTROPY + r"E_{x \sim p}[-\log_{b}{p(x)}]",
    ),
    "eq-entropy-of-density": Case(
        "refused",
        "x has no range",
        "x",
        corrected=r"-\int_{-\infty}^{\infty}{p(x)\log_{b}{p(x)}}dx = E_p[-\log_{b}{p(x)}]",
    ),
    "eq-limit": Case(  # no limit is read; the sum below shows its sign
        "refused",
        r"\lim is not read: write \approx with tolerance=0.01 at a value near the limit",
        r"\lim_{\Delta \rightarrow 0}",
        corrected=r"H[x] \approx -\sum_{i}{p(x_i)\Delta\ln{p(x_i)}}",
        options={"tolerance": "1e-6"},
    ),
    "eq-narrow-bins": Case(
        "false",
        r"the two sides of \approx differ",
        r"H[x] \approx \sum_{i}{p(x_i)\Delta\ln{p(x_i)} }",
        sides=is_negative_of,
        corrected=r"H[x] \approx -\sum_{i}{p(x_i)\Delta\ln{p(x_i)}}",
    ),
    "eq-integral": Case(
        "false",
        DIFFER,
        r"H[x]= - \int_{-\infty}^{\infty}{p(x)dx}",
        sides=is_minus_one,
        corrected=r"H[x]= - \int_{-\infty}^{\infty}{p(x)\ln{p(x)}}dx",
    ),
    # KL divergence
    "eq-kl": Case("refused", "undeclared name g", "g", "g(x)", corrected=KL),
    "eq-kl-ratio": Case("true"),
    "eq-kl-after-arrow": Case(
        "refused",
        r"nothing stands before \Leftrightarrow: leave it out",
        r"\Leftrightarrow",
        corrected="KL(p||q) = H(p,q) - H(p)",
    ),
    "eq-kl-excess": Case("true"),
    "eq-kl-in-words": Case(
        "false",
        DIFFER,
        "KL(p||q) = H(q) - H(p)",
        corrected="KL(p||q) = H(p,q) - H(p)",
    ),
}

MISTAKES = [name for name, case in CASES.items() if case.outcome != "true"]


def test_every_formula_is_listed() -> None:
    assert list(CASES) == list(judgements())


def test_no_formula_is_marked_as_wrong_or_stated() -> None:
    assert not any(judgement.equation.classes for judgement in judgements().values())


def test_every_mistake_has_a_correction() -> None:
    assert [name for name, case in CASES.items() if case.corrected] == MISTAKES


@pytest.mark.parametrize("name", CASES)
def test_formula_is_judged_for_the_right_reason(name: str) -> None:
    case, judgement = CASES[name], judgements()[name]
    assert bool(judgement.problem) == (case.outcome != "true")
    verdict = judgement.verdict
    assert verdict is not None
    assert verdict.outcome == case.outcome, str(verdict)
    assert verdict.message.startswith(case.message)
    assert verdict.latex[verdict.start or 0 :].startswith(case.word)
    if case.place:
        assert verdict.latex[verdict.start : verdict.end] == case.place
    if case.sides:
        assert case.sides(float(verdict.left), float(verdict.right)), str(verdict)


@pytest.mark.parametrize("name", MISTAKES)
def test_correction_is_true(name: str) -> None:
    case, equation = CASES[name], judgements()[name].equation
    notation = notation_of(rows_above(PAGE, equation.line))
    verdict = check(case.corrected, notation, **{**equation.settings, **case.options})
    assert verdict.passed, str(verdict)


def test_page_of_the_notes_fails(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    assert main(["check", str(PATH)]) == 1
    printed = capsys.readouterr().out
    reported = [name for name in CASES if f": {name}: " in printed]
    assert reported == MISTAKES
