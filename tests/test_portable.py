"""`make portable` tries what it promises, and tells what fails and what it leaves out."""

import platform
from pathlib import Path

import numpy as np
import pytest

from tests import portable
from tests.last_digit import moved
from tests.portable import CORES, Row, attempt, rows

CHECKS = """
import os
import pytest

@pytest.fixture
def broken():
    raise RuntimeError

def test_passes():
    assert os.environ.get("OPENBLAS_NUM_THREADS") == "1"

def test_fails():
    assert False

def test_cannot_start(broken):
    pass

def test_is_left_out():
    pytest.skip("by itself")
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(portable, "HOME", tmp_path / "home")
    return tmp_path / "home"


def test_every_environment_has_a_row_of_its_own() -> None:
    names = [row.name for row in rows()]
    assert len(set(names)) == len(names)
    features = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    wanted = [f"BLAS for {core}" for core in CORES] + [f"without {name}" for name in features]
    wanted += ["threads: 1", "threads: 2", "numpy==2.0.*", "numpy", "seed 1", "seed 20"]
    assert set(wanted) <= set(names)


def test_failures_are_counted_and_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = home.parent / "test_checks.py"
    file.write_text(CHECKS)
    row = Row("one thread", variables={"OPENBLAS_NUM_THREADS": "1"})
    failures = attempt(row, [str(file)])
    log = home / "logs" / "one-thread.txt"
    assert [failure.partition("::")[2] for failure in failures] == [
        f"test_fails, see {log}",
        f"test_cannot_start, see {log}",
    ]
    printed = capsys.readouterr().out
    assert printed.startswith("one thread ")
    assert f" {platform.python_version()} " in printed
    assert "x1 " in printed
    assert printed.split()[-3:-1] == ["1", "2"]
    assert "assert False" in log.read_text()


def test_an_environment_without_a_test_fails(home: Path) -> None:
    (home.parent / "test_none.py").touch()
    (failure,) = attempt(Row("empty"), [str(home.parent / "test_none.py")])
    assert failure == f"empty: no test ran, see {home / 'logs' / 'empty.txt'}"


def test_what_the_processor_lacks_is_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(portable, "_flags", lambda: {"pni", "avx"})
    assert attempt(Row("Zen", variables={"OPENBLAS_CORETYPE": "Zen"}), []) == []
    assert capsys.readouterr().out.split("left out: ")[1] == "the processor has no avx2\n"


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_another_library_differs_in_the_last_digit(dtype: type[np.floating]) -> None:
    values = np.linspace(0.51, 0.99, 99, dtype=dtype)
    other = moved(values)
    assert other.dtype == dtype
    assert set(np.rint((other - values) / np.spacing(values))) == {-1, 1}
    assert (moved(values) == other).all()
    exact = np.array([0, 1, -1, np.inf, -np.inf], dtype)
    assert moved(exact).tolist() == exact.tolist()
