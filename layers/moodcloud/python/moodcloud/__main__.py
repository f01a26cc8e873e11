"""The `moodcloud` command as a process: `python -m moodcloud`, or the script of that name.

It imports next to nothing, so that an interrupt ends it quietly while the rest is being loaded.
"""

from __future__ import annotations

import sys
from typing import NoReturn

from moodcloud import processes


def run() -> NoReturn:
    """Run the command, and end with the status that fits."""
    try:
        try:
            processes.listen()
            processes.collect_seldom()
            from moodcloud.cli import main

            main(prog_name="moodcloud")
        finally:
            processes.rest()
    except BaseException:
        # After a signal any error may come: an interrupted engine, for one, raises its own.
        if processes.status() is None:
            raise
    sys.exit(processes.status())


if __name__ == "__main__":
    run()
