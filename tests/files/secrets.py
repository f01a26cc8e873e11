"""Files with a secret in every cell, each refused for another fault; and where secrets come out."""

from __future__ import annotations

import io
import json
import re
import struct
import traceback
import zipfile
from typing import Any, Final

from moodcloud.errors import UploadError
from moodcloud.report.gallery import entry_of, render_gallery

from tests.files.cells import binary

SECRET: Final = "qzxv"
"""Stands in every cell; short, so that a piece of a cell gives it away, too."""

_ROWS: Final = [(f"{SECRET}{n} the room was lovely", f"{SECRET}{n % 3}") for n in range(60)]
_GERMAN: Final = [
    (f"{SECRET} das Zimmer war nicht so sauber, aber wir waren da", f"{SECRET}{n % 2}")
    for n in range(10)
]
# Names of columns are shown; those of a file are the user's to choose.
_NAMES: Final = ("column", "columns", "text_column", "sentiment_column", "perhaps")


def _csv(rows: list[tuple[str, str]], header: str = "text,label") -> bytes:
    return "\n".join([header, *(",".join(row) for row in rows), ""]).encode()


def _zip_of_a_broken_name() -> bytes:
    """Return an archive in which the length of a name reaches into the content behind it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.csv", _csv(_ROWS))
    data = bytearray(stream.getvalue())
    struct.pack_into("<H", data, 26, 300)
    return bytes(data)


def _records() -> list[dict[str, str]]:
    return [{"text": text, "label": label} for text, label in _ROWS]


def _damaged(format_: str) -> bytes:
    data = bytearray(binary(format_, [("text", "label"), *_ROWS]))
    middle = len(data) // 2
    data[middle : middle + 40] = b"\xff" * 40
    return bytes(data)


def _unsound_cells() -> bytes:
    """Return a workbook in which a cell is an error that no program writes."""
    data = io.BytesIO(binary("xlsx", [("text", "label"), *_ROWS]))
    out = io.BytesIO()
    with zipfile.ZipFile(data) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/"):
                cell = f'<c r="A2" t="e"><v>#{SECRET}!</v></c>'.encode()
                part = re.sub(rb'<c r="A2".*?</c>', cell, part, count=1)
            target.writestr(name, part)
    return out.getvalue()


_COLUMNS: Final = json.dumps({"text": [row[0] for row in _ROWS], "label": [r[1] for r in _ROWS]})
FILES: Final[dict[str, tuple[bytes, dict[str, Any]]]] = {
    "many labels": (
        _csv([(text, f"{SECRET}{n}@example.org") for n, (text, _) in enumerate(_ROWS)]),
        {"sentiment_column": "label"},
    ),
    "no text": (_csv([("", f"{SECRET}{n}") for n in range(20)]), {"text_column": "text"}),
    "no records": (
        "\n".join(
            [json.dumps({"text": "", "label": SECRET})] * 9 + [json.dumps([SECRET, SECRET])] * 9
        ).encode(),
        {"text_column": "text", "sentiment_column": "label"},
    ),
    "no words": (_csv([("?!", f"{SECRET}{n % 2}") for n in range(20)]), {"text_column": "text"}),
    "another language": (_csv(_GERMAN, "text,kind"), {}),
    "no such column": (_csv(_ROWS), {"text_column": "absent"}),
    "one column twice": (_csv(_ROWS), {"text_column": "text", "sentiment_column": "text"}),
    "no labels": (_csv([(text, text) for text, _ in _ROWS]), {"positive": ("good",)}),
    "a broken zip": (_zip_of_a_broken_name(), {}),
    "broken records": (json.dumps(_records())[:900].encode() + b"]]}" + _csv(_ROWS), {}),
    "broken columns": (_COLUMNS.replace("], ", f'] "{SECRET}", ', 1).encode(), {}),
    "columns cut off": (_COLUMNS[:-200].encode(), {}),
    "a damaged workbook": (_damaged("xlsx"), {}),
    "a workbook of unsound cells": (_unsound_cells(), {}),
    "a damaged old workbook": (_damaged("xls"), {}),
    "a damaged Parquet file": (_damaged("parquet"), {}),
}


def told_of(error: BaseException) -> str:
    """Return all that an error tells in a log, in `error.json`, in the gallery."""
    told = [str(error), *map(str, error.args), "".join(traceback.format_exception(error))]
    if isinstance(error, UploadError):
        content = error.as_dict()
        entry = entry_of(content, "upload.csv", "1", time="")
        page = render_gallery([entry])
        told += [json.dumps(content, ensure_ascii=False), str(entry), page]
    return "\n".join(told)


def without_names(told: str, error: BaseException) -> str:
    """Return what is told without the names of columns: of a damaged file they may be cells."""
    found = error.found if isinstance(error, UploadError) else {}
    for name in _NAMES:
        told = told.replace(str(found.get(name, "")) or "\0", "")
    return told
