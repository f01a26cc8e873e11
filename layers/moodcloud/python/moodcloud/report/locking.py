"""One writer of a folder at a time."""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from moodcloud.readable import harmless

_PATIENCE_SECONDS: Final = 1.0
_LOOK_SECONDS: Final = 0.05
_log: Final = logging.getLogger("moodcloud")


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Wait until nobody else writes to a folder, and keep others waiting meanwhile.

    The lock leaves nothing behind, however the process ends. Where a disk knows no locks (some
    network file systems) nobody waits for anybody.
    """
    lock = _lock(folder)
    try:
        yield
    finally:
        if lock is not None:
            # Said, not left to closing: a process forked meanwhile holds the same lock.
            with suppress(OSError):
                fcntl.flock(lock, fcntl.LOCK_UN)
            os.close(lock)


def _lock(folder: Path) -> int | None:
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except PermissionError:
        return None
    try:
        _wait(lock, folder)
    except OSError:
        pass
    except BaseException:
        os.close(lock)
        raise
    return lock


def _wait(lock: int, folder: Path) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        if time.monotonic() >= end:
            break
        time.sleep(_LOOK_SECONDS)
    _log.warning("Waiting for another process that writes to %s", harmless(str(folder)))
    fcntl.flock(lock, fcntl.LOCK_EX)
