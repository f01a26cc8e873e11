"""Workbooks (.xlsx, .xlsb, .xls, .ods): one sheet becomes rows of text."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from moodcloud.database import memory_bound
from moodcloud.errors import UploadError
from moodcloud.processes import program
from moodcloud.shortage import tells_of_disk, tells_of_memory
from moodcloud.tabular import excel_sheet as sheet
from moodcloud.tabular.hints import Hints
from moodcloud.tabular.json_reader import sample_records
from moodcloud.tabular.json_stream import Record, Shape, read_json
from moodcloud.tabular.reader import Job, Reader
from moodcloud.tabular.record_reader import list_reader
from moodcloud.tabular.rows import BrokenRow

# An .xls keeps its cells as they are; the others are unpacked within the bounds of `sheet`.
MAX_BYTES: Final = 256 << 20
MAX_UNPACKED_BYTES: Final = 1 << 30
# The kind of an error without its message, which may quote a cell.
_ERROR: Final = re.compile(r"^\w+(?:Error|Exception)\b", re.MULTILINE)


def open_workbook(job: Job, path: Path, format_: str, hints: Hints) -> Reader:
    """Return the reader of a sheet of the workbook at `path`.

    Args:
        job: What it is read for; its option `sheet` names the sheet.
        path: A file of a `binary_format`.
        format_: Which format it is.
        hints: What is known of the names of columns.

    Raises:
        UploadError: `too_large_workbook`, `protected_file`, `broken_file`, `unknown_sheet`,
            `empty_file`.
    """
    _refuse_large(path, format_)
    copy = job.workspace / "sheet.jsonl"
    # The engine waits while a sheet is read: its memory is free for that.
    memory_mb = memory_bound(job.connection)
    memory = sheet.MEMORY_BYTES if memory_mb is None else min(memory_mb << 20, sheet.MEMORY_BYTES)
    wanted = job.options.sheet or ""
    found = _convert(path, copy, wanted, memory)
    if "protected" in found:
        raise UploadError("protected_file")
    if "broken" in found:
        reason = f"it is cut off or damaged ({found['broken']})"
        raise UploadError("broken_file", what="a workbook", reason=reason)
    if "sheets" in found and wanted:
        sheets, option = ", ".join(found["sheets"]), job.options.name_of("sheet")
        raise UploadError("unknown_sheet", wanted=wanted, option=option, sheets=sheets)
    if "sheets" in found or not copy.stat().st_size:
        raise UploadError("empty_file")
    records, size = partial(_rows_of_copy, copy), copy.stat().st_size
    sample = [_numbered(each) for each in sample_records(copy, read_json(copy, Shape.LINES))]
    reader = list_reader(job, format_, records, sample, size, hints)
    return replace(reader, sheet=found["sheet"], sheets_alike=tuple(found["alike"]))


def _rows_of_copy(copy: Path) -> Iterator[Record | BrokenRow]:
    for record in read_json(copy, Shape.LINES):
        assert isinstance(record, Record)
        yield _numbered(record)


def _numbered(record: Record) -> Record:
    """Return the record of a line of the copy as what it is in the sheet."""
    number, *cells = record.value
    return Record(int(number), cells)


def _refuse_large(path: Path, format_: str) -> None:
    size, limit = path.stat().st_size, MAX_BYTES
    if format_ != "xls":
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(each.file_size for each in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            size, limit = unpacked, MAX_UNPACKED_BYTES
    if size > limit:
        raise _too_large(f"{size >> 20:,} MB", f"{limit >> 20:,} MB")


def _too_large(size: str, limit: str) -> UploadError:
    return UploadError("too_large_workbook", size=size, limit=limit)


def _convert(path: Path, copy: Path, wanted: str, memory: int) -> dict[str, Any]:
    command, env = program(sheet.__file__, str(memory), str(path), wanted, str(copy))
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, env=env, check=False
    )
    if done.returncode == 0:
        found: dict[str, Any] = json.loads(done.stdout)
        return found
    said = done.stderr.decode(errors="replace")
    if tells_of_disk(said):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    # Ended by one of its bounds: by a signal, or out of memory in Python's part.
    if done.returncode < 0 or tells_of_memory(said):
        limit = f"{memory >> 20:,} MB of memory and {sheet.SECONDS} seconds"
        raise _too_large("its cells take more than is allowed", limit)
    why = ", ".join((f"status {done.returncode}", *_ERROR.findall(said)[-1:]))
    raise ChildProcessError(f"a process that reads a workbook ended ({why})")
