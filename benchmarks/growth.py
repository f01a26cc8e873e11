"""How time and memory grow with rows, and shrink with processors."""

from __future__ import annotations

from pathlib import Path

from benchmarks.inputs import Inputs
from benchmarks.processes import Run, in_turn
from benchmarks.section import Section, table
from benchmarks.staged import command


def measure(inputs: Inputs, out: Path, runs: int, sizes: list[float]) -> Section:
    """Return what parts and copies of Sentiment140 take, and one copy on one processor.

    Args:
        inputs: The files.
        out: A folder for results.
        runs: How often each is run; more than one copy, once.
        sizes: How many copies.
    """
    ran: dict[tuple[float, str], Run] = {}
    for copies in sizes:
        given = {"job": command(inputs.share(copies), out / "copies")}
        ran[copies, "all"] = in_turn(given, runs if copies <= 1 else 1)["job"]
    # The largest that is run more than once.
    one = max(copies for copies in sizes if copies <= 1)
    given = {"job": command(inputs.share(one), out / "copies")}
    ran[one, "one"] = in_turn(given, runs, cpus=1)["job"]
    base = ran[one, "all"]
    rows = [
        [
            f"{copies:g}", processors, each.seconds / base.seconds, each.peak_mb / base.peak_mb,
            each.seconds, each.cpu, round(each.peak_mb),
        ]
        for (copies, processors), each in ran.items()
    ]  # fmt: skip
    header = ["copies", "processors", "times the time", "times the memory"]
    figures = {
        "rows": 1_600_000 * one,
        "one_processor_seconds": ran[one, "one"].seconds,
        "two_processors_seconds": base.seconds,
    }
    if max(sizes) > one:
        most = ran[max(sizes), "all"]
        figures["copies_memory_times"] = most.peak_mb / base.peak_mb
        figures["copies_time_times"] = most.seconds / base.seconds
    return Section(table([*header, "seconds", "of processors", "peak MB"], rows), figures)
