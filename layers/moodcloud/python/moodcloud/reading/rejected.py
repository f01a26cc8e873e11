"""The rows left out, each with its line and the reason: listed, and kept on the disk."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, Final

from moodcloud.tabular.na_values import has_label, has_text
from moodcloud.tabular.reader import Source
from moodcloud.tabular.rows import BrokenRow, Row

# Longer content is shown by its beginning.
CONTENT_CHARACTERS: Final = 1000
_BLOCK_BYTES: Final = 1 << 16


@dataclass(frozen=True)
class RejectedRow:
    """A row left out: where, why, and its content as it was.

    `file` is the name of its file where several are read; empty otherwise.
    `line` is the line it starts on, from 1; in a workbook the number of its row, in a Parquet
    file or a JSON array the number of its record.
    """

    line: int
    reason: str
    content: str
    file: str = ""


class RejectedRows(Sequence[RejectedRow]):
    """A list of rows, written to the disk once and read from it whenever it is asked for.

    The file has no name and goes with the list, also where its folder goes before.

    Args:
        rows: What it holds.
        workspace: A writable folder.
    """

    def __init__(self, rows: Iterable[RejectedRow], workspace: Path) -> None:
        self._count = 0
        # Open for as long as the list is there.
        self._stream = tempfile.TemporaryFile(dir=workspace)  # noqa: SIM115
        for row in rows:
            line = json.dumps((row.line, row.reason, row.content, row.file)) + "\n"
            self._stream.write(line.encode())
            self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[RejectedRow]:
        place = 0
        while True:
            # Several may read at the same time, each from its own place.
            self._stream.seek(place)
            lines = self._stream.readlines(_BLOCK_BYTES)
            place = self._stream.tell()
            if not lines:
                return
            for line in lines:
                yield RejectedRow(*json.loads(line))

    # Not overloaded: `typing.overload` holds on to all that the module sees, the engine too.
    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return list(islice(self, *index.indices(self._count)))
        return next(islice(self, range(self._count)[index], None))


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
    found = (judged_row(record, labels, joint) for record in records)
    return islice((bounded(row) for row in found if row is not None), most)


def bounded(row: RejectedRow) -> RejectedRow:
    """Return a row whose content is cut where it is long."""
    more = len(row.content) - CONTENT_CHARACTERS
    if more <= 0:
        return row
    return replace(row, content=f"{row.content[:CONTENT_CHARACTERS]}… ({more:,} more characters)")


def judged_row(
    record: Row | BrokenRow, labels: Mapping[str, str], joint: str
) -> RejectedRow | None:
    if isinstance(record, BrokenRow):
        return RejectedRow(record.line, record.reason, record.content)
    # A file without labels has a text only: each is given a sentiment.
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
