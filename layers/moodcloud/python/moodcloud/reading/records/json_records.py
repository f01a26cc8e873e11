"""JSON files: lines, arrays, and objects that hold an array; what they hold as rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import duckdb

from moodcloud.errors import UploadError
from moodcloud.reading.account import Account
from moodcloud.reading.contents import Contents
from moodcloud.reading.delimited.head import SAMPLE_ROWS, SLICE_BYTES, SLICES
from moodcloud.reading.delimited.rows import BrokenRow
from moodcloud.reading.records.json_columns import transpose
from moodcloud.reading.records.json_scan import scan_json
from moodcloud.reading.records.json_stream import BrokenJson, Record, Shape, read_json
from moodcloud.reading.records.json_values import DECODER, weight_of
from moodcloud.reading.records.records import record_contents
from moodcloud.reading.source import FindLeftOut

_SAMPLE_WEIGHT: Final = 32 << 20


def json_contents(path: Path, shape: Shape, workspace: Path, name: str) -> Contents:
    """Return what a UTF-8 file of JSON holds.

    Raises:
        UploadError: `broken_file`, `disk_full`, `no_rows`, `no_records`; from its `open`
            `broken_file`.
    """
    format_ = "jsonl" if shape is Shape.LINES else "json"
    header = True if shape is Shape.SPLIT else None
    if shape is Shape.COLUMNS:
        copy = workspace / "records.jsonl"
        transpose(path, copy, name)
        path, shape = copy, Shape.LINES

    def records() -> Iterator[Record | BrokenRow]:
        try:
            yield from read_json(path, shape)
        except BrokenJson as error:
            raise UploadError("broken_file", name=name, what="JSON", reason=str(error)) from None

    sample = sample_records(path, records())
    if not sample and shape is Shape.ARRAY:
        raise UploadError("no_rows", name=name)
    if not any(isinstance(record.value, dict | list) and record.value for record in sample):
        raise UploadError("no_records", name=name)

    def scan(
        connection: duckdb.DuckDBPyConnection, names: list[str]
    ) -> tuple[str, Account, FindLeftOut] | None:
        return scan_json(connection, path, shape, names)

    return record_contents(format_, records, sample, path.stat().st_size, scan, header)


def sample_records(path: Path, records: Iterator[Record | BrokenRow]) -> list[Record]:
    """Return the first of `records` of the file at `path`, then some from all its other parts.

    Files are often sorted by label, so the head alone does not show what a column holds.
    """
    head = _head(records)
    size = path.stat().st_size
    if size <= SLICE_BYTES * SLICES or not head:
        return head
    found: list[Record] = []
    with path.open("rb") as stream:
        for slice_number in range(1, SLICES):
            stream.seek(size * slice_number // SLICES)
            text = stream.read(SLICE_BYTES).decode("utf-8", "ignore")
            found += [Record(0, value) for value in _values_within(text, head[0].value)]
    return head + found


def _head(records: Iterator[Record | BrokenRow]) -> list[Record]:
    """Return the first records, fewer where they are large: all of them are in memory."""
    found: list[Record] = []
    weight = 0
    for record in islice(records, SAMPLE_ROWS):
        if isinstance(record, Record):
            found.append(record)
            weight += weight_of(record.value)
        if weight > _SAMPLE_WEIGHT:
            break
    return found


def _values_within(text: str, like: Any) -> Iterator[Any]:
    """Yield the values that stand whole in `text`, a piece of a file, and resemble `like`."""
    start = re.compile(r"\{" if isinstance(like, dict) else r"\[")
    at = 0
    while mark := start.search(text, at):
        try:
            value, end = DECODER.raw_decode(text, mark.start())
        except (ValueError, RecursionError):
            at = mark.end()
            continue
        alike = _alike(value, like)
        at = end if alike else mark.end()
        if alike:
            yield value


def _alike(value: Any, like: Any) -> bool:
    """Tell whether a value is a record rather than a part of one: half of its keys are known."""
    if isinstance(value, dict) and isinstance(like, dict):
        return bool(value) and 2 * len(value.keys() & like.keys()) >= max(len(value), len(like))
    return isinstance(value, list) and isinstance(like, list) and len(value) == len(like)
