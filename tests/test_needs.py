"""The command line needs NumPy alone, and each other part says which package it lacks."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path("dlref").resolve()
ALONE = sys.stdlib_module_names | {"dlref", "numpy"}
# The command line, the way in for Python, and all chapters: a declaration may name any function.
ROOTS = [PACKAGE / "__main__.py", PACKAGE / "equations" / "__init__.py"]
ROOTS += [file for file in PACKAGE.glob("*/__init__.py") if file.parent.name != "site"]

BLOCKER = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if {blocked}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Blocker())
"""


def run(blocked: str, code: str) -> str:
    """Run code that cannot import some modules, and return all that it prints."""
    program = BLOCKER.format(blocked=blocked) + code
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return done.stdout + done.stderr


def imported(file: Path) -> Iterator[str]:
    """Yield the modules that a file imports anywhere, in a function as well."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} has a relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def files_of(module: str) -> Iterator[Path]:
    """Yield the files that run when a module of this package is imported."""
    parts = module.split(".")
    for count in range(1, len(parts) + 1):
        place = PACKAGE.parent.joinpath(*parts[:count])
        yield from filter(Path.is_file, [place / "__init__.py", place.with_suffix(".py")])


def reachable() -> dict[Path, set[str]]:
    """Map each file that the roots reach to what it imports."""
    found: dict[Path, set[str]] = {}
    pending = [*ROOTS]
    while pending:
        file = pending.pop()
        if file not in found:
            found[file] = set(imported(file))
            pending += [f for m in found[file] if m.startswith("dlref") for f in files_of(m)]
    return found


def test_the_command_line_and_the_chapters_import_numpy_alone() -> None:
    files = reachable()
    assert len(files) > 80
    others = {
        f"{file.relative_to(PACKAGE)} imports {module}"
        for file, modules in files.items()
        for module in modules
        if module.partition(".")[0] not in ALONE
    }
    assert not others


def test_a_page_is_checked_where_nothing_else_can_be_imported() -> None:
    alone = "name.partition('.')[0] not in sys.stdlib_module_names | {'dlref', 'numpy'}"
    page = "docs/foundations/calculus.md"
    told = run(alone, f"from dlref.equations.faces.cli import main; main(['check', {page!r}])")
    assert " on 1 page: " in told
    assert "refused" not in told
    assert "No module named" not in told


@pytest.mark.parametrize(
    ("package", "code", "message"),
    [
        (
            "math_core",
            "from dlref.equations.faces.mathml import to_mathml; to_mathml('a', display=True)",
            'dlref\'s Markdown extension needs math-core: python -m pip install "dlref[markdown]"',
        ),
        (
            "matplotlib",
            "import dlref.site.figure",
            'dlref.site needs matplotlib: python -m pip install "dlref[site]"',
        ),
        (
            "yaml",
            "import dlref.site.contents",
            'dlref.site needs yaml: python -m pip install "dlref[site]"',
        ),
    ],
)
def test_what_is_not_installed_is_named(package: str, code: str, message: str) -> None:
    assert message in run(f"name == {package!r}", code).splitlines()[-1]


@pytest.mark.parametrize("package", ["fontTools", "brotli"])
def test_the_command_of_the_site_names_it_in_one_line(package: str) -> None:
    code = "import runpy; runpy.run_module('dlref.site', run_name='__main__')"
    assert run(f"name == {package!r}", code) == (
        f'dlref.site needs {package}: python -m pip install "dlref[site]"\n'
    )
