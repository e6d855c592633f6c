"""Speed and false alarms of the equation checker: `python -m tests.bench_equations [SEEDS]`."""

import sys
import time

import numpy as np

from tests.equations.corpus import check_row, corpus

__all__: list[str] = []


def main(seeds: int) -> None:
    """Print the time per equation, and the true equations that other seeds call otherwise."""
    rows = [row for row in corpus() if row["prototype"] == "true"]
    for row in rows:
        check_row(row)  # import and compile what the first call needs
    times = []
    alarms = []
    for seed in range(seeds):
        for row in rows:
            begin = time.process_time()
            verdict = check_row(row, seed=seed)
            times.append(1e3 * (time.process_time() - begin))
            if not verdict.passed:
                alarms.append((row["id"], seed, verdict))
    median, slow = np.percentile(times, [50, 95])
    print(f"{len(rows)} equations, {seeds} seeds: median {median:.1f} ms, 95% {slow:.1f} ms")
    print(f"false alarms: {len(alarms)}")
    for identifier, seed, verdict in alarms:
        print(f"{identifier}, seed {seed}: {verdict}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
