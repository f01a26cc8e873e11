"""Headers above broken rows and numbers, damaged letters: which rows and letters are read."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from moodcloud.options import Options
from moodcloud.reading import Table, read_table

NOTES = [
    "Please name a source for this",
    "It is clear and short enough",
    "It says nothing that is new",
    "A good link to the report",
    "The date in it is wrong",
]
RATED = ["USEFUL", "USELESS", "USEFUL", "USEFUL", "USELESS"]


def _read(tmp_path: Path, connection: duckdb.DuckDBPyConnection, content: str | bytes) -> Table:
    path = tmp_path / "upload"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(path, Options(), tmp_path, connection)


def _texts(table: Table, connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        text for (text,) in connection.execute(f"SELECT text FROM ({table.relation})").fetchall()
    ]


def _rows(joint: str) -> list[str]:
    rows = enumerate(zip(NOTES, RATED, strict=True), start=1)
    return [joint.join((str(number), note, rated)) for number, (note, rated) in rows]


@pytest.mark.parametrize("joint", ["\t", ",", ";"])
@pytest.mark.parametrize("at", [0, 2, 4])
def test_a_row_that_a_newline_cuts_in_two_does_not_hide_the_header(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, joint: str, at: int
) -> None:
    lines = _rows(joint)
    lines[at] = lines[at].replace(" is ", " is\n").replace("for this", "for\nthis")
    lines[at] = lines[at].replace("link to", "link\nto")
    table = _read(tmp_path, connection, "\n".join([joint.join(("no", "said", "use")), *lines]))
    assert (table.input.header, table.input.text_column) == (True, "said")
    assert (table.rows.counted, table.rows.rejected) == (4, 2)
    assert [row.line for row in table.rejected] == [at + 2, at + 3]


def test_all_parts_of_a_row_cut_in_three_are_rejected(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    lines = _rows("\t")
    lines[1] = "2\tIt is clear\nand short\nenough\tUSELESS"
    table = _read(tmp_path, connection, "\n".join(["no\tsaid\tuse", *lines]))
    assert (table.rows.counted, [row.line for row in table.rejected]) == (4, [3, 4, 5])


def test_a_row_of_words_where_numbers_are_does_not_hide_the_header(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    lines = [*_rows(","), "total,five notes in all,"]
    table = _read(tmp_path, connection, "\n".join(["no,said,use", *lines]))
    assert (table.input.header, table.rows.read) == (True, 6)


def test_rows_that_lack_their_last_fields_stay_rows(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    lines = [row.rpartition(",")[0] for row in _rows(",")[:4]] + _rows(",")[4:] * 5
    table = _read(tmp_path, connection, "\n".join(["no,said,use", *lines]))
    assert (table.rows.read, table.rows.rejected) == (9, 0)


@pytest.mark.parametrize(
    ("header", "index"), [("0,1,2", False), (",0,1,2", True), ('"0","1","2"', False)]
)
def test_numbers_from_0_on_are_a_header(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, header: str, index: bool
) -> None:
    rows = [f"{i * 37},{note},{i % 2}" for i, note in enumerate(NOTES * 3)]
    lines = [f"{i},{row}" for i, row in enumerate(rows)] if index else rows
    table = _read(tmp_path, connection, "\n".join([header, *lines]))
    assert (table.input.header, table.input.text_column) == (True, "1")
    assert table.rows.read == 15


def test_numbers_that_are_no_header_are_rows(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    lines = [f"{i % 2},{note}" for i, note in enumerate(NOTES * 3)]
    table = _read(tmp_path, connection, "\n".join(["0,1", *lines[1:]]))
    assert (table.input.header, table.rows.read) == (True, 14)
    table = _read(tmp_path, connection, "\n".join(["0,All was fine", *lines]))
    assert (table.input.header, table.rows.read) == (False, 16)
