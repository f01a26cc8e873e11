"""Texts that are documents or programs, not tables: told by how they begin."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from moodcloud.errors import UploadError

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
