"""All that is measured of speed and memory, as the page docs/performance.md.

    python -m benchmarks.speed FOLDER [--quick] [--write] [--only SUBJECT ...]

FOLDER holds the real data (see MOODCLOUD_DATA in CONTRIBUTING). Each figure is the median of
several runs, each a process of its own, with what it is held against in turn. Machines are noisy:
compare only what one run printed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Final

from benchmarks import (
    clouds,
    cold_start,
    comparisons,
    costs,
    dirty,
    goals,
    growth,
    machine,
    page,
    stages,
)
from benchmarks.inputs import ROOT, Inputs
from benchmarks.processes import in_turn
from benchmarks.section import Section, table

PAGE: Final = ROOT / "docs" / "performance.md"
README: Final = ROOT / "README.md"
# What every job needs, whatever the program is like.
_LEAST: Final = "import duckdb, numpy"
_SMALL: Final = ["english", "korean", "airline"]
_LARGE: Final = ["nsmc", "sentiment140"]


class Bench:
    """The subjects, each measured when asked for; what they found is kept.

    Args:
        inputs: The files.
        work: A folder for results.
        quick: Whether each is run once, and nothing on the largest files.
    """

    def __init__(self, inputs: Inputs, work: Path, quick: bool) -> None:
        self._inputs, self._work, self._quick = inputs, work, quick
        self.tables: dict[str, str] = {}
        self.figures: dict[str, float] = {}
        self.subjects: dict[str, Callable[[], None]] = {
            "stages": self._stages,
            "peers": self._peers,
            "clouds": self._clouds,
            "growth": self._growth,
            "dirty": self._dirty,
            "cold start": self._cold_start,
            "costs": self._costs,
        }

    def _keep(self, name: str, section: Section) -> None:
        self.tables[name] = section.table
        self.figures |= section.figures

    def _stages(self) -> None:
        least = in_turn({"imports": [sys.executable, "-c", _LEAST]}, 1 if self._quick else 9)
        self.figures["least_start"] = least["imports"].seconds
        # Small files are run more often: what else the machine does weighs more.
        small = stages.measure(self._inputs, self._work, 1 if self._quick else 5, _SMALL)
        large = stages.measure(self._inputs, self._work, 3, _LARGE) if not self._quick else None
        for name, index in (("jobs", 0), ("stages", 1)):
            found = [small[index], *([large[index]] if large else [])]
            self._keep(name, Section(page.joined([each.table for each in found])))
            for each in found:
                self.figures |= each.figures

    def _peers(self) -> None:
        runs = 1 if self._quick else 3
        self._keep("peers", comparisons.measure(self._inputs, self._work, runs))

    def _clouds(self) -> None:
        self._keep("clouds", clouds.measure(self._inputs, 3 if self._quick else clouds.RUNS))

    def _growth(self) -> None:
        sizes, runs = ([0.025, 0.1], 1) if self._quick else ([0.1, 1, 10], 2)
        self._keep("growth", growth.measure(self._inputs, self._work, runs, sizes))

    def _dirty(self) -> None:
        self._keep("dirty", dirty.measure(self._inputs, self._work, 1 if self._quick else 3))

    def _cold_start(self) -> None:
        # It prints a table of its own.
        with redirect_stdout(sys.stderr):
            found = cold_start.main()
        ours, theirs = found["moodcloud"], found["textbook"]
        rows = [
            [name, each.ready / theirs.ready, each.ready, each.first, round(each.peak_mb)]
            for name, each in found.items()
        ]
        header = ["handler", "share of the other's start", "ready, s", "first result after it, s"]
        share = {"cold_share": ours.ready / theirs.ready, "first_seconds": ours.first}
        self._keep("cold_start", Section(table([*header, "peak MB"], rows), share))

    def _costs(self) -> None:
        figures = self.figures
        names = ("rows", "one_processor_seconds", "two_processors_seconds")
        if all(name in figures for name in names):
            job = costs.Job(*(figures[name] for name in names))
            self._keep("costs", costs.measure(job, costs.Prices()))


def main() -> None:
    """Measure, and print the page."""
    parser = argparse.ArgumentParser(prog="speed", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path, metavar="FOLDER", help="the real data")
    parser.add_argument("--quick", action="store_true", help="once, without the largest files")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md, too")
    parser.add_argument("--only", nargs="+", default=[], metavar="SUBJECT", help="some subjects")
    arguments = parser.parse_args()
    header = machine.described()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        bench = Bench(Inputs(arguments.data, work), work, arguments.quick)
        for subject, measure in bench.subjects.items():
            if not arguments.only or subject in arguments.only:
                start = time.monotonic()
                measure()
                print(f"{subject}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    bench.tables["goals"] = goals.compared(bench.figures)
    text = page.written(header, bench.tables, bench.figures)
    print(text)
    if arguments.write:
        PAGE.write_text(text, "utf-8")
        README.write_text(page.with_ratio(README.read_text("utf-8"), bench.figures), "utf-8")


if __name__ == "__main__":
    main()
