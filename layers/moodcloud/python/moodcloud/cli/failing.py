"""How a command fails: a message, a remedy, and a status that programs can read."""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, NoReturn

import click

from moodcloud import processes
from moodcloud.errors import EngineError, UploadError, brief
from moodcloud.readable import HARMFUL

BAD_INPUT: Final = 2
OTHER_FAULT: Final = 1
_ENGINE: Final = "_duckdb"
_S3_LIBRARIES: Final = ("boto3", "botocore", "aws_lambda_powertools")


@contextmanager
def exit_on_fault(as_json: bool = False) -> Iterator[None]:
    """End the command with status 2 for a fault of the upload or its options, 1 for another.

    Args:
        as_json: Whether to print `error.json` too.
    """
    try:
        yield
    except UploadError as error:
        if as_json:
            print_json(error.as_dict())
        tell(error)
        sys.exit(BAD_INPUT)
    except Exception as error:
        # After a signal it does not matter which error ended the work.
        if processes.status() is not None:
            raise
        if isinstance(error, ModuleNotFoundError) and error.name in _S3_LIBRARIES:
            _exit(f"S3 needs {error.name}, which is not installed: pip install 'moodcloud[aws]'")
        if isinstance(error, EngineError):
            _exit(error.detail)
        # The engine's errors are known by their module: most commands need not import it.
        if isinstance(error, OSError) or type(error).__module__ == _ENGINE:
            _exit(str(error))
        raise


def _exit(message: str) -> NoReturn:
    say_error(message)
    sys.exit(OTHER_FAULT)


def say_error(message: str) -> None:
    """Print what went wrong."""
    # Imported here: `moodcloud --help` need not wait for rich.
    from moodcloud.cli.terminal import Terminal

    Terminal(stderr=True).say(f"error: {message}", "bold red")


def tell(error: UploadError) -> None:
    """Print what is wrong with an upload, and what to do."""
    from moodcloud.cli.terminal import Terminal

    console = Terminal(stderr=True)
    console.say(f"error ({error.code}): {error.message}", "bold red")
    if error.values:
        console.say(f"Values found: {', '.join(map(brief, error.values))}, …")
    console.say(error.remedy)


def print_json(content: Any) -> None:
    """Print JSON that loses nothing in any encoding and holds nothing that a terminal obeys."""
    import json

    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    utf8 = codecs.lookup(encoding).name == "utf-8"
    text = json.dumps(content, ensure_ascii=not utf8, indent=1)
    click.echo(HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def allow_any_letter() -> None:
    """Print a question mark for a letter the terminal's encoding lacks, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
