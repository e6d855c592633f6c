"""Other Pythons, and other packages for them: what `make portable` runs the tests with.

All that is made lies below `.venv-portable/`, and is made once.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

__all__ = ["HOME", "ROOT", "VERSIONS", "MissingError", "environment", "layer"]

ROOT = Path(__file__).parents[1]
HOME = ROOT / ".venv-portable"
VERSIONS = ("3.11", "3.12", "3.13", "3.14", "3.15")


class MissingError(Exception):
    """Says what this machine cannot give, and why."""


def environment(version: str) -> str:
    """Make an environment with what the tests need, and return its interpreter."""
    if sys.version.startswith(f"{version}."):
        return sys.executable
    folder = HOME / f"python{version}"
    python, ready = folder / "bin" / "python", folder / "ready"
    pins = ROOT / "requirements.txt"
    if not ready.exists() or ready.stat().st_mtime < pins.stat().st_mtime:
        _call(_interpreter(version), "-m", "venv", "--clear", str(folder))
        _pip(str(python), "-r", str(pins))
        _pip(str(python), "--no-deps", "--no-build-isolation", "-e", str(ROOT))
        ready.touch()
    return str(python)


def layer(python: str, requirement: str) -> str:
    """Install a package, and nothing else, into a folder for PYTHONPATH, and return the folder."""
    version = _call(python, "-c", "import sys; print(*sys.version_info[:2], sep='.')").strip()
    folder = HOME / f"python{version}-{requirement.replace('*', 'x')}"
    if not folder.exists():
        part = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        _pip(python, "--no-deps", "--target", str(part), requirement)
        part.rename(folder)
    return str(folder)


def _interpreter(version: str) -> str:
    for candidate in _candidates(version):
        found = subprocess.run([candidate, "--version"], capture_output=True, text=True)
        if found.stdout.startswith(f"Python {version}."):
            return candidate
    return _download(version)


def _candidates(version: str) -> Iterator[str]:
    on_path = shutil.which(f"python{version}")
    if on_path:
        yield on_path
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    downloaded = HOME / "downloaded"
    for folder in (pyenv / "versions", downloaded):
        yield from map(str, sorted(folder.glob(f"*{version}.*/bin/python{version}"), reverse=True))


def _download(version: str) -> str:
    """Let uv, which comes from the registry, look for an interpreter."""
    uv = Path(layer(sys.executable, "uv")) / "bin" / "uv"
    folder = HOME / "downloaded"
    _call(str(uv), "python", "install", "--no-bin", "--install-dir", str(folder), version)
    return str(next(folder.glob(f"*{version}.*/bin/python{version}")))


def _pip(python: str, *arguments: str) -> None:
    _call(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments)


def _call(*command: str) -> str:
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        last = run.stderr.strip().rpartition("\n")[2].strip()
        name = Path(command[0]).name
        raise MissingError(f"{name} {' '.join(command[1:4])} failed: {last}")
    return run.stdout
