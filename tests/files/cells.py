"""One cell of the matrix: the way a table is written, and the bytes that come of it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.files.packing import pack
from tests.files.rows import HEADER, ROWS, Row, row_set
from tests.unit.tables import WRITERS

DELIMITERS: Final = {"csv": ",", "tsv": "\t", "semicolon": ";", "pipe": "|"}
JSON: Final = ("jsonl", "json", "jsonlists", "jsoncolumns", "jsonkeys", "jsonsplit")
WORKBOOKS: Final = ("xlsx", "xls", "ods")
NEWLINES: Final = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}


@dataclass(frozen=True)
class Cell:
    """A way to write a table.

    Attributes:
        format: A key of `DELIMITERS`, one of `JSON` or `WORKBOOKS`, or parquet.
        compression: One of `tests.files.packing.COMPRESSIONS`.
        encoding: By Python's name.
        newline: A key of `NEWLINES`.
        header: Whether the columns are named.
        rows: The set of rows.
        size: How many rows.
    """

    format: str
    compression: str = "plain"
    encoding: str = "utf-8"
    newline: str = "lf"
    header: bool = True
    rows: str = "mixed"
    size: int = ROWS

    @property
    def id(self) -> str:
        """Return what tests call the cell."""
        header = "header" if self.header else "bare"
        parts = (self.format, self.compression, self.encoding, self.newline, header, self.rows)
        return "-".join(parts)

    def write(self) -> bytes:
        """Return the bytes of the file."""
        plain = _plain(self.format, self.encoding, self.newline, self.header, self.rows, self.size)
        return pack(plain, self.compression, f"folder/table.{self.format}")


@cache
def _plain(format_: str, encoding: str, newline: str, header: bool, rows: str, size: int) -> bytes:
    table = row_set(rows, size).rows
    lines = [HEADER] * header + list(table)
    if format_ == "parquet" or format_ in WORKBOOKS:
        return binary(format_, lines)
    if format_ in DELIMITERS:
        text = _delimited(lines, DELIMITERS[format_], NEWLINES[newline])
    else:
        text = _json(format_, table, lines, NEWLINES[newline])
    return text.encode(encoding)


def _delimited(lines: Sequence[Sequence[str]], delimiter: str, newline: str) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=newline)
    # Spreadsheets write LF inside fields and CRLF behind rows; old Macs know CR alone.
    inside = "\r" if newline == "\r" else "\n"
    writer.writerows([field.replace("\n", inside) for field in line] for line in lines)
    return stream.getvalue()


def _json(format_: str, table: Sequence[Row], lines: Sequence[Sequence[str]], newline: str) -> str:
    objects = [dict(zip(HEADER, row, strict=True)) for row in table]
    if format_ == "jsonl":
        return newline.join([json.dumps(each, ensure_ascii=False) for each in objects] + [""])
    whole: Any = lines if format_ == "jsonlists" else objects
    if format_ == "jsoncolumns":
        whole = {name: [row[i] for row in table] for i, name in enumerate(HEADER)}
    elif format_ == "jsonkeys":
        whole = {str(number): each for number, each in enumerate(objects)}
    elif format_ == "jsonsplit":
        whole = {"columns": HEADER, "index": list(range(len(table))), "data": table}
    return json.dumps(whole, ensure_ascii=False, indent=1).replace("\n", newline)


def binary(format_: str, lines: Sequence[Sequence[str]]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        WRITERS[format_](path, lines)
        return path.read_bytes()
