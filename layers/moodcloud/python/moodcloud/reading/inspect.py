"""What a file is taken for, before its rows are read: encoding, format, columns, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from moodcloud.columns.candidates import Candidate, Suggestion, suggest
from moodcloud.columns.choose import choose_columns, judge_columns
from moodcloud.errors import UploadError
from moodcloud.labels.scales import sentiments_of
from moodcloud.options import Options
from moodcloud.scoring.texts import refuse_other_languages
from moodcloud.tabular.csv_reader import delimited_contents
from moodcloud.tabular.encoding import Utf8File, to_utf8
from moodcloud.tabular.formats import binary_contents, binary_format, refuse_documents
from moodcloud.tabular.json_reader import json_contents
from moodcloud.tabular.json_shape import json_shape
from moodcloud.tabular.reader import Contents, TooManyLabels
from moodcloud.tabular.rows import Columns
from moodcloud.tabular.unpacking import Unpacked, unpack


@dataclass(frozen=True)
class Understood:
    """A file as it is understood from a sample of its rows.

    Attributes:
        unpacked: The upload without its compression.
        file: The same as UTF-8; None where the format has an encoding of its own.
        contents: Its format, column names and sample rows.
        texts: How well each column would do as texts, in column order.
        sentiments: The same as sentiments.
        columns: Those used; None where they could not be chosen.
        labels: Of the sample, the most frequent first: `label`, `rows` and the `sentiment` it
            stands for (None: it is not understood).
        suggestion: Where no column is taken for the sentiments, one that might be meant.
        fault: Why the file cannot be analysed, as far as the sample shows.
    """

    unpacked: Unpacked
    file: Utf8File | None
    contents: Contents
    texts: list[Candidate]
    sentiments: list[Candidate]
    columns: Columns | None = None
    labels: list[dict[str, Any]] = field(default_factory=list)
    suggestion: Suggestion | None = None
    fault: UploadError | None = None

    def chosen(self) -> Columns:
        """Return the columns used.

        Raises:
            UploadError: They could not be chosen.
        """
        if self.columns is None:
            assert self.fault is not None
            raise self.fault
        return self.columns


def understand(
    path: Path,
    options: Options,
    workspace: Path,
    connection: duckdb.DuckDBPyConnection,
    name: str,
    sha256: str | None = None,
) -> Understood:
    """Find out what the file at `path` is, and which of its columns would be used.

    Args:
        path: The file.
        options: Columns may be given there.
        workspace: A writable folder that outlives what is returned.
        connection: Of `moodcloud.database.connect`.
        name: What messages call the file.
        sha256: The digest of the file's bytes, where it is known already.

    Raises:
        UploadError: The file holds no table. Any later fault is in `Understood.fault`.
    """
    unpacked = unpack(path, workspace, options, name, sha256)
    if unpacked.path == path:
        unpacked = replace(unpacked, path=_plainly_named(path, workspace))
    file = None
    if format_ := binary_format(unpacked.path, name):
        contents = binary_contents(connection, unpacked.path, format_, workspace, name, options)
    else:
        file = to_utf8(unpacked.path, workspace, name, options.encoding)
        if unpacked.path != file.path:
            # A copy, or a link to the upload.
            unpacked.path.unlink()
        contents = _text_contents(file.path, workspace, name)
    texts, sentiments = judge_columns(contents.names, contents.header, contents.sample)
    understood = Understood(unpacked, file, contents, texts, sentiments)
    try:
        if not contents.rows:
            raise UploadError("no_rows", name=name)
        columns = choose_columns(contents.names, contents.header, texts, sentiments, name, options)
        if columns.sentiment is None:
            found = suggest(contents.names, contents.header, contents.sample, columns.text)
            understood = replace(understood, suggestion=found)
            sampled = (row[columns.text] for row in contents.sample)
            refuse_other_languages(sampled, options.language, name, found)
    except UploadError as fault:
        return replace(understood, fault=fault)
    understood = replace(understood, columns=columns)
    try:
        return replace(understood, labels=_labels(contents, columns, options))
    except TooManyLabels as many:
        # The whole file decides: the analysis itself looks again.
        return replace(understood, fault=many.for_column(str(columns.sentiment_name), name))


def _plainly_named(path: Path, workspace: Path) -> Path:
    """Return a link to the file: in the name of an upload the engine may find a pattern."""
    link = workspace / "upload.link"
    link.unlink(missing_ok=True)
    link.symlink_to(path.resolve())
    return link


def _text_contents(path: Path, workspace: Path, name: str) -> Contents:
    refuse_documents(path, name)
    shape = json_shape(path)
    return json_contents(path, shape, workspace, name) if shape else delimited_contents(path)


def _labels(contents: Contents, columns: Columns, options: Options) -> list[dict[str, Any]]:
    if columns.sentiment is None:
        return []
    values = (row[columns.sentiment].strip() for row in contents.sample)
    rows = Counter(value for value in values if value)
    sentiments = sentiments_of(rows, options, columns.label_name(contents.header))
    return [
        {"label": label, "rows": count, "sentiment": sentiments.get(label)}
        for label, count in sorted(rows.items(), key=lambda item: (-item[1], item[0]))
    ]
