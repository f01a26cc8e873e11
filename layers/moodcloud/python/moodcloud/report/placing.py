"""A whole set of results moves to its folder."""

from __future__ import annotations

from pathlib import Path

from moodcloud.report.results import SUMMARY, previous_files


def place(staged: Path, out: Path) -> None:
    """Copy a set to `out`, made if missing: the old summary goes first, the new one comes last.

    Args:
        staged: Holds a set of results; other files in it are left alone.
        out: Results of an earlier analysis in it are replaced; any other file in it stays.
    """
    out.mkdir(parents=True, exist_ok=True)
    stale = previous_files(out)
    (out / SUMMARY).unlink(missing_ok=True)
    for name in stale:
        (out / name).unlink(missing_ok=True)
    for name in sorted(previous_files(staged), key=lambda name: name == SUMMARY):
        _copy(staged / name, out / name)


def _copy(file: Path, target: Path) -> None:
    # By way of a neighbour of the target: the set may be on another file system.
    partial = target.with_name(f".{target.name}.partial")
    partial.write_bytes(file.read_bytes())
    partial.replace(target)
