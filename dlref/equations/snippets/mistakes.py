"""What is wrong with a snippet, said so that its author can mend it."""

from dataclasses import dataclass

__all__ = ["CURE_OF_DIGITS", "Edit", "Mistake"]

CURE_OF_DIGITS = (
    "round what is shown to the digits that do not depend on the machine, "
    "and show a residual of rounding as abs(r) < 1e-12"
)


@dataclass(frozen=True)
class Edit:
    """Lines of a snippet, from `start` up to `stop` and counted from 0, and what replaces them."""

    start: int
    stop: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Mistake:
    """Something of a snippet that is not as it is shown.

    Args:
        line: The line of the file where it starts.
        problem: What is wrong, and the cure if it is not clear.
        source: The example, or the text that is no example.
        told: More of it, as pairs of a title and a text.
        edit: What would make it right; `None` if its author has to.
    """

    line: int
    problem: str
    source: str
    told: tuple[tuple[str, str], ...] = ()
    edit: Edit | None = None

    def __str__(self) -> str:
        parts = [(self.problem, self.source), *((f"{head}:", text) for head, text in self.told)]
        return "\n".join(f"{head}\n{_indented(text or 'nothing')}" for head, text in parts)


def _indented(text: str) -> str:
    return "\n".join("    " + line for line in text.rstrip("\n").split("\n"))
