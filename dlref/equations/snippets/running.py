"""Snippets are run, each in two new interpreters whose rounding differs."""

import doctest
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from dlref.equations.pages.imports import beside
from dlref.equations.pages.snippets import Snippet
from dlref.equations.snippets.environment import REFUSABLE, fresh, second
from dlref.equations.snippets.examples import is_skipped, read_examples
from dlref.equations.snippets.interpreters import CAN_FORK, Outcome, Server, ServerError
from dlref.equations.snippets.judging import judge
from dlref.equations.snippets.mistakes import Mistake

__all__ = ["SECONDS", "Runner"]

SECONDS = 60.0  # of one snippet


class Runner:
    """Runs snippets in a folder; its two processes start with the first one.

    Args:
        folder: The working folder of the snippets, whose modules they can import; within
            `own_modules` they find those beside the page as well.
        seconds: The limit of time for one snippet.
        environ: The environment variables; those of this process by default.
        may_fork: Whether an interpreter may be a fork of a process that has imported NumPy.
    """

    def __init__(
        self,
        folder: Path,
        seconds: float = SECONDS,
        environ: Mapping[str, str] | None = None,
        may_fork: bool = CAN_FORK,
    ) -> None:
        self.seconds = seconds
        self.note = ""  # what is missing of the second environment, for the user to know
        self._environ = fresh(os.environ if environ is None else environ)
        self._servers: list[Server] | None = None
        self._folder, self._may_fork = folder, may_fork

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def run(self, snippet: Snippet) -> list[Mistake]:
        """Run the examples of a snippet and list what is wrong."""
        examples, mistakes = read_examples(snippet)
        examples = [example for example in examples if not is_skipped(example)]
        if examples:
            try:
                outcomes = self._outcomes(examples, f"snippet-{snippet.number}")
            except ServerError as error:
                problem = f"no interpreter can be started for this snippet: {error}"
                return [Mistake(snippet.line, problem, examples[0].source)]
            mistakes += judge(snippet, examples, outcomes, self.seconds)
        return sorted(mistakes, key=lambda mistake: mistake.line)

    def close(self) -> None:
        """End the processes."""
        for server in self._servers or ():
            server.close()
        self._servers = None

    def _outcomes(self, examples: Sequence[doctest.Example], name: str) -> list[Outcome]:
        if self._servers is None:
            self._servers = self._start()
        sources = [example.source for example in examples]
        for server in self._servers:  # at the same time, on two processors
            server.ask(sources, name, self.seconds, beside())
        return [server.answer() for server in self._servers]

    def _start(self) -> list[Server]:
        first = self._server(self._environ)
        first.launch()
        environ = second(self._environ)
        told = ""
        for variable in ("", *REFUSABLE):
            environ.pop(variable, None)
            server = self._server(environ)
            try:
                server.start()
            except ServerError as error:
                told = told or str(error)
                continue
            if told:
                self.note = f"the second numerical environment lacks {variable}: {told}"
            return [first, server]
        self.note = f"no second numerical environment, so no digit was tried twice: {told}"
        return [first]

    def _server(self, environ: Mapping[str, str]) -> Server:
        return Server(self._folder, environ, self._may_fork)
