"""The outputs of a snippet, put right in its page; never so that the page would be wrong again."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dlref.equations.pages.snippets import Snippet, find_snippets
from dlref.equations.snippets.examples import read_examples
from dlref.equations.snippets.mistakes import Edit
from dlref.equations.snippets.running import Runner

__all__ = ["rewrite", "try_update"]

_ADDRESS = re.compile(r"\b0x[0-9A-Fa-f]{5,}")


def try_update(runner: Runner, markdown: str, snippet: Snippet, edits: Sequence[Edit]) -> None:
    """Try whether a snippet would pass with these outputs.

    Raises:
        ValueError: It would not, and why.
    """
    for line in (line for edit in edits for line in edit.lines):
        if _ADDRESS.search(line):
            raise ValueError(
                f"the output has an address, which is another one in each run: {line.strip()}; "
                "write `...` for it, and `# doctest: +ELLIPSIS` after the statement"
            )
    rewrite(markdown, snippet, edits)
    edited = _edited(snippet, edits)
    if _sources(edited) != _sources(snippet):
        raise ValueError("a line of the output would be read as a prompt: print something else")
    mistakes = runner.run(edited)
    if mistakes:
        raise ValueError(f"the output would not pass again: {mistakes[0]}")


def rewrite(markdown: str, snippet: Snippet, edits: Sequence[Edit]) -> str:
    """Replace the outputs of a snippet of a page, and nothing else.

    Other snippets of the page may have changed, and with them the line of this one, but itself not.

    Raises:
        ValueError: The page does not have this snippet any more, or would show other snippets.
    """
    lines, ends = _lines(markdown)
    before = find_snippets("\n".join(lines))
    found = [s for s in before if (s.number, s.code) == (snippet.number, snippet.code)]
    if not found:
        raise ValueError(f"snippet {snippet.number} was changed while it was running")
    first = found[0].line - 1
    ending = ends[first]
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        place = slice(first + edit.start, first + edit.stop)
        lines[place] = [found[0].indent + line for line in edit.lines]
        ends[place] = [ending] * len(edit.lines)
    page = "".join(line + end for line, end in zip(lines, ends, strict=True))
    after = find_snippets("\n".join(_lines(page)[0]))
    codes = [_edited(s, edits).code if s is found[0] else s.code for s in before]
    if [s.code for s in after] != codes:
        raise ValueError(
            "with its output the page would show other snippets, as with a fence in it"
        )
    return page


def _sources(snippet: Snippet) -> list[str]:
    return [example.source for example in read_examples(snippet)[0]]


def _edited(snippet: Snippet, edits: Sequence[Edit]) -> Snippet:
    lines = snippet.code.split("\n")
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        lines[edit.start : edit.stop] = edit.lines
    return replace(snippet, code="\n".join(lines))


def _lines(text: str) -> tuple[list[str], list[str]]:
    """Split a text at the ends of its lines, which may be of several kinds."""
    parts = [*re.split("(\r\n|\r|\n)", text), ""]
    return parts[::2], parts[1::2]
