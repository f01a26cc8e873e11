"""Sound rows copied into the workspace, in a form that the counting engine reads without fail."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.database import quoted
from moodcloud.reading.account import Account, survey
from moodcloud.reading.delimited.rows import Row
from moodcloud.reading.source import Source

# A character has at most four bytes, and a quote is written twice.
_BYTES_OF_A_CHARACTER: Final = 8
_LINE_BYTES: Final = 2 << 20
# The engine parts a file at newlines for its threads, and at times fails where some stand within
# fields. So none do: they, and what else it may trip over, are written as this mark and a digit.
_MARK: Final = "\x1f"
_ESCAPES: Final = {letter: f"{_MARK}{digit}" for digit, letter in enumerate(f"{_MARK}\n\r\0")}
_ESCAPED: Final = re.compile(f"[{''.join(_ESCAPES)}]")


def copy_rows(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    copy: Path,
    labelled: Callable[[Iterator[list[str]]], Iterable[Sequence[str]]] = iter,
) -> tuple[Source, Account]:
    """Copy what is sound in `source` for the engine to scan, one row at a time.

    Args:
        connection: Of `moodcloud.database.connect`.
        source: The rows; its relation is not used.
        copy: The file to write.
        labelled: From the fields of each row to `(text, label)`; the fields themselves otherwise,
            with an empty label where there is none.
    """
    broken = longest = 0

    def sound() -> Iterator[list[str]]:
        nonlocal broken, longest
        for record in source.records():
            if isinstance(record, Row):
                longest = max(longest, sum(map(len, record.fields)))
                yield record.fields
            else:
                broken += 1

    with copy.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for text, *label in labelled(sound()):
            writer.writerow((_escaped(text), _escaped(label[0]) if label else ""))
    relation = _scan(copy, max(_LINE_BYTES, _BYTES_OF_A_CHARACTER * longest + 64))
    account = survey(connection, relation)
    return replace(source, relation=relation), replace(account, broken=broken)


def _escaped(field: str) -> str:
    if not _ESCAPED.search(field):
        return field
    return _ESCAPED.sub(lambda found: _ESCAPES[found[0]], field)


def _scan(copy: Path, line_bytes: int) -> str:
    return f"""
        SELECT {_unescaped("c0")} AS text, {_unescaped("c1")} AS label
        FROM read_csv(
            {quoted(str(copy))}, columns = {{'c0': 'VARCHAR', 'c1': 'VARCHAR'}},
            auto_detect = false, compression = 'none', hive_partitioning = false, header = false,
            delim = ',', quote = '"', escape = '"', new_line = '\\n', allow_quoted_nulls = false,
            max_line_size = {line_bytes}, buffer_size = {2 * line_bytes}
        )"""


def _unescaped(column: str) -> str:
    # The mark itself last: what it then stands before is no escape.
    sql = column
    for letter in reversed(_ESCAPES):
        sql = f"replace({sql}, chr({ord(_MARK)}) || '{_ESCAPES[letter][1]}', chr({ord(letter)}))"
    return f"CASE WHEN contains({column}, chr({ord(_MARK)})) THEN {sql} ELSE {column} END"
