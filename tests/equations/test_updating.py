"""What is written into a page passes when it is run again, or it is said why nothing is written."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from dlref.equations.pages.snippets import find_snippets
from dlref.equations.snippets.rewriting import rewrite, try_update
from dlref.equations.snippets.running import Runner


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    environ = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    with Runner(Path.cwd(), environ=environ) as runner:
        yield runner


def update(runner: Runner, page: str) -> str:
    """Update the first snippet of a page that is wrong."""
    for snippet in find_snippets(page.replace("\r\n", "\n")):
        mistakes = runner.run(snippet)
        if mistakes:
            edits = [mistake.edit for mistake in mistakes if mistake.edit]
            assert len(edits) == len(mistakes), mistakes
            try_update(runner, page, snippet, edits)
            return rewrite(page, snippet, edits)
    raise AssertionError("nothing is wrong")


def block(code: str) -> str:
    return f"Text.\n\n```pycon\n{code}\n\n```\n\n```pycon\n>>> 1\n1\n\n```\n"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (">>> print('Traceback (most recent call last):\\n  File x\\nValueError: no')", None),
        (">>> print('a\\n... b')", "a\n... b"),
        (">>> print('a\\n\\n\\nb\\n')", "a\n<BLANKLINE>\n<BLANKLINE>\nb\n<BLANKLINE>"),
        (">>> print('<BLANKLINE>')", "<BLANKLINE>"),
        (">>> print('a\\tb')", "a\tb"),
        (">>> print('  indented\\n ~~~\\n # Title')", "  indented\n ~~~\n # Title"),
        (">>> print('a ')", "a "),
        (">>> import os\n>>> n = os.write(1, b'no end')", "no end"),
        (">>> [object(), 2]  # doctest: +ELLIPSIS", "[<object object at 0x...>, 2]"),
        (">>> (1,\n...  2)", "(1, 2)"),
        (">>> '''a\n... b'''", r"'a\nb'"),
        (">>> 0.1 + 0.2", "0.30000000000000004"),
    ],
)
def test_what_is_written_passes(runner: Runner, code: str, shown: str | None) -> None:
    if shown is None:
        shown = "Traceback (most recent call last):\n  File x\nValueError: no"
    after = update(runner, block(f"{code}\nwrong"))
    assert after == block(f"{code}\n{shown}")
    assert not any(map(runner.run, find_snippets(after)))


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (">>> print('a\\n```\\nb')", "the page would show other snippets, as with a fence in it"),
        (">>> print('>>> 1\\n2')", "would be read as a prompt"),
        (">>> print('1\\n>>> 2')", "would be read as a prompt"),
        (">>> print('... loading')", "would be read as a prompt"),
        (">>> object()", "has an address, which is another one in each run"),
        (">>> import time\n>>> time.time_ns()", "would not pass again: this example prints"),
        (">>> import random\n>>> random.random()", "would not pass again: this example prints"),
        (">>> print('a\\rb')", "the page would show other snippets"),
        (
            '>>> import os\n>>> 2 / 3 + 1e-15 * (os.environ.get("OMP_NUM_THREADS") == "1")',
            "would not pass again: this example shows digits that depend on the machine",
        ),
    ],
)
def test_what_would_fail_again_is_not_written_and_it_is_said_why(
    runner: Runner, code: str, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        update(runner, block(f"{code}\nwrong"))


def test_a_page_with_ends_of_several_kinds_keeps_them(runner: Runner) -> None:
    page = "a\r\nb\rc\n\r\n```pycon\r\n>>> 1 + 1\r\n3\r\n\r\n```\n"
    lines = page.replace("\r\n", "\n").replace("\r", "\n")
    (snippet,) = find_snippets(lines)
    (mistake,) = runner.run(snippet)
    assert mistake.edit
    assert rewrite(page, snippet, [mistake.edit]) == page.replace("3\r\n", "2\r\n")
