"""Rows copied into the workspace in a form that the counting engine reads without fail."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from heapq import merge
from operator import attrgetter
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.database import all_rows, connect_in_order, further_connection, quoted
from moodcloud.tabular.located import located
from moodcloud.tabular.na_values import LEFT_OUT_SQL
from moodcloud.tabular.reader import Account, Source, survey
from moodcloud.tabular.rows import BrokenRow, Row

# A character has at most four bytes, and a quote is written twice.
_BYTES_OF_A_CHARACTER: Final = 8
_LINE_BYTES: Final = 2 << 20
_FETCHED_ROWS: Final = 100
# The engine splits a file at newlines for its threads, and at times fails where there are some
# within fields. So they, and what else it may trip over, are written as this mark and a digit.
_MARK: Final = "\x1f"
_ESCAPES: Final = {letter: f"{_MARK}{digit}" for digit, letter in enumerate(f"{_MARK}\n\r\0")}
_ESCAPED: Final = re.compile(f"[{''.join(_ESCAPES)}]")


def materialise(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    copy: Path,
    labelled: Callable[[Iterator[list[str]]], Iterable[Sequence[str]]] = iter,
) -> tuple[Source, Account]:
    """Copy what is sound in `source` for the engine to scan, one row at a time.

    What is broken is copied to a file beside it: the rows are not walked through again to list
    those left out.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        source: The rows; its relation is not used.
        copy: The file to write.
        labelled: A function from the fields of each row to `(text, label)`; without it, a row of
            one field has an empty label.
    """
    broken, longest, width = 0, 0, 1
    beside_text: deque[tuple[int, list[str]]] = deque()
    beside = copy.with_suffix(".broken.csv")
    with _writer(copy) as write, _writer(beside) as write_broken:

        def sound() -> Iterator[list[str]]:
            nonlocal broken, longest, width
            for record in source.records():
                if isinstance(record, Row):
                    width = len(record.fields) - source.keys
                    longest = max(longest, sum(map(len, record.fields)))
                    beside_text.append((record.line, record.fields[width:]))
                    yield record.fields[:width]
                else:
                    broken += 1
                    write_broken((record.line, record.reason, record.content))

        for text, *label in labelled(sound()):
            line, keys = beside_text.popleft()
            own = _escaped(label[0]) if label else ""
            write((_escaped(text), own, line, *map(_escaped, keys)))
    line_bytes = max(_LINE_BYTES, _BYTES_OF_A_CHARACTER * longest + 64)
    relation = partial(_scan, copy, line_bytes, source.keys)
    account = replace(survey(connection, relation()), broken=broken)
    left_out = partial(_left_out, connection, relation(parallel=False), beside, width)
    numbered = f"SELECT line AS number, * FROM ({relation()})"
    found = partial(located, connection, numbered, keys=source.keys)
    return replace(source, relation=relation(), left_out=left_out, located=found), account


def _left_out(
    connection: duckdb.DuckDBPyConnection,
    sound: str,
    beside: Path,
    width: int,
    labels: Collection[str],
    most: int,
) -> Iterator[Row | BrokenRow]:
    """Yield the first rows left out, in file order."""
    query = f"SELECT line, text, label FROM ({sound}) WHERE {LEFT_OUT_SQL} LIMIT {most}"
    with (
        further_connection(connection) as found,
        beside.open(encoding="utf-8", newline="") as stream,
    ):
        found.execute(query, [list(labels)])
        parts: tuple[Iterator[Row | BrokenRow], ...] = (
            (Row(line, fields[:width]) for line, *fields in all_rows(found, _FETCHED_ROWS)),
            (BrokenRow(int(line), *reason) for line, *reason in csv.reader(stream)),
        )
        yield from merge(*parts, key=attrgetter("line"))


@contextmanager
def _writer(path: Path) -> Iterator[Callable[[Sequence[str | int]], object]]:
    with path.open("w", encoding="utf-8", newline="") as stream:
        yield csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow


def _escaped(field: str) -> str:
    if not _ESCAPED.search(field):
        return field
    return _ESCAPED.sub(lambda found: _ESCAPES[found[0]], field)


def _scan(copy: Path, line_bytes: int, keys: int, parallel: bool = True) -> str:
    scanned = "".join(f", {_unescaped(f'c{n + 3}')} AS key{n}" for n in range(keys))
    more = "".join(f", 'c{n + 3}': 'VARCHAR'" for n in range(keys))
    return f"""
        SELECT {_unescaped("c0")} AS text, {_unescaped("c1")} AS label, c2 AS line{scanned}
        FROM read_csv(
            {quoted(str(copy))}, parallel = {parallel}, auto_detect = false,
            columns = {{'c0': 'VARCHAR', 'c1': 'VARCHAR', 'c2': 'BIGINT'{more}}},
            compression = 'none', hive_partitioning = false, header = false,
            delim = ',', quote = '"', escape = '"', new_line = '\\n', allow_quoted_nulls = false,
            max_line_size = {line_bytes}, buffer_size = {2 * line_bytes}
        )"""


def _unescaped(column: str) -> str:
    # The mark itself comes last: what follows it then is no escape.
    sql = column
    for letter in reversed(_ESCAPES):
        sql = f"replace({sql}, chr({ord(_MARK)}) || '{_ESCAPES[letter][1]}', chr({ord(letter)}))"
    return f"CASE WHEN contains({column}, chr({ord(_MARK)})) THEN {sql} ELSE {column} END"


def numbered_left_out(
    relation: str, labels: Collection[str], most: int
) -> Iterator[tuple[int, str, str]]:
    """Yield the first rows without a text, or with a label that is not in `labels`.

    Args:
        relation: SQL that yields `(text, label)` of every row of a file.
        labels: The labels understood.
        most: How many rows to yield.

    Yields:
        The number of a row in the file, from 1, its text and its label.
    """
    with connect_in_order() as connection:
        found = connection.execute(
            f"""
            SELECT number, text, label
            FROM (SELECT row_number() OVER () AS number, text, label FROM ({relation}))
            WHERE {LEFT_OUT_SQL} LIMIT {most}
            """,
            [list(labels)],
        )
        yield from all_rows(found, _FETCHED_ROWS)
