"""The way to the process that has snippets run."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["CAN_FORK", "Outcome", "Server", "ServerError"]

# The system libraries of macOS do not survive a fork.
CAN_FORK = hasattr(os, "fork") and sys.platform != "darwin"
_SERVER = Path(__file__).with_name("server.py")


class ServerError(RuntimeError):
    """The process could not be started; the message is the last line that it wrote."""


@dataclass(frozen=True)
class Outcome:
    """How the interpreter of a snippet ended.

    Args:
        done: What each example that was finished has printed, and raised.
        ended: `exit`, `signal`, `time`, `output`, `fork` or `lost`, and a number about it.
        errors: The end of what was written to the standard error.
    """

    done: list[tuple[str, str | None]]
    ended: tuple[str, int]
    errors: str = ""


class Server:
    """The process, in a folder and an environment; it is started when it is first asked."""

    def __init__(self, folder: Path, environ: Mapping[str, str], may_fork: bool = CAN_FORK) -> None:
        self.folder = folder
        self.environ = environ
        self.may_fork = may_fork
        self._running: _Running | None = None

    def launch(self) -> None:
        """Start the process, and do not wait until it is ready."""
        self._running = _Running(self.folder, self.environ, self.may_fork)

    def start(self) -> None:
        """Start the process, if it is not running, and wait until it is ready.

        Raises:
            ServerError: It ended before it was ready.
        """
        if not self._running:
            self.launch()
        if self._running and not self._running.is_ready():
            words = self._running.last_words()
            self.close()
            raise ServerError(words)

    def ask(
        self, sources: Sequence[str], name: str, seconds: float, beside: Sequence[str] = ()
    ) -> None:
        """Have examples run that find the modules of the folders `beside`.

        `answer` waits for the outcome.
        """
        self.start()
        request = {"sources": list(sources), "name": name, "seconds": seconds}
        if self._running:
            self._running.write({**request, "beside": list(beside)})

    def answer(self) -> Outcome:
        """Wait for the outcome of what was asked."""
        line = self._running.read() if self._running else ""
        if not line:
            self.close()
            return Outcome([], ("lost", 0))
        told = json.loads(line)
        ended, number = told["ended"]
        return Outcome(
            [(out, raised) for out, raised in told["done"]], (ended, number), told["errors"]
        )

    def close(self) -> None:
        """End the process, and with it what it runs."""
        if self._running:
            self._running.end()
        self._running = None


class _Running:
    """A process that was started, with its files."""

    def __init__(self, folder: Path, environ: Mapping[str, str], may_fork: bool) -> None:
        self._files = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._errors = Path(self._files.name, "server")
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, _SERVER, "--fork" if may_fork else "--anew", self._files.name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=folder,
                env=dict(environ),
                start_new_session=True,  # who presses Ctrl-C at pytest means pytest
            )
        self._greeting = ""

    def is_ready(self) -> bool:
        """Wait until it can be asked; `False` if it ended before."""
        self._greeting = self._greeting or self.read()
        return bool(self._greeting)

    def write(self, request: object) -> None:
        """Send a request; if the process has ended, there will be no answer to read."""
        with contextlib.suppress(OSError):
            self._process.stdin.write(json.dumps(request).encode() + b"\n")  # type: ignore[union-attr]
            self._process.stdin.flush()  # type: ignore[union-attr]

    def read(self) -> str:
        """Read an answer; empty if the process has ended."""
        return self._process.stdout.readline().decode()  # type: ignore[union-attr]

    def last_words(self) -> str:
        """Return the end of what it wrote to the standard error: the message of an exception."""
        lines = self._errors.read_text(encoding="utf-8", errors="replace").strip().split("\n")
        frames = [number for number, line in enumerate(lines, 1) if line.startswith(" ")]
        return " ".join(lines[max(frames, default=0) :]) or "no word"

    def end(self) -> None:
        """End the process and remove its files."""
        self._process.terminate()
        with contextlib.suppress(OSError):
            self._process.communicate()
        self._files.cleanup()
