"""The site and the command line as functions of a page: what they say of it."""

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from markdown import Markdown

from dlref.equations.errors import EquationError
from dlref.equations.faces.cli import main

__all__ = ["MORE", "SITE", "command_line", "draw", "site"]

# Those of this site, which documents itself with mkdocstrings besides.
SITE = (
    "admonition",
    "attr_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "dlref",
)
MORE = (*SITE, "def_list", "pymdownx.tabbed", "pymdownx.tasklist")
_SETTINGS: dict[str, dict[str, Any]] = {
    "pymdownx.highlight": {"line_spans": "__span", "pygments_lang_class": True},
    "pymdownx.tabbed": {"alternate_style": True},
}


def draw(page: str, extensions: tuple[str, ...] = MORE, *, check: bool = True) -> str:
    """Draw a page as a site does, and check it or not."""
    settings = {**_SETTINGS, "dlref": {"check": check}}
    used = {name: value for name, value in settings.items() if name in extensions}
    return Markdown(extensions=list(extensions), extension_configs=used).convert(page)


def site(page: str, extensions: tuple[str, ...] = MORE) -> str:
    """Return why a site refuses a page; nothing if it does not."""
    try:
        draw(page, extensions)
    except EquationError as error:
        return str(error)
    return ""


def command_line(file: Path, page: str) -> tuple[int, list[dict[str, Any]]]:
    """Write a page and check it; return the exit status and what is said of its equations."""
    file.write_bytes(page.encode())
    printed = StringIO()
    with redirect_stdout(printed):
        status = main(["check", "--json", str(file)])
    return status, json.loads(printed.getvalue())["equations"]
