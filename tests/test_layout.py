"""Pages, modules, test files, public names, navigation and equations belong together, both ways."""

import ast
import importlib
from pathlib import Path

import pytest

from dlref.equations.pages.source import find_equations
from tests.layout import (
    CHAPTERS,
    DOCS,
    PACKAGE,
    PAGES,
    SHOWN,
    TESTS,
    file_with_tests_of,
    module_of,
    public_names,
    slug,
)


def test_each_page_has_a_module_and_each_module_a_page() -> None:
    modules = {path for chapter in CHAPTERS for path in (PACKAGE / chapter).glob("_[!_]*.py")}
    shared = {PACKAGE / chapter / "_check.py" for chapter in CHAPTERS}
    assert modules - shared == {module_of(page) for page in PAGES}


def test_each_page_has_a_test_file_and_each_test_file_a_page() -> None:
    files = {path for chapter in CHAPTERS for path in (TESTS / chapter).glob("test_*.py")}
    assert files == {file_with_tests_of(page) for page in PAGES}


def test_each_chapter_is_a_folder_of_docs_of_the_package_and_of_tests() -> None:
    others = {"equations", "site"}
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - others
    assert packages == set(CHAPTERS)
    assert all((DOCS / chapter.replace("_", "-") / "index.md").is_file() for chapter in CHAPTERS)


@pytest.mark.parametrize("page", PAGES, ids=slug)
def test_page_shows_exactly_the_functions_of_its_module(page: Path) -> None:
    chapter, name = slug(page).split("/")
    module = importlib.import_module(f"dlref.{chapter}._{name}")
    shown = SHOWN.findall(page.read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(f"dlref.{chapter}.{function}" for function in module.__all__)


def test_public_names_are_sorted_and_come_from_the_pages_modules() -> None:
    for chapter in CHAPTERS:
        package = importlib.import_module(f"dlref.{chapter}")
        assert package.__all__ == sorted(package.__all__), chapter
        for name in package.__all__:
            assert getattr(package, name).__module__.startswith(f"dlref.{chapter}._"), name
    shown = {name for page in PAGES for name in SHOWN.findall(page.read_text(encoding="utf-8"))}
    assert shown == public_names()


@pytest.mark.parametrize("page", PAGES, ids=slug)
def test_page_has_snippets_notation_and_sources(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "```pycon\n" in text
    for heading in ("Notation", "In code", "Examples", "Sources"):
        assert f"\n## {heading}\n" in text, heading


@pytest.mark.parametrize("page", [*PAGES, DOCS / "corrections.md"], ids=slug)
def test_each_equation_is_tested_by_name(page: Path) -> None:
    file = TESTS / "test_corrections.py" if page.parent == DOCS else file_with_tests_of(page)
    equations = find_equations(page.read_text(encoding="utf-8"))
    assert all(e.id.startswith("eq-") for e in equations), "an equation of a page needs an id"
    assert len({e.id for e in equations}) == len(equations), "two equations have one id"
    marked = marked_equations(file)
    assert {e.id for e in equations if not e.reason} <= marked
    assert marked <= {e.id for e in equations}


@pytest.mark.parametrize("page", PAGES, ids=slug)
def test_docstrings_are_complete(page: Path) -> None:
    chapter, name = slug(page).split("/")
    module = importlib.import_module(f"dlref.{chapter}._{name}")
    for function in module.__all__:
        docstring = getattr(module, function).__doc__
        for section in ("$$", "Args:", "Returns:", "Source:", "Examples:"):
            assert section in docstring, f"{function} lacks {section}"


def marked_equations(file: Path) -> set[str]:
    """List the ids in the markers `pytest.mark.equation` of a test file."""
    return {
        argument.value
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.equation"
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
