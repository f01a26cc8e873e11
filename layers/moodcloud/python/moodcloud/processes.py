"""How processes start and end: the command on signals, children with their parent."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import Final

# A signal ends the command after it has removed temporary files, and the status tells which signal
# it was. Only the command listens: a program that uses the library handles signals itself.
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Shells report 128 plus the signal for a program that a signal ended.
_STATUS: Final = 128
# Python drops an exception that is raised during garbage collection, so it is raised again.
_AGAIN_SECONDS: Final = 0.5

_noted: Final[list[int]] = []
_ours: Final[list[bool]] = []
# So many new objects are looked through for cycles that nobody needs any more; 700 by default. An
# analysis makes many objects and few cycles: 300 rows make 60,000, and take 3 % less where none are
# looked through; 20,000 rows have the same peak of memory.
_COLLECTED: Final = 100_000


def collect_seldom() -> None:
    """Have Python look for garbage less often; for a process that is ours from start to end."""
    gc.set_threshold(_COLLECTED)
    _ours.append(True)


def is_ours() -> bool:
    """Return whether this process is ours from start to end: no thread in it is a stranger's."""
    return bool(_ours)


def status() -> int | None:
    """Return the status to end with after a signal; None when there was no signal."""
    return _STATUS + _noted[0] if _noted else None


def listen() -> None:
    """Raise KeyboardInterrupt in the main thread when a signal tells the process to end."""
    for each in _SIGNALS:
        # A signal that nohup or a shell made the process ignore stays ignored.
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, _end)


def rest() -> None:
    """Let signals end the process at once, because everything is cleaned up."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    for each in _SIGNALS:
        if signal.getsignal(each) is _end:
            signal.signal(each, signal.SIG_DFL)


def _end(number: int, _frame: FrameType | None) -> None:
    _noted.append(number)
    # The same signal often comes twice, to the process and to its group. A second Ctrl-C, however,
    # ends the process at once.
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, _again)
    signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS, _AGAIN_SECONDS)
    _interrupt()


def _again(_number: int, _frame: FrameType | None) -> None:
    # An exception that is being handled may be cleaning up: it must not be interrupted.
    if sys.exc_info()[1] is None:
        _interrupt()


def _interrupt() -> None:
    # Other threads may be waiting for the engine, and the main thread for them.
    engine = sys.modules.get("moodcloud.database")
    getattr(engine, "interrupt", lambda: None)()
    raise KeyboardInterrupt


# Child processes import next to nothing, and so does this file: with it they end when their parent
# ends, however it ends.

_PR_SET_PDEATHSIG: Final = 1
_LOOK_SECONDS: Final = 1.0


def program(file: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """Return the command and the environment that run a Python file in a process of its own.

    Its first argument is the id of this process, for `end_with`. It finds the same packages as this
    process.

    Args:
        file: The path of the file.
        arguments: Its further arguments.
    """
    # Not multiprocessing: spawning runs the caller's script again, forking is unsafe once there
    # are threads.
    command = [sys.executable, "-P", file, str(os.getpid()), *arguments]
    return command, {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def end_with(parent: int) -> None:
    """End this process when `parent` ends, the process that started it."""
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        # The parent may have ended before the call above.
        if os.getppid() != parent:
            os._exit(1)
    else:  # pragma: no cover - Linux alone tells a process of the end of its parent
        import threading

        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    """End this process as soon as it has another parent."""
    import time

    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)
