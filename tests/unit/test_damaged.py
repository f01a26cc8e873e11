"""Files that are damaged, or called what they are not: read, or refused by a documented fault."""

from __future__ import annotations

import json
import struct
from dataclasses import asdict
from pathlib import Path

import duckdb
import pytest
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading import Table, read_table
from moodcloud.tabular.rows import MAX_CHARACTERS

from tests.files.cells import Cell


def _read(path: Path, connection: duckdb.DuckDBPyConnection) -> Table:
    workspace = path.parent / "workspace"
    workspace.mkdir(exist_ok=True)
    return read_table(path, Options(), workspace, connection)


def test_an_archive_that_points_outside_of_itself_is_broken(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    data = bytearray(Cell("csv", "zip", size=40).write())
    at = data.rindex(b"PK\x05\x06") + 16
    (directory,) = struct.unpack_from("<I", data, at)
    struct.pack_into("<I", data, at, directory + 5)
    path = tmp_path / "upload"
    path.write_bytes(data)
    with pytest.raises(UploadError) as caught:
        _read(path, connection)
    assert caught.value.code == "broken_archive"


def test_a_name_that_lies_about_packing_is_not_believed(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    path = tmp_path / "upload.csv.gz"
    path.write_bytes(Cell("csv", size=40).write())
    assert _read(path, connection).rows.read == 40


def test_one_odd_label_does_not_hide_a_column_without_a_name(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    rows = [f"we stayed for {n} nights,{('positive', 'negative')[n % 2]}" for n in range(100)]
    path = tmp_path / "upload"
    path.write_text("\n".join([*rows, "we left early,unsure"]), "utf-8")
    table = _read(path, connection)
    assert table.input.sentiment_column == "2"
    assert table.sentiments == {"positive": 50, "negative": 50}
    assert [row.content for row in table.rejected] == ["we left early,unsure"]


def test_half_a_character_in_a_name_is_replaced(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    line = '{"id": %d, "text \\ud800": "a quiet garden", "label": "positive"}\n'
    path = tmp_path / "upload"
    path.write_text("".join(line % n for n in range(9)) + '["\\udfff"]\n', "utf-8")
    table = _read(path, connection)
    assert (table.input.text_column, table.rows.counted) == ("text �", 9)
    json.dumps([asdict(row) for row in table.rejected], ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize("shape", ["jsonl", "json", "lists"])
def test_a_text_of_more_than_a_thousand_pages_is_left_out_in_json_as_elsewhere(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, shape: str
) -> None:
    rows = [{"text": f"room {n} was cold", "label": "negative"} for n in range(9)]
    rows.append({"text": "a " * (MAX_CHARACTERS // 2) + "b", "label": "positive"})
    records = [list(row.values()) if shape == "lists" else row for row in rows]
    lines = "\n".join(map(json.dumps, records))
    path = tmp_path / "upload"
    path.write_text(lines if shape == "jsonl" else json.dumps(records), "utf-8")
    table = _read(path, connection)
    assert (table.rows.counted, table.rows.rejected) == (9, 1)
    assert table.rejected[0].line == 10
    assert "characters where at most" in table.rejected[0].reason


def test_an_old_workbook_that_holds_the_marks_of_an_archive_is_read(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    path = tmp_path / "upload"
    mark = b"PK\x05\x06" + bytes(8) + b"\xff\xff\xff\x7f" + bytes(6)
    path.write_bytes(Cell("xls", size=40).write() + mark)
    assert _read(path, connection).rows.read == 40


@pytest.mark.slow
def test_a_damaged_parquet_file_is_read_or_refused(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    sound = Cell("parquet", size=40).write()
    codes = set()
    for position in range(1, 400, 3):
        data = bytearray(sound)
        data[-position] ^= 0x55
        path = tmp_path / "upload"
        path.write_bytes(data)
        try:
            rows = _read(path, connection).rows
            assert rows.read == rows.counted + rows.left_out
        except UploadError as fault:
            codes.add(fault.code)
    assert "broken_file" in codes
