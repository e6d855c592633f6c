"""An author's own modules: where they are looked for, what is told of them, what is left behind."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from dlref.equations.errors import EquationError
from dlref.equations.faces.cli import main
from dlref.equations.pages.imports import own_modules, resolve
from dlref.equations.pages.snippets import Snippet
from dlref.equations.snippets.interpreters import CAN_FORK
from dlref.equations.snippets.running import Runner

pytest_plugins = ["pytester"]

PAGE = """| Symbol | Meaning | In code |
|---|---|---|
| $a$ | a number | `normal()` |
| $f(a)$ | a function | [`f`][own_stats.f] |

$$
f(a) = {times} a
$$ {{#eq-f}}
"""


def module(times: int) -> str:
    return f"def f(a):\n    return {times} * a\n"


def write(folder: Path, **files: str) -> Path:
    """Write modules and pages into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        suffix = ".md" if text.startswith("|") else ".py"
        (folder / f"{name}{suffix}").write_text(text)
    return folder


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Work in an empty folder, and see that Python's own tables are as before."""
    monkeypatch.chdir(tmp_path)
    path, modules = sys.path[:], set(sys.modules)
    yield tmp_path
    assert sys.path == path
    left = {name for name in set(sys.modules) - modules if name.startswith("own_")}
    assert not left


# Found ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["docs", "."])
@pytest.mark.parametrize("command", ["check", "mutate"])
def test_a_module_is_found_beside_the_page_and_in_the_working_folder(
    project: Path, capsys: pytest.CaptureFixture[str], place: str, command: str
) -> None:
    write(project / "docs", page=PAGE.format(times=2))
    write(project / place, own_stats=module(2))
    assert main([command, "docs"]) == 0
    assert "1 true" in capsys.readouterr().out


def test_a_module_that_was_edited_is_read_again(project: Path) -> None:
    write(project, page=PAGE.format(times=2), own_stats=module(2))
    assert main(["check", "."]) == 0
    write(project, own_stats=module(3))
    assert main(["check", "."]) == 1
    write(project, own_stats=module(2))
    assert main(["check", "."]) == 0


def test_the_module_beside_the_page_comes_first(project: Path) -> None:
    write(project, own_stats=module(3))
    write(project / "docs", page=PAGE.format(times=2), own_stats=module(2))
    assert main(["check", "docs"]) == 0


def test_two_folders_have_each_a_module_of_that_name(project: Path) -> None:
    write(project / "docs" / "a", page=PAGE.format(times=2), own_stats=module(2))
    write(project / "docs" / "b", page=PAGE.format(times=2), own_stats=module(3))
    write(project / "docs" / "c", page=PAGE.format(times=3), own_stats=module(3))
    assert main(["check", "docs/a", "docs/c"]) == 0
    assert main(["check", "docs/a", "docs/b"]) == 1
    assert main(["check", "docs/b", "docs/a"]) == 1


def test_what_a_module_imports_comes_from_its_own_folder(project: Path) -> None:
    for name, times in {"a": 2, "b": 3}.items():
        write(
            project / name,
            page=PAGE.format(times=times),
            own_stats="from own_helper import f",
            own_helper=module(times),
        )
    assert main(["check", "a", "b"]) == 0


def test_a_module_is_imported_once_for_all_pages_beside_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = "import sys\nprint('imported', file=sys.stderr)\n"
    write(project, page=PAGE.format(times=2), other=PAGE.format(times=3))
    write(project, own_stats=note + module(2))
    main(["check", "."])
    assert capsys.readouterr().err == "imported\n"


def test_a_module_may_import_while_it_computes(project: Path) -> None:
    late = "def f(a):\n    import own_late\n    return own_late.f(a)\n"
    write(project, page=PAGE.format(times=2), own_stats=late, own_late=module(2))
    assert main(["check", "page.md"]) == 0


def test_a_folder_of_pages_gets_no_compiled_modules(project: Path) -> None:
    write(project / "docs", page=PAGE.format(times=2), own_stats=module(2))
    main(["check", "docs"])
    assert sorted(file.name for file in (project / "docs").iterdir()) == ["own_stats.py", "page.md"]


@pytest.mark.parametrize(
    "path", ["numpy.linalg.norm", "numpy.random.mtrand.rand", "json.JSONDecoder.decode"]
)
def test_a_path_may_go_through_objects_and_through_modules_not_yet_imported(path: str) -> None:
    assert callable(resolve(path))


# Snippets ---------------------------------------------------------------------------------------

SNIPPET = """| no | notation |

```pycon
>>> from own_stats import f
>>> f(1)
{times}

```
"""


def test_a_snippet_finds_the_same_modules(project: Path) -> None:
    write(project, own_stats=module(4))
    write(project / "a", page=SNIPPET.format(times=2), own_stats=module(2))
    write(project / "b", page=SNIPPET.format(times=3), own_stats=module(3))
    write(project / "c", page=SNIPPET.format(times=4))
    assert main(["check", "a", "b", "c"]) == 0
    assert not list(project.rglob("__pycache__"))


@pytest.mark.parametrize("may_fork", sorted({CAN_FORK, False}))
def test_a_snippet_finds_a_module_with_the_name_of_one_that_is_imported(
    project: Path, may_fork: bool
) -> None:
    beside = write(project / "docs", json="own = True")
    snippet = Snippet(">>> import json\n>>> json.own\nTrue\n", 1)
    with Runner(project, may_fork=may_fork) as runner:
        with own_modules(beside / "page.md"):
            assert not runner.run(snippet)
        assert "has no attribute 'own'" in str(*runner.run(snippet))


# The other faces --------------------------------------------------------------------------------


def test_pytest_finds_the_same_modules(pytester: pytest.Pytester) -> None:
    write(pytester.path / "docs" / "a", page=PAGE.format(times=2), own_stats=module(2))
    write(pytester.path / "docs" / "b", page=PAGE.format(times=3))
    write(pytester.path, own_stats=module(3))
    path = sys.path[:]
    pytester.runpytest("--dlref-pages", "docs").assert_outcomes(passed=2)
    assert sys.path == path


class LinksOfMkDocs(Treeprocessor):
    """Stands for the processor by which MkDocs tells the page."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.file = SimpleNamespace(abs_src_path=str(page))


def test_the_extension_finds_the_same_modules(project: Path) -> None:
    write(project, own_stats=module(3))
    beside = write(project / "docs", own_stats=module(2))
    for times, page in {2: beside / "page.md", 3: None}.items():
        markdown = Markdown(extensions=["tables", "dlref"])
        if page:
            markdown.treeprocessors.register(LinksOfMkDocs(page), "relpath", 0)
        assert "equation-checked" in markdown.convert(PAGE.format(times=times))


# Told -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("own_missing.f", "no module own_missing: put own_missing.py beside the page or into the"),
        (
            "own_stats.function",
            "own_stats has no function: write the name of something that it has",
        ),
        ("own_stats.ff", "own_stats has no ff: write f"),
        ("own_stats.f.g", "f has no g: write the name of something that it has"),
        ("own_broken.f", "importing it raises ZeroDivisionError: division by zero: mend that"),
        (
            "own_needy.f",
            "importing it raises ModuleNotFoundError: No module named 'own_gone': mend",
        ),
        ("json.tool.f", "json.tool has no f"),
        ("json.f", "json.py is not what Python imports by this name, which is .*: give it another"),
    ],
)
def test_what_cannot_be_imported_names_the_cure(project: Path, path: str, message: str) -> None:
    write(
        project,
        own_stats=module(2),
        own_broken="1 / 0",
        own_needy="import own_gone",
        json="f = abs" if path == "json.f" else "",
    )
    if path != "json.f":
        (project / "json.py").unlink()
    with own_modules(project / "page.md"), pytest.raises(EquationError, match=message):
        resolve(path)
