"""How processes end: the command on signals, children with the process that started them.

Children are processes of their own that import next to nothing, and so does this file.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import Final

# Only the command listens to signals; a program that uses the library has handlers of its own.
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# What shells report for a program that a signal ended.
_STATUS: Final = 128
# Python drops what is raised while it collects garbage, so it is raised again.
_AGAIN_SECONDS: Final = 0.5
_PR_SET_PDEATHSIG: Final = 1
_LOOK_SECONDS: Final = 1.0

_noted: Final[list[int]] = []


def status() -> int | None:
    """Return the status the process must end with, once a signal has told it to end."""
    return _STATUS + _noted[0] if _noted else None


def listen() -> None:
    """Raise KeyboardInterrupt in the main thread when a signal tells the process to end."""
    for each in _SIGNALS:
        # What nohup or a shell made the process ignore stays ignored.
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, _end)


def rest() -> None:
    """Let signals end the process at once: what it had to clean up is done."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    for each in _SIGNALS:
        if signal.getsignal(each) is _end:
            signal.signal(each, signal.SIG_DFL)


def _end(number: int, _frame: FrameType | None) -> None:
    _noted.append(number)
    # The same signal often comes twice, to the process and to its group; but a second Ctrl-C is
    # meant.
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, _again)
    signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS, _AGAIN_SECONDS)
    _interrupt()


def _again(_number: int, _frame: FrameType | None) -> None:
    # Whatever is being handled, its cleaning up must not be interrupted.
    if sys.exc_info()[1] is None:
        _interrupt()


def _interrupt() -> None:
    # Other threads may wait for the engine, and the main thread for them.
    engine = sys.modules.get("moodcloud.database")
    getattr(engine, "interrupt", lambda: None)()
    raise KeyboardInterrupt


def end_with(parent: int) -> None:
    """Make this process end when its parent ends, in whatever way.

    Args:
        parent: The id of the process that started this one.
    """
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        # The parent may have ended before.
        if os.getppid() != parent:
            os._exit(1)
    else:  # pragma: no cover - Linux alone tells a process of the end of its parent
        import threading

        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    """End this process once it has another parent."""
    import time

    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)
