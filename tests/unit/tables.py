"""One table, written in every format that is read."""

from __future__ import annotations

import csv
import json
import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

import duckdb
import openpyxl
import pandas as pd
import xlwt
from moodcloud.options import Options
from moodcloud.tabular.csv_engine import LIMITS, Limits
from moodcloud.tabular.csv_head import head_of
from moodcloud.tabular.csv_reader import CsvReader
from moodcloud.tabular.csv_rows import Dialect
from moodcloud.tabular.reader import Account, Job, Source
from moodcloud.tabular.rows import Columns

Table = Sequence[Sequence[Any]]
"""The names of the columns, then the rows."""


def _csv(path: Path, table: Table) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)


def _objects(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def _jsonl(path: Path, table: Table) -> None:
    path.write_text("\n".join(map(json.dumps, _objects(table))), "utf-8")


def _json(path: Path, table: Table) -> None:
    path.write_text(json.dumps(_objects(table), ensure_ascii=False), "utf-8")


def _pretty(path: Path, table: Table) -> None:
    path.write_text("\n".join(json.dumps(each, indent=2) for each in _objects(table)), "utf-8")


def _member(path: Path, table: Table) -> None:
    content = {"count": len(table), "names": ["no rows"], "rows": _objects(table)}
    path.write_text(json.dumps(content, indent=1), "utf-8")


def _lists(path: Path, table: Table) -> None:
    path.write_text(json.dumps([list(row) for row in table]), "utf-8")


def _nested(path: Path, table: Table) -> None:
    content = {"data": {"reviews": {"total": len(table), "nodes": _objects(table)}}}
    path.write_text(json.dumps(content), "utf-8")


def _oriented(orient: Any) -> Callable[[Path, Table], None]:
    def write(path: Path, table: Table) -> None:
        # As objects: no column of numbers with a gap becomes one of fractions.
        pd.DataFrame(_objects(table), dtype=object).to_json(path, orient=orient)

    return write


def _dictionary(path: Path, table: Table) -> None:
    content = {name: [row[i] for row in table[1:]] for i, name in enumerate(table[0])}
    path.write_text(json.dumps(content, indent=1), "utf-8")


def _parquet(path: Path, table: Table) -> None:
    frame = pd.DataFrame(_objects(table))
    with duckdb.connect() as connection:
        connection.register("frame", frame)
        connection.execute(
            "COPY (SELECT * FROM frame) TO $path (FORMAT parquet)", {"path": str(path)}
        )


def _xlsx(path: Path, table: Table) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table:
        cells = [openpyxl.cell.WriteOnlyCell(sheet, value) for value in row]
        for cell, value in zip(cells, row, strict=True):
            if isinstance(value, str):
                cell.data_type = "s"  # a text, even where it begins with =
        sheet.append(cells)
    book.save(path)


def _xlsb(path: Path, table: Table) -> None:
    """Write the least that is a binary workbook: records of a kind, a length and a body."""

    def record(kind: int, body: bytes = b"") -> bytes:
        heads = (_seven_bits(kind), _seven_bits(len(body)))
        return b"".join(heads) + body

    def wide(text: str) -> bytes:
        letters = text.encode("utf-16-le")
        return struct.pack("<I", len(letters) // 2) + letters

    def cell(position: int, value: Any) -> bytes:
        place = struct.pack("<II", position, 0)
        if isinstance(value, str):
            return record(6, place + wide(value))
        return record(5, place + struct.pack("<d", value))

    rows = b"".join(
        record(0, struct.pack("<IIH3xI", number, 0, 0, 0))
        + b"".join(cell(position, value) for position, value in enumerate(row))
        for number, row in enumerate(table)
    )
    size = record(148, struct.pack("<IIII", 0, len(table) - 1, 0, len(table[0]) - 1))
    sheet = record(129) + size + record(145) + rows + record(146) + record(130)
    listed = record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("table"))
    book = record(131) + record(143) + listed + record(144) + record(132)
    related = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="worksheets/sheet1.bin" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", related)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)


def _seven_bits(number: int) -> bytes:
    head = []
    while number > 127:
        head.append(number & 127 | 128)
        number >>= 7
    return bytes([*head, number])


def _xls(path: Path, table: Table) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("table")
    for number, row in enumerate(table):
        for position, value in enumerate(row):
            sheet.write(number, position, value)
    book.save(str(path))


def _ods(path: Path, table: Table) -> None:
    def cell(value: Any) -> str:
        if isinstance(value, str):
            text = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
            return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in table)
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="table">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)


def _html(path: Path, table: Table) -> None:
    lines = [
        f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in table
    ]
    path.write_text(f"<html><body><table>{''.join(lines)}</table></body></html>", "utf-8")


WRITERS: Final[dict[str, Callable[[Path, Table], None]]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "json": _json,
    "json, one object behind the other": _pretty,
    "json, a member of an object": _member,
    "json, lists": _lists,
    "json, a member of a member": _nested,
    "json, pandas' columns": _oriented("columns"),
    "json, pandas' index": _oriented("index"),
    "json, pandas' split": _oriented("split"),
    "json, pandas' table": _oriented("table"),
    "json, a list for each column": _dictionary,
    "parquet": _parquet,
    "xlsx": _xlsx,
    "xlsb": _xlsb,
    "xls": _xls,
    "ods": _ods,
    "html": _html,
}


def open_as(
    dialect: Dialect,
    columns: Columns,
    path: Path,
    workspace: Path,
    connection: duckdb.DuckDBPyConnection,
    limits: Limits = LIMITS,
) -> tuple[Source, Account]:
    """Return the rows of a UTF-8 file that is split as the dialect says."""
    reader = CsvReader(
        job=Job(path, path.name, workspace, connection, Options()),
        format="csv",
        names=columns.names,
        sample=[],
        path=path,
        head=head_of(path),
        dialect=dialect,
        limits=limits,
    )
    return reader.open(columns)
