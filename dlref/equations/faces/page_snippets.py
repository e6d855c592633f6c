"""What `dlref check` says of the snippets of pages."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dlref.equations.errors import EquationError
from dlref.equations.pages.files import read_page
from dlref.equations.pages.imports import own_modules
from dlref.equations.pages.snippets import Snippet, find_snippets
from dlref.equations.snippets.examples import is_skipped, read_examples
from dlref.equations.snippets.running import Runner

__all__ = ["OUTCOMES", "SnippetFinding", "judge_snippets", "summary_of_snippets"]

OUTCOMES = ("true", "false", "vacuous")


@dataclass(frozen=True)
class SnippetFinding:
    """What is printed of one snippet."""

    page: str
    line: int
    id: str
    outcome: str
    messages: tuple[tuple[int, str], ...] = ()

    def __str__(self) -> str:
        told = [
            f"{self.page}:{line}: {self.id}: {message}".replace("\n", "\n    ") + "\n"
            for line, message in self.messages
        ]
        return "\n".join(told)


def judge_snippets(page: Path, runner: Runner) -> Iterator[SnippetFinding]:
    """Run the snippets of a page; a page that cannot be read is told elsewhere."""
    try:
        snippets = find_snippets(read_page(page))
    except EquationError:
        return
    for snippet in snippets:
        with own_modules(page):
            mistakes = runner.run(snippet)
        outcome = "true" if not mistakes else "false" if _can_fail(snippet) else "vacuous"
        yield SnippetFinding(
            page.as_posix(),
            snippet.line,
            f"snippet-{snippet.number}",
            outcome,
            tuple((mistake.line, str(mistake)) for mistake in mistakes),
        )


def summary_of_snippets(findings: Sequence[SnippetFinding]) -> str:
    """Count the outcomes; empty if there is no snippet."""
    if not findings:
        return ""
    counts = Counter(finding.outcome for finding in findings)
    told = ", ".join(f"{counts[outcome]} {outcome}" for outcome in OUTCOMES if counts[outcome])
    return f"; {len(findings)} snippet{'s' * (len(findings) > 1)}: {told}"


def _can_fail(snippet: Snippet) -> bool:
    examples, _ = read_examples(snippet)
    return not all(map(is_skipped, examples))
