"""A process that has snippets run, each in a new interpreter; it is started by its path.

It reads requests, each a line of JSON, and answers each with one. An interpreter is a fork of this
process, which has imported NumPy and nothing of this package; where there is no safe fork, it is a
process started anew. It is watched: its time and its output have limits, and however it ends, what
it printed before is answered.
"""

import os
import sys

_AT_START = set(sys.modules)  # what every `python` has imported before a folder can matter
if sys.path[:1] == [os.path.dirname(os.path.abspath(__file__))]:
    del sys.path[0]  # the folder of this file, whose modules are not the snippet's business

import contextlib
import importlib.util
import json
import signal
import subprocess
import time
from collections.abc import Sequence
from typing import Any, Protocol

_INTERPRETER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "interpreter.py")
_FILES = ("out", "err", "notes")
_MOST_BYTES = 100_000  # no page shows so much


class Process(Protocol):
    """What is watched: a fork, or a `subprocess.Popen`."""

    pid: int

    def poll(self) -> int | None:
        """Return the exit status, negative after a signal; `None` while it runs."""


def serve(folder: str, may_fork: bool) -> None:
    """Answer requests until there are no more; `folder` is for files."""
    requests, answers = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "wb", 0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(nowhere, descriptor)
    interpreter = _load(_INTERPRETER)
    forks = may_fork and _import_numpy()
    private = (requests.fileno(), answers.fileno(), nowhere)
    answers.write(b"{}\n")  # ready
    for line in requests:
        request = json.loads(line)
        _empty(folder)
        if forks and not interpreter.shadowed(request, _AT_START):
            process: Process = Fork(interpreter, request, folder, private)
        else:
            process = start(request, folder)
        ended = watch(process, request["seconds"], folder)
        answers.write(json.dumps(answer(folder, ended)).encode() + b"\n")


def _load(path: str) -> Any:
    spec = importlib.util.spec_from_file_location("interpreter", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _import_numpy() -> bool:
    """Import it once for all snippets."""
    with contextlib.suppress(ImportError):
        import numpy.random  # noqa: F401 (so that each fork has it already)
    return True


def _empty(folder: str) -> None:
    for file in _FILES:
        path = os.path.join(folder, file)
        with contextlib.suppress(OSError):
            os.unlink(path)  # a process that was left behind may still write into the old one
        open(path, "wb").close()


# Started ----------------------------------------------------------------------------------------


class Fork:
    """A child of this process that is the interpreter."""

    def __init__(
        self, interpreter: Any, request: dict[str, Any], folder: str, private: Sequence[int]
    ) -> None:
        self.pid = os.fork()
        self.status: int | None = None
        if self.pid:
            return
        try:
            os.setsid()
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            for descriptor in private:
                os.close(descriptor)
            for descriptor, file in ((1, "out"), (2, "err")):
                opened = os.open(os.path.join(folder, file), os.O_WRONLY | os.O_APPEND)
                os.dup2(opened, descriptor)
                os.close(opened)
            interpreter.interpret(request, folder)
        finally:
            os._exit(70)

    def poll(self) -> int | None:
        """Return the exit status, negative after a signal; `None` while it runs."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status


def start(request: dict[str, Any], folder: str) -> Process:
    """Start an interpreter anew."""
    with open(os.path.join(folder, "request"), "w", encoding="utf-8") as file:
        json.dump(request, file)
    with (
        open(os.path.join(folder, "out"), "ab") as out,
        open(os.path.join(folder, "err"), "ab") as err,
    ):
        return subprocess.Popen(
            [sys.executable, _INTERPRETER, folder],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )


# Watched ----------------------------------------------------------------------------------------


def watch(process: Process, seconds: float, folder: str) -> tuple[str, int]:
    """Wait until it ends, or end it at a limit; return how it ended, and a number about that."""

    def stop(number: int, frame: object) -> None:
        kill(process)
        os._exit(0)

    before = signal.signal(signal.SIGTERM, stop)
    until, pause, parent = time.monotonic() + seconds, 0.0005, os.getppid()
    ended = None
    while ended is None:
        status = process.poll()
        if max(_size(folder, "out"), _size(folder, "err")) > _MOST_BYTES:
            ended = ("output", _MOST_BYTES)
        elif status is not None:
            ended = ("signal", -status) if status < 0 else ("exit", status)
        elif time.monotonic() > until:
            ended = ("time", 0)
        elif os.getppid() != parent:  # nobody waits for the answer
            ended = ("alone", 0)
        else:
            time.sleep(pause)
            pause = min(1.2 * pause, 0.02)
    kill(process)
    signal.signal(signal.SIGTERM, before)
    return ended


def kill(process: Process) -> None:
    """End a process, and those that it has left behind."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL if hasattr(os, "killpg") else signal.SIGTERM)
    with contextlib.suppress(ProcessLookupError, PermissionError, AttributeError):
        os.killpg(process.pid, signal.SIGKILL)
    while process.poll() is None:
        time.sleep(0.001)


def answer(folder: str, ended: tuple[str, int]) -> dict[str, Any]:
    """Collect what an interpreter has left: for each example what it printed and raised."""
    out, err, notes = (_content(folder, file) for file in _FILES)
    done: list[tuple[str, str | None]] = []
    start = 0
    for number, end, raised, runs_on in map(json.loads, notes.splitlines()):
        if end > _MOST_BYTES:  # this is the example that did it
            break
        if runs_on:
            ended = ("fork", number)
        else:
            done.append((out[start:end].decode(errors="backslashreplace"), raised))
            start = end
    return {"done": done, "ended": ended, "errors": err.decode(errors="replace")[-1000:]}


def _content(folder: str, file: str) -> bytes:
    with open(os.path.join(folder, file), "rb") as opened:
        return opened.read(2 * _MOST_BYTES)


def _size(folder: str, file: str) -> int:
    return os.path.getsize(os.path.join(folder, file))


if __name__ == "__main__":
    serve(sys.argv[2], sys.argv[1] == "--fork")
