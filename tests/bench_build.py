"""What the checks cost: the build of the site with them against the same build without."""

import os
import statistics
import subprocess
import sys
import tempfile
import time

__all__: list[str] = []


def main(times: int) -> None:
    """Build in turns, so that a busy machine slows both kinds, and print the ratio."""
    subprocess.run([sys.executable, "-m", "dlref.site"], check=True)
    taken: dict[str, list[float]] = {"true": [], "false": []}
    for _ in range(times):
        for check, seconds in taken.items():
            seconds.append(build(check))
    with_checks, without = (statistics.median(seconds) for seconds in taken.values())
    print(f"build with the checks {with_checks:.1f} s, without {without:.1f} s", end=", ")
    print(f"ratio {with_checks / without:.2f}")


def build(check: str) -> float:
    """Build the site and return the seconds it took."""
    environment = {**os.environ, "DLREF_CHECK": check, "NO_MKDOCS_2_WARNING": "1"}
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        command = [sys.executable, "-m", "mkdocs", "build", "-q", "--site-dir", folder]
        subprocess.run(command, env=environment, check=True)
        return time.perf_counter() - begin


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
