"""A file becomes a table: encoding, dialect, columns, labels, and the account of every row."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb

from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading.account import Account
from moodcloud.reading.columns import Columns
from moodcloud.reading.labels import TooManyLabels, in_order, sentiments_of
from moodcloud.reading.rejected import list_rejected
from moodcloud.reading.table import InputFormat, RowCounts, Table
from moodcloud.reading.understand import Understood, understand
from moodcloud.reading.unlabelled import score


def read_table(
    path: Path,
    options: Options,
    workspace: Path,
    connection: duckdb.DuckDBPyConnection,
    name: str | None = None,
) -> Table:
    """Read the file at `path`: find out what it is, account for every row.

    Args:
        path: The upload.
        options: Columns and labels may be given there.
        workspace: A writable folder that outlives the table.
        connection: Of `moodcloud.database.connect`.
        name: What results call the file; its base name otherwise.

    Raises:
        UploadError: The file cannot be analysed; the code says why.
        ChildProcessError: A process that scores texts without labels ended early.
    """
    name = name or path.name
    understood = understand(path, options, workspace, connection, name)
    columns = understood.chosen()
    source, found = understood.contents.open(connection, columns, workspace)
    if columns.sentiment is None:
        source, found = score(connection, source, workspace)
    try:
        labels = sentiments_of(found.labels, options)
    except TooManyLabels as error:
        raise error.for_column(str(columns.sentiment_name), name) from None
    rows = _account(found, labels)
    table = Table(
        relation=source.relation,
        labels=labels,
        sentiments=_rows_by_sentiment(found, labels),
        rows=rows,
        input=_input(name, understood, columns, source.skipped),
        rejected=list_rejected(source, labels, min(options.max_rejected, rows.left_out)),
    )
    _refuse_nothing(table)
    return table


def _rows_by_sentiment(found: Account, labels: dict[str, str]) -> dict[str, int]:
    rows: Counter[str] = Counter()
    for label, sentiment in labels.items():
        rows[sentiment] += found.labels[label]
    return {sentiment: rows[sentiment] for sentiment in in_order(rows)}


def _account(found: Account, labels: dict[str, str]) -> RowCounts:
    counted = sum(found.labels[label] for label in labels)
    strays = sum(found.labels.values()) - counted
    return RowCounts(counted, found.broken + strays, found.unlabelled, found.empty)


def _input(name: str, understood: Understood, columns: Columns, skipped: int) -> InputFormat:
    unpacked, file, contents = understood.unpacked, understood.file, understood.contents
    return InputFormat(
        name=name,
        bytes=unpacked.bytes,
        sha256=unpacked.sha256,
        format=contents.format,
        compression=unpacked.compression,
        encoding=file.encoding if file else None,
        replaced_bytes=file.replaced_bytes if file else 0,
        mended=file is not None and file.mended,
        delimiter=contents.delimiter,
        header=contents.header,
        skipped_lines=skipped,
        text_column=columns.names[columns.text],
        sentiment_column=columns.sentiment_name,
        sentiment_source="vader" if columns.sentiment is None else "column",
        candidates=list(columns.candidates),
    )


def _refuse_nothing(table: Table) -> None:
    if table.rows.counted:
        return
    rows, first = table.rows, table.rejected[:1]
    raise UploadError(
        "nothing_to_count",
        name=table.input.name,
        rows=f"{rows.read:,} read, {rows.empty:,} without a text, {rows.unlabelled:,} without a "
        f"sentiment, {rows.rejected:,} rejected"
        + "".join(f" (line {row.line:,}: {row.reason})" for row in first),
        text_column=table.input.text_column,
        sentiment_column=table.input.sentiment_column or "no column (VADER scores the texts)",
    )
