"""What is wrong with a snippet, and what would make it right."""

from dataclasses import dataclass

__all__ = ["Edit", "Mistake"]


@dataclass(frozen=True)
class Edit:
    """Lines of a snippet, from `start` up to `stop` and counted from 0, and what replaces them."""

    start: int
    stop: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Mistake:
    """An example that prints something else than what is shown.

    Args:
        line: The line of the file where the example starts.
        source: The example.
        want: What is shown.
        got: What is printed, or the exception.
        edit: What would make it right; `None` after an exception, which is no output to show.
    """

    line: int
    source: str
    want: str
    got: str
    edit: Edit | None = None

    def __str__(self) -> str:
        if self.edit is None:
            parts = [("this example raises an exception", self.source), ("exception:", self.got)]
        else:
            parts = [("this example prints something else than it shows", self.source)]
            parts += [("shown:", self.want or "nothing"), ("printed:", self.got or "nothing")]
        return "\n".join(f"{head}\n{_indented(text)}" for head, text in parts)


def _indented(text: str) -> str:
    return "\n".join("    " + line for line in text.rstrip("\n").split("\n"))
