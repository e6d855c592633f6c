"""`dlref mutate`: the mistakes in equations that their checks would not find."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from dlref.equations.errors import EquationError
from dlref.equations.faces.progress import plural, watched
from dlref.equations.mutating.record import read_record, weaker, write_record
from dlref.equations.mutating.review import PageTrial, outdated, read_reviewed, try_page
from dlref.equations.pages.files import MisuseError
from dlref.equations.pages.imports import own_modules

__all__ = ["mutate"]


def mutate(found: list[Path], options: argparse.Namespace) -> int:
    """Try the mutants of all pages, and return the exit status."""
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
    equations = plural(len(trials), "true equation")
    return f"{plural(tried, 'mutant')} of {equations}: {caught} caught{share}{rest}"
