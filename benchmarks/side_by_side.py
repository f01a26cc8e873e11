"""Count the slices of a file in one process, and in two side by side: how much faster are two?

    python -m benchmarks.side_by_side FILE [SLICES] [RUNS]

Each process has one thread of the engine, as a function has it for a slice. The file is surveyed
once; then one process and two count all its slices in turn, and each is taken at its median by the
clock. It prints the seconds and their ratio as JSON. On a machine with other work beside, the ratio
is that of what is left: `busy` is the share of two processors that both had for themselves.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from moodcloud.database import connect
from moodcloud.options import Options
from moodcloud.slices.deciding import decide
from moodcloud.slices.planning import plan
from moodcloud.slices.slice_steps import in_children
from moodcloud.slices.work_files import WorkFiles
from moodcloud.tabular.reader import Job

_SLICES: Final = 8
_RUNS: Final = 3
_LEAST: Final = 1.6
"""Two functions are worth their price where they take two thirds of the time of one, or less."""


def surveyed(path: Path, folder: Path, slices: int) -> WorkFiles:
    """Return the files of the steps after a file was surveyed in so many slices."""
    work, number = WorkFiles(folder / "work"), 0
    with connect(folder) as connection:
        job = Job(path, path.name, folder, connection, Options())
        again = list(range(plan(job, work, slices).slices))
        while again:
            in_children(work, "survey", number, again)
            again = decide(work, number, connection)
            number += 1
    return work


def counted(work: WorkFiles, slices: int, processes: int) -> tuple[float, float]:
    """Count all slices; return the seconds by the clock, and those of all processors."""
    start, before = time.perf_counter(), os.times()
    in_children(work, "count", 0, range(slices), processes)
    after = os.times()
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    return time.perf_counter() - start, used


def measure(path: Path, slices: int, runs: int) -> dict[str, Any]:
    """Return the seconds of one process and of two, and how much faster two are."""
    with TemporaryDirectory() as folder:
        work = surveyed(path, Path(folder), slices)
        found: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
        for _ in range(runs):
            for processes, seconds in found.items():
                seconds.append(counted(work, slices, processes))
    clock = {number: statistics.median(each for each, _ in took) for number, took in found.items()}
    used = statistics.median(cpu for _, cpu in found[2])
    return {
        "slices": slices,
        "one": round(clock[1], 2),
        "two": round(clock[2], 2),
        "faster": round(clock[1] / clock[2], 2),
        "busy": round(used / clock[2] / 2, 2),
    }


def main() -> None:
    """Measure, print, and end with an error where two are not fast enough."""
    if not 2 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    path, *numbers = sys.argv[1:]
    slices, runs = [*map(int, numbers), *[_SLICES, _RUNS][len(numbers) :]]
    found = measure(Path(path), slices, runs)
    print(json.dumps(found))
    sys.exit(found["faster"] < _LEAST)


if __name__ == "__main__":
    main()
