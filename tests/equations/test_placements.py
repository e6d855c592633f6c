"""An equation is seen by the site, the command line and pytest wherever it stands, or by none."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlref.equations.pages.reader import read
from tests.equations.faces import MORE, SITE, command_line, draw, site
from tests.equations.placements import (
    CODE,
    FENCES,
    FORMS,
    INLINE,
    PLACES,
    TABLE,
    begun,
    indented,
)

pytest_plugins = ["pytester"]


def pages() -> Iterator[tuple[str, str, str]]:
    """Yield each place, each form and the page, whose equation is false or cannot be read."""
    for place, put in PLACES.items():
        forms = FORMS if place in INLINE else FORMS | FENCES
        for form, equation in forms.items():
            yield place, form, f"{TABLE}{put(equation)}\n"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "path", list(sys.path))
    return tmp_path / "page.md"


@pytest.mark.parametrize("place", PLACES)
def test_a_false_equation_is_refused_by_site_and_command_line_in_the_same_line(
    page: Path, place: str
) -> None:
    for _, form, text in (entry for entry in pages() if entry[0] == place):
        lines = range(text[: len(TABLE)].count("\n") + 1, text.count("\n") + 1)
        told = site(text)
        status, findings = command_line(page, text)
        bad = [f for f in findings if f["outcome"] in ("false", "refused", "unreadable")]
        assert (status, bool(told), bool(bad)) == (1, True, True), form
        first = re.match(r"line (\d+)", told)
        assert first, told
        assert int(first[1]) in {finding["line"] for finding in bad}, form
        assert all(finding["line"] in lines for finding in bad), form


@pytest.mark.parametrize("place", PLACES)
def test_a_site_without_some_extension_refuses_it_too(place: str) -> None:
    for _, form, text in (entry for entry in pages() if entry[0] == place):
        assert site(text, SITE), form


@pytest.mark.parametrize("place", CODE)
def test_code_and_comments_hold_no_claims(page: Path, place: str) -> None:
    for form, equation in (FORMS | FENCES).items():
        text = f"{TABLE}{CODE[place](equation)}\n"
        assert site(text) == "", form
        assert command_line(page, text) == (0, []), form


def test_pytest_sees_what_the_others_see(pytester: pytest.Pytester) -> None:
    docs = pytester.mkdir("docs")
    wanted = {}
    for number, (place, form, text) in enumerate(pages()):
        if form == "three lines" or place == "paragraph":
            wanted[f"claim{number}.md"] = (place, form)
            (docs / f"claim{number}.md").write_text(text)
    for number, put in enumerate(CODE.values()):
        (docs / f"code{number}.md").write_text(f"{TABLE}{put(FORMS['one line'])}\n")
    result = pytester.runpytest("docs", "--dlref-pages", "-q", "--tb=no", "-rf")
    failed = set(re.findall(r"FAILED docs/(\w+\.md)", result.stdout.str()))
    assert {wanted.get(name, name) for name in failed} == set(wanted.values())
    assert "passed" not in result.parseoutcomes()


def test_with_the_ends_of_lines_of_windows_and_a_mark_of_the_byte_order(page: Path) -> None:
    for form, equation in (FORMS | FENCES).items():
        text = "\ufeff" + f"{equation}\n".replace("\n", "\r\n")
        assert site(text).startswith("line "), form
        status, (finding, *_) = command_line(page, text)
        assert (status, finding["line"] <= text.count("\n")) == (1, True), form


@pytest.mark.parametrize("form", ["one line", "three lines", "at the end of a line", "equation"])
def test_a_true_equation_is_drawn_where_it_can_stand(form: str) -> None:
    equation = FORMS[form].replace("x + 1", "x")
    unplaced = [place for place, put in PLACES.items() if site(f"{TABLE}{put(equation)}\n")]
    assert set(unplaced) == INLINE | {
        "element indented",
        "element with text only",
        "options of :::",
        "raw cell",
        "raw details",
        "raw element",
        "raw element in an element",
    }
    for place, put in PLACES.items():
        if place not in unplaced:
            html = draw(f"{TABLE}{put(equation)}\n")
            assert html.count('<figure class="equation" id="eq-x">') == 1, place
            assert html.count("equation-checked") == 1, place
            assert not re.search("[\ufdd0-\ufdef\x02\x03]|\\$", html.replace("$$5", "")), place


# Composed pages ----------------------------------------------------------------------------------

WRAPS: dict[str, Callable[[str], str]] = {
    "bullet": lambda b: begun("- ", b),
    "number": lambda b: begun("1. ", b),
    "paragraph of an item": lambda b: "- a\n\n" + indented(b),
    "paragraph by a tab": lambda b: "- a\n\n" + indented(b, "\t"),
    "quotation": lambda b: indented(b, "> "),
    "admonition": lambda b: "!!! note\n\n" + indented(b),
    "details": lambda b: "??? note\n\n    Text.\n\n" + indented(b),
    "tab": lambda b: '=== "Tab"\n\n' + indented(b),
    "definition": lambda b: "Term\n" + begun(":   ", b),
    "text": lambda b: f"Text:\n{b}",
    "code": indented,
    "comment": lambda b: f"<!--\n{b}\n-->",
    "fence": lambda b: f"~~~~text\n{b}\n~~~~",
    "element": lambda b: f"<div markdown>\n\n{b}\n\n</div>",
    "raw": lambda b: f"<div>\n\n{b}\n\n</div>",
    "item in a quotation": lambda b: indented("- a\n\n" + indented(b), "> "),
}
SHAPES = [
    "$$x = {} x$$ {{#eq-N}}",
    "$$\nx\n= {} x\n$$ {{#eq-N}}",
    "\\[ x = {} x \\] {{#eq-N}}",
    "And $$x = {} x$$ {{#eq-N}}",
    "```math {{#eq-N}}\nx = {} x\n```",
    "$$x = {} x$$ {{#eq-N}}.",
]
OTHERS = [
    "Text with `code` and $x$.",
    "```pycon\n>>> 1 + 1\n2\n\n```",
    "```{ .pycon #a }\n>>> 2 + 2\n4\n\n```",
    "```pycon other=1\n>>> 2 + 3\n5\n\n```",
    "| a | b |\n|---|---|\n| c | $x$ |",
    "```inline``` code",
    "# Heading",
    "---",
    "<!-- a -->",
]

factors = st.sampled_from(["1", "2"])
equations = st.builds(lambda shape, factor: shape.format(factor), st.sampled_from(SHAPES), factors)
blocks = st.one_of(equations, equations, st.sampled_from(OTHERS))


@st.composite
def composed(draw_from: st.DrawFn) -> str:
    """Compose a page of blocks, each in some containers, with a blank line between them."""
    parts = []
    for number in range(draw_from(st.integers(1, 4))):
        block = draw_from(blocks).replace("eq-N", f"eq-{number}")
        for wrap in draw_from(st.lists(st.sampled_from(sorted(WRAPS)), max_size=3)):
            block = WRAPS[wrap](block)
        parts.append(block)
    return TABLE + draw_from(st.sampled_from(["\n\n", "\n\nText.\n\n"])).join(parts) + "\n"


@settings(max_examples=150)
@given(composed())
def test_the_faces_agree_on_composed_pages(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = list(sys.path)
    file = tmp_path_factory.getbasetemp() / "composed.md"
    status, findings = command_line(file, text)
    sys.path[:] = path
    told = site(text)
    assert bool(told) == bool(status), told
    document = read(text)
    if not document.problems:
        ids = {placed.equation.id for placed in document.equations}
        assert {finding["id"] for finding in findings} == ids
        html = draw(text, MORE, check=False)
        assert set(re.findall(r'<figure class="equation" id="([\w-]+)"', html)) == ids
        shown = re.findall(r'class="language-pycon', re.sub("<!--.*?-->", "", html, flags=re.S))
        assert len(shown) == len(document.snippets)
