"""Play histories by their numbers, or show one with all that its processes did.

Usage: python -m tests.simulation [--first N] [--histories N] [--show N]
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.simulation.play import play_in
from tests.simulation.run import play_range
from tests.simulation.staging import stage
from tests.simulation.steps import history
from tests.simulation.world import World


def main() -> int:
    """Do what the command line says; return 1 where a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("--first", type=int, default=0, help="number of the first history")
    parser.add_argument("--histories", type=int, default=10_000, help="how many")
    parser.add_argument("--show", type=int, help="play this one, and tell what happens in it")
    given = parser.parse_args()
    if given.show is not None:
        return _show(given.show)
    return _play(given.first, given.histories)


def _play(first: int, count: int) -> int:
    start, failed = time.monotonic(), 0
    for played, failures in play_range(first, count):
        for number, told in failures:
            failed += 1
            print(f"\n{told}\n  all of it: python -m tests.simulation --show {number}")
        if played % 1_000 == 0 or played == count:
            seconds = time.monotonic() - start
            going_on = f"--first {first + played} goes on from here"
            print(
                f"{played:,} of {count:,} histories, {failed} failed, {seconds:.0f} s ({going_on})",
                flush=True,
            )
    return 1 if failed else 0


def _show(number: int) -> int:
    shown = history(number)
    world, fault = World(shown.setting, number), ""
    print(shown)
    with stage():
        try:
            play_in(world, shown)
        except Exception as error:  # whatever it is, what led to it is told
            fault = f"{type(error).__name__}: {error}"
    for process, at, what, trouble in world.diary:
        print(f"  {process} {at:3} {what} {trouble and f'<- {trouble}'}".rstrip())
    print(fault or "every promise was kept")
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
