"""`dlref check`: the equations and the snippets of pages."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from dlref.equations.errors import EquationError
from dlref.equations.evidence.kinds import KINDS, Evidence
from dlref.equations.faces.page_snippets import (
    OUTCOMES,
    SnippetFinding,
    judge_snippets,
    summary_of_snippets,
)
from dlref.equations.faces.progress import plural, watched
from dlref.equations.pages.docstrings import (
    DocstringEquation,
    docstring_claims,
    judge_docstring,
    told_with_place,
)
from dlref.equations.pages.files import not_read, read_page, unread_files
from dlref.equations.pages.imports import own_modules
from dlref.equations.pages.judgements import Judgement, judge
from dlref.equations.pages.lines import PageError
from dlref.equations.pages.reader import read
from dlref.equations.pages.source import Equation
from dlref.equations.pages.tables import rows_above
from dlref.equations.pages.warnings import Notice, page_notices
from dlref.equations.snippets.running import Runner

__all__ = ["check"]

_WORDS = {
    "true": "true",
    "false": "false",
    "refused": "refused",
    "vacuous": "vacuous",
    "stated": "stated",
    "wrong": "wrong as marked",
    "not wrong": "marked as wrong, but not false",
    "unreadable": "unreadable",
}
_PROBLEMS = {"false", "refused", "vacuous", "not wrong", "unreadable"}


@dataclass(frozen=True)
class Finding:
    """What is printed of one equation, or of a page that cannot be read."""

    page: str
    line: int
    id: str
    outcome: str
    message: str = ""
    draws: int = 0
    error: float = 0.0
    evidence: Evidence | None = None

    def as_json(self) -> dict[str, object]:
        """Return what programs are told."""
        evidence = self.evidence and {"kind": self.evidence.kind, **asdict(self.evidence)}
        return {**asdict(self), "evidence": evidence}

    def __str__(self) -> str:
        message = self.message.replace("\n", "\n    ")
        return f"{self.page}:{self.line}: {self.id or 'page'}: {message}\n"


def check(found: list[Path], options: argparse.Namespace) -> int:
    """Check the pages, print what was found, and return the exit status."""
    pages = [_Page(page) for page in watched(found)]
    findings = [finding for page in pages for finding in page.findings]
    snippets = _run_snippets(found, options.snippet_timeout)
    unread = unread_files(options.paths)
    if options.json:
        print(json.dumps(_report(pages, findings, snippets, unread), indent=2))
    else:
        _print(pages, findings, snippets)
        if unread:
            print(not_read(unread))
    is_wrong = any(finding.outcome in _PROBLEMS for finding in findings)
    return int(is_wrong or any(snippet.messages for snippet in snippets))


def _run_snippets(found: list[Path], seconds: float) -> list[SnippetFinding]:
    with Runner(Path.cwd(), seconds) as runner:
        findings = [finding for page in watched(found) for finding in judge_snippets(page, runner)]
        if runner.note:
            print(f"dlref check: {runner.note}", file=sys.stderr)
    return findings


# One page --------------------------------------------------------------------------------------


class _Page:
    """What is to be said of one page; what goes wrong with it is said of this page only."""

    def __init__(self, path: Path) -> None:
        self.name = path.as_posix()
        self.findings: list[Finding] = []
        self.notices: list[Notice] = []
        self.unnamed = 0
        try:
            with own_modules(path):
                self._read(read_page(path))
        except Exception as error:  # whatever a page may bring about
            self._add_unreadable(error)

    def _read(self, markdown: str) -> None:
        page = read(markdown)
        claims, unreadable = docstring_claims(markdown)
        for problem in [*page.problems, *unreadable]:
            self._add_unreadable(problem)
        for equation in (placed.equation for placed in page.equations):
            if equation.id:
                self._try(equation.line, partial(self._judged, equation, markdown))
        for claim in claims:
            self._try(claim.shown, partial(self._shown, claim, markdown))
        self.unnamed = sum(not placed.equation.id for placed in page.equations)
        self.notices = page_notices(markdown)

    def _judged(self, equation: Equation, markdown: str) -> Finding:
        judgement = judge(equation, rows_above(markdown, equation.line))
        return _finding((self.name, equation.line, equation.id), judgement, judgement.problem)

    def _shown(self, claim: DocstringEquation, markdown: str) -> Finding:
        judgement = judge_docstring(claim.equation, markdown)
        problem = judgement.problem and told_with_place(claim, self.name, judgement.problem)
        return _finding((self.name, claim.shown, claim.name), judgement, problem)

    def _try(self, line: int, judged: Callable[[], Finding]) -> None:
        try:
            self.findings.append(judged())
        except Exception as error:
            self._add_unreadable(error, line)

    def _add_unreadable(self, error: Exception, line: int = 1) -> None:
        message = str(error)
        if isinstance(error, PageError):
            line, message = error.line, error.message
        elif not isinstance(error, EquationError):
            message = f"this cannot be checked: {type(error).__name__}: {error}"
        finding = Finding(self.name, line, "", "unreadable", message)
        if finding not in self.findings:
            self.findings.append(finding)


def _finding(place: tuple[str, int, str], judgement: Judgement, problem: str) -> Finding:
    equation, verdict = judgement.equation, judgement.verdict
    if verdict is None:
        return Finding(*place, "stated", equation.reason)
    if equation.is_wrong:
        outcome = "not wrong" if problem else "wrong"
        return Finding(*place, outcome, problem, verdict.draws)
    evidence = judgement.evidence
    return Finding(*place, verdict.outcome, problem, verdict.draws, verdict.error, evidence)


# What is printed -------------------------------------------------------------------------------


def _report(
    pages: Sequence[_Page],
    findings: Sequence[Finding],
    snippets: Sequence[SnippetFinding],
    unread: Counter[str],
) -> dict[str, object]:
    ran = Counter(snippet.outcome for snippet in snippets)
    return {
        "equations": [finding.as_json() for finding in findings],
        "snippets": [asdict(snippet) for snippet in snippets],
        "warnings": [
            {"page": page.name, **asdict(notice)} for page in pages for notice in page.notices
        ],
        "summary": {
            **dict.fromkeys(_WORDS, 0),
            **Counter(finding.outcome for finding in findings),
            "without id": sum(page.unnamed for page in pages),
            "snippets": {outcome: ran[outcome] for outcome in OUTCOMES},
            "files not read": unread.total(),
        },
    }


def _print(
    pages: Sequence[_Page], findings: Sequence[Finding], snippets: Sequence[SnippetFinding]
) -> None:
    for finding in findings:
        if finding.outcome in _PROBLEMS:
            print(finding)
    for snippet in snippets:
        print(snippet, end="\n" * bool(snippet.messages))
    warnings = [(page.name, notice) for page in pages for notice in page.notices]
    for name, notice in warnings:
        print(f"{name}:{notice.line}: warning: {notice.message}")
    if warnings:
        print()
    print(_summary(pages, findings, len(warnings)) + summary_of_snippets(snippets))
    for line in _left_out(pages, findings):
        print(line)


def _summary(pages: Sequence[_Page], findings: Sequence[Finding], warnings: int) -> str:
    """Count the outcomes, and the kinds of evidence of what is true."""
    counts = Counter(finding.outcome for finding in findings)
    kinds = Counter(finding.evidence.kind for finding in findings if finding.evidence)
    total = sum(counts.values()) - counts["unreadable"]
    parts = [f"{counts[o]} {word}" for o, word in _WORDS.items() if counts[o] and o != "unreadable"]
    if kinds:
        parts[0] += f" ({', '.join(f'{kinds[kind]} {kind}' for kind in KINDS if kinds[kind])})"
    if warnings:
        parts.append(plural(warnings, "warning"))
    equations = plural(total, "equation") if total else "no equation to check"
    head = f"{equations} on {plural(len(pages), 'page')}"
    return f"{head}: {', '.join(parts)}" if parts else head


def _left_out(pages: Sequence[_Page], findings: Sequence[Finding]) -> list[str]:
    """Say what was not checked."""
    lines = []
    if unreadable := {f.page for f in findings if f.outcome == "unreadable"}:
        lines.append(f"{plural(len(unreadable), 'page')} cannot be read")
    if unnamed := sum(page.unnamed for page in pages):
        lines.append(
            f"{plural(unnamed, 'equation')} without an id not checked: write {{#eq-name}} after "
            "the closing dollars"
        )
    return lines
