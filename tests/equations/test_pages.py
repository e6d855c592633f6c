"""A page's own notation tables judge its equations."""

import pytest

from dlref.equations.errors import EquationError
from dlref.equations.pages.judgements import judge, judge_page
from dlref.equations.pages.source import Equation
from dlref.equations.pages.tables import notations

PAGE = r"""
| Symbol | Meaning | In code |
|---|---|---|
| $i$ | outcome | `1..4` |
| $p$ | distribution | `simplex(4)` |
| $H(p)$ | entropy | [`entropy`][dlref.information_theory.entropy] |

$$
H(p) = -\sum_i p_i \ln p_i
$$ {#eq-entropy name="Entropy"}

$$
H(p) = \sum_i p_i \ln p_i
$$ {#eq-wrong .wrong name="Without its minus"}

$$
\theta^* = \operatorname*{arg\,min}_\theta L(\theta)
$$ {#eq-objective .stated reason="a minimum over all parameters"}

| Symbol | Meaning | In code |
|:---|---|---:|
| $p$ | a number now | `uniform(0.1, 0.9)` |
| $D(a \Vert b)$, $E(a \mid b)$ | bars | `lambda a, b: a - b` |

$$
D(p \,\|\, 2 p) = E(p \mid 2 p) = -p
$$ {#eq-bars name="Bars" draws=9}

$$a = b$$
"""


def test_each_equation_is_judged_by_the_tables_above_it() -> None:
    judgements = {j.equation.id: j for j in judge_page(PAGE)}
    assert list(judgements) == ["eq-entropy", "eq-wrong", "eq-objective", "eq-bars"]
    assert not any(j.problem for j in judgements.values())
    entropy, wrong, stated, bars = judgements.values()
    assert entropy.verdict is not None
    assert entropy.verdict.outcome == "true"
    assert wrong.verdict is not None
    assert wrong.verdict.outcome == "false"
    assert stated.verdict is None
    assert bars.verdict is not None
    assert bars.verdict.draws == 9  # an option of the braces


def test_a_false_equation_is_a_problem() -> None:
    judgement = judge_page(PAGE.replace("H(p) = -", "H(p) = "))[0]
    assert judgement.problem.startswith("false: the two sides of = differ")


def test_a_mistake_that_is_true_is_a_problem() -> None:
    judgement = judge_page(PAGE.replace("H(p) = \\sum", "H(p) = -\\sum"))[1]
    assert judgement.problem == "it is marked .wrong, but is true"


def test_an_unknown_option_is_a_problem() -> None:
    judgement = judge_page(PAGE.replace("draws=9", "drawings=9"))[3]
    assert "unknown option drawings" in judgement.problem


def test_a_link_that_leads_nowhere_is_a_problem() -> None:
    judgement = judge_page(PAGE.replace("theory.entropy]", "theory.entropies]"))[0]
    assert "links to dlref.information_theory.entropies, which cannot be imported" in (
        judgement.problem
    )


def test_a_bar_in_a_table_is_explained() -> None:
    with pytest.raises(EquationError, match=r"has 4 cells instead of 3: in a table write \\Vert"):
        judge_page(PAGE.replace(r"E(a \mid b)", "E(a | b)"))


def test_notations_of_a_page_the_last_first() -> None:
    last, first = notations(PAGE)
    assert len(first) == 3
    assert last[:3] == first
    assert len(last) == 5
    assert not judge(Equation("H(p) = -\\sum_i p_i \\ln p_i"), first).problem
    assert judge(Equation("H(p) = -\\sum_i p_i \\ln p_i"), last).problem


def test_verdicts_are_the_same_each_time() -> None:
    assert judge_page(PAGE) == judge_page(PAGE)
