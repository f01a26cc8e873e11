"""Errors are told without quoting the file, and a lack of memory or disk is called that.

People other than the owner of the file read logs.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.errors import EngineError, UnexpectedError, UploadError
from moodcloud.shortage import tells_of_disk, wants_memory
from moodcloud.workspace import no_room

_OWN: Final = __package__.partition(".")[0] + "."


@contextmanager
def without_content(paths: Collection[Path], out: Path) -> Iterator[None]:
    """Replace every error whose text, or that of its cause, may quote a file.

    The engine and other libraries quote what they could not read, and files of results are named
    after labels. The traceback stays, so it is still known where the error happened.

    Args:
        paths: The files that are read; their own names may be told.
        out: The folder of the results.

    Raises:
        EngineError: In place of any other error of the counting engine.
        UnexpectedError: In place of an error that nobody expected.
        OSError: An error of reading or writing, without the name of a file of the results or the
            workspace.
    """
    try:
        yield
    except Exception as error:
        raise _discreet(error, paths, out).with_traceback(error.__traceback__) from None


@contextmanager
def shortage_told(name: str) -> Iterator[None]:
    """Turn a lack of memory or disk into a fault that says so, whatever a library calls it.

    Args:
        name: What messages call the file.

    Raises:
        UploadError: `disk_full`, `out_of_memory`.
    """
    try:
        yield
    except UploadError:
        raise
    except Exception as error:
        if isinstance(error, duckdb.IOException | OSError) and tells_of_disk(str(error)):
            raise no_room(name) from error
        if wants_memory(error):
            raise UploadError("out_of_memory", name=name, why="it ran out") from error
        raise


def _discreet(error: Exception, paths: Collection[Path], out: Path) -> Exception:
    own = type(error).__module__.startswith(_OWN)
    if own or isinstance(error, duckdb.InterruptException | ChildProcessError):
        return error
    if isinstance(error, duckdb.Error):
        return EngineError(error)
    if not isinstance(error, OSError) or error.errno is None:
        return UnexpectedError(error)
    what = os.strerror(error.errno)
    if error.filename is None or isinstance(error.filename, int):
        return OSError(error.errno, what)
    file = Path(os.fsdecode(error.filename))
    ours = {out, Path(tempfile.gettempdir())} & {*file.parents} and file not in (*paths, out)
    return OSError(error.errno, what, str(file.parent if ours else file))
