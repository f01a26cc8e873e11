"""A file becomes a table: encoding, dialect, columns, labels, and the account of every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.bounds import NO_BOUNDS, Bounds
from moodcloud.database import unique
from moodcloud.errors import UploadError, brief, naming
from moodcloud.labels.scales import in_order, sentiments_of
from moodcloud.language.segmentation import unspaced
from moodcloud.options import KEY_OPTIONS, Options
from moodcloud.reading.each_once import each_once
from moodcloud.reading.inputs import Inputs
from moodcloud.reading.inspect import Inspection, OpenedFile, inspect
from moodcloud.reading.opposite_texts import text_columns_of
from moodcloud.reading.parts import Part, inspect_all, list_rejected_of, open_parts
from moodcloud.reading.table import (
    MOST_LABELS,
    FileRead,
    InputFormat,
    LabelRows,
    RowCounts,
    Table,
)
from moodcloud.reading.text_lines import lines_of
from moodcloud.reading.where import filtered_rows, no_row_meets
from moodcloud.tabular.na_values import NO_MARK_SQL, has_label
from moodcloud.tabular.reader import Account, Job, added, chained
from moodcloud.tabular.rows import Columns, keys_sql

_MOST_IN_A_QUERY: Final = 500


def read_table(
    path: Path | Inputs,
    options: Options,
    workspace: Path,
    connection: duckdb.DuckDBPyConnection,
    name: str | None = None,
    sha256: str | None = None,
    bounds: Bounds = NO_BOUNDS,
) -> Table:
    """Read the file at `path`: find out what it is, account for every row.

    Args:
        path: The upload, or several files that are read as one table.
        options: Columns and labels may be given there.
        workspace: A writable folder that outlives the table.
        connection: A connection of `moodcloud.database.connect`.
        name: What results call the file; its base name otherwise.
        sha256: The digest of the file's bytes, where it is known already.
        bounds: The most that each file, and the table, may have.

    Raises:
        UploadError: The file cannot be analysed; the code says why.
        ChildProcessError: A process that scores texts without labels ended early.
    """
    if isinstance(path, Inputs):
        # Each file has a job of its own.
        job = Job(Path(path.name), name or path.name, workspace, connection, options, None, bounds)
        inspection = inspect_all(job, path)
    else:
        job = Job(path, name or path.name, workspace, connection, options, sha256, bounds)
        inspection = inspect(job)
    columns = inspection.chosen()
    with naming(column=brief(str(columns.label_column)), name=job.name):
        table = _table(job, inspection, columns)
    return each_once(connection, table) if options.copies == "once" else table


def _table(job: Job, inspection: Inspection, columns: Columns) -> Table:
    options, connection = job.options, job.connection
    parts = open_parts(inspection.reader, columns, options, inspection.scorer)
    source = chained([part.source for part in parts])
    found = added([part.account for part in parts])
    if found.filtered and not found.rows:
        raise no_row_meets(found, options)
    labels = understood(found, options, columns.label_name(inspection.reader.header))
    strays = strays_of(found, labels)
    rows = row_counts(found, labels, strays)
    job.bounds.check_rows(rows.read, job.name)
    keys = keys_sql(source.keys)
    keyed = f"SELECT text, label{keys} FROM ({source.relation}) WHERE {NO_MARK_SQL}"
    most = min(options.max_rejected, rows.left_out)
    few = len(labels) <= _MOST_IN_A_QUERY
    keyed = keyed if few else looked_up(connection, keyed, labels, keys)
    table = Table(
        relation=f"SELECT text, label FROM ({keyed})" if keys else keyed,
        labels=labels if few else {sentiment: sentiment for sentiment in labels.values()},
        sentiments=rows_by_sentiment(found, labels),
        rows=rows,
        input=input_of(job.name, inspection, columns, source.skipped, strays, parts, labels),
        rejected=list_rejected_of(parts, labels, most, job),
        unspaced=unspaced(sampled_texts(inspection, columns)),
        keyed=keyed,
        keys=key_columns(columns, options),
        find_lines=partial(lines_of, [(part.name, part.source) for part in parts], labels),
    )
    _refuse_nothing(table, options)
    return table


def key_columns(columns: Columns, options: Options) -> dict[str, str]:
    """Return the names of the columns of groups and time, by the option that asks for them."""
    asked = [name for name in KEY_OPTIONS if getattr(options, name) is not None]
    return {name: columns.names[key] for name, key in zip(asked, columns.keys, strict=True)}


def sampled_texts(inspection: Inspection, columns: Columns) -> Iterator[str]:
    """Yield the texts of the sample: its rows are from all parts of the file."""
    for each in columns.each_text() if columns.opposite is not None else (columns,):
        yield from (row[each.text] for row in inspection.reader.sample)


def understood(found: Account, options: Options, name: str) -> dict[str, str]:
    """Return the sentiment of each label. What a label means, filtered rows decide, too.

    So the parts of a table that conditions choose add up to the whole.
    """
    every = dict(Counter(found.labels) + Counter(found.labels_filtered))
    labels = sentiments_of(every if found.labels_filtered else found.labels, options, name)
    return {label: sentiment for label, sentiment in labels.items() if label in found.labels}


def rows_by_sentiment(found: Account, labels: dict[str, str]) -> dict[str, int]:
    """Return the rows of each sentiment, in the order in which results show them."""
    rows: Counter[str] = Counter()
    for label, sentiment in labels.items():
        rows[sentiment] += found.labels[label]
    return {sentiment: rows[sentiment] for sentiment in in_order(rows)}


def strays_of(found: Account, labels: dict[str, str]) -> dict[str, int]:
    """Return the labels that are not understood, the most frequent first."""
    strays = {
        label: rows
        for label, rows in found.labels.items()
        if label not in labels and has_label(label)
    }
    return dict(sorted(strays.items(), key=lambda item: (-item[1], item[0])))


def row_counts(found: Account, labels: dict[str, str], strays: dict[str, int]) -> RowCounts:
    """Return where the rows of an account went, now that the labels are understood."""
    counted = sum(found.labels.get(label, 0) for label in labels)
    rejected = sum(strays.values())
    # What is neither is the mark of a missing label.
    missing = sum(found.labels.values()) - counted - rejected
    return RowCounts(
        counted,
        found.broken + rejected,
        found.unlabelled + missing,
        found.empty,
        filtered=found.filtered,
        uncompared=found.uncompared,
    )


def looked_up(
    connection: duckdb.DuckDBPyConnection, relation: str, labels: dict[str, str], keys: str
) -> str:
    """Return SQL for `(text, sentiment)` and keys: a query cannot hold thousands of decimals."""
    table = unique("labels")
    connection.execute(
        f"CREATE TABLE {table} AS SELECT unnest($1) AS label, unnest($2) AS sentiment",
        [list(labels), list(labels.values())],
    )
    return f"SELECT text, sentiment AS label{keys} FROM ({relation}) JOIN {table} USING (label)"


def input_of(
    name: str,
    inspection: Inspection,
    columns: Columns,
    skipped: int,
    strays: dict[str, int],
    parts: Sequence[Part],
    labels: dict[str, str],
) -> InputFormat:
    """Return the upload as it was understood.

    Args:
        name: What results call it.
        inspection: What it is taken for.
        columns: The columns used.
        skipped: How many of its lines are no rows.
        strays: The labels that are not understood, the most frequent first.
        parts: Its files.
        labels: The sentiment of each label.
    """
    opened = zip(inspection.opened, parts, strict=True)
    return InputFormat(
        **inspection.facts(),
        name=name,
        sha256=inspection.unpacked.sha256,
        skipped_lines=skipped,
        records_without_rows=inspection.reader.records_without_rows,
        text_column=columns.names[columns.text],
        sentiment_column=columns.label_column,
        sentiment_source=inspection.scorer or _sentiment_source(columns),
        text_columns=text_columns_of(columns),
        sentiment_columns_alike=inspection.alike,
        suggestion=inspection.suggestion,
        labels_left_out=[LabelRows(*item) for item in list(strays.items())[:MOST_LABELS]],
        candidates=inspection.candidates,
        files=[_file_read(each, part.account, labels) for each, part in opened],
        files_left_out=inspection.files_left_out,
    )


def _sentiment_source(columns: Columns) -> str:
    return "column" if columns.opposite is None else "columns"


def _file_read(opened: OpenedFile, found: Account, labels: dict[str, str]) -> FileRead:
    rows, file = row_counts(found, labels, strays_of(found, labels)), opened.file
    reader = opened.reader
    return FileRead(
        name=reader.job.name,
        bytes=opened.unpacked.bytes,
        sha256=opened.unpacked.sha256,
        format=reader.format,
        encoding=file.encoding if file else None,
        header=reader.header,
        sheet=reader.sheet,
        sheets_alike=list(reader.sheets_alike),
        read=rows.read,
        counted=rows.counted,
        rejected=rows.rejected,
        unlabelled=rows.unlabelled,
        empty=rows.empty,
        filtered=rows.filtered,
    )


def _refuse_nothing(table: Table, options: Options) -> None:
    if table.rows.counted:
        return
    rows, first, found = table.rows, table.rejected[:1], table.input
    labelled_by = found.sentiments_from
    if found.scored_by:
        labelled_by = f"no column ({found.scored_by} scores the texts)"
    raise UploadError(
        "nothing_to_count",
        name=found.name,
        rows=f"{rows.read:,} read, {rows.empty:,} without a text, {rows.unlabelled:,} without a "
        f"sentiment, {rows.rejected:,} rejected"
        + filtered_rows(rows, options)
        + "".join(f" (line {row.line:,}: {row.reason})" for row in first),
        text_column=brief(found.texts_from),
        sentiment_column=brief(labelled_by),
    )
