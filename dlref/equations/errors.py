"""The one exception of this package, and the caret that shows its place."""

__all__ = ["EquationError", "point_at"]


class EquationError(ValueError):
    """An equation that cannot be read, drawn or evaluated; the message says where and why.

    `start` and `end` are the place in the LaTeX, or `None` where no place is to blame.
    """

    def __init__(self, message: str, start: int | None = None, end: int | None = None) -> None:
        super().__init__(message)
        self.start = start
        self.end = end


def point_at(latex: str, start: int, end: int) -> str:
    """Show the line of `latex` that holds `start`, with carets under the place."""
    start = min(max(start, 0), len(latex))
    begin = latex.rfind("\n", 0, start) + 1
    stop = latex.find("\n", start)
    line = latex[begin:] if stop < 0 else latex[begin:stop]
    carets = "^" * max(1, min(end - start, len(line) - (start - begin)))
    return f"{line}\n{' ' * (start - begin)}{carets}"
