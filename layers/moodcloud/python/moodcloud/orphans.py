"""Processes that end with the one that started them, in whatever way that one ended.

They are processes of their own and import next to nothing; so does this file.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_LOOK_SECONDS: Final = 1.0


def end_with(parent: int) -> None:
    """Make this process end when its parent does.

    Args:
        parent: The process that started this one.
    """
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        # It may have ended before.
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
