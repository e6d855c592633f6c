"""The Markdown pages below the paths of a command line, and their text."""

from collections.abc import Iterable
from pathlib import Path

from dlref.equations.errors import EquationError

__all__ = ["MisuseError", "find_pages", "read_page"]

_SUFFIXES = {".md", ".markdown"}


class MisuseError(ValueError):
    """A command that cannot be carried out; the message names the cure."""


def find_pages(paths: Iterable[Path]) -> list[Path]:
    """List the files, and the Markdown pages in the folders, in a fixed order and each once."""
    pages: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found = sorted(filter(_is_page, path.rglob("*")))
            if not found:
                raise MisuseError(
                    f"no Markdown page in {path}: name a folder that has files ending in .md, or "
                    "the files themselves"
                )
            pages |= dict.fromkeys(found)
        elif path.is_file():
            pages[path] = None
        else:
            raise MisuseError(
                f"there is no file or folder {path}: name Markdown files, or a folder that has some"
            )
    return list(pages)


def read_page(page: Path) -> str:
    """Read the text of a page."""
    try:
        return page.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise EquationError(f"this page is not UTF-8 text: {error}; save it as UTF-8") from None


def _is_page(path: Path) -> bool:
    """Say whether this is a page, and not one of an installed package or of version control."""
    is_hidden = any(part.startswith(".") for part in path.parts if part not in (".", ".."))
    return path.suffix in _SUFFIXES and path.is_file() and not is_hidden
