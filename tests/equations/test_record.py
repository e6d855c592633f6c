"""The record of mutants: what it names, what is written, and what the site makes of it."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from markdown import Markdown

from dlref.equations.errors import EquationError
from dlref.equations.faces.cli import main
from dlref.equations.mutating.record import Score, name_of, read_record, write_record
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
    scores = {"b": Score(3, 4), "a": Score(1, 1)}
    write_record(tmp_path / "record.json", scores)
    assert (tmp_path / "record.json").read_text() == '{\n  "a": [1, 1],\n  "b": [3, 4]\n}\n'
    assert read_record(tmp_path / "record.json") == scores


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
    caught, tried = max(json.loads(Path("record.json").read_text()).values())
    configs = {"dlref": {"mutants": "record.json"}}
    html = Markdown(extensions=["tables", "dlref"], extension_configs=configs).convert(PAGE)
    assert f", {caught}/{tried} mutants caught" in html
    assert html.count("mutants caught") == 3
    assert "[<code>sigmoid</code>][dlref.activations.sigmoid]" in html.partition("eq-function")[2]


def test_an_equation_that_has_changed_has_no_score(tmp_path: Path) -> None:
    write_record(tmp_path / "record.json", {name_of(EQUATION, ROWS): Score(1, 1)})
    configs = {"dlref": {"mutants": str(tmp_path / "record.json")}}
    html = Markdown(extensions=["tables", "dlref"], extension_configs=configs).convert(PAGE)
    assert ">4 draws" in html
    assert "mutants" not in html
