"""One table in every format, compression, encoding, delimiter and newline counts the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from heapq import heapify, heappop, heapreplace
from itertools import combinations, product
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
    """Every way to write a table that a program would write, and that can hold the rows."""
    texts = [(encoding, "mixed") for encoding in ENCODINGS] + list(OTHERS)
    for format_, (encoding, rows) in product(DELIMITERS, texts):
        for packed, newline, header in product(COMPRESSIONS, NEWLINES, (True, False)):
            yield Cell(format_, packed, encoding, newline, header, rows)
    for format_, encoding, rows in product(JSON, UNICODE, ("mixed", "emoji")):
        headers = (True, False) if format_ == "jsonlists" else (True,)
        for packed, newline, header in product(COMPRESSIONS, ("lf", "crlf"), headers):
            yield Cell(format_, packed, encoding, newline, header, rows)
    yield from (Cell("parquet", packed) for packed in COMPRESSIONS)
    for kind, packed in product(WORKBOOKS, COMPRESSIONS):
        yield Cell(kind, packed)
        yield Cell(kind, packed, header=False, rows="emoji")


def _pairs(cell: Cell) -> set[tuple[tuple[str, object], ...]]:
    """Every two choices that were made for a cell."""
    return set(combinations(vars(cell).items(), 2))


def _covering(cells: Sequence[Cell]) -> list[Cell]:
    """Choose few cells that hold every pair of choices that any cell holds.

    Each is the one with the most new pairs, the first of equals. What a cell adds only shrinks,
    so the best of the last look is looked at again until it stays the best.
    """
    pairs = [_pairs(cell) for cell in cells]
    heap = [(-len(each), index) for index, each in enumerate(pairs)]
    heapify(heap)
    chosen: list[Cell] = []
    covered: set[tuple[tuple[str, object], ...]] = set()
    while heap:
        stale, index = heap[0]
        gain = len(pairs[index] - covered)
        if gain == 0:
            heappop(heap)
        elif gain < -stale:
            heapreplace(heap, (-gain, index))
        else:
            covered |= pairs[index]
            chosen.append(cells[index])
    return chosen


ALL: Final = list(_cells())
CELLS: Final = _covering(ALL)


def test_the_cells_hold_every_pair_of_choices() -> None:
    assert set().union(*map(_pairs, CELLS)) == set().union(*map(_pairs, ALL))
    assert len(CELLS) < 150


# The cells with the most new pairs come first.
@pytest.mark.parametrize(
    "cell", [*CELLS[:12], *(pytest.param(each, marks=pytest.mark.slow) for each in CELLS[12:])],
    ids=lambda cell: cell.id,
)  # fmt: skip
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
        unspaced={"chinese": ("zh",), "japanese": ("ja",)}.get(name, ()),
    )
    with TemporaryDirectory() as folder, connect(Path(folder)) as connection:
        return _counted(connection, table)


def _counted(connection: duckdb.DuckDBPyConnection, table: Table) -> Counted:
    counts = count(connection, table, STOPS)
    tokens = connection.execute(f"FROM {counts.tokens} ORDER BY ALL").fetchall()
    bigrams = connection.execute(f"FROM {counts.bigrams} ORDER BY ALL").fetchall()
    return table.rows, table.sentiments, tokens, bigrams
