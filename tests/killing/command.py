"""Run the command, and send this process a signal where it comes to a certain place.

Usage: python -m tests.killing.command SIGNAL PLACE ARGUMENT...

PLACE is part of an audit event as Python tells it, with its arguments: "import click" or
"os.rename clouds/report.html"; the number before it says which time.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
from typing import Any


def main(number: int, place: str, arguments: list[str]) -> None:
    """Run the command with the arguments given."""
    times, _, wanted = place.partition(" ")
    left = [int(times)]

    def watch(event: str, values: tuple[Any, ...]) -> None:
        if left[0] and wanted in " ".join([event, *map(str, values)]):
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), number)

    if number != signal.SIGKILL:
        # Whoever runs the tests may ignore it (nohup).
        default = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
        signal.signal(number, default)
    sys.addaudithook(watch)
    sys.argv = ["moodcloud", *arguments]
    runpy.run_module("moodcloud", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
