"""The examples of a snippet, and what in it looks like one and is none."""

import doctest
import re
from collections.abc import Iterator, Sequence

from dlref.equations.pages.snippets import Snippet
from dlref.equations.snippets.mistakes import Mistake

__all__ = ["after_source", "is_skipped", "read_examples"]

_COMMENT = re.compile(r"\s*(#.*)?")
_CURES = (
    (re.compile(r"\s*>>? "), "an example starts with three chevrons"),
    (re.compile(r"\s*(In|Out) ?\[\d+\]:"), "write `>>> ` for the prompts of IPython"),
    (re.compile(r"\s*>>>\S"), "write a blank after the prompt"),
)
_CURE = "write `>>> ` before each statement"


def read_examples(snippet: Snippet) -> tuple[list[doctest.Example], list[Mistake]]:
    """List the examples, and what would be shown and neither run nor compared."""
    try:
        found = doctest.DocTestParser().get_examples(snippet.code, "snippet")
    except ValueError as error:  # a prompt without a blank after it, for example
        return [], [Mistake(snippet.line, str(error), snippet.code)]
    examples = [example for example in found if not _COMMENT.fullmatch(example.source)]
    mistakes = [] if snippet.has_prose else [*_strays(snippet, examples)]
    if not examples:
        return [], mistakes or [Mistake(snippet.line, _no_example(snippet), snippet.code)]
    if all(map(is_skipped, examples)):
        problem = "every example of this snippet is skipped: let one run, or show it as ```text"
        mistakes.append(Mistake(snippet.line, problem, examples[0].source))
    return examples, mistakes


def is_skipped(example: doctest.Example) -> bool:
    """Tell whether an example says that it is not run."""
    return bool(example.options.get(doctest.SKIP))


def after_source(lines: Sequence[str], example: doctest.Example) -> int:
    """Return the number of the line after the source of an example, where its output stands."""
    line = example.lineno + 1
    while line < len(lines) and lines[line].lstrip().startswith("..."):
        line += 1
    return line


def _strays(snippet: Snippet, examples: Sequence[doctest.Example]) -> Iterator[Mistake]:
    """Yield the text that is neither an example nor its output: nothing would check it."""
    lines = snippet.code.split("\n")
    covered: set[int] = set()
    for example in examples:
        start = after_source(lines, example)
        covered |= {*range(example.lineno, start + example.want.count("\n"))}
    loose = [
        number
        for number, line in enumerate(lines)
        if number not in covered and line.strip() and not _is_comment(line)
    ]
    for number in loose:
        if number - 1 not in loose:  # the others follow from it
            line = lines[number]
            cure = next((cure for pattern, cure in _CURES if pattern.match(line)), _CURE)
            problem = f"this is neither an example nor its output: {cure}"
            yield Mistake(snippet.line + number, problem, line.strip())


def _is_comment(line: str) -> bool:
    prompt, _, rest = line.partition(">>>")
    return line != prompt and not prompt.strip() and bool(_COMMENT.fullmatch(rest))


def _no_example(snippet: Snippet) -> str:
    what = "has no example" if snippet.code.strip() else "is empty"
    return f"this snippet {what}: {_CURE}, or show it as ```text"
