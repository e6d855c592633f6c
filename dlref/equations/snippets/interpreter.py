"""A new interpreter that runs the examples of one snippet; a script, or a part of `server`.

It imports nothing of this package, since what it imports a snippet would find imported. After each
example it notes how far the output reaches and what was raised, so that nothing is lost if the next
one ends the process.
"""

import os
import sys

_AT_START = set(sys.modules)  # what every `python` has imported before a folder can matter
if __name__ == "__main__" and sys.path[:1] == [os.path.dirname(os.path.abspath(__file__))]:
    del sys.path[0]  # the folder of this file, whose modules are not the snippet's business

import __future__

import atexit
import linecache
import types

# Taken now, since a snippet may put something else in their place.
from contextlib import suppress
from json import dumps, load
from os import _exit, getpid, stat, write
from time import monotonic, sleep
from traceback import format_exception_only
from typing import Any

__all__ = ["interpret", "shadowed"]

_FUTURE = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)


def interpret(request: dict[str, Any], folder: str) -> None:
    """Run examples as a reader's `python` would, note how each ended, and end the process."""
    me, flags, out = getpid(), 0, sys.stdout
    namespace = _become_main(request)
    note = os.open(os.path.join(folder, "notes"), os.O_WRONLY | os.O_APPEND)
    printed = os.path.join(folder, "out")
    for number, source in enumerate(request["sources"]):
        raised, flags = _run(source, f"<{request['name']}[{number}]>", namespace, flags)
        for stream in (out, sys.stdout):
            with suppress(Exception):  # the snippet may have closed it, or put another in its place
                stream.flush()
        runs_on = getpid() != me  # the example has forked, and this is the child
        write(note, dumps([number, stat(printed).st_size, raised, runs_on]).encode() + b"\n")
        if runs_on:
            _exit(0)
    _wait_for_children()
    with suppress(Exception):
        atexit._run_exitfuncs()  # temporary files are removed, for example
    _exit(0)


def shadowed(request: dict[str, Any], at_start: set[str] = _AT_START) -> set[str]:
    """List what was imported here, but in a new interpreter is an author's own module."""
    imported = {name for name in sys.modules if "." not in name} - at_start - {"__main__"}
    return {
        name
        for folder in (*request["beside"], ".")
        for name in imported.intersection(file.removesuffix(".py") for file in os.listdir(folder))
        if os.path.isfile(os.path.join(folder, f"{name}.py"))
        or os.path.isfile(os.path.join(folder, name, "__init__.py"))
    }


def _become_main(request: dict[str, Any]) -> dict[str, Any]:
    module = types.ModuleType("__main__")
    _become_main.replaced = sys.modules["__main__"]  # type: ignore[attr-defined] # still in use
    sys.modules["__main__"] = module
    sys.argv = [""]
    sys.path[:0] = [*request["beside"], ""]
    sys.dont_write_bytecode = True  # a folder of pages is published as it is
    for stream in (sys.stdout, sys.stderr):
        # As on a terminal: what a subprocess prints stands in its order.
        stream.reconfigure(encoding="utf-8", newline="\n", line_buffering=True)  # type: ignore[union-attr]
    if "numpy.random" in sys.modules:  # its seed is that of the process that was forked
        sys.modules["numpy.random"].seed()
    return module.__dict__


def _run(source: str, name: str, namespace: dict[str, Any], flags: int) -> tuple[str | None, int]:
    """Run one example; return what it raised, and the flags for those that follow."""
    # Inspection and warnings can show the source, as in the interpreter of Python 3.13.
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    try:
        code = compile(source, name, "single", flags, dont_inherit=True)
        flags |= code.co_flags & _FUTURE
        exec(code, namespace)
    except BaseException as error:
        return _message(error), flags
    return None, flags


def _message(error: BaseException) -> str:
    lines = format_exception_only(type(error), error)
    if isinstance(error, SyntaxError):  # the place in the source is for all to see
        starts = (type(error).__name__ + ":", type(error).__name__ + "\n")
        while lines and not lines[0].startswith(starts):
            del lines[0]
    return "".join(lines)


def _wait_for_children() -> None:
    """Give what was forked a second to note that it runs on."""
    until = monotonic() + 1
    with suppress(Exception):  # no child is left, or no such thing exists
        while monotonic() < until:
            os.waitpid(-1, os.WNOHANG)
            sleep(0.002)


if __name__ == "__main__":
    with open(os.path.join(sys.argv[1], "request"), encoding="utf-8") as file:
        asked = load(file)
    for shadow in shadowed(asked):
        del sys.modules[shadow]
    interpret(asked, sys.argv[1])
