"""Rows that nothing uses and symbols that no row declares are found, and nothing else."""

from pathlib import Path

import pytest

from dlref.equations.pages.warnings import Notice, page_notices

HEADER = "| Symbol | Meaning | In code |\n|---|---|---|\n"
PAGES = sorted(Path("docs").rglob("*.md"))


def rows(*declarations: str) -> str:
    """Write a table of `symbol : value`, with a meaning that mentions nothing."""
    cells = (declaration.split(" : ") for declaration in declarations)
    return HEADER + "".join(f"| {symbol} | something | `{value}` |\n" for symbol, value in cells)


def messages(*blocks: str) -> list[str]:
    return [notice.message for notice in page_notices("\n\n".join(blocks))]


def unused(*blocks: str) -> list[str]:
    return [message.split("`")[1] for message in messages(*blocks) if "uses" in message]


def undeclared(*blocks: str) -> list[str]:
    return [message.split("`")[1] for message in messages(*blocks) if "undeclared" in message]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to("docs").as_posix())
def test_a_page_of_this_site_has_none(page: Path) -> None:
    assert page_notices(page.read_text(encoding="utf-8")) == []


def test_line_and_cure() -> None:
    table = rows("$a$ : normal()", "$b$ : normal()")
    page = f"# Title\n\n{table}\nThe number $a$ is\nabove $k$.\n\nSo $k$ is below $k + a$.\n"
    assert page_notices(page) == [
        Notice(6, "no equation and no text below uses `b`: remove it from the notation"),
        Notice(
            9,
            "undeclared symbol `k` in `$k$` and 2 more: add it to the notation, or write it as "
            "code",
        ),
    ]


# Rows ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "use",
    [
        "$$\na = 1\n$$ {#eq-a}",
        "$$\na = 1\n$$",
        '$$\na = 1\n$$ {#eq-a .stated reason="an example"}',
        "- A list.\n\n    $$\n    a = 1\n    $$",
        "The number $a$.",
        "- The number $a$.",
        "!!! note\n\n    The number $a$.",
        "- A list.\n\n\tThe number $a$.",
        '$$\n2 = 1 + 1\n$$ {#eq-two where="a > 0"}',
        "| Number | Name |\n|---|---|\n| $a$ | one |",
        rows("$b$ : normal()").replace("something", "twice $a$") + "\nSo $b$.",
        rows("$b$ : a + 1") + "\nSo $b$.",
        rows("$b$ : 1..a") + "\nSo $b$.",
        rows("`h` : a + 1", "$b$ : 2 * h") + "\nSo $b$.",
        rows("$f(a)$ : lambda a: a") + "\nSo $f(2)$.",
        rows(r"$\langle S, T \rangle$ : lambda S, T: a") + "\nSo $\\langle 2, 3 \\rangle$.",
        rows(r"$b_{a+1}$ : normal()") + "\nSo $b_{a+1}$.",
    ],
)
def test_uses(use: str) -> None:
    assert unused(rows("$a$ : normal()"), use) == []


@pytest.mark.parametrize(
    "text",
    [
        "The number `a`, and `$a$`, and ``a `$a$` ``.",
        "```text\n$a$\n```",
        "```markdown\n$$\na = 1\n$$\n```",
        r"It costs \$a or $5, and $ a $ more.",
        r"The letter $\hat{a}$ is another one, and so is $\mathcal{A}$.",
        rows("$a$ : 2") + "\nThe number $a$.",
        rows("$b$ : a + 1"),
        rows("`h` : a + 1"),
    ],
)
def test_no_uses(text: str) -> None:
    assert "a" in unused(rows("$a$ : normal()"), text)


def test_a_row_that_explains_its_own_symbol_does_not_use_it() -> None:
    table = rows("$a$ : normal()").replace("something", "written $a$")
    assert unused(table) == ["a"]


def test_each_symbol_of_a_row_is_judged() -> None:
    assert unused(rows("$a, b$, $c$ : normal()"), "So $a + c$.") == ["b"]


def test_helpers_are_used_by_values_only() -> None:
    table = rows("`h` : normal()", "`g` : normal()", "$a$ : g + 1")
    assert unused(table, "So $a = h$.") == ["h"]


def test_an_overridden_row_needs_a_use_of_its_own() -> None:
    first, second = rows("$a$ : normal()"), rows("$a$ : positive()", "$b$ : a + 1")
    assert unused("Above, $b$.", first, "Text.", second, "So $a$.") == ["a"]
    assert unused(first, "So $a$.", second, "So $b$.") == []
    lines = [notice.line for notice in page_notices("\n".join([first, second, "So $b$."]))]
    assert lines == [3]


def test_text_above_the_first_table_uses_it() -> None:
    assert unused("About $a$.", rows("$a$ : normal()")) == []


def test_equations_of_shown_docstrings_use_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = rows("$p$ : simplex(4)", "$i$ : 1..4", "$a$ : normal()")
    shown = "::: dlref.information_theory.entropy"
    assert unused(table, shown) == ["a"]
    # Of what cannot be imported nobody knows what it uses.
    (tmp_path / "breaks_when_imported.py").write_text("raise RuntimeError('no')\n")
    monkeypatch.syspath_prepend(tmp_path)
    for missing in ("::: somewhere.else", "::: breaks_when_imported.entropy"):
        assert unused(table, missing) == []
        assert undeclared(table, missing, "About $k$.") == ["k"]


def test_a_name_may_be_spread_over_the_columns_of_a_display() -> None:
    table = rows("$a$ : normal()", r"$a \leftarrow$ : a + 1")
    display = "$$\n\\begin{aligned}\na &\\leftarrow a + 1\n\\end{aligned}\n$$ {#eq-update}"
    assert unused(table, display) == []


# Symbols ---------------------------------------------------------------------------------------

KNOWN = rows("$a$ : normal()", "$x_i$ : normal()", "$f(z)$ : lambda z: z", "$i$ : 1..3")
USED = "So $a$, $x_i$, $f(a)$."


@pytest.mark.parametrize(
    ("latex", "symbols"),
    [
        ("k", ["k"]),
        (r"k_i^{2 t}", ["k", "t"]),
        (r"\eta \hat{y} \mathcal{L} \ell", [r"\ell", r"\eta", r"\hat{y}", r"\mathcal{L}"]),
        (r"\operatorname{softmax}(a)", ["softmax"]),
        (r"\frac{k}{\sqrt{m}}", ["k", "m"]),
        (r"e_i", ["e"]),
        (r"(n, d)", ["d", "n"]),
        (r"\Delta a", [r"\Delta"]),
        (r"\sum_k a_{k m}", ["m"]),
    ],
)
def test_undeclared_symbols(latex: str, symbols: list[str]) -> None:
    assert sorted(undeclared(KNOWN, USED, f"Then ${latex}$.")) == symbols


@pytest.mark.parametrize(
    "latex",
    [
        r"a + x_2 - f(a)",
        r"e^{-a} \pi \infty",
        r"\frac{d f}{d a} + \frac{\partial a}{\partial a} + \nabla_a a",
        r"\langle a, da \rangle",
        r"\int_0^1 f(s) \, ds",
        r"\frac{d}{ds} f(s) = \frac{\partial f(s)}{\partial s}",
        r"\sum_{k=1}^3 x_k = \max_{1 \le m < 3} x_m + \prod_{n \in a} x_n",
        r"\lim_{h \to 0} f(a + h)",
        r"\operatorname*{arg\,min}_c f(c) + \operatorname{argmax} a",
        r"\mathbb{E}_{s \sim a}[s] + \operatorname{Var}[a] + \operatorname{Cov}(a, a)",
        r"f : s \mapsto s^2",
        r"f(z) = z^2",
        r"O(a^2) + E_a[a] + \mathcal{N}(0, 1)",
        r"a \in \mathbb{R}, \quad \mathbf{1}[a = 2] \mathbf{1}",
        r"a^\top x^T",
        r"\ln a \max(a, 2) \operatorname{diag}(a) \operatorname{tr}(a)",
        r"a_{\text{old}} = a_{\mathrm{new}} \text{ if true}",
        r"\vert a \vert \Vert a \Vert \le \vdots \ldots",
    ],
)
def test_what_is_no_symbol_or_is_bound(latex: str) -> None:
    table = KNOWN.replace("x_i", "x")
    assert undeclared(table, USED, f"Then ${latex}$.") == []


@pytest.mark.parametrize(
    "text",
    [
        "The word `k`, and `$k$`.",
        "```text\n$k$\n```",
        "$$\nk = 1\n$$",
        r"It costs \$k, or from $5 to $6 a k.",
        "$k\n\n$ is no formula.",
    ],
)
def test_what_is_no_formula_of_the_text(text: str) -> None:
    assert undeclared(KNOWN, USED, text) == []


def test_meanings_are_text_and_symbols_are_not() -> None:
    table = rows("$a$ : normal()", r"$b \mid c$ : normal()").replace("something", "of $k$", 1)
    assert undeclared(table, r"So $a$, $b \mid c$.") == ["k"]


def test_a_symbol_is_known_from_its_table_on() -> None:
    first, second = rows("$a$ : normal()"), rows("$b$ : normal()")
    assert undeclared("About $b$.", first, "So $a + b$.", "Text.", second, "So $b$.") == ["b"]
    assert undeclared("About $b$.", first, "So $a$.", second, "So $b$.") == []


def test_the_sentence_above_a_table_introduces_its_symbols() -> None:
    first, second = rows("$a$ : normal()"), rows("$b$ : normal()")
    assert undeclared(first, "Let $a$ and\n$b$ be numbers:", second) == []
    assert undeclared(first, "Let $a + b$.", "Numbers:", second) == ["b"]
    again = rows("$a$ : positive()")
    assert unused(first, "Let $a$ be a number:", again) == []


@pytest.mark.parametrize(
    "page",
    [
        "About $k$.",
        rows("$a$ : is no value") + "\nAbout $k$.",
        rows("$a$ : 1").replace("| something", "| something | more") + "\nAbout $k$.",
        Path("docs/notation.md").read_text(encoding="utf-8"),
    ],
)
def test_no_notation_no_notices(page: str) -> None:
    assert page_notices(page) == []


def test_a_formula_that_cannot_be_read_says_nothing() -> None:
    assert messages(rows("$a$ : normal()"), r"So $a$ and $\frac{k}$.") == []
