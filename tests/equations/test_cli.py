"""The command line: what it prints, its exit status, and the page that teaches it."""

import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from dlref.equations import Options
from dlref.equations.declaring.draws import NAMES
from dlref.equations.faces.cli import main
from dlref.equations.faces.progress import watched

PAGE = Path("docs/check-your-own-pages.md").resolve()
ROOT = PAGE.parent.parent
BLOCK = re.compile(
    r'^```(?P<language>\w+)(?: title="(?P<file>[^"]+)")?\n(?P<code>.*?)^```$', re.S | re.M
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
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    return tmp_path


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
        "7 equations on 1 page: 1 true, 1 false, 1 refused, 1 vacuous, 1 stated, 1 wrong as "
        "marked, 1 marked as wrong, but true"
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
        "1 equation on 1 page: 1 true, 2 warnings\n"
    )
    main(["check", "bare.md"])
    assert capsys.readouterr().out.endswith("no equation to check on 1 page: 1 warning\n")
    assert main(["check", "--json", "page.md"]) == 0
    assert json.loads(capsys.readouterr().out)["warnings"] == [
        {"page": "page.md", "line": 6, "message": unused},
        {"page": "page.md", "line": 13, "message": symbol},
    ]


def test_folders_are_searched_and_hidden_ones_are_not(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in ("docs/a/one.md", "docs/two.markdown", "docs/.venv/three.md", "docs/four.txt"):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(page(TRUE))
    assert main(["check", "docs", "docs/two.markdown"]) == 0
    assert capsys.readouterr().out == "2 equations on 2 pages: 2 true\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "nowhere"], "no file or folder nowhere: name Markdown files, or a folder"),
        (["check", "empty"], "no Markdown page in empty: name a folder that has files ending in"),
        (["mutate", "nowhere"], "no file or folder nowhere"),
        (["mutate", "page.md", "--reviewed", "no.toml"], "reviewed list no.toml cannot be read"),
        (["mutate", "page.md", "--reviewed", "bad.toml"], 'no reason for x: write "x" = "reason"'),
        (["mutate", "broken.md"], "a page cannot be read; dlref check says more: a row"),
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
        (page(TRUE).replace("| numbers |", "| numbers | of |").encode(), "has 4 cells instead of"),
        (page("a = a\n$$ {#eq-a oops}").encode(), "'oops' .* is neither"),
        (b"\xff\xfe", "is not UTF-8 text: .*; save it as UTF-8"),
    ],
)
def test_a_page_that_cannot_be_read_is_one_problem(
    folder: Path, capsys: pytest.CaptureFixture[str], content: bytes, message: str
) -> None:
    (folder / "a.md").write_bytes(content)
    (folder / "b.md").write_text(page(TRUE))
    assert main(["check", "."]) == 1
    output = capsys.readouterr().out
    assert re.search(f"a.md:1: page: .*{message}", output)
    assert "1 equation on 2 pages: 1 true\n1 page cannot be read" in output


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


def test_the_page_shows_what_is_printed(tmp_path: Path) -> None:
    shown, printed = [], []
    for block in BLOCK.finditer(PAGE.read_text()):
        if block["file"]:
            (tmp_path / block["file"]).write_text(block["code"])
        if block["language"] == "console":
            command = block["code"].splitlines()[0].removeprefix("$ dlref ")
            shown.append(block["code"])
            printed.append(f"$ dlref {command}\n{run(command, tmp_path)}")
    assert len(shown) > 4
    for want, got in zip(shown, printed, strict=True):
        assert ROUNDING.sub("tiny", got) == ROUNDING.sub("tiny", want)


def test_the_cure_on_the_page_cures(folder: Path) -> None:
    *_, last = [b["code"] for b in BLOCK.finditer(PAGE.read_text()) if b["file"] == "variance.md"]
    (folder / "page.md").write_text(last)
    assert main(["mutate", "page.md"]) == 1
    (folder / "page.md").write_text(last.replace("`bits(5)`", "`normal(5)`"))
    assert main(["mutate", "page.md"]) == 0


def run(command: str, folder: Path) -> str:
    """Run dlref in a folder as a reader would, and return what it prints."""
    process = subprocess.run(
        [sys.executable, "-m", "dlref", *command.split()],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return process.stdout


def test_the_page_names_every_draw_and_every_option() -> None:
    text = PAGE.read_text()
    for name in NAMES:
        assert re.search(rf"`{name}\b", text), name
    for option in fields(Options):
        assert f"`{option.name.rstrip('_')}=" in text, option.name
