"""The command line: `dlref check PATH...` and `dlref mutate PATH...`.

The exit status is 0 if all is well, 1 if something was found, and 2 if the command was misused.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from dlref.equations.errors import EquationError
from dlref.equations.faces.progress import watched
from dlref.equations.mutating.record import Score, write_record
from dlref.equations.mutating.review import PageTrial, outdated, read_reviewed, try_page
from dlref.equations.pages.docstrings import (
    DocstringEquation,
    docstring_claims,
    judge_docstring,
    told_with_place,
)
from dlref.equations.pages.files import (
    MisuseError,
    find_pages,
    not_read,
    read_page,
    unread_files,
)
from dlref.equations.pages.judgements import Judgement, judge
from dlref.equations.pages.lines import PageError
from dlref.equations.pages.reader import read
from dlref.equations.pages.source import Equation
from dlref.equations.pages.tables import rows_above
from dlref.equations.pages.warnings import Notice, page_notices

__all__ = ["main"]

_WORDS = {
    "true": "true",
    "false": "false",
    "refused": "refused",
    "vacuous": "vacuous",
    "stated": "stated",
    "wrong": "wrong as marked",
    "not wrong": "marked as wrong, but true",
    "unreadable": "unreadable",
}
_PROBLEMS = {"false", "refused", "vacuous", "not wrong", "unreadable"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command and return its exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    sys.path.insert(0, str(Path.cwd()))  # a page may link to the functions of its own project
    try:
        found = find_pages(options.paths)
        return int(options.run(found, options))
    except MisuseError as error:
        print(f"dlref {options.command}: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dlref", description="Doctest for equations.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="evaluate every display equation of Markdown pages",
        description="Evaluate every display equation that has an id, by the notation of its page.",
    )
    check.set_defaults(run=_check)
    mutate = commands.add_parser(
        "mutate",
        help="list the mistakes that the checks would not find",
        description="Make small mistakes in every true equation, and list those that stay true.",
    )
    mutate.set_defaults(run=_mutate)
    mutate.add_argument(
        "--reviewed", type=Path, metavar="FILE", help='survivors known, in TOML: "ID" = "reason"'
    )
    mutate.add_argument(
        "--record", type=Path, metavar="FILE", help="write how many were caught, for the site"
    )
    for command in (check, mutate):
        command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")
        command.add_argument("--json", action="store_true", help="print JSON for programs")
    return parser


# dlref check -----------------------------------------------------------------------------------


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


def _check(found: list[Path], options: argparse.Namespace) -> int:
    pages = [_Page(page) for page in watched(found)]
    findings = [finding for page in pages for finding in page.findings]
    warnings = [{"page": page.name, **asdict(notice)} for page in pages for notice in page.notices]
    unnamed = sum(page.unnamed for page in pages)
    unread = unread_files(options.paths)
    counts = Counter(finding.outcome for finding in findings)
    if options.json:
        summary = {
            **dict.fromkeys(_WORDS, 0),
            **counts,
            "without id": unnamed,
            "files not read": unread.total(),
        }
        report = {
            "equations": [asdict(finding) for finding in findings],
            "warnings": warnings,
            "summary": summary,
        }
        print(json.dumps(report, indent=2))
    else:
        for finding in findings:
            if finding.outcome in _PROBLEMS:
                message = finding.message.replace("\n", "\n    ")
                print(f"{finding.page}:{finding.line}: {finding.id or 'page'}: {message}\n")
        for warning in warnings:
            print("{page}:{line}: warning: {message}".format_map(warning))
        if warnings:
            print()
        print(_summary(findings, len(found), len(warnings), unnamed))
        if unread:
            print(not_read(unread))
    return int(any(finding.outcome in _PROBLEMS for finding in findings))


class _Page:
    """What is to be said of one page; what goes wrong with it is said of this page only."""

    def __init__(self, path: Path) -> None:
        self.name = path.as_posix()
        self.findings: list[Finding] = []
        self.notices: list[Notice] = []
        self.unnamed = 0
        try:
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
        outcome = "not wrong" if verdict.passed else "wrong"
        return Finding(*place, outcome, problem, verdict.draws)
    return Finding(*place, verdict.outcome, problem, verdict.draws, verdict.error)


def _summary(findings: list[Finding], pages: int, warnings: int, unnamed: int) -> str:
    counts = Counter(finding.outcome for finding in findings)
    total = sum(counts.values()) - counts["unreadable"]
    parts = [f"{counts[o]} {word}" for o, word in _WORDS.items() if counts[o] and o != "unreadable"]
    if warnings:
        parts.append(_plural(warnings, "warning"))
    equations = _plural(total, "equation") if total else "no equation to check"
    head = f"{equations} on {_plural(pages, 'page')}"
    lines = [f"{head}: {', '.join(parts)}" if parts else head]
    if unreadable := {f.page for f in findings if f.outcome == "unreadable"}:
        lines.append(f"{_plural(len(unreadable), 'page')} cannot be read")
    if unnamed:
        lines.append(
            f"{_plural(unnamed, 'equation')} without an id not checked: write {{#eq-name}} after "
            "the closing dollars"
        )
    return "\n".join(lines)


def _plural(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


# dlref mutate ----------------------------------------------------------------------------------


def _mutate(found: list[Path], options: argparse.Namespace) -> int:
    reviewed = read_reviewed(options.reviewed) if options.reviewed else {}
    try:
        trials = [trial for page in watched(found) for trial in try_page(page, reviewed)]
    except EquationError as error:
        raise MisuseError(f"a page cannot be read; dlref check says more: {error}") from None
    survivors = [survivor for trial in trials for survivor in trial.survivors]
    if options.record:
        write_record(options.record, {t.name: Score(t.caught, t.tried) for t in trials})
    if options.json:
        print(json.dumps({"equations": [asdict(trial) for trial in trials]}, indent=2))
    else:
        for trial in trials:
            _print_survivors(trial)
        print(_mutants_summary(trials))
    for name in outdated(reviewed, survivors, trials):
        print(f"no survivor any more, take it off the list: {name}", file=sys.stderr)
    return int(any(not survivor.reviewed for survivor in survivors))


def _print_survivors(trial: PageTrial) -> None:
    unknown = [survivor for survivor in trial.survivors if not survivor.reviewed]
    if not unknown:
        return
    print(f"{trial.page}:{trial.line}: {trial.id}: {trial.caught} of {trial.tried} mutants caught")
    for survivor in unknown:
        latex = survivor.latex.replace("\n", "\n    ")
        print(f"  true although {survivor.change}:\n    {latex}")
        print(f"    hint: {survivor.hint}\n    id: {survivor.id}")
    print()


def _mutants_summary(trials: Sequence[PageTrial]) -> str:
    tried, caught = sum(t.tried for t in trials), sum(t.caught for t in trials)
    reviewed = sum(bool(s.reviewed) for t in trials for s in t.survivors)
    share = f" ({100 * caught / tried:.1f} %)" if tried else ""
    rest = f", {tried - caught} survived, {reviewed} of them reviewed" if tried > caught else ""
    equations = _plural(len(trials), "true equation")
    return f"{_plural(tried, 'mutant')} of {equations}: {caught} caught{share}{rest}"
