"""Snippets are found, run by themselves, and rewritten in place."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dlref.equations.pages import snippets
from dlref.equations.pages.snippets import Snippet, docstring_snippets, find_snippets
from dlref.equations.snippets.mistakes import Edit, Mistake
from dlref.equations.snippets.rewriting import rewrite, try_update
from dlref.equations.snippets.running import Runner
from dlref.information_theory import _entropy

PAGE = """# Page

```pycon
>>> x = 1
>>> x
2

```

````text
```pycon
>>> not run
```
````

- A list.

    ```{.pycon title="In a list"}
    >>> for k in range(2):
    ...     print(k)
    ...
    0

    >>> "after a blank line"
    'after a blank line'

    ```

```python
>>> neither
```
"""


_RUNNERS: list[Runner] = []


@pytest.fixture(scope="module", autouse=True)
def runner() -> Iterator[Runner]:
    """Start the two processes once for all tests of this file."""
    with Runner(Path.cwd()) as runner:
        _RUNNERS[:] = [runner]
        yield runner


def run(snippet: Snippet) -> list[Mistake]:
    return _RUNNERS[0].run(snippet)


def fixed(page: str) -> str:
    """Rewrite all outputs of a page that are wrong."""
    for snippet in find_snippets(page.replace("\r\n", "\n")):
        edits = [mistake.edit for mistake in run(snippet) if mistake.edit]
        try_update(_RUNNERS[0], page, snippet, edits)
        page = rewrite(page, snippet, edits)
    return page


def only(code: str) -> Snippet:
    (snippet,) = find_snippets(f"```pycon\n{code}\n```\n")
    return snippet


# Found ------------------------------------------------------------------------------------------


def test_snippets_have_line_number_and_indentation() -> None:
    first, second = find_snippets(PAGE)
    assert first == Snippet(">>> x = 1\n>>> x\n2\n\n", 4, 1, "")
    assert (second.line, second.number, second.indent) == (19, 2, "    ")
    assert second.code.startswith(">>> for k in range(2):\n...     print(k)\n...\n0\n\n>>> ")


def test_docstrings_have_name_and_line() -> None:
    snippet = dict(docstring_snippets(_entropy))["dlref.information_theory._entropy.entropy"]
    lines = Path(_entropy.__file__).read_text(encoding="utf-8").split("\n")
    assert lines[snippet.line - 1].strip() == 'r"""' + snippet.code.split("\n")[0]
    assert not run(snippet)
    assert not list(docstring_snippets(snippets))  # its docstrings show no examples


# Run --------------------------------------------------------------------------------------------


def test_a_mistake_says_line_example_shown_and_printed() -> None:
    (mistake,) = run(find_snippets(PAGE)[0])
    assert mistake.line == 5
    assert str(mistake) == (
        "this example prints something else than it shows\n    x\nshown:\n    2\nprinted:\n    1"
    )


def test_the_first_exception_is_told_and_is_no_output() -> None:
    (mistake,) = run(only(">>> y\n1\n>>> y + 1\n2\n"))
    assert str(mistake) == (
        "this example raises an exception\n    y\n"
        "exception:\n    NameError: name 'y' is not defined"
    )
    assert mistake.edit is None


def test_snippets_do_not_share_names() -> None:
    first, second = find_snippets("```pycon\n>>> x = 1\n```\n\n```pycon\n>>> x\n1\n```\n")
    assert not run(first)
    assert "NameError" in str(run(second)[0])


def test_an_expected_exception_passes_without_its_frames() -> None:
    code = '>>> raise ValueError("no")\nTraceback (most recent call last):\nValueError: no\n'
    assert not run(only(code))


def test_a_snippet_that_cannot_be_read_says_why() -> None:
    (mistake,) = run(only(">>>x\n"))
    assert "lacks blank after >>>" in str(mistake)


# Rewritten --------------------------------------------------------------------------------------


def test_only_wrong_outputs_are_rewritten() -> None:
    expected = PAGE.replace(">>> x\n2\n", ">>> x\n1\n").replace("    0\n\n", "    0\n    1\n\n")
    assert fixed(PAGE) == expected
    assert fixed(expected) == expected


def test_ends_of_lines_stay() -> None:
    page = PAGE.replace("\n", "\r\n")
    assert fixed(page) == fixed(PAGE).replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (">>> 1 + 1\n", ">>> 1 + 1\n2\n"),
        (">>> x = 1\n1\n", ">>> x = 1\n"),
        (
            ">>> print(1, 2, sep='\\n\\n')\n1\n",
            ">>> print(1, 2, sep='\\n\\n')\n1\n<BLANKLINE>\n2\n",
        ),
        (">>> 0.1 + 0.2\n0.30\n>>> 2\n3\n", ">>> 0.1 + 0.2\n0.30\n>>> 2\n2\n"),
        (">>> if True:\n...     1\n...\n2\n", ">>> if True:\n...     1\n...\n1\n"),
        (
            ">>> 1 / 0\nTraceback (most recent call last):\n    ...\nValueError: no\n",
            ">>> 1 / 0\nTraceback (most recent call last):\n    ...\n"
            "ZeroDivisionError: division by zero\n",
        ),
        (">>> 1\nTraceback (most recent call last):\nValueError: no\n", ">>> 1\n1\n"),
    ],
)
def test_outputs_are_rewritten_as_a_snippet_shows_them(before: str, after: str) -> None:
    page = "```pycon\n{}\n```\n"
    assert fixed(page.format(before)) == page.format(after)


def test_a_snippet_that_has_changed_is_not_rewritten() -> None:
    first, _ = find_snippets(PAGE)
    with pytest.raises(ValueError, match="snippet 1 was changed"):
        rewrite(PAGE.replace("x = 1", "x = 3"), first, [Edit(2, 3, ("1",))])
