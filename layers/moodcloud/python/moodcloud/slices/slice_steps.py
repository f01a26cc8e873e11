"""The steps of slices, in this process or in processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from moodcloud.errors import UploadError
from moodcloud.slices.planning import NoSlices
from moodcloud.slices.slice_counts import count_slice
from moodcloud.slices.surveying import survey
from moodcloud.slices.work_files import WorkFiles

# The status of a process that leaves the file to be read as a whole.
_AS_WHOLE: Final = 3


def in_this_process(
    work: WorkFiles,
    step: str,
    round_number: int,
    numbers: Sequence[int],
    memory_mb: int | None = None,
) -> None:
    """Take a step of slices, one after the other.

    Args:
        work: The files of the steps.
        step: `survey` or `count`.
        round_number: The round of the survey.
        numbers: The slices.
        memory_mb: The memory of the process, in MiB; None where the engine knows it.

    Raises:
        UploadError: A slice has too many labels.
    """
    from moodcloud.database import connect
    from moodcloud.memory import engine_bound
    from moodcloud.workspace import workspace

    bound = engine_bound(memory_mb)
    for number in numbers:
        # Each slice has an engine and a folder of its own: what it leaves there is gone.
        with workspace() as folder, connect(folder, bound) as connection:
            # The rows of a slice stay in their order, and its files are the same each time.
            connection.execute("SET threads = 1")
            if step == "survey":
                survey(work, round_number, number, connection, folder)
            else:
                count_slice(work, number, connection)


def in_children(
    work: WorkFiles,
    step: str,
    round_number: int,
    numbers: Sequence[int],
    processes: int | None = None,
) -> None:
    """Take a step of slices by processes that work side by side.

    Args:
        work: The files of the steps.
        step: `survey` or `count`.
        round_number: The round of the survey.
        numbers: The slices.
        processes: How many processes; as many as there are processors otherwise.

    Raises:
        NoSlices: A slice is refused.
        ChildProcessError: A process ended early.
    """
    from moodcloud.processes import program

    most = min(len(numbers), processes or os.cpu_count() or 1)
    children = []
    for first in range(most):
        own = map(str, numbers[first::most])
        command, env = program(__file__, step, str(work.folder), str(round_number), *own)
        children.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, env=env))
    statuses = [child.wait() for child in children]
    if _AS_WHOLE in statuses:
        raise NoSlices
    if any(statuses):
        raise ChildProcessError(
            f"a process that works on slices ended early (status {max(map(abs, statuses))}), "
            "perhaps for want of memory; try again"
        )


def _take(arguments: Sequence[str]) -> int:
    """Take a step as the arguments say, and return the status to end with."""
    step, folder, round_number, *numbers = arguments
    try:
        in_this_process(
            WorkFiles(Path(folder)), step, int(round_number), [int(each) for each in numbers]
        )
    except (UploadError, NoSlices):
        return _AS_WHOLE
    return 0


if __name__ == "__main__":
    from moodcloud.processes import end_with

    # The parent handles an interrupt from the keyboard, and ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The log shows the kind of an error only: messages may quote texts.
    sys.excepthook = lambda kind, *_: print(kind.__name__, file=sys.stderr)
    end_with(int(sys.argv[1]))
    sys.exit(_take(sys.argv[2:]))
