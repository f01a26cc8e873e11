"""Contents of a file whose records any reader yields: objects with keys, or lists of fields.

What the columns need is copied into the workspace once, for the engine to scan; columns that are
not used cost no more than being passed over.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import duckdb

from moodcloud.tabular.header import names_columns, stacked_header
from moodcloud.tabular.hints import Hints
from moodcloud.tabular.json_stream import Record
from moodcloud.tabular.json_values import field, names_of, text_of
from moodcloud.tabular.materialise import materialise
from moodcloud.tabular.reader import Account, Contents, FindLeftOut, Opener, Source
from moodcloud.tabular.rows import MAX_CHARACTERS, BrokenRow, Columns, Row, unique_names

# --- Lists of fields, as workbooks and some JSON files hold them: which names the columns.

# Titles and the rows of a header are looked for here.
_HEAD_ROWS: Final = 50
# Of a table of thousands of columns fewer rows are looked at.
_SAMPLE_FIELDS: Final = 1 << 20


class Lists(NamedTuple):
    """What a sample of lists says of all.

    Attributes:
        names: Of the columns; their positions from 1 where there is no header.
        header: Whether there is one.
        above: The line of the last list that is no row: the header's, or 0.
        rows: The sample below the header, each row as wide as `names`.
    """

    names: tuple[str, ...]
    header: bool
    above: int
    rows: list[list[str]]

    @property
    def skipped(self) -> int:
        """Return the lines above the header."""
        return max(self.above - 1, 0)


def _understand_lists(sample: list[Record], header: bool | None, hints: Hints) -> Lists:
    """Find the columns and the header.

    Args:
        sample: The first lists, then some from other parts of the file.
        header: Whether the first names the columns; None where it tells by itself.
    """
    widths = Counter(len(record.value) for record in sample)
    width = max(widths, key=lambda width: (widths[width], width), default=0)
    whole = [record for record in sample if len(record.value) == width]
    head = [_fields(record) for record in whole[:_HEAD_ROWS]]
    if header is None and (found := stacked_header(head, hints)):
        names, last, header = head[found.names], found.last, True
    else:
        names, last = head[0] if head else [], 0
    rows = [_fields(record) for record in thinned(whole[last + 1 :], width)]
    if header is None:
        header = bool(head) and names_columns(names, rows, hints)
    if header:
        return Lists(unique_names([name.strip() for name in names]), True, whole[last].line, rows)
    rows = [_fields(record) for record in thinned(whole, width)]
    return Lists(tuple(str(i) for i in range(1, width + 1)), False, 0, rows)


def thinned(values: list[Any], width: int) -> list[Any]:
    """Return fewer values, from all parts, where each has very many fields."""
    return values[:: 1 + len(values) * width // _SAMPLE_FIELDS]


def _fields(record: Record) -> list[str]:
    return [text_of(value) for value in record.value]


# --- Contents of a file whose records any reader yields: objects with keys, or lists of fields.
#
# What the columns need is copied into the workspace once, for the engine to scan; columns that are
# not used cost no more than being passed over.

Records = Callable[[], Iterator[Record | BrokenRow]]
Scan = Callable[[duckdb.DuckDBPyConnection, list[str]], tuple[str, Account, FindLeftOut] | None]
_SHOWN_CHARACTERS: Final = 1000
_KINDS: Final[dict[type[Any], str]] = {dict: "an object", list: "a list"}


def _no_scan(_: duckdb.DuckDBPyConnection, __: list[str]) -> None:
    """Leave all rows to the reader of records."""


def record_contents(
    format_: str,
    records: Records,
    sample: list[Record],
    size: int,
    hints: Hints,
    scan: Scan = _no_scan,
    header: bool | None = None,
) -> Contents:
    """Return what a file of records holds.

    Args:
        format_: For the results.
        records: Called, it yields all records in file order.
        sample: The first records, then some from other parts of the file.
        size: Of the file, in bytes.
        scan: From the engine and the columns used to SQL for all rows, their account and what
            finds those left out, where the engine can read objects by itself; tried first.
        header: Whether the first of lists names the columns; None where it tells by itself.
    """
    kinds = Counter(type(record.value) for record in sample if type(record.value) in _KINDS)
    kind = kinds.most_common(1)[0][0] if kinds else dict
    sample = [record for record in sample if type(record.value) is kind]
    if kind is list:
        return _lists(format_, records, sample, size, header, hints)
    values = [record.value for record in sample]
    names = names_of(values)
    rows = [[field(value, name) for name in names] for value in thinned(values, len(names))]

    def picked(columns: Columns) -> Iterator[Row | BrokenRow]:
        used = [names[position] for position in columns.used]
        for record in _of_kind(records(), dict):
            if isinstance(record, BrokenRow):
                yield record
            else:
                yield _row(record.line, [field(record.value, name) for name in used])

    copied = _opener(picked, size)

    def opened(
        connection: duckdb.DuckDBPyConnection, columns: Columns, workspace: Path
    ) -> tuple[Source, Account]:
        scanned = scan(connection, [names[position] for position in columns.used])
        if scanned is None:
            return copied(connection, columns, workspace)
        relation, account, left_out = scanned
        records = partial(picked, columns)
        return Source(relation, records, ",", size, left_out=left_out), account

    # Names as they can be written: half a character may stand in one.
    shown = unique_names([text_of(name) for name in names])
    return Contents(format_, None, True, shown, rows, opened, rows=bool(rows))


def _lists(
    format_: str,
    records: Records,
    sample: list[Record],
    size: int,
    header: bool | None,
    hints: Hints,
) -> Contents:
    found = _understand_lists(sample, header, hints)

    def picked(columns: Columns) -> Iterator[Row | BrokenRow]:
        for record in _of_kind(records(), list):
            if isinstance(record, BrokenRow):
                yield record
            elif record.line > found.above:
                yield _pick(record, columns, len(found.names))

    return Contents(
        format_,
        None,
        found.header,
        found.names,
        found.rows,
        _opener(picked, size, found.skipped),
        skipped=found.skipped,
        rows=bool(found.rows),
    )


def _pick(record: Record, columns: Columns, width: int) -> Row | BrokenRow:
    fields = record.value
    if len(fields) <= max(columns.used) or any(text_of(value).strip() for value in fields[width:]):
        reason = f"{len(fields)} fields where {width} are expected"
        return BrokenRow(record.line, reason, ",".join(map(text_of, fields)))
    return _row(record.line, [text_of(fields[position]) for position in columns.used])


def _row(line: int, fields: list[str]) -> Row | BrokenRow:
    """Return a row, broken where it is longer than any of a delimited file may be."""
    characters = sum(map(len, fields))
    if characters <= MAX_CHARACTERS:
        return Row(line, fields)
    reason = f"{characters:,} characters where at most {MAX_CHARACTERS:,} are read"
    return BrokenRow(line, reason, fields[0][:_SHOWN_CHARACTERS])


def _of_kind(
    records: Iterator[Record | BrokenRow], kind: type[Any]
) -> Iterator[Record | BrokenRow]:
    """Replace what is no record of the file's kind by what is wrong with it; null is empty."""
    for record in records:
        if isinstance(record, BrokenRow) or type(record.value) is kind:
            yield record
        elif record.value is None:
            yield Record(record.line, kind())
        else:
            found = _KINDS.get(type(record.value), "a value")
            reason = f"{found} where {_KINDS[kind]} is expected"
            content = text_of(json.dumps(record.value, ensure_ascii=False))
            yield BrokenRow(record.line, reason, content)


def _opener(
    picked: Callable[[Columns], Iterator[Row | BrokenRow]], size: int, skipped: int = 0
) -> Opener:
    def opened(
        connection: duckdb.DuckDBPyConnection, columns: Columns, workspace: Path
    ) -> tuple[Source, Account]:
        source = Source("", partial(picked, columns), ",", size, skipped)
        return materialise(connection, source, workspace / "records.csv")

    return opened
