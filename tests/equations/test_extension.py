"""Mathematics in Markdown: inline, displayed, numbered, referred to."""

import pytest
from markdown import Markdown

from dlref.equations.errors import EquationError

EQUATION = '$$\na = b\n$$ {#eq-a name="A & B"}'


PAGE = """| Symbol | Meaning | In code |
|---|---|---|
| $x$ | a number | `normal()` |

$$
(x + 1)^2 = x^2 + 2 x + 1
$$ {#eq-square name="Square of a sum"}

$$
(x + 1)^2 = x^2 + 1
$$ {#eq-wrong .wrong name="A mistake"}
"""


SHOWN = "# A page\n\n{table}\n::: dlref.information_theory.entropy\n"


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("[`entropy`][dlref.information_theory.entropy]", ""),
        ("`lambda p: 0.0`", "_entropy.py:"),
    ],
)
def test_equations_of_shown_docstrings_are_checked(value: str, problem: str) -> None:
    rows = f"| $i$ | outcome | `1..4` |\n| $p$ | one | `simplex(4)` |\n| $H(p)$ | H | {value} |\n"
    page = SHOWN.format(table=f"{PAGE.split('| $x$')[0]}{rows}")
    if problem:
        with pytest.raises(
            EquationError, match=r"_entropy.py:\d+: shown at line:9: .*\[1\]: false"
        ):
            make(check=True).convert(page)
    else:
        make(check=True).convert(page)
    make(check=False).convert(page)


@pytest.fixture
def markdown() -> Markdown:
    """Draw without checking."""
    return make(check=False)


@pytest.fixture
def checking() -> Markdown:
    """Check before drawing, as the site does."""
    return make(check=True)


def make(check: bool) -> Markdown:
    extensions = ["admonition", "tables", "fenced_code", "dlref"]
    configs = {"dlref": {"check": check}}
    return Markdown(extensions=extensions, extension_configs=configs)


def test_inline(markdown: Markdown) -> None:
    html = markdown.convert(r"Let $x_1 * y_1$ be *it*, and \$5 or `$code$` not.")
    assert html.count("<math>") == 1
    assert "<em>it</em>" in html
    assert "$5" in html
    assert "<code>$code$</code>" in html


def test_prices_are_no_mathematics(markdown: Markdown) -> None:
    assert "<math>" not in markdown.convert("It costs $5 or $10.")


@pytest.mark.parametrize(
    "text", ["**35$** and **36$**", "*35$*, *36$*", "_35$_ and _36$_", "35$, 36$", r"\$x$ or \$y$"]
)
def test_nor_are_prices_behind_their_numbers_or_escaped_ones(markdown: Markdown, text: str) -> None:
    html = markdown.convert(text)
    assert "<math>" not in html
    assert "\\" not in html


@pytest.mark.parametrize("text", ["H$_2$O", "10$^2$", "3$x_1$", "(a)$x$", "**$x$**", "$x$, $y$"])
def test_formulas_may_touch_text(markdown: Markdown, text: str) -> None:
    assert "<math>" in markdown.convert(text)


def test_a_paragraph_that_is_one_formula_is_a_paragraph(markdown: Markdown) -> None:
    assert markdown.convert("$x$\n\n> $y$") == (
        "<p><math><mi>x</mi></math></p>\n<blockquote>\n<p><math><mi>y</mi></math></p>\n</blockquote>"
    )


def test_a_display_equation_in_text_is_drawn_there_without_a_number(markdown: Markdown) -> None:
    html = markdown.convert("So $$a = b$$ is\n\n| $$a$$ | b |\n|---|---|\n| c | d |\n")
    assert html.count('<math display="block">') == 2
    assert html.startswith('<p>So <math display="block">')
    assert "figure" not in html


def test_underscores_and_stars_in_mathematics_are_not_emphasis(markdown: Markdown) -> None:
    html = markdown.convert("$a_{i} * b_{j} * c_k$\n\n$$\na_1 * b_1 * c_1\n$$\n")
    assert "<em>" not in html


def test_figure_with_anchor_number_and_name(markdown: Markdown) -> None:
    html = markdown.convert(EQUATION)
    assert '<figure class="equation" id="eq-a">' in html
    assert 'href="#eq-a" title="Link to this equation">(1)</a>' in html
    assert '<span class="equation-name">A &amp; B</span>' in html
    assert 'aria-label="A &amp; B"' in html


def test_equations_are_numbered_from_one_on_each_page(markdown: Markdown) -> None:
    second = EQUATION.replace("eq-a", "eq-b")
    for _ in range(2):
        html = markdown.reset().convert(f"{EQUATION}\n\n{second}\n\nSee [](#eq-b) and [](#eq-a).")
        assert '<a href="#eq-b">(2)</a> and <a href="#eq-a">(1)</a>' in html


def test_a_link_with_a_text_keeps_it(markdown: Markdown) -> None:
    html = markdown.convert(f"{EQUATION}\n\n[the formula](#eq-a), [](#other)")
    assert '<a href="#eq-a">the formula</a>, <a href="#other"></a>' in html


def test_without_an_id_there_is_no_number(markdown: Markdown) -> None:
    html = markdown.convert("$$a = b$$")
    assert "<math" in html
    assert "figcaption" not in html


def test_text_before_and_after(markdown: Markdown) -> None:
    html = markdown.convert("Before:\n$$\na\n$$\nafter.\n\n!!! note\n    Inside:\n\n    $$b$$\n")
    before, after = html.index("Before:</p>"), html.index("<p>after.</p>")
    assert before < html.index("<figure") < after
    assert html.index("admonition") < html.rindex("<figure")


def test_remarks(markdown: Markdown) -> None:
    html = markdown.convert('$$a$$ {#eq-a .stated reason="a limit"}\n\n$$b$$ {#eq-b .wrong}')
    assert "stated, not checked: a limit" in html
    assert "wrong as written" in html


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[](other.md#eq-a)",
            "line 1: a link to an equation of another page, other.md#eq-a, has no",
        ),
        ("A\n[](#eq-b)", "line 2: no equation of this page has the id 'eq-b'"),
    ],
)
def test_a_link_that_would_be_empty_is_refused(markdown: Markdown, text: str, message: str) -> None:
    with pytest.raises(EquationError, match=message):
        markdown.convert(text)


def test_an_equation_that_another_extension_takes_is_an_error(markdown: Markdown) -> None:
    tab = '=== "Tab"\n\n    $$a = b$$ {#eq-a}'  # without the extension of tabs it is code
    with pytest.raises(EquationError, match="line 3: the equation 'eq-a' is not drawn"):
        markdown.convert(tab)
    tab = '=== "Tab"\n\n        $$a = b$$ {#eq-a}'
    assert "<pre>" in markdown.convert(tab)


def test_attributes_that_are_shown_as_text_are_an_error() -> None:
    sane = Markdown(extensions=["md_in_html", "dlref"])
    assert "figure" in sane.convert("<div markdown>\n\n$$a$$ {#eq-a .stated reason='b'}\n\n</div>")
    with pytest.raises(EquationError, match=r"line 3: the page shows the attributes \{#eq-a\}"):
        Markdown(extensions=["dlref"], tab_length=8).convert("Text\n\n    $$a$$ {#eq-a}")


def test_a_page_may_be_drawn_again(markdown: Markdown) -> None:
    first = markdown.convert(EQUATION)
    assert markdown.convert(EQUATION) == first


def test_two_equations_with_one_id_are_refused(markdown: Markdown) -> None:
    with pytest.raises(EquationError, match="two equations of the page have the id 'eq-a'"):
        markdown.convert(f"{EQUATION}\n\n{EQUATION}")


def test_a_formula_that_cannot_be_drawn_stops_the_build(markdown: Markdown) -> None:
    with pytest.raises(EquationError, match="Unknown command"):
        markdown.convert(r"$\foo$")


def test_a_true_equation_says_that_it_was_checked(checking: Markdown) -> None:
    html = checking.convert(PAGE)
    badge = 'class="equation-details" title="Both sides were evaluated for 4'
    assert html.count(badge) == 1
    assert ">4 draws, error " in html
    assert "wrong as written" in html


def test_a_false_equation_stops_the_build_with_its_line(checking: Markdown) -> None:
    with pytest.raises(EquationError, match="line 5, eq-square: false") as caught:
        checking.convert(PAGE.replace("+ 2 x", "- 2 x"))
    assert "(x + 1)^2 = x^2 - 2 x + 1" in str(caught.value)


def test_an_equation_that_cannot_be_read_stops_the_build(checking: Markdown) -> None:
    with pytest.raises(EquationError, match="line 5, eq-square: refused: undeclared name y"):
        checking.convert(PAGE.replace("+ 2 x", "+ 2 y"))


def test_a_mistake_that_is_none_stops_the_build(checking: Markdown) -> None:
    with pytest.raises(EquationError, match=r"eq-wrong: it is marked \.wrong, but is true"):
        checking.convert(PAGE.replace("x^2 + 1\n", "x^2 + 2 x + 1\n"))


def test_lines_are_counted_as_on_the_page(checking: Markdown) -> None:
    code = "```text\n$$\nno = equation\n$$ {#eq-code}\n```\n\n"
    with pytest.raises(EquationError, match="line 11, eq-square"):
        checking.convert(code + PAGE.replace("+ 2 x", "- 2 x"))


def test_a_new_page_starts_without_the_judgements_of_the_last(checking: Markdown) -> None:
    checking.convert(PAGE)
    html = checking.reset().convert('$$\na = b\n$$ {#eq-a .stated reason="nothing to compute"}')
    assert "stated, not checked: nothing to compute" in html
