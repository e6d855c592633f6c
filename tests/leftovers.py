"""What a test could leave changed for the tests after it, and the cure of each.

Warning filters and logging handlers are missing: pytest itself sets them for each test.
"""

import decimal
import gc
import locale
import logging
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import numpy as np

__all__ = ["RANDOM", "own_draws", "state", "what_changed"]

State = dict[str, object]

LASTING = (str(Path(__file__).parents[1]), sys.prefix, sys.base_prefix)
TEMPORARY = tempfile.gettempdir()


def state() -> State:
    """Look at all that tests share."""
    return {name: look() for name, (look, _) in _PIECES.items()}


def what_changed(before: State, after: State) -> list[str]:
    """Say what is not as it was, and how a test leaves it alone."""
    return [
        f"{name}: {_difference(before[name], after[name])}; {_PIECES[name][1]}"
        for name in before
        if before[name] != after[name]
    ]


@contextmanager
def own_draws(module: ModuleType) -> Iterator[None]:
    """Let a test draw from the generators of its module as if no other test had drawn."""
    generators = [v for v in vars(module).values() if isinstance(v, np.random.Generator)]
    states = [generator.bit_generator.state for generator in generators]
    try:
        yield
    finally:
        for generator, start in zip(generators, states, strict=True):
            generator.bit_generator.state = start


def _difference(before: object, after: object) -> str:
    if isinstance(before, dict) and isinstance(after, dict):
        changed = {key for key in before | after if before.get(key) != after.get(key)}
        before, after = ({k: d[k] for k in changed & d.keys()} for d in (before, after))
    elif isinstance(before, set) and isinstance(after, set):
        before, after = before - after, after - before
    return f"{_short(before)} became {_short(after)}"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:117]}..."


def _environment() -> object:
    return {key: value for key, value in os.environ.items() if key != "PYTEST_CURRENT_TEST"}


def _legacy_numpy_random() -> object:
    kind, key, *rest = np.random.get_state()  # noqa: NPY002 (the global generator is meant)
    return (kind, np.asarray(key).tobytes(), *rest)


def _decimal() -> object:
    context = decimal.getcontext()
    return context.prec, context.rounding, context.Emin, context.Emax


def _mpmath() -> object:
    mpmath = sys.modules.get("mpmath")
    return (mpmath.mp.dps, mpmath.mp.pretty, mpmath.iv.dps) if mpmath else (15, False, 15)


def _matplotlib() -> object:
    pyplot = sys.modules.get("matplotlib.pyplot")
    return pyplot.get_fignums() if pyplot else []


_known: set[str] = set()


def _temporary_modules() -> object:
    """List the modules that lie in a temporary folder; those known to lie elsewhere are quick."""
    new = sys.modules.keys() - _known
    temporary = {name for name in new if _is_temporary(sys.modules[name])}
    _known.update(new - temporary)
    return temporary


def _is_temporary(module: ModuleType) -> bool:
    file = getattr(module, "__file__", None) or ""
    return file.startswith(TEMPORARY) and not file.startswith(LASTING)


def _files() -> object:
    """List the folder that tests start in, less what git ignores there."""
    ignored = {"__pycache__", "build", "dist", "site"}
    return {file.name for file in Path().iterdir() if file.name[0] != "."} - ignored


_MONKEYPATCH = "let the fixture monkeypatch change it"
_GENERATOR = "draw from np.random.default_rng(SEED)"
RANDOM = {
    "random's generator": (random.getstate, _GENERATOR),
    "NumPy's global generator": (_legacy_numpy_random, _GENERATOR),
}
_PIECES: dict[str, tuple[Callable[[], object], str]] = {
    **RANDOM,
    "mpmath's precision": (_mpmath, "use mpmath.workdps as a context manager"),
    "NumPy's error state": (np.geterr, "use np.errstate as a context manager"),
    "NumPy's error callback": (np.geterrcall, "use np.errstate as a context manager"),
    "NumPy's print options": (np.get_printoptions, "use np.printoptions as a context manager"),
    "the decimal context": (_decimal, "use decimal.localcontext as a context manager"),
    "the locale": (lambda: locale.setlocale(locale.LC_ALL), "set it back in a finally"),
    "the time zone": (lambda: time.tzname, "set it back in a finally"),
    "the environment": (_environment, _MONKEYPATCH),
    "the current folder": (os.getcwd, _MONKEYPATCH),
    "files of the current folder": (_files, "write below the fixture tmp_path"),
    "sys.path": (sys.path.copy, "let the fixture monkeypatch prepend to it"),
    "sys.argv": (sys.argv.copy, _MONKEYPATCH),
    "sys.meta_path": (sys.meta_path.copy, _MONKEYPATCH),
    "modules of a temporary folder": (_temporary_modules, "delete them from sys.modules"),
    "open figures": (_matplotlib, "close them"),
    "the recursion limit": (sys.getrecursionlimit, "set it back in a finally"),
    "garbage collection": (gc.isenabled, "set it back in a finally"),
    "the level of logging": (
        lambda: (logging.root.level, logging.root.manager.disable),
        "use the fixture caplog",
    ),
    "the handler of Ctrl-C": (lambda: signal.getsignal(signal.SIGINT), "set it back in a finally"),
    "threads": (
        lambda: {thread.name for thread in threading.enumerate() if not thread.daemon},
        "join them",
    ),
}
