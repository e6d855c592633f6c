"""The command line: `dlref check PATH...`, `dlref mutate PATH...` and `dlref assets FOLDER`.

The exit status is 0 if all is well, 1 if something was found, and 2 if the command was misused.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from dlref import __version__
from dlref.equations.errors import EquationError
from dlref.equations.evidence.kinds import KINDS, Evidence, Kind
from dlref.equations.faces.assets import write_assets
from dlref.equations.faces.page_snippets import (
    OUTCOMES,
    SnippetFinding,
    judge_snippets,
    summary_of_snippets,
)
from dlref.equations.faces.printing import printable
from dlref.equations.faces.progress import watched
from dlref.equations.mutating.record import read_record, weaker, write_record
from dlref.equations.mutating.review import PageTrial, outdated, read_reviewed, try_page
from dlref.equations.pages.files import MisuseError, find_pages, read_page
from dlref.equations.pages.imports import own_modules
from dlref.equations.pages.judgements import Judgement, judge_page
from dlref.equations.pages.source import find_equations
from dlref.equations.pages.warnings import Notice, page_notices
from dlref.equations.snippets.running import SECONDS, Runner

__all__ = ["main"]

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


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command and return its exit status."""
    options = _parser().parse_args(arguments)
    with printable():
        try:
            if options.command == "assets":
                return _assets(options.folder)
            return int(options.run(find_pages(options.paths), options))
        except MisuseError as error:
            print(f"dlref {options.command}: {error}", file=sys.stderr)
            return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dlref", description="Doctest for equations.")
    parser.add_argument("--version", action="version", version=f"dlref {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="evaluate every display equation of Markdown pages, and run every snippet",
        description="Evaluate every display equation that has an id, by the notation of its page, "
        "and run every pycon block.",
    )
    check.set_defaults(run=_check)
    check.add_argument(
        "--snippet-timeout",
        type=float,
        default=SECONDS,
        metavar="SECONDS",
        help="the limit of time for one snippet (default: %(default)g)",
    )
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
    mutate.add_argument(
        "--accept-weaker", action="store_true", help="write the record though a check got weaker"
    )
    for command in (check, mutate):
        command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")
        command.add_argument("--json", action="store_true", help="print JSON for programs")
    assets = commands.add_parser(
        "assets",
        help="write the style sheet and the script for a site that shows equations",
        description="Write dlref.css and dlref.js, for pages drawn by the Markdown extension.",
    )
    assets.add_argument("folder", type=Path, metavar="FOLDER", help="a folder of the site")
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
    evidence: Evidence | None = None

    def as_json(self) -> dict[str, object]:
        """Return what programs are told."""
        evidence = self.evidence and {"kind": self.evidence.kind, **asdict(self.evidence)}
        return {**asdict(self), "evidence": evidence}


def _check(found: list[Path], options: argparse.Namespace) -> int:
    findings = [finding for page in watched(found) for finding in _findings(page)]
    snippets = _run_snippets(found, options.snippet_timeout)
    warnings = [
        {"page": page.as_posix(), **asdict(notice)} for page in found for notice in _notices(page)
    ]
    unnamed = sum(_count_unnamed(page) for page in found)
    counts = Counter(finding.outcome for finding in findings)
    if options.json:
        ran = Counter(snippet.outcome for snippet in snippets)
        summary = {
            **dict.fromkeys(_WORDS, 0),
            **counts,
            "without id": unnamed,
            "snippets": {outcome: ran[outcome] for outcome in OUTCOMES},
        }
        report = {
            "equations": [finding.as_json() for finding in findings],
            "snippets": [asdict(snippet) for snippet in snippets],
            "warnings": warnings,
            "summary": summary,
        }
        print(json.dumps(report, indent=2))
    else:
        for finding in findings:
            if finding.outcome in _PROBLEMS:
                message = finding.message.replace("\n", "\n    ")
                print(f"{finding.page}:{finding.line}: {finding.id or 'page'}: {message}\n")
        for snippet in snippets:
            print(snippet, end="\n" * bool(snippet.messages))
        for warning in warnings:
            print("{page}:{line}: warning: {message}".format_map(warning))
        if warnings:
            print()
        of_snippets = summary_of_snippets(snippets)
        kinds = Counter(finding.evidence.kind for finding in findings if finding.evidence)
        print(_summary(len(found), counts, kinds, len(warnings), unnamed, of_snippets))
    is_wrong = any(finding.outcome in _PROBLEMS for finding in findings)
    return int(is_wrong or any(snippet.messages for snippet in snippets))


def _run_snippets(found: list[Path], seconds: float) -> list[SnippetFinding]:
    with Runner(Path.cwd(), seconds) as runner:
        findings = [finding for page in watched(found) for finding in judge_snippets(page, runner)]
        if runner.note:
            print(f"dlref check: {runner.note}", file=sys.stderr)
    return findings


def _findings(page: Path) -> list[Finding]:
    try:
        with own_modules(page):
            return [_finding(page, judgement) for judgement in judge_page(read_page(page))]
    except EquationError as error:
        return [Finding(page.as_posix(), 1, "", "unreadable", str(error))]


def _finding(page: Path, judgement: Judgement) -> Finding:
    equation, verdict = judgement.equation, judgement.verdict
    place = (page.as_posix(), equation.line, equation.id)
    if verdict is None:
        return Finding(*place, "stated", equation.reason)
    if equation.is_wrong:
        outcome = "not wrong" if judgement.problem else "wrong"
        return Finding(*place, outcome, judgement.problem, verdict.draws)
    return Finding(
        *place,
        verdict.outcome,
        judgement.problem,
        verdict.draws,
        verdict.error,
        judgement.evidence,
    )


def _notices(page: Path) -> list[Notice]:
    try:
        with own_modules(page):
            return page_notices(read_page(page))
    except EquationError:
        return []


def _count_unnamed(page: Path) -> int:
    try:
        return sum(not equation.id for equation in find_equations(read_page(page)))
    except EquationError:
        return 0


def _summary(
    number: int,
    counts: Counter[str],
    kinds: Counter[Kind],
    warnings: int,
    unnamed: int,
    of_snippets: str,
) -> str:
    total = sum(counts.values()) - counts["unreadable"]
    parts = [f"{counts[o]} {word}" for o, word in _WORDS.items() if counts[o] and o != "unreadable"]
    if kinds:
        parts[0] += f" ({', '.join(f'{kinds[kind]} {kind}' for kind in KINDS if kinds[kind])})"
    if warnings:
        parts.append(_plural(warnings, "warning"))
    equations = _plural(total, "equation") if total else "no equation to check"
    head = f"{equations} on {_plural(number, 'page')}"
    lines = [(f"{head}: {', '.join(parts)}" if parts else head) + of_snippets]
    if counts["unreadable"]:
        lines.append(f"{_plural(counts['unreadable'], 'page')} cannot be read")
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
        trials = [trial for page in watched(found) for trial in _trials(page, reviewed)]
    except EquationError as error:
        raise MisuseError(f"a page cannot be read; dlref check says more: {error}") from None
    survivors = [survivor for trial in trials for survivor in trial.survivors]
    is_recorded = not options.record or _record(options.record, trials, options.accept_weaker)
    if options.json:
        print(json.dumps({"equations": [asdict(trial) for trial in trials]}, indent=2))
    else:
        for trial in trials:
            _print_survivors(trial)
        print(_mutants_summary(trials))
    for name in outdated(reviewed, survivors, trials):
        print(f"no survivor any more, take it off the list: {name}", file=sys.stderr)
    return int(not is_recorded or any(not survivor.reviewed for survivor in survivors))


def _record(file: Path, trials: Sequence[PageTrial], accept_weaker: bool) -> bool:
    """Write the record, unless an equation has a weaker check than before; say which has."""
    scores = {trial.name: trial.score for trial in trials}
    found = weaker(read_record(file) if file.is_file() else {}, scores)
    for line in found:
        print(f"weaker: {line}", file=sys.stderr)
    if found and not accept_weaker:
        print(f"{file} is left as it was: mend them, or say --accept-weaker", file=sys.stderr)
        return False
    write_record(file, scores)
    return True


def _trials(page: Path, reviewed: Mapping[str, str]) -> list[PageTrial]:
    with own_modules(page):
        return list(try_page(page, reviewed))


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


# dlref assets ----------------------------------------------------------------------------------


def _assets(folder: Path) -> int:
    try:
        files = write_assets(folder)
    except OSError as error:
        raise MisuseError(f"{error}: name a folder that can be written") from None
    for file in files:
        print(f"wrote {file.as_posix()}")
    return 0
