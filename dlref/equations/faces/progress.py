"""One line on a terminal that says how far the work is; nothing where nobody watches."""

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

__all__ = ["watched"]

Item = TypeVar("Item")
_ERASE = "\r\x1b[2K"


def watched(items: Sequence[Item]) -> Iterator[Item]:
    """Yield the items; show on a terminal which one is being worked on."""
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
