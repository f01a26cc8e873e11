"""Two columns of texts of opposite sense become one table: each text under its own sentiment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from heapq import merge
from operator import attrgetter
from typing import Final

from moodcloud.database import unique
from moodcloud.lexicon.label_words import NEGATIVE, POSITIVE
from moodcloud.lexicon.opposites import names_nothing, names_nothing_sql, nothing
from moodcloud.tabular.na_values import has_text
from moodcloud.tabular.reader import Account, Reader, Source, added, survey
from moodcloud.tabular.rows import BrokenRow, Columns, Row, keys_sql

Open = Callable[[Reader, Columns], tuple[Source, Account]]

_SIDES: Final = (POSITIVE, NEGATIVE)


def text_columns_of(columns: Columns) -> dict[str, str] | None:
    """Return the names of two columns of texts by sentiment; None where there is one."""
    if columns.opposite is None:
        return None
    names = (columns.names[columns.text], columns.names[columns.opposite])
    return dict(zip(_SIDES, names, strict=True))


def open_texts(reader: Reader, columns: Columns, opened_by: Open) -> tuple[Source, Account]:
    """Return all texts with their labels, and their account.

    Where there are two columns of texts, the file is read once for each: its rows are two texts
    each, but for a broken row, which is one. Of a row that ends before the second of the columns,
    the text in the first is read.

    Args:
        reader: The file.
        columns: The columns used.
        opened_by: What returns the rows of a reader with one column of texts.
    """
    if columns.opposite is None:
        return opened_by(reader, columns)
    opened = [
        opened_by(_reader_of(reader, side), each)
        for side, each in zip(_SIDES, columns.each_text(), strict=True)
    ]
    sources = {side: source for side, (source, _) in zip(_SIDES, opened, strict=True)}
    connection, table = reader.job.connection, unique("nothing")
    connection.execute(f"CREATE TABLE {table} AS SELECT unnest($1) AS said", [sorted(nothing())])
    condition = names_nothing_sql(table)
    relation = " UNION ALL ".join(
        f"SELECT CASE WHEN {condition} THEN '' ELSE text END AS text, '{side}' AS label"
        f"{keys_sql(source.keys)} "
        f"FROM ({source.relation})"
        for side, source in sources.items()
    )
    account = survey(connection, relation)
    joined = replace(
        sources[POSITIVE],
        relation=relation,
        records=partial(_records, sources),
        # What the engine leaves out of one column is not in the order of both.
        left_out=None,
        located=None,
    )
    both = added([found for _, found in opened])
    # What is broken for the column further left is broken for the other, too.
    broken = max(found.broken for _, found in opened)
    return joined, replace(
        both,
        labels=account.labels,
        unlabelled=account.unlabelled,
        empty=account.empty,
        broken=broken,
    )


def _reader_of(reader: Reader, side: str) -> Reader:
    """Return the reader with a workspace of its own: copies of both columns have the same name."""
    workspace = reader.job.workspace / side
    workspace.mkdir(exist_ok=True)
    return replace(reader, job=replace(reader.job, workspace=workspace))


def _records(sources: dict[str, Source]) -> Iterator[Row | BrokenRow]:
    """Yield the texts in file order, the positive one of a row first, and a broken row once."""
    sides = (_side(source, side) for side, source in sources.items())
    last = None
    for record in merge(*sides, key=attrgetter("line")):
        if record != last or isinstance(record, Row):
            yield record
        last = record


def _side(source: Source, side: str) -> Iterator[Row | BrokenRow]:
    for record in source.records():
        if isinstance(record, BrokenRow) or _names_something(record.fields[0]):
            yield record
        else:
            yield BrokenRow(record.line, f"no {side} text", record.fields[0])


def _names_something(text: str) -> bool:
    return has_text(text) and not names_nothing(text)
