"""What the reader of pages finds: lines, code blocks, tables, names, text, and what it refuses."""

import pytest

from dlref.equations.errors import EquationError
from dlref.equations.pages.equation import Equation
from dlref.equations.pages.reader import read
from dlref.equations.pages.source import find_equations, without_code
from dlref.equations.pages.tables import rows_above


def problems(page: str) -> list[str]:
    return [str(problem) for problem in read(page).problems]


def found(page: str) -> list[Equation]:
    return find_equations(page)


# Equations --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "name", "line", "first"),
    [
        ("Text\n\n> $$\n> a = b\n> $$ {#eq-a}", "eq-a", 3, 4),
        ("- a\n- $$a = b$$ {#eq-a}", "eq-a", 2, 2),
        ("\ufeff\\[\n\na = b\n\\]", "", 0, 0),
        ("\\[\na = b\n\\] {#eq-a}", "eq-a", 1, 2),
        ("a\n\n```math {#eq-a}\na = b\n```", "eq-a", 3, 4),
        ("```{math}\n:label: eq-a\n\na = b\n```", "eq-a", 1, 4),
        ("Where $$\na = b\n$$ {#eq-a}\nand so on.", "eq-a", 1, 2),
        ("\r\n\r\n$$\r\na = b\r\n$$ {#eq-a}", "eq-a", 3, 4),
        ("<!-- $$a$$ {#eq-b} -->\n\n$$a = b$$ {#eq-a}", "eq-a", 3, 3),
    ],
)
def test_lines_are_those_of_the_page(page: str, name: str, line: int, first: int) -> None:
    equations = [placed.equation for placed in read(page).equations]
    assert [(e.latex, e.id, e.line, e.first) for e in equations] == (
        [("a = b", name, line, first)] if line else []
    )


@pytest.mark.parametrize(
    ("page", "latex"),
    [
        ("\\begin{align*}\na &= b\n\\end{align*}", "\\begin{aligned}\na &= b\n\\end{aligned}"),
        ("\\begin{gather}\na = b\n\\end{gather}", "\\begin{gathered}\na = b\n\\end{gathered}"),
        ("> > $$\n> > a\n> = b $$", "a\n= b"),
        ("$$ a = b \\label{eq:a} $$", "a = b"),
        ("- $$\n  a\n  + b\n  $$", "a\n+ b"),
        ("$$\na \\\\[2pt]\n= b\n$$", "a \\\\[2pt]\n= b"),
    ],
)
def test_latex_is_without_its_containers(page: str, latex: str) -> None:
    assert [equation.latex for equation in found(page)] == [latex]


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("$$a = b \\label{eq:a}$$ {#eq-b}", "eq-b"),
        ("$$a = b \\label{eq:a}$$", "eq:a"),
        ("$$a = b$$ (eq-a)", "eq-a"),
        ("$$a = b$$ (eq:a)", "eq:a"),
        ('$$a = b$$ <!-- {#eq-a name="A"} -->', "eq-a"),
        ("$$a = b$$ {: #eq-a}", "eq-a"),
        ("$$a = b$$\n{: #eq-a}", "eq-a"),
        ("$$a = b$$ (1)", ""),
        ("$$a = b$$ (see above)", ""),
    ],
)
def test_an_id_may_be_written_as_other_programs_want_it(page: str, name: str) -> None:
    assert [equation.id for equation in found(page)] == [name]


@pytest.mark.parametrize(
    ("page", "count"),
    [
        ("It costs $$5 or $$10.", 0),
        ("A line with $$a$$ and $$ b $$ in it.", 2),
        ("| a | $$b$$ |\n|---|---|\n| $$5 | $$6 |", 1),
        ("# The square $$x^2$$", 1),
        (r"See \[1\] and \[2\].", 0),
        (r"\[1\] The first note", 0),
        ("$$$$", 0),
        ("`$$a$$` and ``$$b$$``", 0),
        ("    $$a$$", 0),
        ("Text\n    $$a$$", 1),
        ("$$a$$ text", 1),
    ],
)
def test_what_is_a_display_equation_without_an_id(page: str, count: int) -> None:
    assert len(found(page)) == count


@pytest.mark.parametrize(
    ("page", "line", "message"),
    [
        ("\n$$a$$. {#eq-a}", 2, "they stand behind the closing dollars"),
        ("\n| $$a$$ {#eq-a} | b |\n|---|---|\n| c | d |", 2, "stand in a table"),
        ("# $$a$$ {#eq-a}", 1, "stand in a heading"),
        ("<div>\n$$a$$ {#eq-a}\n</div>", 2, "give the element the attribute markdown"),
        ("$$a$$ {.stated reason='b'} and", 1, "belong to no equation that can be drawn"),
        ("$$\na\n\n$$ {#eq-a}", 1, "does not end before the next blank line"),
        ("Text\n\n$$\na", 3, "does not end before the next blank line"),
        ("$$a = {#eq-b} b$$ {#eq-a}", 1, "{#eq-b} of an equation belong to no"),
        ("$$a$$ {#eq-a}\n\nb\n\n> $$b$$ {#eq-a}", 5, "'eq-a': the other one is in line 1"),
        ("Text [](other.md#eq-a)", 1, "a link to an equation of another page, other.md#eq-a"),
        ("Text\n[](#eq-a)", 2, "no equation of this page has the id 'eq-a'"),
        ("- ```pycon\n  >>> 1\n  ```", 1, "this looks like a code block and is none"),
        ("```pycon\n>>> 1\n", 1, "this looks like a code block and is none"),
        ("```pycon other=1\n>>> 1\n```", 1, "give Python examples no other options than"),
        ("\\begin{eqnarray}\na \\label{eq:a}\n\\end{eqnarray}", 2, "attributes \\label{eq:a} of"),
        ("    a\n```pycon\n>>> 1\n```", 2, "stands right behind indented code"),
        ('<pre>\n<code class="language-pycon">', 2, "are written in HTML, so they do not run"),
        ("- ```math {#eq-a}\n  a\n  ```", 1, "this looks like a code block and is none"),
    ],
)
def test_what_has_no_place_is_refused_with_its_line(page: str, line: int, message: str) -> None:
    problem = problems(page)[0]
    assert problem.startswith(f"line {line}: ")
    assert message in problem
    with pytest.raises(EquationError, match=f"^line {line}: "):
        find_equations(page)


@pytest.mark.parametrize(
    "page",
    [
        r"A brace \{#eq-a} that is escaped",
        "`{#eq-a}` in code, and {#other} and {.button}",
        "[a text](other.md#eq-a), [](other.md#part), [](#part)",
        "```pycon``` is a name, ```` ```pycon ```` too",
        "[Button](a.md){ .md-button }",
    ],
)
def test_what_only_looks_like_a_claim_is_none(page: str) -> None:
    assert problems(page) == []


def test_other_text_stays_where_equations_are_replaced() -> None:
    page = "- a $$b$$ {#eq-b}\n\n\t```text\n\tx\ty\n\t```\n\n> $$\n> c\n> $$ {#eq-c}\n\nend\t."
    assert read(page).replaced(lambda number: f"<{number}>") == [
        "- a <0>",
        "",
        "\t```text",
        "\tx\ty",
        "\t```",
        "",
        "> <1>",
        "",
        "end\t.",
    ]


# Tables, names, text ----------------------------------------------------------------------------

TABLE = "| Symbol | Meaning | In code |\n|---|---|---|\n| $a$ | number | `1` |"


def quoted(text: str, prefix: str) -> str:
    return "\n".join(prefix + line for line in text.split("\n"))


@pytest.mark.parametrize(
    "page",
    [
        TABLE,
        TABLE.replace("\n| ", "\n").replace(" |\n", "\n").removeprefix("| ").removesuffix(" |"),
        "Text:\n" + TABLE,
        quoted(TABLE, "> "),
        "- a\n\n" + quoted(TABLE, "\t"),
        "!!! note\n\n" + quoted(TABLE, "    "),
        "\ufeff" + TABLE.replace("\n", "\r\n"),
    ],
)
def test_notation_is_read_in_containers(page: str) -> None:
    assert rows_above(page, 99) == (("a", "`1`"),)


@pytest.mark.parametrize(
    "page", [quoted(TABLE, "    "), f"<!--\n{TABLE}\n-->", f"~~~\n{TABLE}\n~~~"]
)
def test_notation_in_code_declares_nothing(page: str) -> None:
    assert rows_above(page, 99) == ()


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("Text\n::: a.b\n    options:\n      x: 1\n", [(2, "a.b")]),
        ("## ::: a.b", [(1, "a.b")]),
        ("- a\n\n    ::: a.b", [(3, "a.b")]),
        ("!!! note\n\n    ::: a.b\n\n::: c", [(3, "a.b"), (5, "c")]),
        ("    ::: a.b\n\n<!-- ::: c -->\n\n```\n::: d\n```", []),
        ("::: tip\nText\n:::\n\n::: a.b", [(5, "a.b")]),
        ("::: a.b\n\n::: note\n::: tip\nText\n:::\n:::", [(1, "a.b")]),
    ],
)
def test_shown_names_are_those_of_no_other_program(page: str, shown: list[tuple[int, str]]) -> None:
    assert read(page).shown == shown


def test_text_keeps_its_lines_and_columns() -> None:
    page = "a\n\n```text\n$b$\n```\n\n    $c$\n\n<!-- $d$ --> e $f$\n\n<pre>$g$</pre>\n\n- h\n"
    assert without_code(page).split("\n") == [
        "a",
        "",
        " " * 7,
        " " * 3,
        " " * 3,
        "",
        " " * 7,
        "",
        " " * 12 + " e $f$",
        "",
        " " * 14,
        "",
        "- h",
        "",
    ]
