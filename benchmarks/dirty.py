"""Dirty files beside their clean twins."""

from __future__ import annotations

from pathlib import Path

from benchmarks.inputs import Inputs
from benchmarks.processes import in_turn
from benchmarks.section import Section, table
from benchmarks.staged import command


def measure(inputs: Inputs, out: Path, runs: int) -> Section:
    """Return how much longer each dirty file takes than its clean twin, run in turn."""
    rows, shares = [], []
    for kind, (clean, dirty) in inputs.twins().items():
        given = {"clean": command(clean, out / "clean"), "dirty": command(dirty, out / "dirty")}
        ran = in_turn(given, runs)
        first, second = ran["clean"], ran["dirty"]
        shares.append(second.seconds / first.seconds)
        cpu = second.cpu / first.cpu
        rows.append([kind, shares[-1], cpu, second.seconds, first.seconds])
    header = ["dirty by", "times its twin", "in time of processors", "seconds", "clean, s"]
    return Section(table(header, rows), {"dirty_times": max(shares)})
