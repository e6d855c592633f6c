"""A page is a file of tests: what is collected, selected, told and rewritten."""

import subprocess
import sys
from pathlib import Path

import pytest

import dlref.equations.faces.pytest_items  # noqa: F401 (once: each test here runs pytest in this process)

pytest_plugins = ["pytester"]

TABLE = """| Symbol | Meaning | In code |
|---|---|---|
| $i$ | outcome | `1..4` |
| $p$ | distribution | `simplex(4)` |
| $H(p)$ | entropy | [`entropy`][dlref.information_theory.entropy] |
"""

TRUE = rf"""# Entropy

{TABLE}
$$H(p) = -\sum_i p_i \ln p_i$$ {{#eq-entropy}}

$$H(p) = \sum_i p_i \ln p_i$$ {{#eq-no-minus .wrong}}

$$H(p) = 7$$ {{#eq-stated .stated reason="never mind"}}

```pycon
>>> 1 + 1
2

```

::: dlref.information_theory.entropy
"""

FALSE = rf"""# False

{TABLE}
$$
\begin{{aligned}}
H(p) &= -\sum_i p_i \ln p_i \\
&= \sum_i p_i \ln p_i
\end{{aligned}}
$$ {{#eq-false}}

$$\sum_i p_i = 1$$ {{#eq-true .wrong}}

$$x = 1$$ {{#eq-refused}}

```pycon
>>> 1 + 1
3

```

```pycon
>>> y
1

```
"""


@pytest.fixture(autouse=True)
def no_other_plugins(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Load this plugin and xdist: another one may shuffle items or print other lines."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p dlref.pytest_plugin -p xdist.plugin")


@pytest.fixture
def pages(pytester: pytest.Pytester) -> pytest.Pytester:
    """Make a project with two pages."""
    docs = pytester.mkdir("docs")
    (docs / "true.md").write_text(TRUE)
    (docs / "false.md").write_text(FALSE)
    return pytester


def names(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "::" in line]


# Collected --------------------------------------------------------------------------------------


def test_items_stand_in_the_order_of_the_page(pages: pytest.Pytester) -> None:
    result = pages.runpytest("--collect-only", "-q", "docs/true.md")
    assert names(result) == [
        "docs/true.md::eq-entropy",
        "docs/true.md::eq-no-minus",
        "docs/true.md::snippet-1",
        "docs/true.md::dlref.information_theory.entropy[1]",
    ]


def test_a_project_that_did_not_ask_is_left_alone(pages: pytest.Pytester) -> None:
    pages.makepyfile("def test_nothing(): pass")
    assert names(pages.runpytest("--collect-only", "-q")) == [
        "test_a_project_that_did_not_ask_is_left_alone.py::test_nothing"
    ]
    assert not names(pages.runpytest("--collect-only", "-q", "docs"))


@pytest.mark.parametrize("asked", ["docs", "docs/true.md"])
def test_pages_of_the_settings_are_collected(pages: pytest.Pytester, asked: str) -> None:
    pages.makeini(f"[pytest]\ndlref_pages = {asked}")
    found = names(pages.runpytest("--collect-only", "-q"))
    assert "docs/true.md::eq-entropy" in found
    assert ("docs/false.md::eq-false" in found) == (asked == "docs")


def test_pages_of_a_folder_are_collected_with_a_flag(pages: pytest.Pytester) -> None:
    found = names(pages.runpytest("--collect-only", "-q", "--dlref-pages", "docs"))
    assert {name.split("::")[0] for name in found} == {"docs/true.md", "docs/false.md"}


def test_the_plugin_imports_nothing_heavy() -> None:
    code = "import sys, dlref.pytest_plugin; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    loaded = "import sys, dlref.pytest_plugin; sys.exit('dlref.equations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("$$1 = 1$$ {#eq-a}\n\n$$2 = 2$$ {#eq-a}\n", "page.md:3: two equations of the page have"),
        ("$$a = a$$ {#eq-a .stated}\n", "page.md:1: the equation 'a = a' is .stated and needs a"),
        ("::: dlref.nothing\n", "page.md:1: shows dlref.nothing, which cannot be imported"),
        ("$$a = a$$. {#eq-a}\n", "page.md:1: the attributes {#eq-a} of an equation belong to no"),
        ("\xff\xfe", "page.md:1: this page is not UTF-8 text"),
    ],
)
def test_what_cannot_be_read_says_why_and_the_rest_is_tried(
    pytester: pytest.Pytester, page: str, message: str
) -> None:
    Path("page.md").write_text(page, encoding="latin-1")
    Path("other.md").write_text("$$1 + 1 = 2$$ {#eq-b}\n")
    result = pytester.runpytest("page.md", "other.md")
    outcomes = result.parseoutcomes()
    assert outcomes["failed"] == 1
    assert outcomes["passed"] == 1 + page.count("1 = 1") + page.count("2 = 2")
    result.stdout.fnmatch_lines([f"{message}*"])
    result.stdout.no_fnmatch_line("*Traceback*")


# Selected ---------------------------------------------------------------------------------------


def test_one_equation_is_checked_by_its_name(pages: pytest.Pytester) -> None:
    pages.runpytest("docs/true.md::eq-entropy").assert_outcomes(passed=1)
    function = "dlref.information_theory.entropy"
    pages.runpytest(f"docs/true.md::{function}").assert_outcomes(passed=1)


def test_keywords_are_the_names_of_page_and_equation(pages: pytest.Pytester) -> None:
    run = ("--dlref-pages", "docs", "-k")
    pages.runpytest(*run, "true.md").assert_outcomes(passed=4, deselected=5)
    pages.runpytest(*run, "eq-entropy").assert_outcomes(passed=1, deselected=8)
    pages.runpytest(*run, "snippet and not false").assert_outcomes(passed=1, deselected=8)


def test_two_processes_see_the_same_items(pages: pytest.Pytester) -> None:
    command = ("-n", "2", "--dlref-pages", "docs", "--update-snippets")
    result = pages.runpytest_subprocess(*command)
    result.assert_outcomes(passed=5, failed=4)
    assert (pages.path / "docs/false.md").read_text() == FALSE.replace("\n3\n", "\n2\n")
    result.stdout.fnmatch_lines(["--- docs/false.md", "-3", "+2"])


# Told -------------------------------------------------------------------------------------------


def test_true_pages_pass(pages: pytest.Pytester) -> None:
    pages.runpytest("docs/true.md").assert_outcomes(passed=4)


def test_a_failure_tells_all_that_its_author_needs(pages: pytest.Pytester) -> None:
    result = pages.runpytest("docs/false.md")
    result.assert_outcomes(failed=5)
    result.stdout.fnmatch_lines(
        [
            "*_ eq-false, line 9 _*",
            "docs/false.md:11: false: the two sides of = differ",
            r"H(p) &= -\sum_i p_i \ln p_i \\",
            "        ^*",
            "left:  *",
            "right: -*",
            "in the draw p = [[]0.*",
            "docs/false.md:16: it is marked .wrong, but is true",
            "docs/false.md:18: refused: undeclared name x: add it to the notation",
            "docs/false.md:21: this example prints something else than it shows",
            "    1 + 1",
            "shown:",
            "    3",
            "printed:",
            "    2",
            "docs/false.md:27: this example raises an exception",
            "    NameError: name 'y' is not defined",
            "FAILED docs/false.md::eq-false - *docs/false.md:11: false:*",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*pytest_items.py*")


def test_a_docstring_is_told_with_its_own_place_and_the_pages(pytester: pytest.Pytester) -> None:
    page = TABLE.replace("[`entropy`][dlref.information_theory.entropy]", "`lambda p: 0.0`")
    Path("page.md").write_text(f"{page}\n::: dlref.information_theory.entropy\n")
    result = pytester.runpytest("page.md")
    result.stdout.fnmatch_lines(["*_entropy.py:*: shown at page.md:7: false: the two sides*"])


def test_a_table_that_cannot_be_read_is_told_without_a_traceback(pytester: pytest.Pytester) -> None:
    Path("page.md").write_text(TABLE + "| $x$ | two cells |\n\n$$x = x$$ {#eq-x}\n")
    result = pytester.runpytest("page.md")
    result.stdout.fnmatch_lines(["page.md:6: a row of the notation has 2 cells instead of 3*"])


def test_what_a_snippet_leaves_is_seen_by_no_other_and_by_no_test(
    pytester: pytest.Pytester,
) -> None:
    a = ">>> import numpy as np, os\n>>> np.set_printoptions(precision=2)\n>>> os.chdir('/')\n"
    b = ">>> import numpy as np\n>>> np.array([2 / 3])\narray([0.66666667])\n"
    for name, code in (("a", a), ("b", b), ("c", a), ("d", b)):
        Path(f"{name}.md").write_text(f"```pycon\n{code}\n```\n")
    test = pytester.makepyfile(
        "import numpy as np\ndef test(): assert '67]' in str(np.array([2/3]))"
    )
    pages = ("a.md", "b.md", "c.md", "d.md")
    pytester.runpytest(*pages, test).assert_outcomes(passed=5)
    pytester.runpytest_subprocess(*pages, "-n", "2").assert_outcomes(passed=4)
    pytester.runpytest_subprocess(*pages, "-W", "error").assert_outcomes(passed=4)


def test_a_snippet_has_a_limit_of_time(pytester: pytest.Pytester) -> None:
    Path("page.md").write_text(
        "```pycon\n>>> while True: pass\n\n```\n\n```pycon\n>>> 1\n1\n\n```\n"
    )
    result = pytester.runpytest("page.md", "--snippet-timeout", "0.3")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["page.md:2: this example runs longer than the limit of 0.3 sec*"])


@pytest.mark.parametrize(
    ("code", "line", "cure"),
    [
        (">> 1 + 1\n3", 2, "this is neither an example nor its output: an example starts with"),
        ("1 + 1\n3", 2, "this is neither an example nor its output: write `>>> ` before each"),
        ("In [[]1]: 1 + 1\nOut[[]1]: 3", 2, "*write `>>> ` for the prompts of IPython"),
        ("", 2, "this snippet is empty: write `>>> ` before each statement, or show it as ```text"),
        (">>> # a comment", 2, "this snippet has no example: write `>>> ` before each statement"),
        (">>> # a comment\n7", 3, "this is neither an example nor its output"),
        (">>> 1 + 1  # doctest: +SKIP\n3", 2, "every example of this snippet is skipped: let one"),
        (">>> 1\n1\n\n>> 2\n3", 5, "this is neither an example nor its output: an example starts"),
        (">>> print('a')\na\n\nb", 5, "this is neither an example nor its output"),
        (">>>1 + 1\n3", 2, "*lacks blank after >>>*"),
    ],
)
def test_a_block_that_checks_nothing_fails_and_says_how_to_mend_it(
    pytester: pytest.Pytester, code: str, line: int, cure: str
) -> None:
    plain = code.replace("[[]", "[")
    Path("page.md").write_text(f"```pycon\n{plain}\n```\n")
    result = pytester.runpytest("page.md")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"page.md:{line}: {cure}*"])


def test_a_missing_second_environment_is_said_once(pages: pytest.Pytester) -> None:
    pages.makeconftest(
        "from dlref.equations.snippets import running\n"
        "running.second = lambda environ: {**environ, 'PYTHONHOME': '/nowhere'}\n"
    )
    result = pages.runpytest_subprocess("docs", "--dlref-pages", "-k", "snippet", "-n", "2")
    notes = [line for line in result.outlines if line.startswith("dlref: no second numerical")]
    assert len({line[:60] for line in notes}) == 1


# Rewritten --------------------------------------------------------------------------------------


def test_only_outputs_are_rewritten_and_shown(pages: pytest.Pytester) -> None:
    result = pages.runpytest("--update-snippets", "docs/false.md", "-k", "snippet")
    result.assert_outcomes(passed=1, failed=1, deselected=3)  # an exception is no output
    result.stdout.fnmatch_lines(
        ["*= updated snippets =*", "--- docs/false.md", "+++ docs/false.md", "-3", "+2"]
    )
    assert (pages.path / "docs/false.md").read_text() == FALSE.replace("\n3\n", "\n2\n")


def test_what_would_fail_again_is_not_rewritten(pytester: pytest.Pytester) -> None:
    page = "```pycon\n>>> print('a\\n```\\nb')\n1\n\n```\n"
    Path("page.md").write_text(page)
    result = pytester.runpytest("page.md", "--update-snippets")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["page.md:2: this example prints something else*", "page.md:2: not updated: with its out*"]
    )
    assert Path("page.md").read_text() == page


def test_nothing_is_rewritten_unasked(pages: pytest.Pytester) -> None:
    pages.runpytest("docs/false.md", "docs/true.md")
    assert (pages.path / "docs/false.md").read_text() == FALSE
    pages.runpytest("docs/true.md", "--update-snippets")
    assert (pages.path / "docs/true.md").read_text() == TRUE
