"""The pytest plugin: a Markdown page is a file of tests.

`pytest docs/page.md` checks the equations and runs the snippets of a page. A project that wants
its pages in every run names them in its settings, as in `dlref_pages = docs README.md`; any other
project is left alone. This module is loaded by every pytest that finds dlref installed, so it
imports nothing until a page is collected.
"""

from pathlib import Path

import pytest

from dlref._markdown import SUFFIXES

__all__ = [
    "pytest_addoption",
    "pytest_collect_file",
    "pytest_configure",
    "pytest_runtest_logreport",
    "pytest_terminal_summary",
]

_notes: set[str] = set()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the settings of the plugin."""
    group = parser.getgroup("dlref", "equations and snippets of Markdown pages")
    group.addoption(
        "--dlref-pages",
        action="store_true",
        help="collect every Markdown page below the given paths",
    )
    group.addoption(
        "--update-snippets",
        action="store_true",
        help="write what the snippets of Markdown pages print into the pages, and show the diff",
    )
    group.addoption(
        "--snippet-timeout",
        type=float,
        metavar="SECONDS",
        help="the limit of time for one snippet (default: 60)",
    )
    parser.addini(
        "dlref_pages",
        "Markdown files, and folders of them, that are collected when pytest comes by",
        type="paths",
        default=[],
    )


def pytest_configure(config: pytest.Config) -> None:
    """Let one process, and no worker, rewrite pages."""
    if config.getoption("update_snippets") and not hasattr(config, "workerinput"):
        from dlref.equations.faces.pytest_items import Updates

        config.pluginmanager.register(Updates(config), "dlref-updates")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Take what an item, in any process, has to say to the user."""
    _notes.update(str(value) for key, value in report.user_properties if key == "dlref-note")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it once."""
    for note in sorted(_notes):
        terminalreporter.line(f"dlref: {note}", yellow=True)
    _notes.clear()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a page that was asked for."""
    is_page = file_path.suffix.lower() in SUFFIXES
    if not is_page or not _is_asked_for(file_path, parent.session):
        return None
    from dlref.equations.faces.pytest_items import Page

    return Page.from_parent(parent, path=file_path)


def _is_asked_for(path: Path, session: pytest.Session) -> bool:
    config = session.config
    return (
        session.isinitpath(path)
        or config.getoption("dlref_pages")
        or any(path.is_relative_to(pages) for pages in config.getini("dlref_pages"))
    )
