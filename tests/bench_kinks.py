"""How often a one-sided identity is found false: `python -m tests.bench_kinks [SEEDS]`."""

import sys
import time
from collections import Counter

from tests.equations.kinks import KINKS, LETTERS, judge

__all__: list[str] = []


def main(seeds: int) -> None:
    """Check every identity of every function for every letter; print what was not found."""
    missed: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    tried = right = 0
    begin = time.process_time()
    for kink in KINKS:
        for letter in LETTERS:
            for seed in range(seeds):
                for latex in kink.false:
                    tried += 1
                    outcome = judge(kink, latex, letter, seed=seed).outcome
                    missed[f"{kink.name}: {latex}: {outcome}"] += outcome != "false"
                for latex in kink.true:
                    right += 1
                    verdict = judge(kink, latex, letter, seed=seed)
                    alarms[f"{kink.name}: {latex}: {verdict}"] += not verdict.passed
    each = 1e3 * (time.process_time() - begin) / (tried + right)
    lost, wrong = missed.total(), alarms.total()
    print(f"{len(KINKS)} functions, {len(LETTERS)} letters, {seeds} seeds; {each:.1f} ms a check")
    print(f"one-sided: {tried - lost} of {tried} false ({(tried - lost) / tried:.2%})")
    print(f"true on both sides: {right - wrong} of {right} true")
    for name, count in (missed + alarms).most_common():
        print(f"{count} times {name}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
