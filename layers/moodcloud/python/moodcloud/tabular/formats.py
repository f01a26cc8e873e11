"""The format of a file, found from what is in it, since its name may say anything."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from moodcloud.errors import UploadError
from moodcloud.shortage import wants_room
from moodcloud.tabular.csv_reader import open_csv
from moodcloud.tabular.hints import Hints
from moodcloud.tabular.html_page import encoding_of_page, is_page
from moodcloud.tabular.json_shape import json_shape
from moodcloud.tabular.reader import Job, Reader
from moodcloud.tabular.unpacking import Unpacked, unpack
from moodcloud.tabular.utf8 import Utf8File, to_utf8

_PARQUET: Final = "parquet"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE: Final = {"xlsx": "xl/workbook.xml", "xlsb": "xl/workbook.bin"}
_NO_TABLES: Final = {
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "Index/Document.iwa": "a document of Apple's Numbers, Pages or Keynote",
}
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"


def open_reader(job: Job, hints: Hints) -> tuple[Unpacked, Utf8File | None, Reader]:
    """Find out what kind of file the upload is.

    Args:
        job: The upload.
        hints: What is known of such tables.

    Returns:
        The upload without its compression; the same as UTF-8, None where the format has an
        encoding of its own; and its reader.

    Raises:
        UploadError: The file holds no table.
    """
    unpacked = unpack(job.path, job.workspace, job.options, job.name, job.sha256)
    if unpacked.path == job.path:
        unpacked = replace(unpacked, path=_plainly_named(job.path, job.workspace))
    path = unpacked.path
    if format_ := _binary_format(path):
        # Imported here and below: most files are CSV, and need no other reader.
        if format_ == _PARQUET:
            from moodcloud.tabular.parquet import open_parquet

            return unpacked, None, open_parquet(job, path)
        from moodcloud.tabular.excel import open_workbook

        return unpacked, None, open_workbook(job, path, format_, hints)
    encoding = job.options.encoding or encoding_of_page(path)
    file = to_utf8(path, job.workspace, job.name, encoding)
    if path != file.path:
        # A copy, or a link to the upload.
        path.unlink()
    if is_page(_head(file.path)):
        from moodcloud.tabular.html_reader import open_html

        return unpacked, file, open_html(job, file.path, hints)
    _refuse_documents(file.path)
    if shape := json_shape(file.path, hints):
        from moodcloud.tabular.json_reader import open_json

        return unpacked, file, open_json(job, file.path, shape, hints)
    return unpacked, file, open_csv(job, file.path, hints)


def _plainly_named(path: Path, workspace: Path) -> Path:
    """Return a link to the file: in the name of an upload the engine may find a pattern."""
    link = workspace / "upload.link"
    link.unlink(missing_ok=True)
    link.symlink_to(path.resolve())
    return link


def _binary_format(path: Path) -> str | None:
    """Return parquet, xlsx, xlsb, xls or ods; None for any other file.

    Raises:
        UploadError: `protected_file`, `not_text`: a relative of these that holds no table.
    """
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith((b"PAR1", b"PARE")):
        return _PARQUET
    if head.startswith(b"PK"):
        return _zipped(path)
    return _ole(path) if head == _OLE else None


def _zipped(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.NameToInfo
            for format_, part in _OFFICE.items():
                if part in names:
                    return format_
            for part, what in _NO_TABLES.items():
                if part in names:
                    raise UploadError("not_text", what=what)
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


def _ole(path: Path) -> str | None:
    """Know an old workbook from its relatives by the names of the streams within."""
    found = dict.fromkeys(("Workbook", "Book", "EncryptedPackage"), False)
    with path.open("rb") as stream:
        before = b""
        while chunk := stream.read(1 << 20):
            for what in found:
                found[what] = found[what] or what.encode("utf-16-le") in before + chunk
            before = chunk[-64:]
    if found["EncryptedPackage"]:
        raise UploadError("protected_file")
    return "xls" if found["Workbook"] or found["Book"] else None


_HEAD_BYTES: Final = 4096
_DOCUMENTS: Final = (
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
    (
        re.compile(
            r"(?:(?:var|let|const)\s+[\w$]+|(?:window|module|exports)(?:\.[\w$]+)+)\s*=\s*[\[{]"
            r"|[a-z_$][\w$.]*\(\s*(?:\[\s*)?\{\s*[\"'][^\"'\n]*[\"']\s*:"
        ),
        "a script of JavaScript around JSON",
    ),
    (re.compile(r"(?:\w+/\w+: .*\n){2}"), "a list of fields, one a line"),
    (re.compile(r"\[\s*\{u?'[^'\n]*':"), "a list as Python prints it, which is no JSON"),
)
# As SQL Server and others print a table.
_RULED: Final = re.compile(r"-+(?: +-+)+ *")
_RULED_CHARACTERS: Final = 1 << 20


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_HEAD_BYTES)


def _refuse_documents(path: Path) -> None:
    """Refuse a UTF-8 file that a program made for another program, whatever its name says.

    Raises:
        UploadError: `not_text`.
    """
    head = _head(path).decode("utf-8", "ignore").lstrip().lower()
    for beginning, what in _DOCUMENTS:
        if beginning.match(head):
            raise UploadError("not_text", what=what)
    with path.open(encoding="utf-8", errors="replace") as stream:
        stream.readline(_RULED_CHARACTERS)
        if _RULED.fullmatch(stream.readline(_RULED_CHARACTERS).rstrip("\n")):
            raise UploadError("not_text", what="a report in columns of fixed width")
