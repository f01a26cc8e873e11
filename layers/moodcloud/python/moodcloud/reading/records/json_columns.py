"""A JSON table that stands column by column is written anew, one record a line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any, BinaryIO, Final

from moodcloud.errors import UploadError, brief
from moodcloud.reading.packed.limits import disk_to_spare
from moodcloud.reading.records.json_window import CutOffError, Passed, Window

# What is held of all columns together.
_HELD_BYTES: Final = 16 << 20
_LEAST_BYTES: Final = 4 << 10

Cell = tuple[str, Any]
"""The key of a record, and what stands under it in a column."""


def transpose(path: Path, target: Path, name: str) -> None:
    """Write the table at `path` to `target`, a JSON object a line.

    Whatever its size, little of it is in memory: columns go to the disk first.

    Args:
        path: A UTF-8 file that is one object: of each column it holds an array, or an object with
            the same keys in the same order.
        target: The file to write.
        name: For messages.

    Raises:
        UploadError: `broken_file`, `disk_full`.
    """
    parts = target.with_suffix(".columns")
    with disk_to_spare(name):
        with parts.open("w+b") as spool:
            columns = _spooled(path, spool, name)
            spool.flush()
            held = max(_LEAST_BYTES, _HELD_BYTES // max(len(columns), 1))
            found = {
                column: _cells(spool.fileno(), start, end, held)
                for column, (start, end) in columns.items()
            }
            with target.open("w", encoding="utf-8") as stream:
                for record in _records(found, name):
                    stream.write(json.dumps(record) + "\n")
        parts.unlink()


def _spooled(path: Path, spool: BinaryIO, name: str) -> dict[str, tuple[int, int]]:
    """Write the cells of each column to `spool`, one a line; return where each column is."""
    columns: dict[str, tuple[int, int]] = {}
    column = ""
    with path.open(encoding="utf-8", errors="replace") as stream:
        window = Window(stream)
        try:
            for column in window.members():
                start = spool.tell()
                for key, value in _column(window):
                    if isinstance(value, Passed):
                        raise _broken(name, f"a value of {value.characters:,} characters")
                    spool.write(json.dumps((key, value)).encode() + b"\n")
                columns[column] = start, spool.tell()
            if window.peek():
                raise _broken(name, "something stands behind its columns")
        except CutOffError:
            raise _broken(name, f'the file ends within the column "{brief(column)}"') from None
        except (ValueError, RecursionError):
            raise _broken(name, f'broken JSON in the column "{brief(column)}"') from None
    return columns


def _column(window: Window) -> Iterator[Cell]:
    if window.peek() == "{":
        for key in window.members():
            yield key, window.value()
    else:
        for position, value in enumerate(window.elements()):
            yield str(position), value


def _cells(file: int, start: int, end: int, held: int) -> Iterator[Cell]:
    """Read the cells of a column again; all columns are read side by side from one file."""
    rest = b""
    while start < end:
        chunk = os.pread(file, min(held, end - start), start)
        start += len(chunk)
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            key, value = json.loads(line)
            yield key, value


def _records(columns: dict[str, Iterator[Cell]], name: str) -> Iterator[dict[str, Any]]:
    for number, cells in enumerate(zip_longest(*columns.values()), start=1):
        if None in cells or len({key for key, _ in cells}) > 1:
            raise _broken(name, f"from record {number:,} on its columns hold other records")
        yield {column: value for column, (_, value) in zip(columns, cells, strict=True)}


def _broken(name: str, reason: str) -> UploadError:
    return UploadError("broken_file", name=name, what="JSON", reason=reason)
