"""How a command fails: a message, a remedy, and a status that programs can read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NoReturn

from moodcloud import ending
from moodcloud.commands.screen import Terminal, print_json
from moodcloud.errors import UploadError, brief
from moodcloud.unexpected import EngineError

BAD_INPUT: Final = 2
OTHER_FAULT: Final = 1
_ENGINE: Final = "_duckdb"


@contextmanager
def in_plain_words(as_json: bool = False) -> Iterator[None]:
    """End the command with status 2 for a fault of the upload or its options, 1 for another.

    Args:
        as_json: Whether to print `error.json` too.
    """
    try:
        yield
    except UploadError as error:
        _fail(error, as_json)
    except Exception as error:
        # Told to end: whatever the work says of it is of no interest.
        if ending.status() is not None:
            raise
        # The engine is not imported for its faults: most commands do without it.
        engine = isinstance(error, EngineError) or type(error).__module__ == _ENGINE
        if not isinstance(error, OSError) and not engine:
            raise
        console = Terminal(stderr=True, soft_wrap=True)
        told = error.detail if isinstance(error, EngineError) else str(error)
        console.print(f"error: {told}", style="bold red", markup=False)
        sys.exit(OTHER_FAULT)


def _fail(error: UploadError, as_json: bool) -> NoReturn:
    if as_json:
        print_json(error.as_dict())
    tell(error)
    sys.exit(BAD_INPUT)


def tell(error: UploadError) -> None:
    """Print what is wrong with an upload, and what to do."""
    console = Terminal(stderr=True, soft_wrap=True, highlight=False)
    console.print(f"error ({error.code}): {error.message}", style="bold red", markup=False)
    if error.values:
        console.print(f"Values found: {', '.join(map(brief, error.values))}, …", markup=False)
    console.print(error.remedy, markup=False)
