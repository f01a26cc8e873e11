"""A cut is proven if and only if it is between two rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Final

import duckdb
import pytest
from moodcloud.database import connect
from moodcloud.options import Options
from moodcloud.slices.planning import QUOTED
from moodcloud.slices.slice_reader import Refused, SliceReader
from moodcloud.tabular.csv_rows import Dialect
from moodcloud.tabular.reader import Job
from moodcloud.tabular.rows import Columns

from tests.laws import examples

COLUMNS: Final = Columns(0, 1, ("text", "label"))
# What is in a field in quotes: much of it looks like rows of its own.
PIECES: Final = (
    *("\n", "\n", "\n\n", "good,pos\n", 'bad,neg\n"', '"",pos\n', '"', '""', ",", '\n"a",pos\n'),
    *("\n,\n", "a film", "재미", '","', '\n"open', "#note\n", "\\", "text,label\n", " "),
)
# Rows whose quotes open no field.
BARE: Final = ("a good film,pos\n", 'a 5" tv,neg\n', ',""\n', 'it"s,neg\n', '6" x 5",pos\n')
KINDS: Final = [
    pytest.param(newline, backslash, marks=[pytest.mark.slow] * (newline == "\r" or backslash))
    for newline in ("\n", "\r\n", "\r")
    for backslash in (False, True)
]


@pytest.mark.parametrize(("newline", "backslash"), KINDS)
def test_a_cut_within_quotes_is_never_proven_and_no_other_refused(
    newline: str, backslash: bool, tmp_path: Path
) -> None:
    # Six times as many are 10,200 cuts where laws are tried hard.
    wanted = examples(3_400) // 2
    rows = _rows(Random(f"{newline}{backslash}"), wanted, newline, backslash)
    ends = list(accumulate(map(len, rows), initial=0))
    content, path = b"".join(rows), tmp_path / "upload.csv"
    path.write_bytes(content)
    within = between = 0
    with connect(tmp_path) as connection:
        connection.execute("SET threads = 1")
        dialect = Dialect(",", '"', header=False, width=2, backslash=backslash)
        reader = _reader(path, tmp_path, connection, newline, dialect)
        for cut in _line_ends(content, newline.encode()):
            # Slices begin at a row, as all of them do: here at one that is near.
            start = ends[max(bisect_left(ends, cut) - 3, 0)]
            proven = _is_proven(reader(start, cut))
            assert proven == (cut in ends), content[start:cut]
            within, between = within + (not proven), between + proven
    assert within >= wanted
    assert between >= wanted // 20


def _rows(random: Random, wanted: int, newline: str, backslash: bool) -> list[bytes]:
    """Return rows with so many newlines in their quotes."""
    rows, within = [b'"to begin with",pos' + newline.encode()], 0
    while within < wanted:
        text = "".join(random.choices(PIECES, k=random.randint(1, 12)))
        within += text.count("\n")
        if backslash:
            text = text.replace("\\", "\\\\")
        text = text.replace('"', '\\"' if backslash else '""')
        bare = random.choice(BARE) if random.random() < 0.2 else ""
        row = f'"{text}",{random.choice(("pos", "neg"))}\n'
        rows += [each.replace("\n", newline).encode() for each in (row, bare) if each]
    return rows


def _line_ends(content: bytes, newline: bytes) -> Iterator[int]:
    end = content.find(newline)
    while end >= 0:
        yield end + len(newline)
        end = content.find(newline, end + len(newline))


def _reader(
    path: Path, folder: Path, connection: duckdb.DuckDBPyConnection, newline: str, dialect: Dialect
) -> Callable[[int, int], SliceReader]:
    def reader(start: int, stop: int) -> SliceReader:
        return SliceReader(
            job=Job(path, path.name, folder, connection, Options()),
            format="csv",
            names=COLUMNS.names,
            sample=[],
            path=path,
            start=start,
            stop=stop,
            newline=newline,
            dialect=dialect,
            reading=QUOTED,
        )

    return reader


def _is_proven(reader: SliceReader) -> bool:
    try:
        reader.open(COLUMNS)
    except Refused:
        return False
    finally:
        for path in reader.job.workspace.glob("*.parquet"):
            path.unlink()
    return True
