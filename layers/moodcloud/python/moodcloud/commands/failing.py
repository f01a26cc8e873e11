"""How a command fails: a message, a remedy, and a status that programs can read."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NoReturn

import click
from rich.console import Console

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
        # The engine is not imported for its faults: most commands do without it.
        engine = isinstance(error, EngineError) or type(error).__module__ == _ENGINE
        if not isinstance(error, OSError) and not engine:
            raise
        console = Console(stderr=True, soft_wrap=True)
        told = error.detail if isinstance(error, EngineError) else str(error)
        console.print(f"error: {told}", style="bold red", markup=False)
        sys.exit(OTHER_FAULT)


def _fail(error: UploadError, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(json.dumps(error.as_dict(), ensure_ascii=False, indent=1))
    tell(error)
    sys.exit(BAD_INPUT)


def tell(error: UploadError) -> None:
    """Print what is wrong with an upload, and what to do."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    console.print(f"error ({error.code}): {error.message}", style="bold red", markup=False)
    if error.values:
        console.print(f"Values found: {', '.join(map(brief, error.values))}, …", markup=False)
    console.print(error.remedy, markup=False)
