"""What a file is taken for, before its rows are read: encoding, format, columns, and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading.columns import Columns, find_columns
from moodcloud.reading.contents import Contents
from moodcloud.reading.delimited import delimited_contents
from moodcloud.reading.encoding import Utf8File, to_utf8
from moodcloud.reading.unlabelled import refuse_korean
from moodcloud.reading.unpacking import Unpacked, unpack


@dataclass(frozen=True)
class Understood:
    """A file as it is understood from a sample of its rows.

    Attributes:
        unpacked: The upload without its compression.
        file: The same as UTF-8.
        contents: Its format, column names and sample rows.
        columns: Those used; None where they could not be chosen.
        fault: Why the file cannot be analysed, as far as the sample shows.
    """

    unpacked: Unpacked
    file: Utf8File
    contents: Contents
    columns: Columns | None
    fault: UploadError | None

    def chosen(self) -> Columns:
        """Return the columns used.

        Raises:
            UploadError: The `fault`.
        """
        if self.fault is not None:
            raise self.fault
        assert self.columns is not None
        return self.columns


def understand(path: Path, options: Options, workspace: Path, name: str) -> Understood:
    """Find out what the file at `path` is, and which of its columns would be used.

    Args:
        path: The file.
        options: Columns may be given there.
        workspace: A writable folder that outlives what is returned.
        name: What messages call the file.

    Raises:
        UploadError: The file holds no table. Any later fault is in `Understood.fault`.
    """
    unpacked = unpack(path, workspace, options, name)
    file = to_utf8(unpacked.path, workspace, name, options.encoding)
    contents = delimited_contents(file.path)
    if not contents.rows:
        return Understood(unpacked, file, contents, None, UploadError("no_rows", name=name))
    try:
        columns = find_columns(contents.names, contents.header, contents.sample, name, options)
    except UploadError as fault:
        return Understood(unpacked, file, contents, None, fault)
    if columns.sentiment is None:
        try:
            refuse_korean((row[columns.text] for row in contents.sample), name)
        except UploadError as fault:
            return Understood(unpacked, file, contents, columns, fault)
    return Understood(unpacked, file, contents, columns, None)
