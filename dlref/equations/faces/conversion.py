"""What surrounds the conversion of a page: its author's own modules, and how it stops a build."""

from pathlib import Path

from markdown import Markdown

from dlref._needs import NotInstalledError
from dlref.equations.errors import EquationError
from dlref.equations.pages.imports import own_modules

__all__ = ["page_of", "surround"]


def surround(md: Markdown) -> None:
    """Convert pages with their own modules at hand, and stop MkDocs without a traceback."""
    convert = md.convert

    def converted(source: str) -> str:
        page = page_of(md)
        try:
            with own_modules(page):
                return convert(source)
        except (EquationError, NotInstalledError) as error:
            if page is None:
                raise
            raise _stop(error) from None

    md.convert = converted  # type: ignore[method-assign]


def page_of(md: Markdown) -> Path | None:
    """Return the file of the page, if this is MkDocs: its processor of links knows it."""
    if "relpath" not in md.treeprocessors:
        return None
    file = getattr(md.treeprocessors["relpath"], "file", None)
    source = getattr(file, "abs_src_path", None)
    return Path(source) if source else None


def _stop(error: Exception) -> Exception:
    """Turn an error into the one of which MkDocs prints the message alone."""
    from mkdocs.exceptions import BuildError

    return BuildError(str(error))
