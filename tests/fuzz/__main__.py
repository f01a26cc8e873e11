"""Broken files, by their numbers.

python -m tests.fuzz N                      one case, with its traceback; its file is kept
python -m tests.fuzz --cases N --seconds S  so many cases, none started after S seconds
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.cases import case
from tests.fuzz.judge import judge
from tests.fuzz.run import run, work


def main() -> None:
    """Judge what the arguments ask for; exit with status 1 where a case fails."""
    parser = argparse.ArgumentParser(description="Read broken files.")
    parser.add_argument("number", nargs="?", type=int, help="one case")
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--cases", type=int, default=30_000, help="how many")
    parser.add_argument("--seconds", type=float, default=1800, help="start none after this time")
    parser.add_argument("--worker", nargs=3, metavar="X", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        start, stop, seconds = arguments.worker
        work(int(start), int(stop), float(seconds))
    elif arguments.number is not None:
        _replay(arguments.number)
    else:
        _many(arguments.first, arguments.cases, arguments.seconds)


def _replay(number: int) -> None:
    found = case(number)
    folder = Path(tempfile.mkdtemp(prefix=f"fuzz-{number}-"))
    (folder / "file").write_bytes(found.data)
    print(f"{found.origin}, called {found.name!r}, {len(found.data):,} bytes: {folder / 'file'}")
    print(judge(found))


def _many(first: int, cases: int, seconds: float) -> None:
    start = time.monotonic()
    ends: Counter[str] = Counter()
    failed = 0
    for judged in run(first, cases, seconds):
        ends[judged.end] += 1
        if judged.trace:
            failed += 1
            print(f"FAILED: python -m tests.fuzz {judged.number}\n{judged.trace}\n", flush=True)
    for end, number in ends.most_common():
        print(f"{number:>8,} {end}")
    took = time.monotonic() - start
    print(f"{ends.total():,} of {cases:,} cases from {first:,} in {took:,.0f} s, {failed:,} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
