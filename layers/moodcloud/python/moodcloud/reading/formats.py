"""The format of a file, told by what is in it: its name may say anything."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.database import memory_bound
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading.contents import Contents
from moodcloud.reading.records.parquet import parquet_contents
from moodcloud.reading.records.workbook import workbook_contents
from moodcloud.shortage import wants_room

PARQUET: Final = "parquet"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE: Final = {"xlsx": "xl/workbook.xml", "xlsb": "xl/workbook.bin"}
_NO_TABLES: Final = {
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "Index/Document.iwa": "a document of Apple's Numbers, Pages or Keynote",
}
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"


def binary_format(path: Path, name: str) -> str | None:
    """Return parquet, xlsx, xlsb, xls or ods; None where the file is none of them.

    Raises:
        UploadError: `protected_file`, `not_text`: a relative of these that holds no table.
    """
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith((b"PAR1", b"PARE")):
        return PARQUET
    if head.startswith(b"PK"):
        return _zipped(path, name)
    return _ole(path, name) if head == _OLE else None


def binary_contents(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    format_: str,
    workspace: Path,
    name: str,
    options: Options,
) -> Contents:
    """Return what a file of a `binary_format` holds."""
    if format_ == PARQUET:
        return parquet_contents(connection, path, name)
    # The engine waits while a sheet is read: its memory is free for that.
    memory_mb = memory_bound(connection)
    return workbook_contents(path, format_, workspace, name, options, memory_mb)


def _zipped(path: Path, name: str) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.NameToInfo
            for format_, part in _OFFICE.items():
                if part in names:
                    return format_
            for part, what in _NO_TABLES.items():
                if part in names:
                    raise UploadError("not_text", name=name, what=what)
            kind = names.get("mimetype")
            if kind is not None and kind.file_size < 100 and archive.read(kind).strip() == _ODS:
                return "ods"
    except UploadError:
        raise
    except Exception as error:
        if wants_room(error):
            raise
        # Whatever the library raises for broken archives: errors of zlib, lzma, ends of files.
        return None
    return None


def _ole(path: Path, name: str) -> str | None:
    """Tell an old workbook from its relatives by the names of the streams within."""
    found = dict.fromkeys(("Workbook", "Book", "EncryptedPackage"), False)
    with path.open("rb") as stream:
        before = b""
        while chunk := stream.read(1 << 20):
            for what in found:
                found[what] = found[what] or what.encode("utf-16-le") in before + chunk
            before = chunk[-64:]
    if found["EncryptedPackage"]:
        raise UploadError("protected_file", name=name)
    return "xls" if found["Workbook"] or found["Book"] else None
