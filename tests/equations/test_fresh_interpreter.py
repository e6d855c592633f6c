"""A snippet runs in a new interpreter: nothing comes from another, and nothing is lost by it."""

import math
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dlref.equations.pages.snippets import Snippet
from dlref.equations.snippets.interpreters import CAN_FORK
from dlref.equations.snippets.running import Runner


@pytest.fixture(scope="module", params=["fork", "anew"])
def runner(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Runner]:
    """Start the processes once, in both ways."""
    if request.param == "fork" and not CAN_FORK:
        pytest.skip("this system has no safe fork")
    folder = tmp_path_factory.mktemp("project")
    (folder / "own.py").write_text("here = 'the module of the page'\n")
    with Runner(folder, 20, may_fork=request.param == "fork") as runner:
        yield runner


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    """Start the processes once, in the usual way, with a short limit of time."""
    with Runner(tmp_path_factory.mktemp("project"), 1.5) as runner:
        yield runner


def told(runner: Runner, code: str) -> list[str]:
    """Run a snippet and return what is said of it."""
    return [str(mistake) for mistake in runner.run(Snippet(textwrap.dedent(code), 1))]


# Nothing comes from another snippet ---------------------------------------------------------------

LEAKS = {
    "print options": (
        "import numpy as np; np.set_printoptions(precision=2, suppress=True)",
        "import numpy as np; print(np.get_printoptions()['precision'])",
        "8",
    ),
    "the format of numbers": (
        "import numpy as np; np.set_printoptions(formatter={'float': str})",
        "import numpy as np; print(np.array([2 / 3]))",
        "[0.66666667]",
    ),
    "the seed of NumPy": (
        "import numpy as np; np.random.seed(0)",
        "import numpy as np; print(round(np.random.rand(), 7) == 0.5488135)",
        "False",
    ),
    "the seed of Python": (
        "import random; random.seed(0)",
        "import random; print(round(random.random(), 7) == 0.8444219)",
        "False",
    ),
    "floating-point errors": (
        "import numpy as np; old = np.seterr(divide='raise')",
        "import numpy as np; print(np.geterr()['divide'])",
        "warn",
    ),
    "a patched module": ("import math; math.pi = 3", "import math; print(math.pi > 3)", "True"),
    "a patched builtin": (
        "import builtins; builtins.len = lambda x: 7",
        "print(len('ab'))",
        "2",
    ),
    "what the harness uses": (
        "import json, os, time; json.dumps = os.write = os.getpid = time.monotonic = None",
        "import json; print(json.dumps(1))",
        "1",
    ),
    "decimals": (
        "import decimal; decimal.getcontext().prec = 3",
        "import decimal; print(decimal.getcontext().prec)",
        "28",
    ),
    "the precision of mpmath": (
        "import mpmath; mpmath.mp.dps = 5",
        "import mpmath; print(mpmath.mp.dps)",
        "15",
    ),
    "the environment": (
        "import os; os.environ['DLREF_LEAK'] = '1'",
        "import os; print(os.environ.get('DLREF_LEAK'))",
        "None",
    ),
    "the working folder": (
        "import os; os.chdir('/')",
        "import os; print(os.getcwd() == '/')",
        "False",
    ),
    "names of __main__": (
        "import __main__; __main__.left = x = 1",
        "import __main__; print(hasattr(__main__, 'left'), hasattr(__main__, 'x'))",
        "False False",
    ),
    "the path of modules": (
        "import sys; sys.path.insert(0, '/nowhere')",
        "import sys; print('/nowhere' in sys.path)",
        "False",
    ),
    "a module made by hand": (
        "import sys, types; sys.modules['left'] = types.ModuleType('left')",
        "import sys; print('left' in sys.modules)",
        "False",
    ),
    "filters of warnings": (
        "import warnings; warnings.simplefilter('error')",
        "import warnings; warnings.warn('no error'); print('on')",
        "on",
    ),
    "the limit of recursion": (
        "import sys; sys.setrecursionlimit(77)",
        "import sys; print(sys.getrecursionlimit() == 77)",
        "False",
    ),
    "how values are shown": (
        "import sys; sys.displayhook = lambda value: None",
        "1 + 1",
        "2",
    ),
    "the last value": ("previous = 1", "_", None),
    "where output goes": (
        "import io, sys; sys.stdout = io.StringIO()",
        "print('seen')",
        "seen",
    ),
    "a closed output": ("import os; os.close(1)", "print('seen')", "seen"),
    "a tracer": (
        "import sys; sys.settrace(lambda *given: 1 / 0)",
        "import sys; print(sys.gettrace())",
        "None",
    ),
}


@pytest.mark.parametrize(("before", "code", "shown"), LEAKS.values(), ids=LEAKS)
def test_nothing_leaks(quick: Runner, before: str, code: str, shown: str | None) -> None:
    quick.run(Snippet(f">>> {before}\n", 1))
    if shown is None:
        assert "NameError" in told(quick, f">>> {code}\n")[0]
    else:
        assert told(quick, f">>> {code}\n{shown}\n") == []


def test_nothing_leaks_into_this_process(quick: Runner) -> None:
    before = dict(os.environ), Path.cwd(), list(sys.path), sys.modules["__main__"]
    for leak, _, _ in LEAKS.values():
        quick.run(Snippet(f">>> {leak}\n", 1))
    assert (dict(os.environ), Path.cwd(), list(sys.path), sys.modules["__main__"]) == before
    assert math.pi > 3
    assert np.get_printoptions()["precision"] == 8


def test_nothing_comes_from_this_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    monkeypatch.setenv("PYTHONOPTIMIZE", "1")
    with Runner(tmp_path) as runner, np.printoptions(precision=2):
        monkeypatch.setenv("DLREF_LATE", "1")  # a test may change it at any time
        code = """\
            >>> import numpy as np, os, sys, warnings
            >>> np.array([2 / 3])
            array([0.66666667])
            >>> warnings.warn("written to the standard error")
            >>> assert 1 == 2
            Traceback (most recent call last):
            AssertionError
            >>> "pytest" in sys.modules, "dlref" in sys.modules
            (False, False)
            >>> [name for name in os.environ if name.startswith(("PYTEST", "DLREF_LATE"))]
            []
            """
        assert told(runner, code) == []


def test_two_snippets_draw_other_numbers(quick: Runner) -> None:
    code = ">>> import numpy as np, random\n>>> print(np.random.rand(), random.random())\n0\n"
    drawn = {told(quick, code)[0].split("printed:")[1] for _ in range(2)}
    assert len(drawn) == 2


# It is what `python` is ---------------------------------------------------------------------------


def test_a_snippet_is_main(runner: Runner) -> None:
    code = """\
        >>> from __future__ import annotations
        >>> import pickle
        >>> def f(x: undefined) -> None: pass
        >>> f.__annotations__
        {'x': 'undefined', 'return': 'None'}
        >>> pickle.loads(pickle.dumps(f)) is f
        True
        >>> import __main__
        >>> __main__.f is f, __name__, "__file__" in globals()
        (True, '__main__', False)
        >>> class Odd(Exception): pass
        >>> raise Odd("one")
        Traceback (most recent call last):
        Odd: one
        >>> 1 + 1
        2
        >>> _ * 2
        4
        >>> import inspect
        >>> print(inspect.getsource(f))
        def f(x: undefined) -> None: pass
        <BLANKLINE>
        """
    assert told(runner, code) == []


def test_modules_of_the_folder_are_found_and_no_others(runner: Runner) -> None:
    code = """\
        >>> import own, sys
        >>> own.here, sys.path[0], sys.argv
        ('the module of the page', '', [''])
        >>> import interpreter
        Traceback (most recent call last):
        ModuleNotFoundError: No module named 'interpreter'
        """
    assert told(runner, code) == []


def test_a_module_of_the_folder_may_have_the_name_of_one_that_numpy_imports(tmp_path: Path) -> None:
    (tmp_path / "secrets.py").write_text("here = 'mine'\n")
    (tmp_path / "traceback.py").write_text("here = 'mine'\n")
    code = ">>> import secrets, traceback\n>>> secrets.here, traceback.here\n('mine', 'mine')\n"
    with Runner(tmp_path) as runner:
        assert told(runner, code) == []


def test_output_is_what_comes_out_of_the_process(runner: Runner) -> None:
    code = """\
        >>> import os, subprocess, sys
        >>> command = [sys.executable, "-c", "print('two')"]
        >>> print("one"); done = subprocess.run(command); print("three")
        one
        two
        three
        >>> done = os.write(1, b"raw")
        raw
        >>> print("to the other one", file=sys.stderr)
        >>> "ä\N{SNOWMAN}"
        'ä\N{SNOWMAN}'
        """
    assert told(runner, code) == []


def test_an_exception_may_have_notes_and_a_syntax_error_its_place(runner: Runner) -> None:
    code = """\
        >>> error = ValueError("one")
        >>> error.add_note("two")
        >>> raise error
        Traceback (most recent call last):
        ValueError: one
        two
        >>> 1 +
        Traceback (most recent call last):
        SyntaxError: invalid syntax
        """
    assert told(runner, code) == []


# However it ends, it is said, and the others run -------------------------------------------------

ENDS = {
    "a dead loop": ("while True: pass", "runs longer than the limit of 1.5 seconds"),
    "a dead loop in C": ("sum(range(10**15))", "runs longer than the limit of 1.5 seconds"),
    "a sleep": ("import time; time.sleep(1000)", "another limit with --snippet-timeout"),
    "an exit": ("import os; os._exit(3)", "ends the interpreter, with exit status 3"),
    "an exit without a word": ("import os; os._exit(0)", "with exit status 0"),
    "sys.exit": ("import sys; sys.exit(4)", "SystemExit: 4"),
    "a crash": ("import ctypes; ctypes.string_at(0)", "by the signal SIGSEGV"),
    "an abort": ("import os; os.abort()", "by the signal SIGABRT"),
    "much output at once": ("print('x' * 200_000)", "prints more than the limit of 100,000"),
    "much output": ("while True: print('x' * 1000)", "prints more than the limit of 100,000"),
    "much on the standard error": (
        "import sys\n... while True: print('x' * 1000, file=sys.stderr)".replace(
            "\n... ", "; exec('''"
        )
        + "''')",
        "prints more than the limit of 100,000",
    ),
    "a fork that runs on": ("import os; os.fork() and None", "this example forks, and its child"),
    "input": ("input()", "EOFError: EOF when reading a line"),
    "a thread that stays": (
        "import threading, time; threading.Thread(target=time.sleep, args=(99,)).start()",
        "",
    ),
    "a process that stays": (
        "import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', 'input()'])",
        "",
    ),
}


@pytest.mark.skipif(not CAN_FORK, reason="signals and forks are those of Linux")
@pytest.mark.parametrize(("code", "problem"), ENDS.values(), ids=ENDS)
def test_an_end_is_told_and_nothing_else_is_lost(quick: Runner, code: str, problem: str) -> None:
    mistakes = told(quick, f">>> 1 + 1\n3\n>>> {code}\n>>> 2 + 2\n4\n")
    assert "printed:\n    2" in mistakes[0]
    assert len(mistakes) == 1 + bool(problem)
    assert problem in "".join(mistakes)
    assert told(quick, ">>> 2 + 2\n4\n") == []


@pytest.mark.skipif(not CAN_FORK, reason="elsewhere the parent is another process")
def test_the_end_of_the_server_is_told_too(quick: Runner) -> None:
    (mistake,) = told(quick, ">>> import os; os.kill(os.getppid(), 9)\n")
    assert mistake.startswith("this snippet ends the process that runs it")
    assert told(quick, ">>> 2 + 2\n4\n") == []


def test_what_is_left_behind_is_ended(quick: Runner, tmp_path: Path) -> None:
    file = tmp_path / "alive"
    code = f"import time, pathlib; time.sleep(2); pathlib.Path({str(file)!r}).touch()"
    start = (
        f">>> import subprocess, sys\n>>> p = subprocess.Popen([sys.executable, '-c', {code!r}])\n"
    )
    assert told(quick, start) == []
    assert told(quick, ">>> import time\n>>> time.sleep(1)\n") == []
    assert told(quick, ">>> import time\n>>> time.sleep(1)\n") == []
    assert not file.exists()


def test_temporary_files_are_removed(quick: Runner, tmp_path: Path) -> None:
    code = f">>> import tempfile\n>>> folder = tempfile.TemporaryDirectory(dir={str(tmp_path)!r})\n"
    assert told(quick, code) == []
    assert list(tmp_path.iterdir()) == []


def test_who_is_killed_leaves_no_process_behind(tmp_path: Path) -> None:
    file = tmp_path / "alive"
    code = f">>> import time, pathlib\n>>> time.sleep(2); pathlib.Path({str(file)!r}).touch()\n"
    script = (
        "import sys, pathlib\n"
        "from dlref.equations.pages.snippets import Snippet\n"
        "from dlref.equations.snippets.running import Runner\n"
        f"Runner(pathlib.Path('.')).run(Snippet({code!r}, 1))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script])
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(1.5)
    process.kill()
    process.wait()
    time.sleep(3)
    assert not file.exists()
