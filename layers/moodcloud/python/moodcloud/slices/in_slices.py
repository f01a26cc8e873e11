"""All steps on this machine, for files that are cut into slices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from moodcloud.analysis import Analysis, analyze, check_look
from moodcloud.database import connect
from moodcloud.discretion import shortage_told, without_content
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.readable import encodable
from moodcloud.slices.decided import read_decided
from moodcloud.slices.deciding import decide
from moodcloud.slices.finishing import finish
from moodcloud.slices.merging import merge
from moodcloud.slices.planning import NoSlices, plan
from moodcloud.slices.slice_steps import in_children
from moodcloud.slices.work_files import WorkFiles
from moodcloud.stages import Progress, no_progress, timed
from moodcloud.tabular.reader import Job
from moodcloud.workspace import workspace

Steps = Callable[[WorkFiles, str, int, Sequence[int]], None]
"""A function that takes a step of slices: the files, the step, the round, the slices."""


def analyze_in_slices(
    path: Path,
    out: Path,
    options: Options,
    slices: int,
    *,
    name: str | None = None,
    progress: Progress = no_progress,
    steps: Steps = in_children,
    targets: Sequence[int] | None = None,
) -> Analysis:
    """Turn a file into a folder of results as `moodcloud.analysis` does, to the last byte.

    A file that cannot be cut, and one that is refused, is read as a whole.

    Args:
        path: The file.
        out: The folder of the results.
        options: The settings.
        slices: How many slices to make.
        name: What results call the file; its base name otherwise.
        progress: Called when each stage starts and when it ends.
        steps: What takes the steps of slices.
        targets: As for `plan`.

    Raises:
        UploadError: The file cannot be analysed as it is; nothing is written to `out`.
        OSError: Reading or writing failed, or a process ended.
        UnexpectedError: In place of any other error, without its message: that may quote the file.
    """
    name = encodable(name or path.name)
    try:
        with (
            without_content([path], out),
            shortage_told(name),
            workspace() as folder,
            connect(folder) as connection,
        ):
            if options.mask or options.font:
                check_look(options)
            work = WorkFiles(folder / "slices")
            with timed("reading", progress) as rows:
                job = Job(path, name, folder, connection, options)
                count = plan(job, work, slices, targets).slices
                _survey(work, count, connection, steps)
                rows(read_decided(work).rows.read)
            with timed("counting", progress):
                steps(work, "count", 0, range(count))
                merge(work, connection)
            return Analysis(finish(work, connection, folder, out, progress), out)
    except (NoSlices, UploadError):
        return analyze(path, out, options, name=name, progress=progress)


def _survey(
    work: WorkFiles, count: int, connection: duckdb.DuckDBPyConnection, steps: Steps
) -> None:
    """Survey slices until all is decided."""
    round_number, numbers = 0, list(range(count))
    while numbers:
        steps(work, "survey", round_number, numbers)
        numbers = decide(work, round_number, connection)
        round_number += 1
