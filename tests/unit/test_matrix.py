"""One table in every format, compression, encoding, delimiter and newline counts the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import cycle, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import duckdb
import pytest
from moodcloud.counting import count
from moodcloud.database import connect, quoted
from moodcloud.options import Options
from moodcloud.reading import RowCounts, Table, read_table

from tests.files.cells import DELIMITERS, JSON, NEWLINES, WORKBOOKS, Cell
from tests.files.packing import COMPRESSIONS
from tests.files.rows import LABELS, row_set

UNICODE: Final = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le")
# What can hold the same rows, English and Korean.
ENCODINGS: Final = (*UNICODE, "cp949")
# Other rows, for encodings that cannot, and what these cannot hold.
OTHERS: Final = (
    *((encoding, "emoji") for encoding in UNICODE),
    ("utf-8", "western"),
    ("cp1252", "western"),
    ("latin-1", "latin"),
    ("shift_jis", "japanese"),
    ("euc_jp", "japanese"),
    ("utf-8", "japanese"),
    ("gb18030", "chinese"),
    ("utf-8", "chinese"),
)
STOPS: Final = ("a", "and", "the")

Counted = tuple[RowCounts, dict[str, int], list[tuple[str, ...]], list[tuple[str, ...]]]


def _cells() -> Iterator[Cell]:
    styles = list(product(NEWLINES, (True, False)))
    for format_, encoding, (newline, header) in product(DELIMITERS, ENCODINGS, styles):
        yield Cell(format_, "plain", encoding, newline, header)
    # What is packed is unpacked before anything else is looked at: newlines and headers take turns.
    turns = cycle(styles)
    for format_, compression, encoding in product(DELIMITERS, COMPRESSIONS[1:], ENCODINGS):
        yield Cell(format_, compression, encoding, *next(turns))
    for format_, (encoding, rows) in product(DELIMITERS, OTHERS):
        yield Cell(format_, "plain", encoding, *next(turns), rows)
    for format_, encoding in product(JSON, UNICODE):
        yield Cell(format_, "plain", encoding, "lf")
        yield Cell(format_, "plain", encoding, "crlf", format_ != "jsonlists", "emoji")
    for format_, compression in product(("jsonl", "json", "parquet", *WORKBOOKS), COMPRESSIONS):
        yield Cell(format_, compression)
    for kind in WORKBOOKS:
        yield Cell(kind, header=False, rows="emoji")


CELLS: Final = list(dict.fromkeys(_cells()))


def test_the_matrix_is_large() -> None:
    assert sum(cell.rows == "mixed" for cell in CELLS) >= 400
    assert len({cell.id for cell in CELLS}) == len(CELLS)


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.id)
def test_every_way_to_write_a_table_counts_the_same(cell: Cell, tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(cell.write())
    with connect(tmp_path, memory_mb=512) as connection:
        table = read_table(path, Options(), tmp_path, connection)
        counted = _counted(connection, table)
    expected = _expected(cell.rows)
    assert counted[:2] == expected[:2]
    assert counted[2:] == expected[2:], "tokens or bigrams differ"
    assert len(table.rejected) == table.rows.left_out


@cache
def _expected(name: str) -> Counted:
    """Count the rows as they were made, with nothing read from a file."""
    made = row_set(name)
    values = ", ".join(f"({quoted(text)}, {quoted(label)})" for _, text, label, _ in made.rows)
    table = Table(
        relation=f"SELECT * FROM (VALUES {values}) AS made (text, label)",
        labels={label: label for label in LABELS},
        sentiments=made.sentiments,
        rows=made.counts,
        input=None,  # type: ignore[arg-type]  # counting does not look at it
    )
    with TemporaryDirectory() as folder, connect(Path(folder)) as connection:
        return _counted(connection, table)


def _counted(connection: duckdb.DuckDBPyConnection, table: Table) -> Counted:
    counts = count(connection, table, STOPS)
    tokens = connection.execute(f"FROM {counts.tokens} ORDER BY ALL").fetchall()
    bigrams = connection.execute(f"FROM {counts.bigrams} ORDER BY ALL").fetchall()
    return table.rows, table.sentiments, tokens, bigrams
