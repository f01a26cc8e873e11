"""What the engine scans by itself is what the careful reader would find, and nothing else."""

from __future__ import annotations

import csv
import io
import random
import resource
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.database import connect
from moodcloud.options import Options
from moodcloud.reading import Table, read_table
from moodcloud.tabular import csv_reader
from moodcloud.tabular.materialise import materialise
from moodcloud.tabular.reader import Source
from moodcloud.tabular.rows import BrokenRow, Row

from tests.laws import examples

WORDS = [
    "the",
    "room",
    "staff",
    "was",
    "and",
    "kind",
    "never",
    "again",
    "lovely",
    "dirty",
    "breakfast,",
    "“quiet”",
    "'garden'",
]
FILE_SIZE = resource.RLIMIT_FSIZE
# Together beyond the buffers of several threads.
PART, PARTS = 1_300_000, 10


def _read(path: Path, connection: duckdb.DuckDBPyConnection) -> Table:
    workspace = path.parent / "work"
    workspace.mkdir(exist_ok=True)
    return read_table(path, Options(), workspace, connection)


def _rows(connection: duckdb.DuckDBPyConnection, table: Table) -> list[tuple[str, str]]:
    return connection.execute(f"SELECT * FROM ({table.relation}) ORDER BY ALL").fetchall()


@pytest.mark.parametrize(
    "broken",
    ["", pytest.param("one field alone\n", marks=pytest.mark.slow)],
    ids=["sound", "salvaged"],
)
@pytest.mark.parametrize("lines", [3, pytest.param(12, marks=pytest.mark.slow)])
def test_texts_in_paragraphs_are_read_in_files_of_any_size(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, lines: int, broken: str
) -> None:
    choice = random.Random(lines)
    expected: Counter[str] = Counter()
    part = io.StringIO(newline="")
    writer = csv.writer(part, lineterminator="\n")
    while part.tell() < PART:
        count = choice.randint(1, lines)
        said = (" ".join(choice.choices(WORDS, k=choice.randint(1, 12))) for _ in range(count))
        label = choice.choice(("positive", "negative"))
        expected[label] += PARTS
        writer.writerow(("\n".join(said), label))
    path = tmp_path / "upload.csv"
    path.write_text("text,label\n" + part.getvalue() * PARTS + broken, "utf-8")
    table = _read(path, connection)
    assert table.sentiments == dict(expected)
    assert table.rows.rejected == bool(broken)


@pytest.mark.parametrize(
    ("above", "skipped"),
    [
        ('"Review\n(English)",label\n', 0),
        ('A title\n\n"Review\n(English)",label\n', 2),
        ('"Best" films of 2026\n\nreview,label\n', 2),
        ('"Best films of 2026"\n\n"review","label"\n', 2),
        ('5" films\nreview,label\n', 1),
    ],
)
def test_no_row_is_lost_below_what_stands_above(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, above: str, skipped: int
) -> None:
    path = tmp_path / "upload.csv"
    path.write_text(above + "".join(f"words {i} here,{i % 2}\n" for i in range(400)), "utf-8")
    table = _read(path, connection)
    assert (table.rows.read, table.rows.counted) == (400, 400)
    assert (table.input.header, table.input.skipped_lines) == (True, skipped)
    assert ("words 0 here", "0") in _rows(connection, table)


@pytest.mark.parametrize("name", ["data[1].csv", "data*.csv", "da?a1.csv", "~draft.csv", "a'b.csv"])
@pytest.mark.parametrize("folder", ["plain", "c1=zzz"])
def test_the_file_read_is_the_one_given_whatever_its_name(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, folder: str, name: str
) -> None:
    (tmp_path / folder).mkdir()
    rows = "".join(f"words {i} here,{i % 2}\n" for i in range(40))
    (tmp_path / folder / "data1.csv").write_text("text,label\n" + "other words,0\n" * 10, "utf-8")
    (tmp_path / folder / name).write_text("text,label\n" + rows, "utf-8")
    table = _read(tmp_path / folder / name, connection)
    assert table.sentiments == {"positive": 20, "negative": 20}
    assert table.input.name == name


def test_paragraphs_stay_whole_beside_a_stray_quote(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    lines = [f"a plain text {i},{i % 2}\n" for i in range(300)]
    lines[100:100] = ['"Lovely hotel in Paris, France\nThe breakfast was awful",0\n'] * 5
    path = tmp_path / "upload.csv"
    path.write_text("text,label\n" + "".join(lines) + '"I said "wow" at once",1\n', "utf-8")
    table = _read(path, connection)
    assert (table.rows.read, table.rows.counted) == (306, 306)
    whole = ("Lovely hotel in Paris, France\nThe breakfast was awful", "0")
    assert _rows(connection, table).count(whole) == 5


@pytest.mark.slow
def test_two_stray_quotes_far_apart_swallow_nothing(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    sound = [f"a plain text of some words, number {i}".replace(",", "") for i in range(100_000)]
    lines = [f"{text},{i % 2}\n" for i, text in enumerate(sound)]
    lines[20_000] = '"opened and never closed,1\n'
    lines[90_000] = '"opened as well, and not closed,1\n'
    path = tmp_path / "upload.csv"
    path.write_text("text,label\n" + "".join(lines) + "broken\n", "utf-8")
    table = _read(path, connection)
    assert (table.rows.read, table.rows.counted) == (100_001, 99_998)
    assert [row.line for row in table.rejected] == [20_002, 90_002, 100_002]


@pytest.mark.parametrize("broken", ["", "broken\n"])
def test_spaces_before_quotes_belong_to_no_field(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, broken: str
) -> None:
    sides = ("negative", "positive")
    rows = "".join(f'a good film {i}, "{sides[i % 2]}"\n' for i in range(100))
    path = tmp_path / "upload.csv"
    path.write_text("comment, verdict\n" + rows + broken, "utf-8")
    assert _read(path, connection).sentiments == {"positive": 50, "negative": 50}


@pytest.mark.slow
def test_columns_of_a_header_of_100_kb_keep_their_names(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    names = [f"column_number_{i}" for i in range(9_998)]
    path = tmp_path / "upload.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write(",".join([*names[:5000], "text", "label", *names[5000:]]) + "\n")
        for i in range(30):
            cells = [str(i * j % 7) for j in range(9_998)]
            row = [*cells[:5000], f"words {i} here", str(i % 2), *cells[5000:]]
            stream.write(",".join(row) + "\n")
    table = _read(path, connection)
    assert (table.input.text_column, table.input.sentiment_column) == ("text", "label")
    assert (table.rows.read, table.rows.counted) == (30, 30)


def _upload(path: Path, count: int) -> Path:
    lines = (f"the room {n} was grey,{('positive', 'negative')[n % 2]}\n" for n in range(count))
    path.write_text("text,label\n" + "".join(lines), "utf-8")
    return path


def _groups(path: Path) -> list[int]:
    """Return the sizes of the groups of rows that a file is kept in, and see that all are there."""
    with connect(path.parent) as engine:
        table = _read(path, engine)
        found = engine.execute(f"SELECT text, label FROM ({table.relation})").fetchall()
        expected = list(csv.reader(path.read_text("utf-8").splitlines()))[1:]
        assert Counter(found) == Counter(map(tuple, expected))
        return [
            size
            for kept in path.parent.glob("work/*.parquet")
            for (size,) in engine.execute(
                f"SELECT DISTINCT row_group_num_rows FROM parquet_metadata('{kept}') ORDER BY ALL"
            ).fetchall()
        ]


def test_groups_of_long_rows_are_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_reader, "_FEW_BYTES", 0)
    path = _upload(tmp_path / "upload.csv", 5_000)
    assert _groups(path) == [5_000]
    monkeypatch.setattr(csv_reader, "_GROUP_BYTES", 50_000)
    (path.parent / "again").mkdir()
    assert _groups(path.rename(path.parent / "again" / path.name)) == [904, 2_048]


def test_a_file_for_which_the_disk_is_too_small_is_scanned_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_reader, "_FEW_BYTES", 0)
    path, limits = _upload(tmp_path / "upload.csv", 50_000), resource.getrlimit(FILE_SIZE)
    resource.setrlimit(FILE_SIZE, (1 << 19, limits[1]))
    try:
        assert _groups(path) == []
    finally:
        resource.setrlimit(FILE_SIZE, limits)


def test_a_file_for_which_the_memory_is_too_small_is_scanned_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> str:
        raise duckdb.OutOfMemoryException("Out of Memory Error")

    monkeypatch.setattr(csv_reader, "_FEW_BYTES", 0)
    monkeypatch.setattr(csv_reader, "in_order", fails)
    assert _groups(_upload(tmp_path / "upload.csv", 50)) == []


FIELDS = st.text(st.sampled_from('ab ,"\n\r\0\f\x1f0123안🙂'), max_size=12)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.tuples(FIELDS, FIELDS), max_size=20))
def test_a_copy_holds_what_was_copied(fields: list[tuple[str, str]]) -> None:
    rows: list[Row | BrokenRow] = [Row(i, list(each)) for i, each in enumerate(fields)]
    rows.append(BrokenRow(99, "broken", "content"))
    with TemporaryDirectory() as name, connect(Path(name)) as engine:
        source = Source("", lambda: iter(rows), ",", 0)
        copied, account = materialise(engine, source, Path(name) / "copy.csv")
        found = engine.execute(f"SELECT text, label FROM ({copied.relation})").fetchall()
    assert Counter(found) == Counter(fields)
    assert account.broken == 1
