"""Environments that have the wheel of dlref and what one of its extras names, and nothing else.

No index is asked: a distribution that the running environment has is linked into the new one.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

__all__ = ["Environment", "build_wheel", "make_environment"]

ROOT = Path(__file__).resolve().parent.parent
_SOURCES = ("dlref", "pyproject.toml", "README.md", "LICENSE")
_SCRIPT = """import sys
from {module} import {function}
sys.exit({function}())
"""


def build_wheel(folder: Path) -> Path:
    """Build the wheel of this project from a copy of its sources, since a build leaves files."""
    source = folder / "source"
    for name in _SOURCES:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, source / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, source / name)
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(source))
    (wheel,) = folder.glob("dlref-*.whl")
    return wheel


@dataclass(frozen=True)
class Environment:
    """An environment in a folder of its own."""

    folder: Path

    def run(self, *command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run `python`, or a console script, as someone does who has this environment alone."""
        program, *arguments = command
        environment = {key: value for key, value in os.environ.items() if "PYTHON" not in key}
        return subprocess.run(
            [*self._program(program), *arguments],
            cwd=cwd,
            env={**environment, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def _program(self, name: str) -> list[str]:
        scripts = self._path("scripts")
        if name == "python":
            return [str(self.python)]
        if (scripts / f"{name}.exe").exists():
            return [str(scripts / f"{name}.exe")]
        return [str(self.python), str(scripts / name)]

    @property
    def python(self) -> Path:
        """The interpreter."""
        return self._path("scripts") / ("python.exe" if os.name == "nt" else "python")

    def link(self, name: str) -> None:
        """Add a distribution of the running environment, with its console scripts."""
        distribution = metadata.distribution(name)
        for top in _top_level(distribution):
            _link(Path(str(distribution.locate_file(top))), self._path("purelib") / top)
        for script in distribution.entry_points.select(group="console_scripts"):
            text = _SCRIPT.format(module=script.module, function=script.attr)
            (self._path("scripts") / script.name).write_text(text, encoding="utf-8")

    def unlink(self, name: str) -> None:
        """Take a distribution away."""
        for top in _top_level(metadata.distribution(name)):
            (self._path("purelib") / top).unlink()

    def _path(self, kind: str) -> Path:
        places = dict.fromkeys(["base", "platbase", "installed_base"], str(self.folder))
        return Path(sysconfig.get_path(kind, "venv", places))


def make_environment(folder: Path, wheel: Path, extra: str = "") -> Environment:
    """Make an environment and let pip install the wheel, which finds what it needs or fails."""
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    environment = Environment(folder)
    extras = {extra} if extra else set()
    for name in _needed(wheel, extras):
        environment.link(name)
    wanted = f"{wheel}[{extra}]" if extra else str(wheel)
    _pip("--python", str(environment.python), "install", "--no-compile", wanted)
    return environment


def _needed(wheel: Path, extras: Iterable[str]) -> set[str]:
    """Name all distributions that the wheel needs with some extras, and that those need."""
    this = canonicalize_name(wheel.name.partition("-")[0])
    found: set[str] = set()
    seen: set[tuple[str, str]] = set()
    pending = [(this, extra) for extra in ("", *extras)]
    while pending:
        name, extra = pending.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        found.add(name)
        distribution = _of(wheel) if name == this else metadata.distribution(name)
        for requirement in _requirements(distribution, extra):
            other = canonicalize_name(requirement.name)
            pending += [(other, wanted) for wanted in ("", *requirement.extras)]
    return found - {this}


def _of(wheel: Path) -> metadata.Distribution:
    (folder,) = (path for path in zipfile.Path(wheel).iterdir() if path.name.endswith(".dist-info"))
    return metadata.PathDistribution(folder)


def _requirements(distribution: metadata.Distribution, extra: str) -> Iterator[Requirement]:
    for requirement in map(Requirement, distribution.requires or ()):
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield requirement


def _top_level(distribution: metadata.Distribution) -> set[str]:
    """Name the files and folders of a distribution in `site-packages`."""
    files = distribution.files or ()
    return {file.parts[0] for file in files} - {"..", "__pycache__"}


def _link(source: Path, target: Path) -> None:
    if target.exists():
        return  # two distributions share a folder
    try:
        target.symlink_to(source)
    except OSError:  # Windows asks for a privilege
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", *arguments, "--no-index", "--quiet"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, f"{' '.join(command)}\n{run.stdout}{run.stderr}"
