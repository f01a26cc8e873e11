"""A file becomes a table: format, columns, labels, and the account of every row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb

from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading.account import Account
from moodcloud.reading.columns import Columns, find_columns
from moodcloud.reading.contents import Contents
from moodcloud.reading.delimited import delimited_contents
from moodcloud.reading.encoding import Utf8File, to_utf8
from moodcloud.reading.formats import binary_contents, binary_format
from moodcloud.reading.json_records import json_contents
from moodcloud.reading.json_shape import json_shape
from moodcloud.reading.labels import TooManyLabels, in_order, sentiments_of
from moodcloud.reading.rejected import list_rejected
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
    upload, contents = _open(path, options, workspace, connection, name)
    columns = _choose(contents, name, options)
    source, found = contents.open(connection, columns, workspace)
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
        input=_input(name, upload, contents, columns),
        rejected=list_rejected(source, labels, min(options.max_rejected, rows.left_out)),
    )
    _refuse_nothing(table)
    return table


@dataclass(frozen=True)
class _Upload:
    """What arrived, unpacked; no text where the format has an encoding of its own."""

    unpacked: Unpacked
    text: Utf8File | None


def _open(
    path: Path,
    options: Options,
    workspace: Path,
    connection: duckdb.DuckDBPyConnection,
    name: str,
) -> tuple[_Upload, Contents]:
    """Find out what the upload is."""
    unpacked = unpack(path, workspace, options, name)
    format_ = binary_format(unpacked.path, name)
    if format_ is not None:
        contents = binary_contents(connection, unpacked.path, format_, workspace, name, options)
        return _Upload(unpacked, None), contents
    file = to_utf8(unpacked.path, workspace, name, options.encoding)
    shape = json_shape(file.path)
    if shape is not None:
        contents = json_contents(file.path, shape, name)
    else:
        contents = delimited_contents(file.path)
    return _Upload(unpacked, file), contents


def _choose(contents: Contents, name: str, options: Options) -> Columns:
    if not contents.sample:
        raise UploadError("no_rows", name=name)
    columns = find_columns(contents.names, contents.header, contents.sample, name, options)
    if columns.sentiment is None:
        refuse_korean((row[columns.text] for row in contents.sample), name)
    return columns


def _rows_by_sentiment(found: Account, labels: dict[str, str]) -> dict[str, int]:
    rows: Counter[str] = Counter()
    for label, sentiment in labels.items():
        rows[sentiment] += found.labels[label]
    return {sentiment: rows[sentiment] for sentiment in in_order(rows)}


def _account(found: Account, labels: dict[str, str]) -> RowCounts:
    counted = sum(found.labels[label] for label in labels)
    strays = sum(found.labels.values()) - counted
    return RowCounts(counted, found.broken + strays, found.unlabelled, found.empty)


def _input(name: str, upload: _Upload, contents: Contents, columns: Columns) -> InputFormat:
    return InputFormat(
        name=name,
        bytes=upload.unpacked.bytes,
        sha256=upload.unpacked.sha256,
        format=contents.format,
        compression=upload.unpacked.compression,
        encoding=upload.text.encoding if upload.text else None,
        replaced_bytes=upload.text.replaced_bytes if upload.text else 0,
        mended=upload.text is not None and upload.text.mended,
        delimiter=contents.delimiter,
        header=contents.header,
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
