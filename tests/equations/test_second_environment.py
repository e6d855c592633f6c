"""A digit that is shown must be the same in a second numerical environment."""

import importlib
import os
from pathlib import Path

import pytest

from dlref.equations.pages.snippets import Snippet
from dlref.equations.snippets import environment, running
from dlref.equations.snippets.environment import fresh, second
from dlref.equations.snippets.running import Runner

WHOLE = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
# Stands for a sum whose rounding depends on the processor.
SUM = 'total = 2 / 3 + 1e-15 * (os.environ.get("OMP_NUM_THREADS") == "1")'
RESIDUAL = 'r = 1e-16 * (-1 if os.environ.get("OMP_NUM_THREADS") == "1" else 1)'


def told(code: str, environ: dict[str, str] = WHOLE) -> list[str]:
    with Runner(Path.cwd(), environ=environ) as runner:
        return [str(m) for m in runner.run(Snippet(f">>> import os\n{code}\n", 1))]


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        ("0.6666666666666666", "total"),
        ("0.666666666666667", "total"),
        ("1e-16", "r"),
        ("'0.66666666666666663'", "f'{total:.17f}'"),
    ],
)
def test_a_digit_that_depends_on_the_machine_is_told(shown: str, code: str) -> None:
    (mistake,) = told(f">>> {SUM}\n>>> {RESIDUAL}\n>>> {code}\n{shown}\n")
    head, _, rest = mistake.partition("\n")
    assert head.endswith(
        "round what is shown to the digits that do not depend on the machine, and show a residual "
        "of rounding as abs(r) < 1e-12"
    )
    assert "shown:" in rest
    if shown != "0.666666666666667":  # this one is printed with more digits here, too
        assert head.startswith("this example shows digits that depend on the machine")
        assert f"printed:\n    {shown}\nprinted in the second numerical environment:\n" in rest


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        ("0.66666667", "round(total, 8)"),
        ("0.667", "total"),  # what is shown of it is the same
        ("True", "abs(r) < 1e-12"),
        ("0.0", "r"),
        ("-0.00", "print(f'{r:.2f}')"),
    ],
)
def test_a_digit_that_is_promised_passes(shown: str, code: str) -> None:
    assert told(f">>> {SUM}\n>>> {RESIDUAL}\n>>> {code}\n{shown}\n") == []


def test_chance_is_told_apart_from_digits() -> None:
    (mistake,) = told('>>> print("b" if os.environ.get("OMP_NUM_THREADS") else "a")\na')
    assert mistake.startswith("this example prints something else in another interpreter: show")


def test_what_ends_only_the_second_interpreter_is_told() -> None:
    (mistake,) = told('>>> os.environ.get("OMP_NUM_THREADS") and os._exit(5)')
    assert mistake.startswith("in the second numerical environment, this example ends the")


def test_the_environments_differ() -> None:
    environ = {"PATH": "/bin", "NPY_ENABLE_CPU_FEATURES": "AVX2"}
    other = second(environ)
    assert other["OPENBLAS_NUM_THREADS"] == "1"
    assert other["PATH"] == "/bin"
    assert "NPY_ENABLE_CPU_FEATURES" not in other
    assert environ == {"PATH": "/bin", "NPY_ENABLE_CPU_FEATURES": "AVX2"}


def test_where_the_first_is_the_plainest_the_second_is_the_whole_processor() -> None:
    plain = second({"PATH": "/bin"})
    assert second(plain) == {"PATH": "/bin"}


def test_what_is_set_stays_set() -> None:
    other = second({"GLIBC_TUNABLES": "glibc.malloc.check=1", "NPY_DISABLE_CPU_FEATURES": "X"})
    assert other.get("GLIBC_TUNABLES", "").startswith("glibc.malloc.check=1")
    assert "X" in other["NPY_DISABLE_CPU_FEATURES"].split()


def test_a_reader_has_no_pytest() -> None:
    environ = {"PYTEST_VERSION": "9", "PYTHONWARNINGS": "error", "PYTHONPATH": "src", "HOME": "/"}
    assert fresh(environ) == {"PYTHONPATH": "src", "HOME": "/"}


def test_every_feature_that_numpy_can_do_without_is_off() -> None:
    code = ">>> from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__\n"
    code += ">>> any(__cpu_features__[name] for name in __cpu_dispatch__)\nFalse\n"
    plain = {**WHOLE, **second(WHOLE)}
    if environment._features():
        assert told(code) != []
    with Runner(Path.cwd(), environ=plain) as runner:
        runner._servers = [runner._server(plain)]
        assert runner.run(Snippet(code, 1)) == []


@pytest.mark.parametrize("refused", ["NPY_DISABLE_CPU_FEATURES", "LD_BIND_NOT_A_VARIABLE"])
def test_a_refused_variable_is_said_and_done_without(
    monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    baseline = importlib.import_module("numpy._core._multiarray_umath").__cpu_baseline__
    if not baseline:
        pytest.skip("this NumPy needs no feature that could be refused")
    monkeypatch.setattr(
        running, "second", lambda environ: {**second(environ), refused: baseline[0]}
    )
    with Runner(Path.cwd(), environ=WHOLE) as runner:
        code = f">>> import os\n>>> {SUM}\n>>> total\n0.6666666666666666\n"
        assert "digits that depend" in str(runner.run(Snippet(code, 1))[0])
        if refused == "NPY_DISABLE_CPU_FEATURES":
            assert runner.note.startswith(f"the second numerical environment lacks {refused}: ")
            assert "baseline" in runner.note
        else:
            assert runner.note == ""


def test_without_any_second_environment_snippets_run_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(running, "second", lambda environ: {**environ, "PYTHONHOME": "/nowhere"})
    with Runner(Path.cwd(), environ=WHOLE) as runner:
        assert runner.run(Snippet(">>> 1 + 1\n2\n", 1)) == []
        assert runner.note.startswith("no second numerical environment, so no digit was tried")


def test_without_any_interpreter_it_is_said_why() -> None:
    (mistake,) = told(">>> 1 + 1\n2\n", {**WHOLE, "PYTHONHOME": "/nowhere"})
    assert mistake.startswith("no interpreter can be started for this snippet: ")
