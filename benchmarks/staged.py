"""The command, and what each of its stages takes.

python -m benchmarks.staged [--until STAGE] analyze FILE -q -o FOLDER

is `moodcloud analyze FILE -q -o FOLDER`, and prints at its end a line of JSON: for each stage the
seconds by the clock, those of all processors, and the peak memory so far.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from benchmarks.processes import Run, python

STAGES: Final = ("reading", "counting", "vocabulary", "drawing", "report")


def command(path: Path, out: Path, until: str | None = None) -> list[str]:
    """Return the command that analyses a file, up to a stage where one is named."""
    end = ("--until", until) if until else ()
    return python("benchmarks.staged", *end, "analyze", path, "-q", "-o", out)


def stages_of(run: Run) -> dict[str, list[float]]:
    """Return seconds, seconds of processors and peak memory of the stages of a run, by name.

    `rest` is what comes before the first and after the last.
    """
    found: dict[str, list[float]] = json.loads(run.output.splitlines()[-1])
    seconds, cpu = (sum(each[index] for each in found.values()) for index in (0, 1))
    return found | {"rest": [run.seconds - seconds, run.cpu - cpu, run.peak_mb]}


def main() -> None:
    """Run the command with stages that are measured."""
    from moodcloud import __main__, stages

    until = ""
    if sys.argv[1] == "--until":
        until = sys.argv.pop(2)
        del sys.argv[1]
    found: dict[str, list[float]] = {}
    stages.timed = _measured(stages.timed, found, until)
    try:
        __main__.run()
    finally:
        print(json.dumps(found))


def _measured(timed: Any, found: dict[str, list[float]], until: str) -> Callable[..., Any]:
    """Return what measures stages in place of `timed`, and ends the process before one."""

    @contextmanager
    def measured(name: str, *rest: Any) -> Iterator[Any]:
        if name == until:
            sys.exit()
        start, cpu = time.perf_counter(), _cpu()
        with timed(name, *rest) as rows:
            yield rows
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        found[name] = [time.perf_counter() - start, _cpu() - cpu, peak]

    return measured


def _cpu() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


if __name__ == "__main__":
    main()
