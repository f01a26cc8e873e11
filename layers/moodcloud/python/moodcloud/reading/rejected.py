"""The list of rows left out, each with its line and the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Final

from moodcloud.reading.delimited.rows import BrokenRow, Row
from moodcloud.reading.missing import has_label, has_text
from moodcloud.reading.rejected_rows import RejectedRows
from moodcloud.reading.source import Source
from moodcloud.reading.table import RejectedRow

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
