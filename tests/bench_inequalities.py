"""How many inequalities are refuted that claim too much: `python -m tests.bench_inequalities`."""

import time
from pathlib import Path

from dlref.equations import check
from tests.equations.inequalities import is_false_after_a_long_search, stronger_inequalities

__all__: list[str] = []


def main() -> None:
    """Refute what can be refuted, and print what is false and was not."""
    refuted = missed = sharp = 0
    times = []
    for claim in stronger_inequalities(sorted(Path("docs").rglob("*.md"))):
        begin = time.process_time()
        verdict = check(claim.latex, claim.notation, **claim.options)
        times.append(1e3 * (time.process_time() - begin))
        if verdict.outcome == "false":
            refuted += 1
        elif is_false_after_a_long_search(claim):
            missed += 1
            print(f"missed: {claim.name}: {' '.join(claim.latex.split())}")
        else:
            sharp += 1
            print(f"true or not tight: {claim.name}: {verdict.outcome} {verdict.message}")
    print(f"{refuted} of {refuted + missed} false inequalities refuted; {sharp} others")
    print(f"median {sorted(times)[len(times) // 2]:.1f} ms, longest {max(times):.1f} ms")


if __name__ == "__main__":
    main()
