"""Files of records: objects with keys, or lists of fields, whatever the format they are written in.

What the columns need is copied into the workspace once, for the engine to scan; columns that are
not used cost no more than being passed over.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from moodcloud.tabular.header import names_columns, stacked_header
from moodcloud.tabular.hints import Hints
from moodcloud.tabular.json_stream import Record
from moodcloud.tabular.json_values import text_of
from moodcloud.tabular.materialise import materialise
from moodcloud.tabular.reader import Account, Job, Reader, Source
from moodcloud.tabular.rows import MAX_CHARACTERS, BrokenRow, Columns, Row, unique_names

# Titles and the rows of a header are looked for here.
_HEAD_ROWS: Final = 50
# Fewer rows of a table of thousands of columns are looked at.
_SAMPLE_FIELDS: Final = 1 << 20
_SHOWN_CHARACTERS: Final = 1000
_KINDS: Final[dict[type[Any], str]] = {dict: "an object", list: "a list"}


@dataclass(frozen=True, kw_only=True)
class RecordReader(Reader):
    """A file of records of one kind.

    Attributes:
        records: A function that yields all records in file order.
        bytes: The size of the file.
    """

    records: Callable[[], Iterator[Record | BrokenRow]]
    bytes: int

    def open(self, columns: Columns) -> tuple[Source, Account]:
        """Copy what the columns need into the workspace."""
        copy = self.job.workspace / "records.csv"
        return materialise(self.job.connection, self.rows(columns), copy)

    def rows(self, columns: Columns) -> Source:
        """Return the rows as this reader finds them."""
        rows, keys = partial(self._rows, columns), len(columns.keys)
        return Source("", rows, ",", self.bytes, self.skipped, keys=keys)

    @abstractmethod
    def _rows(self, columns: Columns) -> Iterator[Row | BrokenRow]:
        """Yield the rows in file order, with what is broken in its place."""


@dataclass(frozen=True, kw_only=True)
class ListReader(RecordReader):
    """A file of lists of fields.

    Attributes:
        above: The line of the last list that is no row: the header's, or 0.
    """

    above: int

    def _rows(self, columns: Columns) -> Iterator[Row | BrokenRow]:
        for record in of_kind(self.records(), list):
            if isinstance(record, BrokenRow):
                yield record
            elif record.line > self.above:
                yield _fields_used(record, columns, len(self.names))


def list_reader(
    job: Job,
    format_: str,
    records: Callable[[], Iterator[Record | BrokenRow]],
    sample: list[Record],
    size: int,
    hints: Hints,
    header: bool | None = None,
) -> ListReader:
    """Return the reader of a file of lists of fields.

    Args:
        job: What the file is read for.
        format_: The format that results show.
        records: A function that yields all records in file order.
        sample: The first lists, then some from other parts of the file.
        size: The size of the file in bytes.
        hints: What is known of the names of columns.
        header: Whether the first list names the columns; None where that is to be found out.
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
    if not header:
        names = [str(position) for position in range(1, width + 1)]
        rows = [_fields(record) for record in thinned(whole, width)]
    above = whole[last].line if header else 0
    return ListReader(
        job=job,
        format=format_,
        names=unique_names([name.strip() for name in names]),
        sample=rows,
        header=header,
        skipped=max(above - 1, 0),
        records=records,
        bytes=size,
        above=above,
    )


def thinned(values: list[Any], width: int) -> list[Any]:
    """Return fewer values, from all parts, where each has very many fields."""
    return values[:: 1 + len(values) * width // _SAMPLE_FIELDS]


def _fields(record: Record) -> list[str]:
    return [text_of(value) for value in record.value]


def _fields_used(record: Record, columns: Columns, width: int) -> Row | BrokenRow:
    fields = record.value
    if len(fields) <= max(columns.used) or any(text_of(value).strip() for value in fields[width:]):
        reason = f"{len(fields)} fields where {width} are expected"
        return BrokenRow(record.line, reason, ",".join(map(text_of, fields)))
    return bounded_row(record.line, [text_of(fields[position]) for position in columns.used])


def bounded_row(line: int, fields: list[str]) -> Row | BrokenRow:
    """Return a row, broken where it is longer than any of a delimited file may be."""
    characters = sum(map(len, fields))
    if characters <= MAX_CHARACTERS:
        return Row(line, fields)
    reason = f"{characters:,} characters where at most {MAX_CHARACTERS:,} are read"
    return BrokenRow(line, reason, fields[0][:_SHOWN_CHARACTERS])


def of_kind(records: Iterator[Record | BrokenRow], kind: type[Any]) -> Iterator[Record | BrokenRow]:
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


def most_common_kind(sample: list[Record]) -> list[Record]:
    """Return the records that are objects, or those that are lists: what most of them are."""
    kinds = Counter(type(record.value) for record in sample if type(record.value) in _KINDS)
    kind = kinds.most_common(1)[0][0] if kinds else dict
    return [record for record in sample if type(record.value) is kind]
