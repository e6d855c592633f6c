"""Every snippet runs when it is pasted alone, and shows what it prints."""

from pathlib import Path

import pytest

from tests.snippets import docstring_snippets, find_snippets, run

DOCS = Path("docs")
SNIPPETS = [
    pytest.param(path, line, code, id=f"{path}:{line}")
    for path in [Path("README.md"), *sorted(DOCS.rglob("*.md"))]
    for line, code in find_snippets(path.read_text())
]
DOCSTRINGS = [
    pytest.param(path, line, code, id=name) for name, path, line, code in docstring_snippets()
]


@pytest.mark.parametrize(("path", "line", "code"), SNIPPETS + DOCSTRINGS)
def test_snippet(path: Path, line: int, code: str) -> None:
    failures = run(code, path, line)
    assert not failures, "\n".join(failures)


def test_a_wrong_digit_or_sign_fails() -> None:
    page = Path("page.md")
    assert not run(">>> 0.1 + 0.2\n0.300\n", page, 1)
    assert run(">>> 0.1 + 0.2\n0.302\n", page, 1)
    assert run(">>> 0.1 + 0.2\n-0.300\n", page, 1)
    assert run(">>> 2 + 2\n5\n", page, 1)


def test_a_failure_names_the_page_and_the_line() -> None:
    failures = run(">>> x = 1\n>>> x\n2\n", Path("docs/page.md"), 41)
    assert failures[0].startswith("docs/page.md:41:")
    assert "line 42, in page.md" in failures[0]


def test_blocks_do_not_share_names() -> None:
    text = "```pycon\n>>> x = 1\n\n```\n\n```pycon\n>>> x\n1\n\n```\n"
    (_, first), (line, second) = find_snippets(text)
    assert not run(first, Path("page.md"), 1)
    assert "NameError" in run(second, Path("page.md"), line)[0]
