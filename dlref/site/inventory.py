"""An inventory of the NumPy functions that the formulas use, so that the site can link to them."""

import re
import zlib
from pathlib import Path

import numpy as np

__all__ = ["write_numpy_inventory"]

_HEADER = b"""# Sphinx inventory version 2
# Project: NumPy
# Version: stable
# The remainder of this file is compressed using zlib.
"""
_ELSEWHERE = {
    "numpy.typing.ArrayLike": "reference/typing.html#numpy.typing.ArrayLike",
    "numpy.typing.NDArray": "reference/typing.html#numpy.typing.NDArray",
    "numpy.random.Generator": "reference/random/generator.html#numpy.random.Generator",
}
_USE = re.compile(r"\bnp\.((?:linalg\.)?[a-z_0-9]+)\(")


def write_numpy_inventory(path: Path) -> None:
    """Write the names that `dlref` calls, with their addresses in NumPy's documentation."""
    source = "\n".join(file.read_text(encoding="utf-8") for file in Path("dlref").rglob("*.py"))
    names = sorted({f"numpy.{name}" for name in _USE.findall(source) if _is_public(name)})
    places = {name: f"reference/generated/{name}.html#$" for name in names} | _ELSEWHERE
    lines = [f"{name} py:function 1 {place} -\n" for name, place in places.items()]
    path.write_bytes(_HEADER + zlib.compress("".join(lines).encode()))


def _is_public(name: str) -> bool:
    place, _, attribute = name.rpartition(".")
    return hasattr(getattr(np, place) if place else np, attribute)
