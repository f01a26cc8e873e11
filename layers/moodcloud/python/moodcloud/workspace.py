"""Folders for temporary files: gone at the end, and where a process was killed, at the next start.

A process that is killed leaves its folder behind: on Lambda, where the disk outlives the process,
it would take the room of every later upload. So each folder is locked for as long as its process
lives; whoever starts next removes those that nobody holds.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

# Unmistakable: what matches and is not locked is removed.
_PREFIX: Final = "moodcloud-workspace-"


@contextmanager
def workspace() -> Iterator[Path]:
    """Yield a new folder for temporary files, and remove it at the end.

    Folders that dead processes left behind are removed first.

    Raises:
        OSError: There is no room for a folder, or no right to make one.
    """
    clear_leftovers()
    folder, lock = _locked_folder()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def clear_leftovers() -> None:
    """Remove the folders of processes that are no more, and leave those of the living alone."""
    # Folders of other users cannot be opened, and are none of our business.
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path, ignore_errors=True)
            finally:
                os.close(lock)


def _locked_folder() -> tuple[Path, int]:
    """Return a new folder, and the descriptor whose lock says that somebody uses it."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        with suppress(FileNotFoundError):
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(lock, fcntl.LOCK_EX)
            # Another process may have removed it in between: before the lock, it seemed abandoned.
            if folder.exists():
                return folder, lock
            os.close(lock)
