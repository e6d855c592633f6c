"""What the interpreters have printed, judged by what the snippet shows."""

import doctest
import re
import signal
from collections.abc import Iterator, Sequence

from dlref.equations.pages.snippets import Snippet
from dlref.equations.snippets.comparing import is_shown
from dlref.equations.snippets.examples import after_source
from dlref.equations.snippets.interpreters import Outcome
from dlref.equations.snippets.mistakes import CURE_OF_DIGITS, Edit, Mistake
from dlref.equations.snippets.numbers import is_near, rounds_to

__all__ = ["judge"]

Result = tuple[str, str | None]  # what an example has printed, and raised

_ADDRESS = re.compile(r"\b0x[0-9A-Fa-f]+")
_IN_SECOND = "in the second numerical environment"
_TITLES = ("shown", "printed", f"printed {_IN_SECOND}")
_DEPENDS = (
    "this example prints something else in another interpreter: show nothing that depends on "
    "time, chance, addresses or the order of a set"
)
_ENDS = {
    "exit": "this example ends the interpreter, with exit status {0}",
    "signal": "this example ends the interpreter, by the signal {1}",
    "time": "this example runs longer than the limit of {2:g} seconds: let it compute less, or "
    "set another limit with --snippet-timeout",
    "output": "this example prints more than the limit of {0:,} bytes: let it print less",
    "fork": "this example forks, and its child runs the rest of the snippet, too: end the child "
    "with os._exit() in the example",
    "lost": "this snippet ends the process that runs it, so nothing is known of its examples",
}


def judge(
    snippet: Snippet,
    examples: Sequence[doctest.Example],
    outcomes: Sequence[Outcome],
    seconds: float,
) -> Iterator[Mistake]:
    """Yield what is wrong with the examples; what follows an exception mostly fails because of it.

    Args:
        snippet: The snippet.
        examples: Its examples that were run.
        outcomes: How they ended, in one numerical environment or in two.
        seconds: The limit of time.
    """
    for number, example in enumerate(examples):
        line = snippet.line + example.lineno
        results = [outcome.done[number : number + 1] for outcome in outcomes]
        for outcome, result in zip(outcomes, results, strict=True):
            if not result or _ends_badly(outcome, number, len(examples)):
                where = "" if outcome is outcomes[0] else f"{_IN_SECOND}, "
                yield _ended(line, example, outcome, seconds, where)
                return
        mistake = _compare(snippet, line, example, [result[0] for result in results])
        if mistake:
            yield mistake
            if mistake.told[0][0] == "exception":
                return


def _ends_badly(outcome: Outcome, number: int, count: int) -> bool:
    """Tell whether an example, though it was finished, is to blame for the end."""
    how, about = outcome.ended
    if how == "fork":
        return about == number
    return number == count - 1 and outcome.ended != ("exit", 0)


def _ended(
    line: int, example: doctest.Example, outcome: Outcome, seconds: float, where: str
) -> Mistake:
    how, about = outcome.ended
    name = next((s.name for s in signal.Signals if s == about), str(about))
    problem = where + _ENDS[how].format(about, name, seconds)
    told = (("standard error", outcome.errors),) if outcome.errors.strip() else ()
    return Mistake(line, problem, example.source, told)


def _compare(
    snippet: Snippet, line: int, example: doctest.Example, results: Sequence[Result]
) -> Mistake | None:
    raised = results[0][1]
    if raised is not None and example.exc_msg is None:
        problem = "this example raises an exception"
        return Mistake(line, problem, example.source, (("exception", raised),))
    want, *got = _texts(example, results)
    flags = sum(flag for flag, is_set in example.options.items() if is_set)
    shown = [example.want, *(_as_shown(example, result) for result in results)]
    if not is_shown(want, got[0], flags):
        problem = "this example prints something else than it shows"
        if is_shown(want, got[0], flags, is_near):
            problem = f"this example prints other digits than it shows: {CURE_OF_DIGITS}"
        edit = _edit(snippet, example, shown[1])
        return Mistake(
            line, problem, example.source, tuple(zip(_TITLES[:2], shown[:2], strict=True)), edit
        )
    if len(got) == 1 or _agree(want, got[0], got[1], flags):
        return None
    problem = _DEPENDS
    if is_shown(want, got[1], flags, lambda shown, printed: True):
        problem = f"this example shows digits that depend on the machine: {CURE_OF_DIGITS}"
    return Mistake(line, problem, example.source, tuple(zip(_TITLES, shown, strict=True)))


def _texts(example: doctest.Example, results: Sequence[Result]) -> list[str]:
    """Return what is shown and what to compare with it: outputs or messages of exceptions."""
    if example.exc_msg is None or results[0][1] is None:
        return [example.want, *(_line(raised or printed) for printed, raised in results)]
    texts = [example.exc_msg, *(raised or _line(printed) for printed, raised in results)]
    if example.options.get(doctest.IGNORE_EXCEPTION_DETAIL):
        return [text.partition("\n")[0].partition(":")[0].rpartition(".")[2] for text in texts]
    return texts


def _line(text: str) -> str:
    """End the last line, as the page does."""
    return text if not text or text.endswith("\n") else text + "\n"


def _agree(want: str, one: str, other: str, flags: int) -> bool:
    """Tell whether two outputs are the same, as far as it is shown."""
    if is_shown(one, other, 0, rounds_to):
        return True
    return all(is_shown(want, text, flags, rounds_to) for text in (one, other))


# How an output would be shown ---------------------------------------------------------------------


def _as_shown(example: doctest.Example, result: Result) -> str:
    """Write an output as a snippet shows it; an exception without other frames than before."""
    text, raised = result
    if raised is not None:
        frames = example.want.removesuffix(example.exc_msg or example.want)
        text = (frames or "Traceback (most recent call last):\n") + raised
    if example.options.get(doctest.ELLIPSIS):
        text = _ADDRESS.sub("0x...", text)
    return re.sub(r"^[ \t]*$(?=\n)", doctest.BLANKLINE_MARKER, text, flags=re.MULTILINE)


def _edit(snippet: Snippet, example: doctest.Example, text: str) -> Edit:
    start = after_source(snippet.code.split("\n"), example)
    indent = " " * example.indent
    lines = tuple(indent + line for line in text.rstrip("\n").split("\n")) if text else ()
    return Edit(start, start + example.want.count("\n"), lines)
