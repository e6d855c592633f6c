"""The outputs of a snippet, put right in its page."""

from collections.abc import Sequence

from dlref.equations.pages.snippets import Snippet, find_snippets
from dlref.equations.snippets.mistakes import Edit

__all__ = ["rewrite"]


def rewrite(markdown: str, snippet: Snippet, edits: Sequence[Edit]) -> str:
    """Replace the outputs of a snippet of a page, and nothing else.

    Other snippets of the page may have changed, and with them the line of this one, but itself not.

    Raises:
        ValueError: The page does not have this snippet any more.
    """
    lines = markdown.split("\n")
    unix = markdown.replace("\r\n", "\n")
    found = [s for s in find_snippets(unix) if (s.number, s.code) == (snippet.number, snippet.code)]
    if not found:
        raise ValueError(f"snippet {snippet.number} was changed while it was running")
    first = found[0].line - 1
    ending = "\r" if lines[first].endswith("\r") else ""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        lines[first + edit.start : first + edit.stop] = [
            found[0].indent + line + ending for line in edit.lines
        ]
    return "\n".join(lines)
