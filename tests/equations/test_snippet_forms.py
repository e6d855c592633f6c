"""What a site shows as a session of Python is found, and nothing else."""

import re

import pytest

from dlref.equations.pages.reader import read
from dlref.equations.pages.snippets import find_snippets
from tests.equations.faces import MORE, SITE, draw, site
from tests.equations.placements import CODE, INLINE, PLACES, begun, indented

EXAMPLE = ">>> 1 + 1\n3\n"
SHOWN = [
    "```pycon",
    "``` pycon",
    "```.pycon",
    "```{.pycon}",
    "``` { .pycon }",
    "```{ #id .pycon }",
    "```{: .pycon}",
    "```PYCON",
    "```Pycon",
    "```python-console",
    "~~~pycon",
    "~~~~ pycon",
    "`````pycon",
    '```pycon title="a b"',
    "```pycon title='a b'",
    '```pycon title="the `f`"',
    "```pycon title",
    '```pycon linenums="1"',
    '```pycon linenums="1 2 3"',
    '```pycon hl_lines="1 2"',
    '```pycon hl_lines="1-2"',
    '```pycon title="a" linenums="1"',
    '```pycon {title="a"}',
    "```pycon { .annotate }",
    '```{.pycon title="In"}',
    '```{.pycon .annotate linenums="1"}',
    '```{.pycon #a data-x="1"}',
    "```pycon\t",
    "```pycon  ",
    "```\tpycon",
    '```pycon\ttitle="a"',
]
OTHERS = [
    "```python",
    "```py",
    "```doctest",
    "```console",
    "```{pycon}",
    "```pycon3",
    "```pycon-session",
    "```language-pycon",
    "```{.python .pycon}",
    "```",
]
REFUSED = [
    "```pycon foo",
    "```pycon foo=bar",
    '```pycon foo="bar"',
    "```pycon title=a",
    "```pycon, please",
    '```pycon title="open',
    "```pycon linenums",
    '```pycon hl_lines="a"',
    "```{.pycon",
    "```{.pycon} x",
]
ENDS = ["", "  ", "\t", " \t "]


def block(opening: str, end: str = "") -> str:
    fence = re.match("`+|~+", opening)
    assert fence
    return f"{opening}\n{EXAMPLE}\n{fence[0]}{end}"


def shown(page: str, extensions: tuple[str, ...]) -> int:
    """Count the sessions of Python that a site without this package shows."""
    others = tuple(name for name in extensions if name != "dlref")
    html = re.sub("<!--.*?-->", "", draw(page.removeprefix("\ufeff"), others), flags=re.S)
    return len(re.findall(r'class="language-(?:pycon|python-console)\b', html, re.I))


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("opening", SHOWN)
def test_what_is_shown_is_found(opening: str, end: str) -> None:
    page = f"{block(opening, end)}\n\nText\n\n{block('```pycon')}\n"
    assert shown(page, SITE) == 2
    assert [snippet.code for snippet in find_snippets(page)] == [EXAMPLE + "\n"] * 2
    assert site(page, SITE) == ""


@pytest.mark.parametrize("opening", OTHERS)
def test_other_code_is_not(opening: str) -> None:
    assert shown(block(opening), SITE) == 0
    assert not find_snippets(block(opening))
    assert site(block(opening), SITE) == ""


@pytest.mark.parametrize("opening", REFUSED)
def test_what_is_meant_and_is_not_shown_is_refused(opening: str) -> None:
    assert shown(block(opening), SITE) == 0
    assert site(block(opening), SITE).startswith("line 1: this looks like a code block")


# Behind a mark, a word or a bar no code block begins.
BEHIND = INLINE | {"element on a line", "on the line of a comment"}


@pytest.mark.parametrize("place", [place for place in (*PLACES, *CODE) if place not in BEHIND])
@pytest.mark.parametrize("opening", ["```pycon", "~~~ {.pycon}", '````PYCON title="`a`"'])
def test_where_a_site_shows_a_snippet_it_is_found(place: str, opening: str) -> None:
    page = (PLACES | CODE)[place](block(opening)) + "\n"
    for text in (page, "\ufeff" + page, page.replace("\n", "\r\n")):
        document = read(text)
        for extensions in (SITE, MORE):
            told = site(text, extensions)
            if shown(text, extensions) == len(document.snippets) and not document.problems:
                assert told == ""
            else:
                assert told.startswith("line ")


@pytest.mark.parametrize(
    ("page", "line", "indent"),
    [
        (block("```pycon"), 2, ""),
        ("\ufeff" + block("```pycon"), 2, ""),
        ("- a\n\n" + indented(block("```pycon"), "\t"), 4, "\t"),
        ("!!! note\n\n" + indented(block("```pycon")), 4, "    "),
        (indented(block("```pycon"), "> "), 2, "> "),
        (indented(indented(block("```pycon"), "> ")), 0, ""),
        ("- a\n\n" + indented(indented(block("```pycon"), "> ")), 4, "    > "),
        ("- a\n" + begun("\t", block("```pycon"), "    "), 3, "\t"),
    ],
)
def test_code_line_and_what_stands_before_it(page: str, line: int, indent: str) -> None:
    snippets = find_snippets(page)
    assert [(s.code.rstrip("\n"), s.line, s.indent) for s in snippets] == (
        [(EXAMPLE.rstrip("\n"), line, indent)] if line else []
    )


def test_a_block_in_another_one_is_its_text() -> None:
    page = "````text\n```pycon\n>>> 1\n```\n````\n\n```pycon\n>>> 2\n2\n\n```\n"
    assert [snippet.line for snippet in find_snippets(page)] == [8]


def test_a_fence_that_is_given_up_starts_no_other_in_that_line() -> None:
    page = "    ```pycon\n```pycon\n>>> 1\n1\n```\n"
    assert not find_snippets(page)
    assert site(page, SITE).startswith("line 2: this looks like a code block")


def test_without_the_names_of_languages_the_code_is_compared() -> None:
    assert "3" in draw(block("```pycon"), ("fenced_code", "dlref"))
    told = site(indented(block("```pycon"), "> "), ("fenced_code", "dlref"))
    assert told.startswith("line 2: these Python examples are run, and the page does not show")
