"""Columns are found, and every row is counted or listed."""

from __future__ import annotations

import csv
import gzip
import hashlib
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.database import connect
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading import Table, read_table

from tests.conftest import WriteCsv
from tests.laws import examples


def _read(
    path: Path, connection: duckdb.DuckDBPyConnection, options: Options | None = None
) -> Table:
    return read_table(path, options or Options(), path.parent, connection)


TEXTS = [
    "The room was clean and the staff kind",
    "Never again, a waste of money",
    "It was fine, nothing special",
    "We loved the breakfast",
    "Broken shower, rude answer",
]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("header", [True, False])
def test_text_and_sentiment_are_found_unaided(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, delimiter: str, header: bool
) -> None:
    rows = [(str(i), TEXTS[i % 5], "2026-01-02", ("0", "1")[i % 2], f"user{i}") for i in range(60)]
    path = tmp_path / "upload.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerows([("id", "said", "day", "mark", "who")] * header + rows)
    table = _read(path, connection)
    assert table.input.delimiter == delimiter
    assert table.input.header is header
    assert (table.input.text_column, table.input.sentiment_column) == (
        ("said", "mark") if header else ("2", "4")
    )
    assert table.rows.counted == 60
    assert table.sentiments == {"positive": 30, "negative": 30}


def test_a_file_sorted_by_label_shows_both_labels(
    connection: duckdb.DuckDBPyConnection, write_csv: WriteCsv
) -> None:
    choice = random.Random(1)
    rows = [
        ("0" if i < 20_000 else "4", str(i), "NO_QUERY", " ".join(choice.choices(TEXTS, k=2)))
        for i in range(40_000)
    ]
    table = _read(write_csv(rows), connection)
    assert table.sentiments == {"positive": 20_000, "negative": 20_000}
    assert table.input.text_column == "4"


def test_options_name_columns_by_name_or_position(
    connection: duckdb.DuckDBPyConnection, write_csv: WriteCsv
) -> None:
    path = write_csv([("a", "b", "c"), *[("x y", str(i % 2), TEXTS[i % 5]) for i in range(20)]])
    table = _read(path, connection, Options(text_column="a", sentiment_column="2"))
    assert (table.input.text_column, table.input.sentiment_column) == ("a", "b")
    with pytest.raises(UploadError) as caught:
        _read(path, connection, Options(text_column="words"))
    assert caught.value.code == "unknown_column"
    assert "a, b, c" in caught.value.message


def test_stray_quotes_in_an_unquoted_file_are_text(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    path = tmp_path / "upload.tsv"
    lines = [f'{i}\t"never closed {i % 7} words here\t{i % 2}' for i in range(500)]
    path.write_text("\n".join(["id\tdocument\tlabel", *lines]) + "\n", "utf-8")
    table = _read(path, connection)
    assert table.rows.counted == 500
    first = connection.execute(f"SELECT text FROM ({table.relation}) ORDER BY ALL").fetchone()
    assert first == ('"never closed 0 words here',)


def test_every_row_left_out_is_listed_with_its_line_and_reason(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    good = "".join(f"{TEXTS[i % 5]},{i % 2}\n" for i in range(1000)).replace(", ", " ")
    path = tmp_path / "upload.csv"
    path.write_text(
        "text,label\n" + good + '"two\nlines",1\n   ,1\nno mood,\none,two,3\nshort\nodd,5 or so\n',
        "utf-8",
    )
    table = _read(path, connection)
    assert [(row.line, row.reason) for row in table.rejected] == [
        (1004, "no text"),
        (1005, "no sentiment"),
        (1006, "3 fields where 2 are expected"),
        (1007, "1 fields where 2 are expected"),
        (1008, "a label that is not understood"),
    ]
    rows = table.rows
    assert (rows.read, rows.counted, rows.rejected, rows.unlabelled, rows.empty) == (
        1006,
        1001,
        3,
        1,
        1,
    )


def test_an_unclosed_quote_costs_one_row_not_the_rest(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    rows = [f'"{TEXTS[i % 5]}, again",{i % 2}' for i in range(400)]
    rows[200] = '"left open,1'
    path = tmp_path / "upload.csv"
    path.write_text("\n".join(["text,label", *rows]) + "\n", "utf-8")
    table = _read(path, connection)
    assert table.rows.read == 400
    assert table.rows.counted == 399
    assert [row.line for row in table.rejected] == [202]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("text,label\n", "no_rows"),
        ("id,n\n1,2\n2,3\n", "no_text_column"),
        ("text,label\n,1\n ,0\n", "nothing_to_count"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, content: str, code: str
) -> None:
    path = tmp_path / "upload.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(UploadError) as caught:
        _read(path, connection)
    assert caught.value.code == code


def test_what_was_done_to_the_bytes_is_told(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    rows = "".join(f"좋은 영화 {TEXTS[i % 5]},{i % 2}\n" for i in range(40)).replace(", ", " ")
    path = tmp_path / "upload.csv"
    path.write_bytes(gzip.compress(("text,label\n" + rows).encode("cp949") + b"a\0 word\xff,1\n"))
    table = _read(path, connection)
    found = table.input
    assert (found.compression, found.encoding, found.replaced_bytes, found.mended) == (
        "gzip",
        "cp949",
        2,
        False,
    )
    assert found.bytes == path.stat().st_size
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert table.rows.counted == 41
    assert sorted(file.name for file in tmp_path.glob("u*")) == ["upload.csv", "upload.utf8"]


# Printable text with everything CSV finds hard, in fields that are never wholly blank.
FIELDS = st.text(st.sampled_from("ab,;\t|\"'\n é안🙂"), min_size=0, max_size=12)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.tuples(FIELDS, st.sampled_from(["0", "1", "", " "])), max_size=30))
def test_rows_always_add_up(rows: list[tuple[str, str]]) -> None:
    # Enough plain rows that the dialect is beyond doubt, whatever the others hold.
    plain = [(f"plain words number {i}", str(i % 2)) for i in range(40)]
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "upload.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
            writer.writerows([("text", "label"), *plain, *rows])
        with connect(folder) as connection:
            table = read_table(path, Options(), folder, connection)
    empty = sum(not text.strip() for text, _ in rows)
    unlabelled = sum(bool(text.strip()) and not label.strip() for text, label in rows)
    assert table.rows.read == 40 + len(rows)
    assert (table.rows.empty, table.rows.unlabelled, table.rows.rejected) == (empty, unlabelled, 0)
    assert len(table.rejected) == empty + unlabelled
