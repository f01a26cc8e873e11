"""A file becomes a table: encoding, dialect, columns, labels, and the account of every row."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb

from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading.account import Account
from moodcloud.reading.columns import Columns, find_columns, is_known_name
from moodcloud.reading.dialect import Dialect, sample_rows, sniff_dialect, with_header
from moodcloud.reading.encoding import Utf8File, to_utf8
from moodcloud.reading.labels import TooManyLabels, in_order, sentiments_of
from moodcloud.reading.rejected import list_rejected
from moodcloud.reading.source import open_source
from moodcloud.reading.table import InputFormat, RowCounts, Table
from moodcloud.reading.unlabelled import refuse_korean, score
from moodcloud.reading.unpacking import Unpacked, unpack


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
    unpacked = unpack(path, workspace, options, name)
    file = to_utf8(unpacked.path, workspace, name, options.encoding)
    if unpacked.path not in (path, file.path):
        unpacked.path.unlink()
    dialect, columns = _understand(file, name, options)
    source, found = open_source(connection, file.path, dialect, columns, workspace)
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
        input=_input(name, unpacked, file, source.dialect, columns),
        rejected=list_rejected(source, labels, min(options.max_rejected, rows.left_out)),
    )
    _refuse_nothing(table)
    return table


def _understand(file: Utf8File, name: str, options: Options) -> tuple[Dialect, Columns]:
    dialect = sniff_dialect(file.path)
    rows = sample_rows(file.path, dialect)
    dialect = with_header(dialect, rows, is_known_name)
    if dialect.header:
        names, rows = tuple(field.strip() for field in rows[0]), rows[1:]
    else:
        names = tuple(str(position) for position in range(1, dialect.width + 1))
    if not rows:
        raise UploadError("no_rows", name=name)
    columns = find_columns(names, dialect.header, rows, name, options)
    if columns.sentiment is None:
        refuse_korean((row[columns.text] for row in rows), name)
    return dialect, columns


def _rows_by_sentiment(found: Account, labels: dict[str, str]) -> dict[str, int]:
    rows: Counter[str] = Counter()
    for label, sentiment in labels.items():
        rows[sentiment] += found.labels[label]
    return {sentiment: rows[sentiment] for sentiment in in_order(rows)}


def _account(found: Account, labels: dict[str, str]) -> RowCounts:
    counted = sum(found.labels[label] for label in labels)
    strays = sum(found.labels.values()) - counted
    return RowCounts(counted, found.broken + strays, found.unlabelled, found.empty)


def _input(
    name: str, unpacked: Unpacked, file: Utf8File, dialect: Dialect, columns: Columns
) -> InputFormat:
    return InputFormat(
        name=name,
        bytes=unpacked.bytes,
        sha256=unpacked.sha256,
        format="tsv" if dialect.delimiter == "\t" else "csv",
        compression=unpacked.compression,
        encoding=file.encoding,
        replaced_bytes=file.replaced_bytes,
        mended=file.mended,
        delimiter=dialect.delimiter,
        header=dialect.header,
        text_column=columns.names[columns.text],
        sentiment_column=columns.sentiment_name,
        sentiment_source="vader" if columns.sentiment is None else "column",
    )


def _refuse_nothing(table: Table) -> None:
    if table.rows.counted:
        return
    rows = table.rows
    raise UploadError(
        "nothing_to_count",
        name=table.input.name,
        rows=f"{rows.read:,} read, {rows.empty:,} without a text, {rows.unlabelled:,} without a "
        f"sentiment, {rows.rejected:,} rejected",
        text_column=table.input.text_column,
        sentiment_column=table.input.sentiment_column or "no column (VADER scores the texts)",
    )
