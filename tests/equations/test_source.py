"""Equations are found where they stand, with all that their authors said of them."""

import pytest

from dlref.equations.errors import EquationError
from dlref.equations.pages.source import Equation, find_equations

PAGE = """# Title

Text.

$$
a = b
$$ {#eq-first name="First formula"}

```text
$$
not = an equation
$$ {#eq-code}
```

$$c = d$$

- A list.

    $$
    \\begin{aligned}
    e &= f \\\\
    &= g
    \\end{aligned}
    $$ {#eq-last .stated name="Last" reason="it has no second side"}
"""


def test_equations_of_a_page() -> None:
    first, second, last = find_equations(PAGE.replace("    ", ""))
    assert first == Equation("a = b", "eq-first", (), {"name": "First formula"}, 5)
    assert second == Equation("c = d", line=15)
    assert last.id == "eq-last"
    assert last.latex.startswith("\\begin{aligned}\ne &= f")
    assert last.line == 19


def test_an_equation_within_a_list_is_found() -> None:
    assert [e.id for e in find_equations(PAGE)] == ["eq-first", "", "eq-last"]


def test_name_and_reason() -> None:
    _, plain, stated = find_equations(PAGE)
    assert (plain.name, plain.reason) == ("", "")
    assert (stated.name, stated.reason) == ("Last", "it has no second side")


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ("#a #b", "more than one id: a, b"),
        ("#a .stated", r'is \.stated and needs a reason="\.\.\."'),
        ("#a name", "attribute 'name' .* is neither"),
        ('#a name="open', "No closing quotation"),
    ],
)
def test_bad_attributes_are_refused(attributes: str, message: str) -> None:
    with pytest.raises(EquationError, match=message):
        find_equations(f"$$\na = b\n$$ {{{attributes}}}\n")
