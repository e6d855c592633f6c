"""The style sheet and the script of a page with equations, which come with the package."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

__all__ = ["write_assets"]

_NAMES = ("dlref.css", "dlref.js")


def write_assets(folder: Path) -> list[Path]:
    """Copy the style sheet and the script into a folder, which is made, and list the files."""
    folder.mkdir(parents=True, exist_ok=True)
    return list(_written(folder))


def _written(folder: Path) -> Iterator[Path]:
    for name in _NAMES:
        file = folder / name
        file.write_bytes(files(__package__).joinpath("web", name).read_bytes())
        yield file
