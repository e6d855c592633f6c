"""The tests in other environments: `make portable` prints a table of what failed in which.

`make portable ONLY="numpy seed"` runs the rows whose names hold one of the words.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from tests.interpreters import HOME, ROOT, VERSIONS, MissingError, environment, layer

__all__ = ["Row", "attempt", "main", "rows"]

THIS = f"{sys.version_info.major}.{sys.version_info.minor}"
CORES = {  # those of OpenBLAS, with what each asks of the processor
    "Prescott": "pni",
    "Sandybridge": "avx",
    "Haswell": "avx2",
    "Zen": "avx2",
    "SkylakeX": "avx512vl",
}
NUMPYS = ("numpy==2.0.*", "numpy==2.2.*", "numpy")  # the oldest, one between, the newest
WITHOUT_BROWSER = ("-m", "not browser")
DESCRIBE = """
import json, platform, numpy
from threadpoolctl import threadpool_info
blas = next(info for info in threadpool_info() if info["user_api"] == "blas")
simd = numpy.show_config(mode="dicts")["SIMD Extensions"]
print(json.dumps({
    "Python": platform.python_version(),
    "NumPy": numpy.__version__,
    "BLAS": f"{blas.get('architecture', blas['internal_api'])} x{blas['num_threads']}",
    "SIMD": (simd["baseline"] + simd.get("found", []))[-1],
}))
"""
FORMAT = "{:32} {:8} {:7} {:15} {:12} {:>6} {:>6} {:>7}"
HEADINGS = ("environment", "Python", "NumPy", "BLAS", "SIMD", "passed", "failed", "seconds")


@dataclass(frozen=True)
class Row:
    """An environment for the tests: a Python, packages laid over its own, and variables."""

    name: str
    python: str = THIS
    layers: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = WITHOUT_BROWSER


def rows() -> Iterator[Row]:
    """List the environments, also those that this machine may lack."""
    yield Row("as it is")
    for core in CORES:
        yield Row(f"BLAS for {core}", variables={"OPENBLAS_CORETYPE": core})
    features = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    for some in (*features, " ".join(features)):
        yield Row(f"without {some}", variables={"NPY_DISABLE_CPU_FEATURES": some})
    for number in ("1", "2"):
        yield Row(f"threads: {number}", variables={"OPENBLAS_NUM_THREADS": number})
    digits = ("-p", "tests.last_digit", *WITHOUT_BROWSER)
    yield Row("last digits of another library", arguments=digits)
    for requirement in NUMPYS:
        yield Row(requirement, layers=(requirement,))
    for version in VERSIONS:
        if version != THIS:
            yield Row(f"Python {version}, newest numpy", version, ("numpy",))
    for seed in range(1, 4):
        order = (f"--randomly-seed={seed}", *WITHOUT_BROWSER)
        yield Row(f"random order {seed}", layers=("pytest-randomly",), arguments=order)
    for seed in range(1, 21):
        yield Row(f"seed {seed}", arguments=("-m", "hypothesis", f"--hypothesis-seed={seed}"))


def main() -> int:
    """Run the tests in each environment, and return 1 where one failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="words, one of which a row's name must hold")
    parser.add_argument("paths", nargs="*", help="tests to run; all of them if none is given")
    options = parser.parse_args()
    words = options.only.lower().split() or [""]
    wanted = [row for row in rows() if any(word in row.name.lower() for word in words)]
    if not wanted:
        parser.error(f"no environment is named so; there are: {', '.join(r.name for r in rows())}")
    print(FORMAT.format(*HEADINGS), flush=True)
    failures = [failure for row in wanted for failure in attempt(row, options.paths)]
    print(*failures, sep="\n")
    return bool(failures)


def attempt(row: Row, paths: list[str]) -> list[str]:
    """Run the tests in an environment, print its row, and return the tests that failed."""
    try:
        _check_processor(row)
        python = environment(row.python)
        layers = [layer(python, requirement) for requirement in row.layers]
    except MissingError as missing:
        print(f"{row.name:32} left out: {missing}", flush=True)
        return []
    variables = {**os.environ, **row.variables, "PYTHONPATH": os.pathsep.join([*layers, str(ROOT)])}
    described = subprocess.run(
        [python, "-c", DESCRIBE], env=variables, capture_output=True, text=True, check=True
    )
    start = time.perf_counter()
    counts, failures = _run(row, python, variables, paths)
    seconds = f"{time.perf_counter() - start:.0f}"
    print(
        FORMAT.format(row.name, *json.loads(described.stdout).values(), *counts, seconds),
        flush=True,
    )
    return failures


def _check_processor(row: Row) -> None:
    core = row.variables.get("OPENBLAS_CORETYPE")
    if core and CORES[core] not in _flags():
        raise MissingError(f"the processor has no {CORES[core]}")


def _flags() -> set[str]:
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    return next((set(line.split()) for line in lines if line.startswith("flags")), set())


def _run(
    row: Row, python: str, variables: Mapping[str, str], paths: list[str]
) -> tuple[tuple[int, int], list[str]]:
    """Count what passed and failed; the whole output is kept beside the environments."""
    name = "".join(c if c.isalnum() or c in ".=" else "-" for c in row.name)
    (HOME / "logs").mkdir(parents=True, exist_ok=True)
    log, report = HOME / "logs" / f"{name}.txt", HOME / "logs" / f"{name}.xml"
    report.unlink(missing_ok=True)
    command = [python, "-m", "pytest", "-q", "-n", "auto", "-p", "no:cacheprovider"]
    with log.open("w") as output:
        subprocess.run(
            [*command, f"--junitxml={report}", *row.arguments, *paths],
            cwd=ROOT,
            env=variables,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    if not report.exists():
        return (0, 1), [f"{row.name}: pytest did not start, see {log}"]
    cases = list(ElementTree.parse(report).iter("testcase"))
    bad = [
        case for case in cases if case.find("failure") is not None or case.find("error") is not None
    ]
    skipped = sum(case.find("skipped") is not None for case in cases)
    told = [f"{row.name}: {case.get('classname')}::{case.get('name')}, see {log}" for case in bad]
    if not cases:
        told.append(f"{row.name}: no test ran, see {log}")
    return (len(cases) - len(bad) - skipped, len(bad)), told


if __name__ == "__main__":
    sys.exit(main())
