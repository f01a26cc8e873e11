"""Texts that are documents or programs, not tables: told by how they begin."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.database import memory_bound
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.shortage import wants_room
from moodcloud.tabular.excel import workbook_contents
from moodcloud.tabular.hints import Hints
from moodcloud.tabular.parquet import parquet_contents
from moodcloud.tabular.reader import Contents

# --- The format of a file, told by what is in it: its name may say anything.

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
    hints: Hints,
) -> Contents:
    """Return what a file of a `binary_format` holds."""
    if format_ == PARQUET:
        return parquet_contents(connection, path, name)
    # The engine waits while a sheet is read: its memory is free for that.
    memory_mb = memory_bound(connection)
    return workbook_contents(path, format_, workspace, name, options, hints, memory_mb)


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


# --- Texts that are documents or programs, not tables: told by how they begin.

_HEAD_BYTES: Final = 4096
_DOCUMENTS: Final = (
    (re.compile(r"<!doctype html|<html[\s>]|<(?:head|body|table|meta|style)[\s>]"), "an HTML page"),
    (re.compile(r'<\?xml[^>]*\?>\s*<\?mso-application progid="excel'), "a workbook saved as XML"),
    (re.compile(r"<\?xml\s"), "an XML file"),
    (re.compile(r"\{\\rtf\d"), "an RTF document"),
    (re.compile(r"%!ps-adobe"), "a PostScript document"),
    (re.compile(r"mime-version:|from: .*\n(?:to|subject|date): "), "an e-mail or a saved web page"),
    (
        re.compile(r"(?:(?:(?:--|/\*|set |use |drop |lock ).*)?\n)*(?:create table|insert into)\s"),
        "a script of SQL",
    ),
    (re.compile(r"(?:---\s*\n)?- \w+: .*\n +\w+: "), "a YAML file"),
    (re.compile(r"\[\s*\{u?'[^'\n]*':"), "a list as Python prints it, which is no JSON"),
)
# As SQL Server and others print a table.
_RULED: Final = re.compile(r"-+(?: +-+)+ *")
_RULED_CHARACTERS: Final = 1 << 20


def refuse_documents(path: Path, name: str) -> None:
    """Refuse a UTF-8 file that a program made for another program, whatever its name says.

    Raises:
        UploadError: `not_text`.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES).decode("utf-8", "ignore").lstrip().lower()
    for beginning, what in _DOCUMENTS:
        if beginning.match(head):
            raise UploadError("not_text", name=name, what=what)
    with path.open(encoding="utf-8", errors="replace") as stream:
        stream.readline(_RULED_CHARACTERS)
        if _RULED.fullmatch(stream.readline(_RULED_CHARACTERS).rstrip("\n")):
            raise UploadError("not_text", name=name, what="a report in columns of fixed width")
