"""Workbooks as people have them: several sheets, titles, dates; too large, protected, damaged."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from moodcloud.database import connect
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading import Table, read_table
from moodcloud.tabular import excel as workbook
from moodcloud.tabular.excel_sheet import text_of

TEXTS = ["The room was clean", "Never again, a waste of money"]
ROWS: list[list[Any]] = [["said", "mark"], *([TEXTS[i % 2], i % 2] for i in range(20))]


def _save(path: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def _read(
    path: Path, connection: duckdb.DuckDBPyConnection, options: Options | None = None
) -> Table:
    return read_table(path, options or Options(), path.parent, connection)


def test_the_first_sheet_that_holds_a_table_is_read(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    notes = [["About this file"], ["Ask the shop"]]
    path = _save(tmp_path / "upload.csv", Empty=[], Notes=notes, Data=ROWS, More=ROWS[:5])
    table = _read(path, connection)
    assert (table.input.format, table.input.encoding, table.input.delimiter) == ("xlsx", None, None)
    assert table.rows.counted == 20
    assert _read(path, connection, Options(sheet="More")).rows.counted == 4
    assert _read(path, connection, Options(sheet="4")).rows.counted == 4
    with pytest.raises(UploadError) as caught:
        _read(path, connection, Options(sheet="Sheet1"))
    assert caught.value.code == "unknown_sheet"
    assert "Empty, Notes, Data, More" in caught.value.message


def test_titles_above_the_header_are_no_rows_and_rows_keep_their_numbers(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    rows = [[None, "Guests 2026"], [], *([None, *row] for row in ROWS), [], [None, None, 1]]
    table = _read(_save(tmp_path / "upload", Data=rows), connection)
    assert (table.input.text_column, table.rows.counted) == ("said", 20)
    assert [(row.line, row.reason) for row in table.rejected] == [(25, "no text")]


@pytest.mark.parametrize(
    ("above", "skipped"),
    [
        ([["Feedback"], ["as of", "1 April"], [], ["Guest", "Comment", "Sentiment"]], 4),
        ([["Guest", None, "Feedback"], ["Guest", "Comment", "Sentiment"]], 2),
        ([["Guest", "Comment", "Sentiment"], [None, "Open-Ended Response", "Response"]], 2),
    ],
)
def test_a_header_stands_below_titles_and_groups_and_above_the_second_row_of_a_survey(
    above: list[list[Any]],
    skipped: int,
    tmp_path: Path,
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = [[None, *row] for row in above] + [
        [None, f"C{i}", f"{TEXTS[i % 2]} {i}", ("good", "bad")[i % 2]] for i in range(20)
    ]
    table = _read(_save(tmp_path / "upload", Data=[[], *rows, [None, "Total", 20]]), connection)
    assert (table.input.text_column, table.input.sentiment_column) == ("Comment", "Sentiment")
    assert (table.rows.counted, table.input.skipped_lines) == (20, skipped)
    assert [row.line for row in table.rejected] == [skipped + 22]


def test_a_first_row_with_one_cell_is_a_row_where_there_is_no_header(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    table = _read(_save(tmp_path / "upload", Data=[["alone"], *ROWS[1:]]), connection)
    assert (table.rows.read, table.rows.unlabelled) == (21, 1)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (5.0, "5"),
        (0.5, "0.5"),
        (1e300, "1e+300"),
        (True, "true"),
        ("05", "05"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, 4), "2026-01-02T03:04:00"),
    ],
)
def test_cells_are_the_texts_a_csv_file_would_hold(cell: Any, text: str) -> None:
    assert text_of(cell) == text


def test_a_sheet_that_would_fill_the_memory_is_refused(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    book = openpyxl.Workbook()
    for position in ((1, 1), (1_048_576, 16_384)):
        book.worksheets[0].cell(*position).value = "far apart"
    book.save(tmp_path / "upload")
    with pytest.raises(UploadError) as caught:
        _read(tmp_path / "upload", connection)
    assert caught.value.code == "too_large_workbook"


@pytest.mark.slow
def test_a_sheet_has_no_more_memory_than_the_engine_has(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.worksheets[0].cell(100_000, 50).value = "far off"
    book.save(tmp_path / "upload")
    with connect(tmp_path, memory_mb=64) as engine, pytest.raises(UploadError) as caught:
        _read(tmp_path / "upload", engine)
    assert caught.value.code == "too_large_workbook"
    assert "64 MB of memory" in caught.value.message
    with connect(tmp_path) as engine:
        assert _read(tmp_path / "upload", engine).rows.counted == 20


def test_a_workbook_that_unpacks_to_too_much_is_refused_unopened(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MAX_UNPACKED_BYTES", 50_000)
    path = _save(tmp_path / "upload", Data=[[TEXTS[i % 2], i % 2] for i in range(2000)])
    assert path.stat().st_size < 50_000
    with pytest.raises(UploadError) as caught:
        _read(path, connection)
    assert caught.value.code == "too_large_workbook"


_OF_KEYWORD = {"word__document_xml": "word/document.xml", "xl__workbook_xml": "xl/workbook.xml"}
# Office writes it into every document.
_TYPES = {"[Content_Types].xml": "<Types/>"}


def _zip(path: Path, **members: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(_OF_KEYWORD.get(name, name), content)


def test_relatives_of_workbooks_are_refused_by_name(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    ole, codes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), []
    (tmp_path / "locked").write_bytes(ole + "EncryptedPackage".encode("utf-16-le") + bytes(600))
    (tmp_path / "damaged").write_bytes(ole + "Workbook".encode("utf-16-le") + bytes(600))
    (tmp_path / "letter").write_bytes(ole + "WordDocument".encode("utf-16-le") + bytes(600))
    _zip(tmp_path / "document", word__document_xml="<document/>", **_TYPES)
    _zip(tmp_path / "hollow", xl__workbook_xml="<workbook/>", **_TYPES)
    for name in ("locked", "damaged", "letter", "document", "hollow"):
        with pytest.raises(UploadError) as caught:
            _read(tmp_path / name, connection)
        codes.append(caught.value.code)
    assert codes == ["protected_file", "broken_file", "not_text", "not_text", "broken_file"]


def test_an_empty_workbook_is_empty(tmp_path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UploadError) as caught:
        _read(_save(tmp_path / "upload", One=[], Two=[]), connection)
    assert caught.value.code == "empty_file"


def test_sheets_of_the_same_table_are_named(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    path = _save(tmp_path / "upload", Jan=ROWS, Notes=[["a", "b"], ["c", "d"]], Feb=ROWS[:9])
    found = _read(path, connection).input
    assert (found.sheet, found.sheets_alike) == ("Jan", ["Feb"])
    assert _read(path, connection, Options(sheet="Feb")).input.sheets_alike == ["Jan"]
