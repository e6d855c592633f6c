"""The wheel in fresh environments, used by somebody who has no copy of the repository."""

import json
import re
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from tests.environments import ROOT, Environment, build_wheel, make_environment

PAGE = """# A page

| Symbol | Meaning | In code |
|---|---|---|
| $a$ | a number | `normal()` |
| $f(a)$ | a function beside the page | [`twice`][beside.twice] |
| $g(a)$ | a function in the working folder | [`thrice`][working.thrice] |
| $h(z)$ | a function of the package | [`sigmoid`][dlref.activations.sigmoid] |

$$
f(a) + g(a) = 5 a
$$ {#eq-own name="Own functions"}

$$
h(-a) = 1 - h(a)
$$ {#eq-package name="A function of the package"}

```pycon
>>> from beside import twice
>>> from working import thrice
>>> twice(1) + thrice(1)
5

```
"""
MKDOCS = """site_name: A project
markdown_extensions: [tables, fenced_code, dlref]
extra_css: [dlref.css]
extra_javascript: [dlref.js]
"""
INSTALLED = """
import importlib.metadata, json, sys
names = sorted(found.metadata["Name"] for found in importlib.metadata.distributions())
print(json.dumps([names, sys.path]))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Build the wheel, once for all workers."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "wheel"
    with FileLock(f"{folder}.lock"):
        found = list(folder.glob("dlref-*.whl"))
        return found[0] if found else build_wheel(folder)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Write a project with a page, a module beside it and one in the working folder."""
    docs = tmp_path / "project" / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text(PAGE, encoding="utf-8")
    (docs / "beside.py").write_text("def twice(a):\n    return 2 * a\n", encoding="utf-8")
    (docs.parent / "working.py").write_text("def thrice(a):\n    return 3 * a\n", encoding="utf-8")
    (docs.parent / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    return docs.parent


def make_false(project: Path) -> None:
    page = project / "docs" / "index.md"
    page.write_text(PAGE.replace("5 a", "6 a"), encoding="utf-8")


def output(environment: Environment, *command: str, cwd: Path, status: int = 0) -> str:
    """Run a command that must end with a status and without a traceback."""
    run = environment.run(*command, cwd=cwd)
    assert run.returncode == status, f"{command}\n{run.stdout}{run.stderr}"
    assert "Traceback" not in run.stdout + run.stderr, run.stderr
    return run.stdout + run.stderr


def test_numpy_alone_is_enough_for_the_command_line(
    wheel: Path, project: Path, tmp_path: Path
) -> None:
    environment = make_environment(tmp_path / "environment", wheel)
    names, path = json.loads(output(environment, "python", "-c", INSTALLED, cwd=project))
    assert names == ["dlref", "numpy"]
    assert not [entry for entry in path if str(ROOT) in entry]

    assert output(environment, "dlref", "--version", cwd=project) == "dlref 0.1.0\n"
    told = output(environment, "dlref", "check", "docs", cwd=project)
    assert told.startswith("2 equations on 1 page: 2 true")
    assert told.endswith("1 snippet: 1 true\n")
    assert "2 true equations" in output(environment, "dlref", "mutate", "docs", cwd=project)
    make_false(project)
    told = output(environment, "python", "-m", "dlref", "check", "docs", cwd=project, status=1)
    assert "docs/index.md:10: eq-own: false" in told

    shutil.copy(ROOT / "README.md", tmp_path)
    assert output(environment, "python", "-m", "doctest", "README.md", cwd=tmp_path) == ""

    told = output(environment, "python", "-m", "dlref.site", cwd=project, status=1)
    assert re.fullmatch(r'dlref\.site needs \w+: python -m pip install "dlref\[site\]"\n', told)
    output(environment, "dlref", "assets", "docs", cwd=project)
    assert (project / "docs" / "dlref.js").stat().st_size > 1000


def test_the_extra_of_the_extension_is_small_and_enough_for_it(
    wheel: Path, project: Path, tmp_path: Path
) -> None:
    environment = make_environment(tmp_path / "environment", wheel, "markdown")
    names, _ = json.loads(output(environment, "python", "-c", INSTALLED, cwd=project))
    assert {name.lower() for name in names} == {"dlref", "numpy", "markdown", "math-core"}
    (project / "beside.py").write_bytes((project / "docs" / "beside.py").read_bytes())
    command = ("markdown_py", "-x", "tables", "-x", "fenced_code", "-x", "dlref", "docs/index.md")
    html = output(environment, *command, cwd=project)
    assert html.count('class="equation-badge equation-checked"') == 2


def test_mkdocs_builds_a_page_and_stops_with_one_message(
    wheel: Path, project: Path, tmp_path: Path
) -> None:
    environment = make_environment(tmp_path / "environment", wheel, "site")
    output(environment, "dlref", "assets", "docs", cwd=project)
    output(environment, "mkdocs", "build", "--strict", cwd=project)
    html = (project / "site" / "index.html").read_text(encoding="utf-8")
    assert html.count('class="equation-badge equation-checked"') == 2
    assert 'src="dlref.js"' in html
    assert (project / "site" / "dlref.css").is_file()
    assert not list((project / "site").rglob("__pycache__"))
    make_false(project)
    told = output(environment, "mkdocs", "build", cwd=project, status=1)
    assert "eq-own: false: the two sides of = differ" in told
    environment.unlink("math-core")
    (project / "docs" / "index.md").write_text(PAGE, encoding="utf-8")
    told = output(environment, "mkdocs", "build", cwd=project, status=1)
    cure = 'dlref\'s Markdown extension needs math-core: python -m pip install "dlref[markdown]"'
    assert cure in told
    assert "File " not in told


def test_pytest_runs_the_pages(wheel: Path, project: Path, tmp_path: Path) -> None:
    environment = make_environment(tmp_path / "environment", wheel, "test")
    told = output(environment, "pytest", "docs", "--dlref-pages", cwd=project)
    assert "3 passed" in told
    make_false(project)
    told = output(environment, "pytest", "docs/index.md", cwd=project, status=1)
    assert "docs/index.md:11: false: the two sides of = differ" in told
    assert "1 failed, 2 passed" in told
