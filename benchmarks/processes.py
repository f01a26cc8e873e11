"""Processes that are measured: seconds by the clock, seconds of processors, memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LOOK_SECONDS: Final = 0.05
# To look at what several processes share takes some 5 ms of a processor for half a gigabyte.
_SHARED_EACH: Final = 5


@dataclass(frozen=True)
class Run:
    """What a process took.

    Attributes:
        seconds: By the clock.
        cpu: Seconds of all processors, also for processes that it started and waited for.
        peak_mb: Memory at its peak: its own, or that of it and its children together.
        output: What it printed.
    """

    seconds: float
    cpu: float
    peak_mb: float
    output: str


def run(command: Sequence[str], cpus: int | None = None) -> Run:
    """Run a command to its end and measure it.

    Args:
        command: The command and its arguments.
        cpus: How many processors it may use; all otherwise.

    Raises:
        SystemExit: It failed.
    """
    only = [] if cpus is None else ["taskset", "-c", f"0-{cpus - 1}"]
    with tempfile.TemporaryFile("w+") as output:
        start = time.perf_counter()
        process = subprocess.Popen([*only, *command], stdout=output)
        together: list[float] = [0]
        threading.Thread(target=_watch, args=(process.pid, together), daemon=True).start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        # It has been waited for.
        process.returncode = os.waitstatus_to_exitcode(status)
        if status:
            raise SystemExit(f"{' '.join(command)} failed")
        output.seek(0)
        said = output.read()
    cpu = usage.ru_utime + usage.ru_stime
    # Where there is no /proc. Linux counts here what this process held when it started the other.
    return Run(seconds, cpu, together[0] or usage.ru_maxrss / 1e6, said)


def in_turn(
    commands: Mapping[str, Sequence[str]], runs: int, cpus: int | None = None
) -> dict[str, Run]:
    """Run commands in turn, so that what else the machine does meets all; return their medians.

    The order is reversed from round to round.
    """
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(runs):
        for name in list(commands)[:: -1 if number % 2 else 1]:
            _say(name)
            found[name].append(run(commands[name], cpus))
    return {name: median(each) for name, each in found.items()}


def median(runs: Sequence[Run]) -> Run:
    """Return the median of each figure, and what the run in the middle printed."""
    middle = sorted(runs, key=lambda each: each.seconds)[len(runs) // 2]
    seconds = statistics.median(each.seconds for each in runs)
    cpu = statistics.median(each.cpu for each in runs)
    peak_mb = statistics.median(each.peak_mb for each in runs)
    return Run(seconds, cpu, peak_mb, middle.output)


def python(module: str, *arguments: str | Path) -> list[str]:
    """Return the command that runs a module of this environment."""
    return [sys.executable, "-m", module, *map(str, arguments)]


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def _watch(pid: int, together: list[float]) -> None:
    """Keep the most memory that a process, and it and its children, held while it runs."""
    looks = 0
    while Path(f"/proc/{pid}").exists():
        together[0] = max(together[0], peak_mb(pid))
        family = [pid, *_children(pid)] if looks % _SHARED_EACH == 0 else []
        if len(family) > 1:
            together[0] = max(together[0], sum(map(_megabytes, family)))
        looks += 1
        time.sleep(_LOOK_SECONDS)


def peak_mb(pid: int | str = "self") -> float:
    """Return the most memory that a process has held so far, in MB; 0 where that is not known."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    return 0


def _children(pid: int) -> Iterable[int]:
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, path.read_text().split()):
                yield child
                yield from _children(child)


def _megabytes(pid: int) -> float:
    """Return what a process holds; pages that several hold count in parts."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024 / 1e6
    return 0
