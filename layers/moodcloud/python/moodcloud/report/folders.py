"""Sets of results as folders: replaced as a whole, and found below another folder.

A new set is copied into a hidden folder first, so that a full disk is noticed before the old set is
touched. Renaming that folder decides: from then on the next process finishes what a killed one
began. A set is marked by the file that lists its files: the first of the old set to go, the last of
the new one to come. One process writes to a folder at a time.
"""

from __future__ import annotations

import errno
import fcntl
import json
import logging
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from moodcloud.errors import UploadError
from moodcloud.readable import encodable, harmless
from moodcloud.report.contract import from_json
from moodcloud.report.file_names import ERROR, SUMMARY
from moodcloud.report.gallery import Entry, comparison_entry, entry_of
from moodcloud.report.summary import Summary
from moodcloud.workspace import FULL, is_temporary, no_room

COMPARISON: Final = "comparison.json"
COMPARISON_PAGE: Final = "comparison.html"
MARKERS: Final = (SUMMARY, COMPARISON)
# Folders whose names start like this hold sets that are being moved, not results.
HIDDEN: Final = ".moodcloud-"


def files_of(folder: Path, marker: str = SUMMARY) -> list[str]:
    """Return the files that the marker of the set in `folder` lists; nothing without a marker."""
    try:
        content = json.loads((folder / marker).read_text("utf-8"))
        if marker == SUMMARY:
            listed = content["files"]
        else:
            cloud = content["cloud"] or {}
            listed = [COMPARISON, COMPARISON_PAGE, cloud.get("png"), cloud.get("svg")]
        return [name for name in listed if is_name(name)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def is_name(name: Any) -> bool:
    """Return whether something can name a file of a set: a name that leads elsewhere cannot."""
    return (
        isinstance(name, str)
        and name.isprintable()
        and name == Path(name).name
        and name not in ("", "..")
        and not name.startswith(HIDDEN)
    )


_PATIENCE_SECONDS: Final = 1.0
_LOOK_SECONDS: Final = 0.05
_log: Final = logging.getLogger("moodcloud")


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Wait until no other process writes to a folder, and keep others waiting meanwhile.

    However the process ends, the lock ends with it. On a disk that knows no locks (some network
    file systems) no process waits for another.
    """
    lock = _lock(folder)
    try:
        yield
    finally:
        if lock is not None:
            # To close the file would not be enough: a process forked meanwhile holds the same lock.
            with suppress(OSError):
                fcntl.flock(lock, fcntl.LOCK_UN)
            os.close(lock)


def _lock(folder: Path) -> int | None:
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except PermissionError:
        return None
    try:
        _wait(lock, folder)
    except OSError:
        pass
    except BaseException:
        os.close(lock)
        raise
    return lock


def _wait(lock: int, folder: Path) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        if time.monotonic() >= end:
            break
        time.sleep(_LOOK_SECONDS)
    _log.warning("Waiting for another process that writes to %s", harmless(str(folder)))
    fcntl.flock(lock, fcntl.LOCK_EX)


_COPYING: Final = f"{HIDDEN}copying"
_MOVING: Final = f"{HIDDEN}moving"


def replace_set(staged: Path, out: Path, marker: str = SUMMARY) -> None:
    """Put a whole set in the place of an earlier one; one process at a time.

    Whenever the process is killed, `out` shows the old set, the new one, or none; the next call
    removes what is left of it.

    Args:
        staged: The folder that holds the set; other files in it are left alone.
        out: The folder it goes to, made if missing; files that are of no earlier set stay.
        marker: The file of `MARKERS` that lists the set.

    Raises:
        UploadError: `out_full`, `disk_full`, `out_taken`; the old set stays.
        OSError: Reading or writing failed.
    """
    with _room_in(out):
        out.mkdir(parents=True, exist_ok=True)
        with only_writer(out):
            try:
                _finish(out)
                _copy(staged, {*files_of(staged, marker), marker}, out / _COPYING)
                _refuse_taken(out, marker)
                (out / _COPYING).rename(out / _MOVING)
                _finish(out)
            except BaseException as error:
                # Half a set is of no use: a process that is told to end finishes moving it first.
                if not isinstance(error, Exception):
                    _finish(out)
                shutil.rmtree(out / _COPYING, ignore_errors=True)
                raise


def _copy(staged: Path, names: set[str], copying: Path) -> None:
    for folder in (copying, copying / "new", copying / "old"):
        folder.mkdir()
    for name in names:
        shutil.copyfile(staged / name, copying / "new" / name)


def _finish(out: Path) -> None:
    """Move in a set that was copied as a whole, or the rest of it; remove any other."""
    shutil.rmtree(out / _COPYING, ignore_errors=True)
    moving = out / _MOVING
    new, old = moving / "new", moving / "old"
    # The marker is moved last: where it is gone, everything has been moved.
    marker = next((each for each in MARKERS if (new / each).exists()), None)
    if marker:
        names = sorted((path.name for path in new.iterdir()), key=lambda name: name == marker)
        _withdraw(out, moving, marker)
        for name in set(files_of(old, marker)) - set(names):
            if not (out / name).is_dir():
                (out / name).unlink(missing_ok=True)
        (old / marker).unlink(missing_ok=True)
        for name in names:
            (new / name).replace(out / name)
    shutil.rmtree(moving, ignore_errors=True)


def _withdraw(out: Path, moving: Path, marker: str) -> None:
    """Take away the old marker but keep it: it lists the files that have to go."""
    try:
        (out / marker).replace(moving / "old" / marker)
    except FileNotFoundError:
        pass
    except OSError:
        # The old set may not be replaced, and nothing has happened to it yet.
        shutil.rmtree(moving, ignore_errors=True)
        raise


def _refuse_taken(out: Path, marker: str) -> None:
    """Refuse to write over a folder, or over a set of the other kind."""
    names = {path.name for path in (out / _COPYING / "new").iterdir()}
    for name in sorted(names):
        if (out / name).is_dir():
            raise IsADirectoryError(errno.EISDIR, "A folder is in the way", str(out / name))
    for other in MARKERS:
        if other != marker and (shared := names & set(files_of(out, other))):
            raise UploadError("out_taken", place=str(out), marker=other, file=min(shared))


@contextmanager
def _room_in(out: Path) -> Iterator[None]:
    """Turn an error about a full disk into a fault that says which disk it is."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        if is_temporary(out):
            raise no_room("The set of results") from error
        raise UploadError("out_full", place=str(out)) from error


def sets_in(folder: Path) -> Iterator[Entry]:
    """Yield an entry for each set of results, comparison and `error.json` below a folder.

    In a copy of a bucket's `results/` these are the newest of each upload. The time of an entry is
    that of its file, because a set holds no time.
    """
    for path in sorted(each for name in (*MARKERS, ERROR) for each in folder.rglob(name)):
        place = path.parent.relative_to(folder)
        if any(part.startswith(HIDDEN) for part in place.parts):
            continue
        latest = _content(path.parent.parent / "latest.json")
        content = _content(path)
        if content is None or (latest and latest.get("version") != place.name):
            continue
        key, version = (place.parent, place.name) if latest else (place, "")
        time = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            if path.name == COMPARISON:
                yield comparison_entry(content, encodable(key.as_posix()), time=time)
            else:
                told = content if "code" in content else from_json(Summary, content)
                yield entry_of(told, encodable(key.as_posix()), version, time=time)
        except (KeyError, ValueError, TypeError):
            continue  # not a file of moodcloud


def _content(path: Path) -> dict[str, Any] | None:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None
