"""An equation in a docstring is judged by the notation of the page that shows the function."""

from pathlib import Path

import pytest

from dlref.equations.errors import EquationError
from dlref.equations.pages.docstrings import docstring_equations, judge_docstring, shown_names
from dlref.equations.pages.source import Equation

PAGE = """# Entropy

| Symbol | Meaning | In code |
|---|---|---|
| $i$ | outcome | `1..4` |
| $p$ | distribution | `simplex(4)` |
| $H(p)$ | entropy | [`entropy`][dlref.information_theory.entropy] |

::: dlref.information_theory.entropy

| Symbol | Meaning | In code |
|---|---|---|
| $p$ | a density | `lambda x: x` |

```text
::: some.other.function
```
"""


def test_a_code_block_shows_no_function() -> None:
    assert list(shown_names(PAGE)) == [(9, "dlref.information_theory.entropy")]


def test_equations_have_name_file_and_line() -> None:
    (claim,) = docstring_equations(PAGE)
    assert claim.name == "dlref.information_theory.entropy[1]"
    assert claim.shown == 9
    line = Path(claim.file).read_text(encoding="utf-8").split("\n")[claim.equation.line - 1]
    assert line.strip() == f"$${claim.equation.latex}$$"


def test_an_equation_is_true_under_one_notation_of_the_page() -> None:
    (claim,) = docstring_equations(PAGE)
    assert not judge_docstring(claim.equation, PAGE).problem


def test_an_equation_that_no_notation_makes_true_is_told_by_the_last_one() -> None:
    problem = judge_docstring(Equation("H(p) = 0"), PAGE.replace("`lambda x: x`", "`ones(4)`"))
    assert problem.problem
    problem = judge_docstring(Equation("H(p) = 0"), PAGE.split(":::")[0])
    assert problem.problem.startswith("false: the two sides of = differ")


def test_a_page_without_notation_declares_nothing() -> None:
    assert not judge_docstring(Equation("1 + 1 = 2"), "").problem
    assert "undeclared name x" in judge_docstring(Equation("x = 1"), "").problem


def test_a_function_that_does_not_exist_is_named_with_its_line() -> None:
    with pytest.raises(EquationError, match=r"line 2: shows dlref\.losses\.nothing, which cannot"):
        list(docstring_equations("\n::: dlref.losses.nothing\n"))


def test_a_docstring_without_source_or_equation_has_none() -> None:
    assert not list(docstring_equations("::: math.sin\n\n::: dlref.losses\n"))
