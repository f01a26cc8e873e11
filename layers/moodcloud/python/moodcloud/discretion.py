"""What goes wrong is told without a word of the file, and a shortage by its name.

Logs are read by others than the owner of the file.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.errors import EngineError, UnexpectedError, UploadError
from moodcloud.shortage import tells_of_disk, wants_memory
from moodcloud.workspace import no_room

_OWN: Final = __package__.partition(".")[0] + "."


@contextmanager
def without_content(path: Path, out: Path) -> Iterator[None]:
    """Let no error out whose text, or that of an error it came of, may quote a file.

    The engine and other libraries quote what they could not read, and files of results have the
    names of labels. Where it happened is still told: the traceback stays.

    Args:
        path: The file that is read; its own name may be told.
        out: The folder of the results.

    Raises:
        EngineError: In place of any other error of the counting engine.
        UnexpectedError: In place of an error that nobody expected.
        OSError: Without the name of a file of the results or the workspace.
    """
    try:
        yield
    except Exception as error:
        # What it came of is left out, too.
        raise _told(error, path, out).with_traceback(error.__traceback__) from None


@contextmanager
def shortage_told(name: str) -> Iterator[None]:
    """Let want of memory or of disk out as a fault that says so, whatever a library calls it.

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


def _told(error: Exception, path: Path, out: Path) -> Exception:
    own = type(error).__module__.startswith(_OWN)
    if own or isinstance(error, duckdb.InterruptException | ChildProcessError):
        return error
    if isinstance(error, duckdb.Error):
        return EngineError(error)
    if isinstance(error, OSError) and error.errno is not None:
        return _of_system(error, path, out)
    return UnexpectedError(error)


def _of_system(error: OSError, path: Path, out: Path) -> OSError:
    """Return the error with the name of the folder in place of that of a file within."""
    assert error.errno is not None
    what = os.strerror(error.errno)
    if error.filename is None or isinstance(error.filename, int):
        return OSError(error.errno, what)
    file = Path(os.fsdecode(error.filename))
    ours = {out, Path(tempfile.gettempdir())} & {*file.parents} and file not in (path, out)
    return OSError(error.errno, what, str(file.parent if ours else file))
