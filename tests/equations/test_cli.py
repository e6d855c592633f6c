"""The command line: what it prints, its exit status, and the page that teaches it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields
from importlib import metadata
from pathlib import Path

import pytest

from dlref.equations import Options
from dlref.equations.declaring.draws import NAMES
from dlref.equations.faces.cli import main
from dlref.equations.faces.progress import watched
from dlref.equations.pages.judgements import Judgement, judge
from dlref.equations.pages.source import Equation
from dlref.equations.pages.tables import Rows

PAGE = Path("docs/check-your-own-pages.md").resolve()
ROOT = PAGE.parent.parent
BLOCK = re.compile(
    r'^(?P<fence>`{3,})(?P<language>\w+)(?: title="(?P<file>[^"]+)")?\n(?P<code>.*?)^(?P=fence)$',
    re.S | re.M,
)
ROUNDING = re.compile(r"\d\.\d+e-1[0-9]|\b0\.0\b")

TABLE = """| Symbol | Meaning | In code |
|---|---|---|
| $i$ | index | `1..4` |
| $a, b$ | numbers | `normal()` |
| $p$ | distribution | `simplex(4)` |
"""


def page(*equations: str) -> str:
    """Write a page with the table above and the equations."""
    displays = "".join(f"\n$$\n{equation}\n" for equation in equations)
    return f"{TABLE}{displays}\nThe text uses $a$, $b$ and $p_i$.\n"


TRUE = "a + b = b + a\n$$ {#eq-true}"
FALSE = "a + b = a - b\n$$ {#eq-false}"
REFUSED = "a + c = b\n$$ {#eq-refused}"
VACUOUS = "a - a = b - b\n$$ {#eq-vacuous}"
STATED = 'a = b\n$$ {#eq-stated .stated reason="an example"}'
WRONG = "a = b\n$$ {#eq-wrong .wrong}"
NOT_WRONG = "a + b = b + a\n$$ {#eq-not-wrong .wrong}"
ALL = (TRUE, FALSE, REFUSED, VACUOUS, STATED, WRONG, NOT_WRONG)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield tmp_path
    sys.modules.pop("my_project_functions", None)


@pytest.mark.parametrize(
    ("equations", "status"),
    [
        ([TRUE], 0),
        ([STATED], 0),
        ([WRONG], 0),
        ([TRUE, FALSE], 1),
        ([REFUSED], 1),
        ([VACUOUS], 1),
        ([NOT_WRONG], 1),
        (["a + c = 2 b\n$$ {#eq-typo .wrong}"], 1),
        (["a - a = b - b\n$$ {#eq-zero .wrong}"], 1),
    ],
)
def test_exit_status(folder: Path, equations: list[str], status: int) -> None:
    (folder / "page.md").write_text(page(*equations))
    assert main(["check", "page.md"]) == status
    assert main(["check", "--json", "."]) == status


def test_summary_counts_every_outcome(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "page.md").write_text(page(*ALL, "a = a\n$$"))
    main(["check", "page.md"])
    output = capsys.readouterr().out.splitlines()
    assert output[-2] == (
        "7 equations on 1 page: 1 true (1 identity), 1 false, 1 refused, 1 vacuous, 1 stated, "
        "1 wrong as marked, 1 marked as wrong, but not false"
    )
    assert output[-1].startswith("1 equation without an id not checked: write {#eq-name}")


def test_failures_name_page_line_and_id(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "page.md").write_text(page(*ALL))
    main(["check", "page.md"])
    output = capsys.readouterr().out
    assert "page.md:11: eq-false: false: the two sides of = differ\n    a + b = a - b\n" in output
    assert "page.md:15: eq-refused: refused: undeclared name c" in output
    assert "page.md:31: eq-not-wrong: it is marked .wrong, but is true" in output
    assert "eq-true" not in output
    assert "eq-stated" not in output


def test_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "page.md").write_text(page(*ALL))
    main(["check", "--json", "page.md"])
    printed = json.loads(capsys.readouterr().out)
    true, false, *_, not_wrong = printed["equations"]
    assert true["id"] == "eq-true"
    assert (true["page"], true["line"], true["outcome"]) == ("page.md", 7, "true")
    assert true["draws"] > 0
    assert true["error"] < 1e-12
    assert "the two sides of = differ" in false["message"]
    assert not_wrong["outcome"] == "not wrong"
    assert printed["summary"]["refused"] == 1


def test_warnings_are_printed_and_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = "| $r$ | not used | `normal()` |\n"
    text = page(TRUE).replace(TABLE, TABLE + row) + "So is $k$.\n"
    (folder / "page.md").write_text(text)
    (folder / "bare.md").write_text(TABLE + row + "\nOnly $a$, $b$ and $p_i$.\n")
    unused = "no equation and no text below uses `r`: remove it from the notation"
    symbol = "undeclared symbol `k` in `$k$`: add it to the notation, or write it as code"
    assert main(["check", "page.md"]) == 0
    assert capsys.readouterr().out == (
        f"page.md:6: warning: {unused}\npage.md:13: warning: {symbol}\n\n"
        "1 equation on 1 page: 1 true (1 identity), 2 warnings\n"
    )
    main(["check", "bare.md"])
    assert capsys.readouterr().out.endswith("no equation to check on 1 page: 1 warning\n")
    assert main(["check", "--json", "page.md"]) == 0
    assert json.loads(capsys.readouterr().out)["warnings"] == [
        {"page": "page.md", "line": 6, "message": unused},
        {"page": "page.md", "line": 13, "message": symbol},
    ]


SNIPPETS = """```pycon
>>> 1 + 1
2

```

```pycon
>>> 1 + 1
3

```

```pycon
>> 1 + 1
2

```
"""


def test_snippets_are_run_told_and_counted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "page.md").write_text(page(TRUE) + SNIPPETS)
    assert main(["check", "page.md"]) == 1
    assert capsys.readouterr().out == (
        "page.md:19: snippet-2: this example prints something else than it shows\n"
        "        1 + 1\n    shown:\n        3\n    printed:\n        2\n\n"
        "page.md:25: snippet-3: this is neither an example nor its output: an example starts with "
        "three chevrons\n        >> 1 + 1\n\n"
        "1 equation on 1 page: 1 true (1 identity); 3 snippets: 1 true, 1 false, 1 vacuous\n"
    )
    assert main(["check", "page.md", "--json"]) == 1
    printed = json.loads(capsys.readouterr().out)
    assert printed["summary"]["snippets"] == {"true": 1, "false": 1, "vacuous": 1}
    assert [(s["line"], s["id"], s["outcome"]) for s in printed["snippets"]] == [
        (13, "snippet-1", "true"),
        (19, "snippet-2", "false"),
        (25, "snippet-3", "vacuous"),
    ]
    ((line, message),) = printed["snippets"][1]["messages"]
    assert (line, message[:12]) == (19, "this example")


def test_a_page_of_right_snippets_only_is_right(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "own.py").write_text("two = 2\n")
    (folder / "page.md").write_text("```pycon\n>>> import own\n>>> own.two\n2\n\n```\n")
    assert main(["check", "page.md"]) == 0
    assert capsys.readouterr().out == "no equation to check on 1 page; 1 snippet: 1 true\n"


def test_a_snippet_has_a_limit_of_time(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "page.md").write_text("```pycon\n>>> while True: pass\n\n```\n" + SNIPPETS[:30])
    assert main(["check", "page.md", "--snippet-timeout", "0.2"]) == 1
    output = capsys.readouterr().out
    assert "page.md:2: snippet-1: this example runs longer than the limit of 0.2 seconds" in output
    assert output.endswith("1 false\n")


def test_folders_are_searched_and_hidden_ones_are_not(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in ("docs/a/one.md", "docs/two.markdown", "docs/.venv/three.md", "docs/four.txt"):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(page(TRUE))
    assert main(["check", "docs", "docs/two.markdown"]) == 0
    assert capsys.readouterr().out == "2 equations on 2 pages: 2 true (2 identity)\n"


def test_files_that_are_not_read_are_counted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "docs").mkdir()
    for name in ("a.ipynb", "b.IPYNB", "c.qmd", "d.Rmd", ".e.rst", "f.png", "g.txt"):
        (folder / "docs" / name).write_text("")
    (folder / "docs" / "page.MD").write_text(page(TRUE))
    (folder / "docs" / "other.mkd").write_text(page(TRUE))
    assert main(["check", "docs"]) == 0
    assert capsys.readouterr().out == (
        "2 equations on 2 pages: 2 true (2 identity)\n"
        "4 files not read: 1 .IPYNB, 1 .Rmd, 1 .ipynb, 1 .qmd\n"
    )
    assert main(["check", "docs", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["summary"]["files not read"] == 4


@pytest.mark.parametrize(
    "name", ["a.ipynb", "a.tex", "a.qmd", "a.Rmd", "a.mdx", "a.rst", "a.txt", "a"]
)
def test_a_file_that_is_no_markdown_is_misuse(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (folder / name).write_text(page(FALSE))
    assert main(["check", name]) == 2
    assert f"{name} is not read: it is no Markdown file" in capsys.readouterr().err


def test_a_module_is_checked_by_the_page_that_shows_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "shown_module.py").write_text(
        'def f(x):\n    r"""Double.\n\n    Returns:\n        $$f(x) = 3 x$$\n    """\n'
        "    return 2 * x\n"
    )
    assert main(["check", "shown_module.py"]) == 2
    assert "show its functions on a page with ::: module.function" in capsys.readouterr().err
    rows = "| $x$ | number | `normal()` |\n| $f(x)$ | twice | [`f`][shown_module.f] |\n"
    text = f"{page(TRUE).replace(TABLE, TABLE + rows)}\n::: shown_module.f\n"
    (folder / "page.md").write_text(text)
    assert main(["check", "page.md"]) == 1
    output = capsys.readouterr().out
    told = "page.md:15: shown_module.f[1]: shown_module.py:5: shown at page.md:15: false: the two"
    assert told in output
    assert output.endswith("2 equations on 1 page: 1 true (1 identity), 1 false\n")


def test_one_page_does_not_lose_the_others(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.md").write_text(page(TRUE.replace("eq-true", "eq-odd"), TRUE))
    (folder / "b.md").write_text(page(FALSE))
    (folder / "c.md").write_text("::: nowhere.at_all\n\n" + page(TRUE))

    def judge_or_break(equation: Equation, rows: Rows) -> Judgement:
        if equation.id == "eq-odd":
            raise ZeroDivisionError("no")
        return judge(equation, rows)

    monkeypatch.setattr("dlref.equations.faces.checking.judge", judge_or_break)
    assert main(["check", "."]) == 1
    output = capsys.readouterr().out
    assert "a.md:7: page: this cannot be checked: ZeroDivisionError: no" in output
    assert "b.md:7: eq-false: false" in output
    assert "c.md:1: page: shows nowhere.at_all, which cannot be imported: there is no" in output
    assert output.endswith(
        "3 equations on 3 pages: 2 true (2 identity), 1 false\n2 pages cannot be read\n"
    )


def test_two_equations_with_one_id_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "page.md").write_text(page(TRUE, TRUE))
    assert main(["check", "page.md"]) == 1
    assert (
        "page.md:11: page: two equations of the page have the id 'eq-true': the other one is in "
        in (capsys.readouterr().out)
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "nowhere"], "no file or folder nowhere: name Markdown files, or a folder"),
        (["check", "empty"], "no Markdown page in empty: name a folder that has files ending in"),
        (["mutate", "nowhere"], "no file or folder nowhere"),
        (["mutate", "page.md", "--reviewed", "no.toml"], "reviewed list no.toml cannot be read"),
        (["mutate", "page.md", "--reviewed", "bad.toml"], 'no reason for x: write "x" = "reason"'),
        (["mutate", "broken.md"], "a page cannot be read; dlref check says more: line 4: a row"),
    ],
)
def test_misuse_names_the_cure(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    (folder / "empty").mkdir()
    (folder / "page.md").write_text(page(TRUE))
    (folder / "broken.md").write_text(page(TRUE).replace("| numbers |", "| numbers | of |"))
    (folder / "bad.toml").write_text('x = ""')
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_no_command_is_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2
    assert "COMMAND" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            page(TRUE).replace("| numbers |", "| numbers | of |").encode(),
            "4: .*has 4 cells instead",
        ),
        (page("a = a\n$$ {#eq-a oops}").encode(), "7: .*'oops' .* is neither"),
        (b"\xff\xfe", "1: .*is not UTF-8 text: .*; save it as UTF-8"),
    ],
)
def test_a_page_that_cannot_be_read_is_one_problem(
    folder: Path, capsys: pytest.CaptureFixture[str], content: bytes, message: str
) -> None:
    (folder / "a.md").write_bytes(content)
    (folder / "b.md").write_text(page(TRUE))
    assert main(["check", "."]) == 1
    output = capsys.readouterr().out
    line, _, told = message.partition(": ")
    assert re.search(f"a.md:{line}: page: {told}", output)
    assert "1 equation on 2 pages: 1 true (1 identity)\n1 page cannot be read" in output


def test_functions_of_the_project_in_the_working_folder(folder: Path) -> None:
    (folder / "my_project_functions.py").write_text("def twice(x):\n    return 2 * x\n")
    row = "| $f(x)$ | twice | [`twice`][my_project_functions.twice] |\n"
    (folder / "page.md").write_text(TABLE + row + "\n$$\nf(a) = a + a\n$$ {#eq-twice}\n")
    assert main(["check", "page.md"]) == 0
    (folder / "page.md").write_text(TABLE + row + "\n$$\nf(a) = 3 a\n$$ {#eq-twice}\n")
    assert main(["check", "page.md"]) == 1


def test_survivors_are_listed_until_they_are_reviewed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = TABLE.replace("normal()", "integers(0, 1)")
    (folder / "page.md").write_text(table + "\n$$\na^2 + p_i = p_i + a\n$$ {#eq-bit}\n")
    assert main(["mutate", "page.md"]) == 1
    output = capsys.readouterr().out
    assert "true although ^2 is dropped:\n    a + p_i = p_i + a\n" in output
    assert "hint: draw values other than 0 and 1" in output
    identities = re.findall("id: (.*)", output)
    assert identities
    (folder / "known.toml").write_text("".join(f'"{i}" = "a is 0 or 1"\n' for i in identities))
    assert main(["mutate", "page.md", "--reviewed", "known.toml"]) == 0
    assert f"{len(identities)} of them reviewed" in capsys.readouterr().out
    (folder / "page.md").write_text(page("a^2 + p_i = p_i + a^2\n$$ {#eq-bit}"))
    assert main(["mutate", "page.md", "--reviewed", "known.toml"]) == 0
    assert "no survivor any more, take it off the list: page.md" in capsys.readouterr().err


def test_survivors_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "page.md").write_text(page(TRUE, r"a^2 \ge -9" + "\n$$ {#eq-loose}"))
    assert main(["mutate", "--json", "page.md"]) == 1
    first, second = json.loads(capsys.readouterr().out)["equations"]
    assert first["caught"] == first["tried"] > 0
    assert second["survivors"][0].keys() == {"id", "change", "latex", "hint", "reviewed"}


def test_progress_is_shown_on_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(watched(["a.md", "b.md"])) == ["a.md", "b.md"]
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(watched(["a.md", "b.md"])) == ["a.md", "b.md"]
    assert "[2/2] b.md" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_what_the_terminal_cannot_show_is_escaped(folder: Path, encoding: str) -> None:
    text = page("a + \\text{ж} = b\n$$ {#eq-refused}")
    (folder / "page.md").write_text(text, encoding="utf-8")
    printed = run("check page.md", folder, {"PYTHONIOENCODING": encoding})
    sign = "ж" if encoding == "utf-8" else "\\u0436"
    assert f"undeclared name {sign}: add it" in printed
    assert "Traceback" not in printed


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"dlref {metadata.version('dlref')}\n"


def test_the_style_and_the_script_are_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assets", "docs/assets"]) == 0
    assert capsys.readouterr().out == "wrote docs/assets/dlref.css\nwrote docs/assets/dlref.js\n"
    for file in ("dlref.css", "dlref.js"):
        source = ROOT / "dlref" / "equations" / "faces" / "web" / file
        assert (folder / "docs" / "assets" / file).read_bytes() == source.read_bytes()
    assert main(["assets", "docs/assets/dlref.css"]) == 2
    assert "name a folder that can be written" in capsys.readouterr().err


def test_the_page_shows_what_is_printed(tmp_path: Path) -> None:
    shown, printed = [], []
    for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        if block["file"]:
            (tmp_path / block["file"]).write_text(block["code"], encoding="utf-8")
        if block["language"] == "console":
            command = block["code"].splitlines()[0].removeprefix("$ dlref ")
            shown.append(block["code"])
            printed.append(f"$ dlref {command}\n{run(command, tmp_path)}")
    assert len(shown) > 4
    for want, got in zip(shown, printed, strict=True):
        assert ROUNDING.sub("tiny", got) == ROUNDING.sub("tiny", want)


def test_the_cure_on_the_page_cures(folder: Path) -> None:
    *_, last = [
        b["code"]
        for b in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))
        if b["file"] == "variance.md"
    ]
    (folder / "page.md").write_text(last)
    assert main(["mutate", "page.md"]) == 1
    (folder / "page.md").write_text(last.replace("`bits(5)`", "`normal(5)`"))
    assert main(["mutate", "page.md"]) == 0


def run(command: str, folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """Run dlref in a folder as a reader would, and return what it prints."""
    process = subprocess.run(
        [sys.executable, "-m", "dlref", *command.split()],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return process.stdout


def test_the_page_names_every_draw_and_every_option() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in NAMES:
        assert re.search(rf"`{name}\b", text), name
    for option in fields(Options):
        assert f"`{option.name.rstrip('_')}=" in text, option.name
