"""Every example in a docstring runs when it is pasted alone, and shows no digit too many."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import dlref
from dlref.equations.pages.snippets import Snippet, docstring_snippets, find_snippets
from dlref.equations.snippets.examples import read_examples
from dlref.equations.snippets.numbers import NUMBER
from dlref.equations.snippets.running import Runner

MODULES = [
    importlib.import_module(info.name)
    for info in pkgutil.walk_packages(dlref.__path__, "dlref.")
    if not info.name.endswith("__main__")
]
EXAMPLES = [
    pytest.param(inspect.getfile(module), snippet, id=name)
    for module in MODULES
    for name, snippet in docstring_snippets(module)
]


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner(Path.cwd()) as runner:
        yield runner


@pytest.mark.parametrize(("file", "snippet"), EXAMPLES)
def test_docstring(runner: Runner, file: str, snippet: Snippet) -> None:
    mistakes = runner.run(snippet)
    if mistakes:
        told = "\n\n".join(f"{file}:{mistake.line}: {mistake}" for mistake in mistakes)
        pytest.fail(told, pytrace=False)


PAGES = [Path("README.md"), *sorted(Path("docs").rglob("*.md"))]
DIGITS_OF_A_DOUBLE = 15


def long_numbers(snippet: Snippet) -> list[str]:
    """List the fractions that are shown with more digits than a double can promise."""
    shown = "\n".join(example.want for example in read_examples(snippet)[0])
    return [
        number
        for number in NUMBER.findall(shown)
        if "." in number
        and len(re.sub(r"\D", "", re.split("[eE]", number)[0]).lstrip("0")) > DIGITS_OF_A_DOUBLE
    ]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_no_page_shows_more_digits_than_a_double_promises(page: Path) -> None:
    for snippet in find_snippets(page.read_text(encoding="utf-8")):
        assert not long_numbers(snippet), f"snippet-{snippet.number}: round what is shown"


@pytest.mark.parametrize(("file", "snippet"), EXAMPLES)
def test_no_docstring_shows_more_digits_than_a_double_promises(file: str, snippet: Snippet) -> None:
    assert not long_numbers(snippet), f"{file}: round what is shown"


def test_long_numbers_are_found() -> None:
    code = ">>> x\n[0.30000000000000004, 0.1, 1234567890123456, 1.23456789012345e-300]\n"
    assert long_numbers(Snippet(code, 1)) == ["0.30000000000000004"]
