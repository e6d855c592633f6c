"""The Markdown pages below the paths of a command line, and their text."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from dlref._markdown import SUFFIXES
from dlref.equations.errors import EquationError

__all__ = ["MisuseError", "find_pages", "not_read", "read_page", "unread_files"]

# Text with formulas in another form, which a reader may take for read.
_NAMES = """.adoc .asciidoc .ipynb .lyx .mdx .org .qmd .rmd .rnw .rst .tex .textile .typ
    .wiki"""
_OTHERS = frozenset(_NAMES.split())


class MisuseError(ValueError):
    """A command that cannot be carried out; the message names the cure."""


def find_pages(paths: Iterable[Path]) -> list[Path]:
    """List the files, and the Markdown pages in the folders, in a fixed order and each once."""
    pages: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found = sorted(filter(_is_page, path.rglob("*")))
            if not found:
                others = not_read(unread_files([path]))
                raise MisuseError(
                    f"no Markdown page in {path}: name a folder that has files ending in .md, or "
                    f"the files themselves{others and f' ({others})'}"
                )
            pages |= dict.fromkeys(found)
        elif path.is_file():
            pages[_markdown(path)] = None
        else:
            raise MisuseError(
                f"there is no file or folder {path}: name Markdown files, or a folder that has some"
            )
    return list(pages)


def unread_files(paths: Iterable[Path]) -> Counter[str]:
    """Count the files in the folders that may hold formulas and are not read, by their suffix."""
    folders = (path for path in paths if path.is_dir())
    found = {file for folder in folders for file in folder.rglob("*") if _is_visible(file)}
    return Counter(file.suffix for file in found if file.suffix.lower() in _OTHERS)


def not_read(files: Counter[str]) -> str:
    """Say in words how many files are not read; nothing if there are none."""
    number = files.total()
    kinds = ", ".join(f"{count} {suffix}" for suffix, count in sorted(files.items()))
    return f"{number} file{'s' * (number > 1)} not read: {kinds}" if number else ""


def read_page(page: Path) -> str:
    """Read the text of a page."""
    try:
        return page.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise EquationError(f"this page is not UTF-8 text: {error}; save it as UTF-8") from None
    except OSError as error:
        raise EquationError(f"this page cannot be opened: {error}") from None


def _markdown(path: Path) -> Path:
    if path.suffix.lower() in SUFFIXES:
        return path
    known = ", ".join(sorted(SUFFIXES))
    cure = "write its equations on a Markdown page"
    if path.suffix == ".py":
        cure = (
            "show its functions on a page with ::: module.function, which checks their docstrings"
        )
    raise MisuseError(
        f"{path} is not read: it is no Markdown file, which would end in {known}; {cure}"
    )


def _is_page(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and path.is_file() and _is_visible(path)


def _is_visible(path: Path) -> bool:
    """Say whether this is no file of an installed package or of version control."""
    return not any(part.startswith(".") for part in path.parts if part not in (".", ".."))
