"""Stopping before Lambda does: a kill would leave neither results nor a word about them."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Final, TypeVar

import duckdb

from moodcloud.database import interrupt
from moodcloud.errors import UploadError

# The time it takes to store `error.json`, with room to spare.
_RESERVE_SECONDS: Final = 5.0
_LEAST_SECONDS: Final = 0.001
# Python drops what is raised while it collects garbage, so it is raised again.
_AGAIN_SECONDS: Final = 0.5

Result = TypeVar("Result")


class _TimeIsUpError(Exception):
    """The time is up; raised in the main thread, whatever it is doing."""


def in_proportion(
    work: Callable[[], Result], seconds: float | None, size: int, name: str
) -> Result:
    """Return what `work` returns; stop it when an upload of its size has had time enough.

    Args:
        work: The work to do.
        seconds: The most that it may take; None for no limit.
        size: The size of the upload in bytes.
        name: What messages call the upload.

    Raises:
        UploadError: `out_of_proportion`, which no other attempt would change; `out_of_time`, where
            an `in_time` around it ends it before.
    """
    try:
        return in_time(work, seconds, name, reserve=0)
    except UploadError as error:
        if error.code != "out_of_time" or seconds is None:
            raise
        raise UploadError(
            "out_of_proportion", name=name, seconds=seconds, size=size / 1e6
        ) from None


def in_time(
    work: Callable[[], Result],
    seconds: float | None,
    name: str,
    reserve: float = _RESERVE_SECONDS,
) -> Result:
    """Return what `work` returns; stop it when the time is nearly up.

    Args:
        work: The work to do.
        seconds: Seconds until Lambda kills the process; None for no limit.
        name: What messages call the upload.
        reserve: Seconds that are kept in reserve; of a short time, no more than a fifth.

    Raises:
        UploadError: `out_of_time`.
    """
    # Only the main thread gets signals, and Lambda calls handlers there.
    if seconds is None or threading.current_thread() is not threading.main_thread():
        return work()
    start = time.monotonic()
    first = max(seconds - min(reserve, seconds / 5), _LEAST_SECONDS)
    expired, finished = threading.Event(), threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if not finished.is_set() and not _is_ending():
            raise _TimeIsUpError

    before = signal.signal(signal.SIGALRM, stop)
    watch = threading.Thread(target=_watch, args=(first, expired, finished), daemon=True)
    watch.start()
    try:
        try:
            return work()
        finally:
            finished.set()
    except Exception:
        # The kind of error does not matter: an engine that is interrupted raises its own.
        if expired.is_set():
            taken = round(time.monotonic() - start)
            raise UploadError("out_of_time", name=name, seconds=taken) from None
        raise
    finally:
        watch.join()
        signal.signal(signal.SIGALRM, before)


def _is_ending() -> bool:
    """Return whether the work was stopped already and is cleaning up."""
    error = sys.exc_info()[1]
    while error is not None:
        if isinstance(error, _TimeIsUpError | duckdb.InterruptException):
            return True
        error = error.__context__
    return False


def _watch(first: float, expired: threading.Event, finished: threading.Event) -> None:
    """Stop the main thread, whether it is in Python or in the engine."""
    main = threading.main_thread().ident
    if finished.wait(first) or main is None:
        return
    expired.set()
    while not finished.is_set():
        interrupt()
        signal.pthread_kill(main, signal.SIGALRM)
        finished.wait(_AGAIN_SECONDS)
