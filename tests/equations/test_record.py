"""The record of mutants: what it names, what is written, and what the site makes of it."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from markdown import Markdown

from dlref.equations.errors import EquationError
from dlref.equations.faces.cli import main
from dlref.equations.mutating.record import (
    Score,
    name_of,
    read_record,
    weaker,
    write_record,
)
from dlref.equations.pages.source import Equation

EQUATION = Equation("a = b", "eq-a", (), {"name": "A name", "draws": "9"}, 7)
ROWS = (("a, b", "`1.0`"),)
PAGE = """| Symbol | Meaning | In code |
|---|---|---|
| $a, b$ | numbers | `normal()` |
| $f(a)$ | a function | [`sigmoid`][dlref.activations.sigmoid] |

$$
(a - b)^2 = a^2 - 2 a b + b^2
$$ {#eq-square}

$$
a \\le a + 1
$$ {#eq-order}

$$
f(-a) = 1 - f(a)
$$ {#eq-function}
"""


def test_a_name_depends_on_what_the_check_depends_on() -> None:
    name = name_of(EQUATION, ROWS)
    assert name == name_of(replace(EQUATION, id="eq-b", line=1, options={"draws": "9"}), ROWS)
    others = [
        name_of(replace(EQUATION, latex="a = c"), ROWS),
        name_of(replace(EQUATION, options={"draws": "10"}), ROWS),
        name_of(EQUATION, (("a, b", "`2.0`"),)),
    ]
    assert name not in others


def test_what_is_written_is_read(tmp_path: Path) -> None:
    scores = {"p.md::b": Score("12", 3, 4, "code"), "p.md::a": Score("34", 1, 1, "identity")}
    write_record(tmp_path / "record.json", scores)
    lines = (tmp_path / "record.json").read_text().splitlines()
    assert lines[1] == (
        '  "p.md::a": {"check": "34", "caught": 1, "tried": 1, "evidence": "identity"},'
    )
    assert read_record(tmp_path / "record.json") == scores


def test_what_is_known_of_other_pages_is_kept(tmp_path: Path) -> None:
    score = Score("12", 3, 4, "code")
    write_record(tmp_path / "record.json", {"p.md::a": score, "q.md::a": score})
    write_record(tmp_path / "record.json", {"q.md::b": score})
    assert set(read_record(tmp_path / "record.json")) == {"p.md::a", "q.md::b"}


@pytest.mark.parametrize(
    ("after", "is_weaker"),
    [
        (Score("2", 3, 4, "code"), False),
        (Score("2", 6, 8, "code"), False),
        (Score("2", 1, 1, "code"), False),
        (Score("2", 2, 4, "code"), True),
        (Score("2", 3, 5, "code"), True),
        (Score("2", 4, 4, "identity"), True),
        (Score("2", 4, 4, "definition"), True),
    ],
)
def test_a_check_is_weaker_if_it_catches_less_or_rests_on_less(
    after: Score, is_weaker: bool
) -> None:
    before = {"p.md::a": Score("1", 3, 4, "code")}
    assert bool(weaker(before, {"p.md::a": after})) is is_weaker
    assert weaker(before, {"p.md::b": after}) == []


def test_a_weaker_check_is_recorded_only_if_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    strong = PAGE.partition("$$")[0] + "$$\na + b = b + a\n$$ {#eq-sum}\n"
    Path("page.md").write_text(strong)
    command = ["mutate", "page.md", "--record", "record.json"]
    assert main(command) == 0
    before = Path("record.json").read_text()
    Path("page.md").write_text(strong.replace("`normal()`", "`2.0`"))
    assert main(command) == 1
    assert "weaker: page.md::eq-sum was identity with" in capsys.readouterr().err
    assert Path("record.json").read_text() == before
    main([*command, "--accept-weaker"])
    assert Path("record.json").read_text() != before


@pytest.mark.parametrize("content", [None, "no json", "[1]", '{"a": 1}'])
def test_a_record_that_cannot_be_read_names_the_cure(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "record.json"
    if content is not None:
        file.write_text(content)
    with pytest.raises(EquationError, match=r"make it with dlref mutate --record .*record\.json"):
        read_record(file)


def test_the_badge_says_how_many_mutants_were_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    Path("page.md").write_text(PAGE)
    main(["mutate", "page.md", "--record", "record.json"])
    _, caught, tried, _ = max(read_record(Path("record.json")).values(), key=lambda s: s.tried)
    configs = {"dlref": {"mutants": "record.json"}}
    html = Markdown(extensions=["tables", "dlref"], extension_configs=configs).convert(PAGE)
    assert f", {caught}/{tried} mutants caught" in html
    assert html.count("mutants caught") == 3
    assert "[<code>sigmoid</code>][dlref.activations.sigmoid]" in html.partition("eq-function")[2]


def test_an_equation_that_has_changed_has_no_score(tmp_path: Path) -> None:
    score = Score(name_of(EQUATION, ROWS), 1, 1, "identity")
    write_record(tmp_path / "record.json", {"page.md::eq-a": score})
    configs = {"dlref": {"mutants": str(tmp_path / "record.json")}}
    html = Markdown(extensions=["tables", "dlref"], extension_configs=configs).convert(PAGE)
    assert ">4 draws" in html
    assert "mutants" not in html
