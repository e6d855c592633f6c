"""What is told on a terminal: how far the work is, and how much there is of something."""

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

__all__ = ["plural", "watched"]

Item = TypeVar("Item")
_ERASE = "\r\x1b[2K"


def watched(items: Sequence[Item]) -> Iterator[Item]:
    """Yield the items; show which one is being worked on, where somebody watches."""
    is_terminal = sys.stderr.isatty()
    try:
        for number, item in enumerate(items, 1):
            if is_terminal:
                line = f"[{number}/{len(items)}] {item}"
                print(_ERASE + line[:79], end="", file=sys.stderr, flush=True)
            yield item
    finally:
        if is_terminal:
            print(_ERASE, end="", file=sys.stderr, flush=True)


def plural(number: int, word: str) -> str:
    """Write a number of things."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
