"""A file becomes a table: format, columns, labels, and the account of every row."""

from __future__ import annotations

import hashlib
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
from moodcloud.reading.encoding import to_utf8
from moodcloud.reading.formats import binary_contents, binary_format
from moodcloud.reading.json_records import json_contents
from moodcloud.reading.json_shape import json_shape
from moodcloud.reading.labels import TooManyLabels, in_order, sentiments_of
from moodcloud.reading.rejected import list_rejected
from moodcloud.reading.table import InputFormat, RowCounts, Table
from moodcloud.reading.unlabelled import refuse_korean, score
from moodcloud.reading.unpacking import unpack


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
    """What is known of the bytes that arrived; no encoding where the format has its own."""

    bytes: int
    sha256: str
    compression: str | None
    encoding: str | None


def _open(
    path: Path,
    options: Options,
    workspace: Path,
    connection: duckdb.DuckDBPyConnection,
    name: str,
) -> tuple[_Upload, Contents]:
    """Find out what the upload is; a workbook is an archive, too, but none to unpack."""
    compression = None
    format_ = binary_format(path, name)
    if format_ is None:
        unpacked = unpack(path, workspace, options, name)
        path, compression = unpacked.path, unpacked.compression
        format_ = binary_format(path, name)
    if format_ is not None:
        contents = binary_contents(connection, path, format_, workspace, name, options)
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return _Upload(path.stat().st_size, digest, compression, None), contents
    file = to_utf8(path, workspace, name)
    shape = json_shape(file.path)
    if shape is not None:
        contents = json_contents(file.path, shape, name)
    else:
        contents = delimited_contents(file.path)
    return _Upload(file.bytes, file.sha256, compression, file.encoding), contents


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
        bytes=upload.bytes,
        sha256=upload.sha256,
        format=contents.format,
        compression=upload.compression,
        encoding=upload.encoding,
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
