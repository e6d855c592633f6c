"""A test that leaves something behind fails and is told what, and each draws as if alone."""

from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from tests.leftovers import own_draws, state

pytest_plugins = ["pytester"]

HERE = Path(__file__).parent
LEAVING = {
    "random's generator": "random.seed(1)",
    "NumPy's global generator": "np.random.seed(1)",
    "mpmath's precision": "mpmath.mp.dps = 400",
    "NumPy's error state": "np.seterr(divide='ignore')",
    "NumPy's error callback": "np.seterrcall(print)",
    "NumPy's print options": "np.set_printoptions(precision=3)",
    "the decimal context": "decimal.getcontext().prec = 50",
    "the locale": "locale.setlocale(locale.LC_ALL, 'C')",
    "the time zone": "time.tzname = ('XST', 'XDT')",
    "the environment": "os.environ['LEFT'] = 'behind'",
    "the current folder": "os.chdir('..')",
    "files of the current folder": "open('left.txt', 'w').close()",
    "sys.path": "sys.path.insert(0, 'left')",
    "sys.argv": "sys.argv.append('left')",
    "sys.meta_path": "sys.meta_path.append(sys.meta_path[-1])",
    "modules of a temporary folder": "sys.modules['left'] = sys.modules[__name__]",
    "open figures": "import matplotlib.pyplot; matplotlib.pyplot.figure()",
    "the recursion limit": "sys.setrecursionlimit(4321)",
    "garbage collection": "gc.disable()",
    "the level of logging": "logging.disable()",
    "the handler of Ctrl-C": "signal.signal(signal.SIGINT, lambda *_: None)",
    "threads": "threading.Thread(target=time.sleep, args=(3,)).start()",
}
IMPORTS = """
import decimal, gc, locale, logging, os, random, signal, sys, threading, time
import mpmath
import numpy as np
"""


def test_every_piece_of_the_state_is_tried() -> None:
    assert LEAVING.keys() == state().keys()


def test_a_test_that_leaves_something_behind_is_told_what(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HERE.parent))
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_PLUGINS", "_hypothesis_pytestplugin")
    tests = [f"def test_{i}():\n    {line}\n" for i, line in enumerate(LEAVING.values())]
    pytester.makeconftest((HERE / "conftest.py").read_text())
    pytester.makepyfile(IMPORTS + "\n".join(tests))
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=len(tests), errors=len(tests))
    blocks = result.stdout.str().split("ERROR at teardown of test_")[1:]
    for name, block in zip(LEAVING, blocks, strict=True):
        assert f"the test leaves behind:\n{name}: " in block


def test_a_test_draws_as_if_alone() -> None:
    module = ModuleType("module_with_a_generator")
    vars(module)["RNG"] = np.random.default_rng(0)
    draws = []
    for _ in range(2):
        with own_draws(module):
            draws.append(module.RNG.normal())
    assert draws[0] == draws[1]
