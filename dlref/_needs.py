"""Packages that only a part of dlref needs, and the line that names one that is not installed."""

from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["NotInstalledError", "needs"]


class NotInstalledError(ImportError):
    """A package that is not installed; the message says what needs it, and how it is installed."""


@contextmanager
def needs(part: str, extra: str) -> Iterator[None]:
    """Import what an extra of dlref installs.

    Args:
        part: The part of dlref that needs it.
        extra: The extra.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0].replace("_", "-")
        raise NotInstalledError(
            f'{part} needs {package}: python -m pip install "dlref[{extra}]"'
        ) from None
