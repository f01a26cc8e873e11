"""Many cases, in processes of their own: a crash or a hang costs one case, and is named."""

from __future__ import annotations

import faulthandler
import os
import resource
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

from tests.fuzz.cases import case
from tests.fuzz.judge import judge

ADDRESS_SPACE: Final = 6 << 30
"""Bytes a worker may map. The engine and the Korean analyser map far more than they use."""
RESIDENT: Final = 1_500 << 20
"""Bytes a worker may hold at its peak."""
# A worker is replaced after so many cases, so that nothing builds up.
BATCH: Final = 250
# Seconds by the clock after which a case that no signal reaches is ended.
_PATIENCE: Final = 600
_FRAMES: Final = 25


class Judged(NamedTuple):
    """A case that was judged: its number, how it ended, and the traceback where it failed."""

    number: int
    end: str
    trace: str


def run(first: int, count: int, seconds: float) -> Iterator[Judged]:
    """Judge cases `first` to `first + count - 1`, on all cores; start none after `seconds`."""
    until = time.monotonic() + seconds
    starts = range(first, first + count, BATCH)

    def batch(start: int) -> list[Judged]:
        return list(_batch(start, min(start + BATCH, first + count), until))

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for judged in pool.map(batch, starts):
            yield from judged


def _batch(start: int, stop: int, until: float) -> Iterator[Judged]:
    while start < stop and time.monotonic() < until:
        command = [sys.executable, "-m", "tests.fuzz", "--worker", str(start), str(stop)]
        process = subprocess.run(
            [*command, str(until - time.monotonic())],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        for line in process.stdout.splitlines():
            number, end, trace = line.split("\t")
            yield Judged(int(number), end, trace.replace("\\n", "\n"))
            start = int(number) + 1
        if not process.returncode:
            return
        # It died while it was at the case behind the last one it reported.
        yield Judged(start, "died", f"status {process.returncode}\n{process.stderr[-4000:]}")
        start += 1


def work(start: int, stop: int, seconds: float) -> None:
    """Judge cases one after another; write a line for each."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    until = time.monotonic() + seconds
    for number in range(start, stop):
        if time.monotonic() > until:
            return
        # What hangs outside Python cannot be interrupted from within.
        faulthandler.dump_traceback_later(_PATIENCE, exit=True)
        end, trace = attempt(number)
        print(number, end, trace.replace("\t", " ").replace("\n", "\\n"), sep="\t", flush=True)
    faulthandler.cancel_dump_traceback_later()


def attempt(number: int) -> tuple[str, str]:
    """Return how a case ends, and the traceback where it fails."""
    try:
        end = judge(case(number))
    except Exception:
        return "failed", "\n".join(traceback.format_exc().splitlines()[-_FRAMES:])
    # Linux counts kilobytes, macOS bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    held = peak * (1024 if sys.platform == "linux" else 1)
    return end, f"{held >> 20:,} MB were held" if held > RESIDENT else ""
