"""Folders for temporary files: gone at the end, and where a process was killed, at the next start.

A process that is killed leaves its folder: on Lambda, where the disk outlives the process, it would
take the room of every later upload. So each folder is locked for as long as its process lives; the
next process that starts removes those that are not locked.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from moodcloud.errors import UploadError

# Errors that say that there is no room: on the disk, for this user, in one file.
FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# A name that no other program uses: what begins like this and is not locked is removed.
_PREFIX: Final = "moodcloud-workspace-"


@contextmanager
def workspace() -> Iterator[Path]:
    """Yield a new folder for temporary files, and remove it at the end.

    Folders that dead processes left are removed first. A process forked meanwhile may use
    the folder, but never removes it: only the process that made it does.

    Raises:
        OSError: There is no room for a folder, or no right to make one.
    """
    clear_leftovers()
    folder, lock = _locked_folder()
    owner = os.getpid()
    try:
        yield folder
    finally:
        try:
            if os.getpid() == owner:
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)


def clear_leftovers() -> None:
    """Remove the folders of processes that ended, and leave those of the others alone."""
    # Folders of other users cannot be opened, and are not touched.
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            lock = _opened(path)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path, ignore_errors=True)
            finally:
                os.close(lock)


def no_room(name: str) -> UploadError:
    """Return the fault of a file for whose temporary files there is no room."""
    return UploadError("disk_full", name=name, place=tempfile.gettempdir())


def is_temporary(path: Path) -> bool:
    """Return whether a path leads into a folder of `workspace`."""
    return any(part.startswith(_PREFIX) for part in path.absolute().parts)


def _locked_folder() -> tuple[Path, int]:
    """Return a new folder, and the descriptor whose lock says that somebody uses it."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        # Before the lock it seems abandoned: another process may remove it in between.
        with suppress(FileNotFoundError):
            lock = _opened(folder)
            # On a disk without locks every folder seems to be in use, so none is removed.
            with suppress(OSError):
                fcntl.flock(lock, fcntl.LOCK_EX)
            if folder.exists():
                return folder, lock
            os.close(lock)


def _opened(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
