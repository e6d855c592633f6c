"""Where the parts of a page are: its module, its tests, its functions."""

import importlib
import re
from pathlib import Path

DOCS, PACKAGE, TESTS = Path("docs"), Path("dlref"), Path("tests")
PAGES = sorted(path for path in DOCS.glob("*/*.md") if path.name != "index.md")
CHAPTERS = sorted({path.parent.name.replace("-", "_") for path in PAGES})
SHOWN = re.compile(r"^::: (\S+)$", re.MULTILINE)


def slug(page: Path) -> str:
    """Turn `docs/losses/cross-entropy.md` into `losses/cross_entropy`."""
    return page.relative_to(DOCS).with_suffix("").as_posix().replace("-", "_")


def public_names() -> set[str]:
    """List the functions of all chapters by their public paths."""
    return {
        f"dlref.{chapter}.{name}"
        for chapter in CHAPTERS
        for name in importlib.import_module(f"dlref.{chapter}").__all__
    }


def module_of(page: Path) -> Path:
    """Give `dlref/losses/_cross_entropy.py` for `docs/losses/cross-entropy.md`."""
    chapter, name = slug(page).split("/")
    return PACKAGE / chapter / f"_{name}.py"


def file_with_tests_of(page: Path) -> Path:
    """Give `tests/losses/test_cross_entropy.py` for `docs/losses/cross-entropy.md`."""
    chapter, name = slug(page).split("/")
    return TESTS / chapter / f"test_{name}.py"
