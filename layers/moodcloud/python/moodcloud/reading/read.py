"""A file becomes a table: encoding, dialect, columns, labels, and the account of every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count, islice, pairwise
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.errors import UploadError, brief
from moodcloud.labels.scales import in_order, sentiments_of
from moodcloud.options import Options
from moodcloud.reading.inspect import Understood, understand
from moodcloud.reading.table import (
    MOST_LABELS,
    InputFormat,
    LabelRows,
    RejectedRow,
    RejectedRows,
    RowCounts,
    Table,
)
from moodcloud.scoring.texts import score
from moodcloud.tabular.na_values import NO_MARK_SQL, has_label, has_text
from moodcloud.tabular.reader import Account, Source, TooManyLabels
from moodcloud.tabular.rows import BrokenRow, Columns, Row

# --- The list of rows left out, each with its line and the reason.

# Longer content is shown by its beginning.
CONTENT_CHARACTERS: Final = 1000


def list_rejected(
    source: Source, labels: Mapping[str, str], most: int, workspace: Path
) -> RejectedRows:
    """Return the first `most` rows left out, in file order.

    Args:
        source: The rows.
        labels: The labels understood, as written.
        most: How many there are to find; the file is read no further than the last of them.
        workspace: A writable folder that outlives what is returned.
    """
    if most and source.left_out is not None:
        found = RejectedRows(
            _rejected(source.left_out(labels, most), labels, source.joint, most), workspace
        )
        # Where the engine and the careful reader are of two minds, the latter is right.
        if len(found) == most and all(row.line < after.line for row, after in pairwise(found)):
            return found
    records = source.records() if most else iter(())
    return RejectedRows(_rejected(records, labels, source.joint, most), workspace)


def _rejected(
    records: Iterator[Row | BrokenRow], labels: Mapping[str, str], joint: str, most: int
) -> Iterator[RejectedRow]:
    found = (_judge(record, labels, joint) for record in records)
    return islice((_bounded(row) for row in found if row is not None), most)


def _bounded(row: RejectedRow) -> RejectedRow:
    more = len(row.content) - CONTENT_CHARACTERS
    if more <= 0:
        return row
    return replace(row, content=f"{row.content[:CONTENT_CHARACTERS]}… ({more:,} more characters)")


def _judge(record: Row | BrokenRow, labels: Mapping[str, str], joint: str) -> RejectedRow | None:
    if isinstance(record, BrokenRow):
        return RejectedRow(record.line, record.reason, record.content)
    # A file without labels has a text only: VADER gives each one a sentiment.
    text, *label = record.fields
    if has_text(text) and (not label or label[0] in labels):
        return None
    if not has_text(text):
        reason = "no text"
    elif not has_label(label[0]):
        reason = "no sentiment"
    else:
        reason = "a label that is not understood"
    return RejectedRow(record.line, reason, joint.join(record.fields))


# --- A file becomes a table: encoding, dialect, columns, labels, and the account of every row.

_MOST_IN_A_QUERY: Final = 500
_numbers: Final = count()


def read_table(
    path: Path,
    options: Options,
    workspace: Path,
    connection: duckdb.DuckDBPyConnection,
    name: str | None = None,
    sha256: str | None = None,
) -> Table:
    """Read the file at `path`: find out what it is, account for every row.

    Args:
        path: The upload.
        options: Columns and labels may be given there.
        workspace: A writable folder that outlives the table.
        connection: Of `moodcloud.database.connect`.
        name: What results call the file; its base name otherwise.
        sha256: The digest of the file's bytes, where it is known already.

    Raises:
        UploadError: The file cannot be analysed; the code says why.
        ChildProcessError: A process that scores texts without labels ended early.
    """
    name = name or path.name
    understood = understand(path, options, workspace, connection, name, sha256)
    columns = understood.chosen()
    try:
        source, found = understood.contents.open(connection, columns, workspace)
        if columns.sentiment is None:
            source, found = score(connection, source, workspace)
        column = columns.label_name(understood.contents.header)
        labels = sentiments_of(found.labels, options, column)
    except TooManyLabels as error:
        raise error.for_column(str(columns.sentiment_name), name) from None
    strays = _strays(found, labels)
    rows = _account(found, labels, strays)
    relation = f"SELECT text, label FROM ({source.relation}) WHERE {NO_MARK_SQL}"
    few = len(labels) <= _MOST_IN_A_QUERY
    table = Table(
        relation=relation if few else _looked_up(connection, relation, labels),
        labels=labels if few else {sentiment: sentiment for sentiment in labels.values()},
        sentiments=_rows_by_sentiment(found, labels),
        rows=rows,
        input=_input(name, understood, columns, source.skipped, strays),
        rejected=list_rejected(source, labels, min(options.max_rejected, rows.left_out), workspace),
    )
    _refuse_nothing(table)
    return table


def _rows_by_sentiment(found: Account, labels: dict[str, str]) -> dict[str, int]:
    rows: Counter[str] = Counter()
    for label, sentiment in labels.items():
        rows[sentiment] += found.labels[label]
    return {sentiment: rows[sentiment] for sentiment in in_order(rows)}


def _strays(found: Account, labels: dict[str, str]) -> dict[str, int]:
    """Return the labels that are not understood, the most frequent first."""
    strays = {
        label: rows
        for label, rows in found.labels.items()
        if label not in labels and has_label(label)
    }
    return dict(sorted(strays.items(), key=lambda item: (-item[1], item[0])))


def _account(found: Account, labels: dict[str, str], strays: dict[str, int]) -> RowCounts:
    counted = sum(found.labels[label] for label in labels)
    rejected = sum(strays.values())
    # What is neither is the mark of a missing label.
    missing = sum(found.labels.values()) - counted - rejected
    return RowCounts(counted, found.broken + rejected, found.unlabelled + missing, found.empty)


def _looked_up(connection: duckdb.DuckDBPyConnection, relation: str, labels: dict[str, str]) -> str:
    """Return SQL for `(text, sentiment)`: thousands of decimals are too many for a query."""
    table = f"labels_{next(_numbers)}"
    connection.execute(
        f"CREATE TABLE {table} AS SELECT unnest($1) AS label, unnest($2) AS sentiment",
        [list(labels), list(labels.values())],
    )
    return f"SELECT text, sentiment AS label FROM ({relation}) JOIN {table} USING (label)"


def _input(
    name: str, understood: Understood, columns: Columns, skipped: int, strays: dict[str, int]
) -> InputFormat:
    unpacked, file, contents = understood.unpacked, understood.file, understood.contents
    return InputFormat(
        name=name,
        bytes=unpacked.bytes,
        sha256=unpacked.sha256,
        format=contents.format,
        compression=unpacked.compression,
        member=unpacked.member,
        sheet=contents.sheet,
        sheets_alike=list(contents.sheets_alike),
        encoding=file.encoding if file else None,
        replaced_bytes=file.replaced_bytes if file else 0,
        mended=file is not None and file.mended,
        delimiter=contents.delimiter,
        header=contents.header,
        skipped_lines=skipped,
        text_column=columns.names[columns.text],
        sentiment_column=columns.sentiment_name,
        sentiment_source="vader" if columns.sentiment is None else "column",
        suggestion=understood.suggestion,
        labels_left_out=[LabelRows(*item) for item in list(strays.items())[:MOST_LABELS]],
        candidates=list(columns.candidates),
    )


def _refuse_nothing(table: Table) -> None:
    if table.rows.counted:
        return
    rows, first = table.rows, table.rejected[:1]
    labelled_by = brief(table.input.sentiment_column or "") or "no column (VADER scores the texts)"
    raise UploadError(
        "nothing_to_count",
        name=table.input.name,
        rows=f"{rows.read:,} read, {rows.empty:,} without a text, {rows.unlabelled:,} without a "
        f"sentiment, {rows.rejected:,} rejected"
        + "".join(f" (line {row.line:,}: {row.reason})" for row in first),
        text_column=brief(table.input.text_column),
        sentiment_column=labelled_by,
    )
