"""JSON files: the engine reads plain objects; any others become lists or objects of text."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, tee
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, Final

import duckdb

from moodcloud.database import identifier, quoted
from moodcloud.errors import UploadError, brief
from moodcloud.shortage import wants_room
from moodcloud.tabular.hints import Hints
from moodcloud.tabular.json_nested import (
    Nested,
    judge_lists,
    nested_in_stream,
    nested_records,
)
from moodcloud.tabular.json_stream import Record, Shape, read_json
from moodcloud.tabular.json_tables import find_table, is_page, path_name, records_of
from moodcloud.tabular.json_values import DECODER, field, names_of, text_of, weight_of
from moodcloud.tabular.limits import disk_to_spare
from moodcloud.tabular.located import LocatedRow, located_in_order
from moodcloud.tabular.materialise import numbered_left_out
from moodcloud.tabular.places import Places, newline_of
from moodcloud.tabular.reader import Account, FindLeftOut, Job, Reader, Source, survey
from moodcloud.tabular.record_reader import (
    RecordReader,
    bounded_row,
    list_reader,
    most_common_kind,
    of_kind,
    thinned,
)
from moodcloud.tabular.rows import (
    MAX_CHARACTERS,
    SAMPLE_ROWS,
    SLICE_BYTES,
    SLICES,
    BrokenRow,
    Columns,
    Row,
    unique_names,
)

_SAMPLE_WEIGHT: Final = 32 << 20
_FORMATS: Final = {Shape.LINES: "newline_delimited", Shape.ARRAY: "array"}
# The label of a row whose text the engine may have read otherwise: NaN, a list, an object, NUL;
# or that is too long.
_DOUBT: Final = "\x01"
# Numbers that the engine writes as they are in the file: not 0.10, 1e2 or 5.00.
_PLAIN_NUMBER: Final = re.compile(r"-?\d{1,18}(\.0)?")
# What the engine takes for JSON and the careful reader does not: a comma too many, nan.
_LENIENT: Final = re.compile(
    rb",\s*[}\]]|[:,\[]\s*[-+]?(?!NaN|Infinity)(?i:nan|inf(?:inity)?)\s*[,}\]]"
)
_ODD: Final = re.compile(r"^[\[{]|[\r\0\x01]")


def open_json(job: Job, path: Path, shape: Shape, hints: Hints) -> Reader:
    """Return the reader of a UTF-8 file of JSON.

    Raises:
        UploadError: `broken_file`, `disk_full`, `no_rows`, `no_records`; `broken_file` from its
            `open`, too.
    """
    format_ = "jsonl" if shape is Shape.LINES else "json"
    header = True if shape is Shape.SPLIT else None
    if shape is Shape.COLUMNS:
        copy = job.workspace / "records.jsonl"
        _transpose(path, copy, job.name)
        path, shape = copy, Shape.LINES
    lists: tuple[str, ...] = ()
    if shape in (Shape.MEMBER, Shape.NESTED):
        part, lists = judge_lists(path, shape, hints)
        shape = Shape.VALUES if part else shape
    records, size, nested = partial(read_json, path, shape), path.stat().st_size, None
    try:
        sample = sample_records(path, records())
    except UploadError:
        # A record may be too large as a whole, but what is in it is not.
        nested = nested_in_stream(path, shape, hints)
        if nested is None:
            raise
        sample = sample_records(path, nested())
    if not sample and shape is Shape.ARRAY:
        raise UploadError("no_rows")
    if not any(isinstance(record.value, dict | list) and record.value for record in sample):
        raise UploadError("no_records")
    sample = most_common_kind(sample)
    values = [record.value for record in sample]
    pages = any(values) and all(map(is_page, values))
    if isinstance(sample[0].value, list) and not pages:
        return list_reader(job, format_, records, sample, size, hints, header)
    if nested is None:
        found = find_table(list(records_of(values)), hints)
        lists = (*found.left_out, *lists)
        if found.path or pages:
            nested = nested_records(path, shape, values, found.path)
            values = nested.rows(values)
    keys = names_of(values)
    return ObjectReader(
        job=job,
        format=format_,
        # Names as they can be written: half a character may be in one.
        names=unique_names([text_of(key) for key in keys]),
        sample=[[field(value, key) for key in keys] for value in thinned(values, len(keys))],
        records=nested or records,
        bytes=size,
        path=path,
        shape=shape,
        keys=keys,
        nested=nested,
        lists_left_out=lists,
    )


@dataclass(frozen=True, kw_only=True)
class ObjectReader(RecordReader):
    """A file of objects, which the engine reads itself where it finds what this reader would.

    Attributes:
        path: A UTF-8 file of JSON.
        shape: How the objects are laid out in it.
        keys: The key of each column, `a.b` for `b` of the object `a`.
        nested: The records within records that the rows are; None where they are those of the file.
    """

    path: Path
    shape: Shape
    keys: tuple[str, ...]
    nested: Nested | None = None

    @property
    def record_path(self) -> str | None:
        """Where the rows are within records; None where they are the records themselves."""
        return path_name(self.nested.path) or None if self.nested else None

    @property
    def records_without_rows(self) -> int:
        """How many records hold no row there; known once all are read."""
        return self.nested.without if self.nested else 0

    def open(self, columns: Columns) -> tuple[Source, Account]:
        """Leave the rows to the engine, or copy what the columns need."""
        # Of keys nobody checks whether the engine reads them as they are written.
        if self.nested or columns.keys:
            return super().open(columns)
        keys = [self.keys[position] for position in columns.used]
        scanned = scan_json(self.job.connection, self.path, self.shape, keys)
        if scanned is None:
            return super().open(columns)
        relation, account, left_out = scanned
        found = partial(_located, self.path, self.shape, relation, account.rows)
        source = replace(self.rows(columns), relation=relation, left_out=left_out, located=found)
        return source, account

    def _rows(self, columns: Columns) -> Iterator[Row | BrokenRow]:
        keys = [self.keys[position] for position in columns.used]
        for record in of_kind(self.records(), dict):
            if isinstance(record, BrokenRow):
                yield record
            else:
                yield bounded_row(record.line, [field(record.value, key) for key in keys])


def scan_json(
    connection: duckdb.DuckDBPyConnection, path: Path, shape: Shape, names: Sequence[str]
) -> tuple[str, Account, FindLeftOut] | None:
    """Return SQL for `(text, label)` of every record, their account, and what finds those left out.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        path: A UTF-8 file of objects.
        shape: How they are laid out in it.
        names: The column of the texts, and that of the labels where there is one.

    Returns:
        None where a record is broken, is no object, or holds what the engine reads in another
        way, and where the records are laid out in a way it does not know.
    """
    if shape not in _FORMATS or any("." in name or name != text_of(name) for name in names):
        return None
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        if _LENIENT.search(content):
            return None
    text, label = (*map(identifier, names), "''")[:2]
    columns = ", ".join(f"{identifier(name)}: 'VARCHAR'" for name in names)
    relation = f"""
        SELECT coalesce({text}, '') AS text, coalesce({label}, '') AS label
        FROM read_json(
            {quoted(str(path))}, format = '{_FORMATS[shape]}', records = true,
            columns = {{{columns}}}, compression = 'none', hive_partitioning = false
        )"""
    # In both columns: what the engine takes for an NA value may be none.
    doubted = f"""
        SELECT CASE WHEN doubt THEN {quoted(_DOUBT)} ELSE text END AS text,
               CASE WHEN doubt THEN {quoted(_DOUBT)} ELSE label END AS label
        FROM (
            SELECT text, label,
                   text = 'NaN' OR contains(text, chr(0))
                   OR length(text) + length(label) > {MAX_CHARACTERS}
                   OR (text[1] IN ('[', '{{') AND json_valid(text)) AS doubt
            FROM ({relation})
        )"""
    try:
        account = survey(connection, doubted)
    except duckdb.Error as error:
        if isinstance(error, duckdb.InterruptException) or wants_room(error):
            raise
        return None
    sound = not account.broken and all(map(as_written, account.labels))
    if not sound:
        return None
    return relation, account, partial(_left_out, path, shape, relation, account.rows)


def _left_out(
    path: Path, shape: Shape, relation: str, rows: int, labels: Collection[str], most: int
) -> Iterator[Row | BrokenRow]:
    """Yield the first records left out, fewer where the engine may have read one otherwise."""
    lines = Places(path, newline_of(path)) if shape is Shape.LINES else None
    # Where each line that is not empty holds a record, the number of a record is that of its line.
    if lines and lines.filled != rows:
        return
    numbers, found = tee(numbered_left_out(relation, labels, most))
    wanted = (number for number, _, _ in numbers)
    at = (place.lines + 1 for place in lines.find(wanted)) if lines else wanted
    for line, (_, text, label) in zip(at, found, strict=True):
        # Labels beside no text were not looked at before.
        if text == "NaN" or not as_written(label):
            return
        yield Row(line, [text, label])


def _located(
    path: Path, shape: Shape, relation: str, rows: int, hashes: Collection[int]
) -> list[LocatedRow]:
    """Return the records whose texts have one of the hashes; none where lines hold no records."""
    if shape is not Shape.LINES:
        return located_in_order(relation, hashes)
    places = Places(path, newline_of(path))
    if places.filled != rows:
        return []
    found = located_in_order(relation, hashes)
    lines = places.lines(row.line for row in found)
    return [row._replace(line=line) for row, line in zip(found, lines, strict=True)]


def as_written(label: str) -> bool:
    """Return whether the careful reader would find the same label."""
    if _PLAIN_NUMBER.fullmatch(label):
        return True
    try:
        float(label)
    except ValueError:
        return _ODD.search(label) is None
    return False


# A larger table by columns is refused: until its last column is read, it has no whole record.
MAX_BYTES_BY_COLUMNS: Final = 64 << 20


def _transpose(path: Path, target: Path, name: str) -> None:
    """Write the table at `path`, which is stored column by column, as one JSON object a line.

    Args:
        path: A UTF-8 file that is one object: each column is an array, or an object with the same
            keys in the same order.
        target: The file to write.
        name: What messages call the file.

    Raises:
        UploadError: `broken_file`, `disk_full`.
    """
    columns = _columns(path)
    if len({tuple(cells) for cells in columns.values()}) > 1:
        raise _broken("its columns hold different records")
    with disk_to_spare(name), target.open("w", encoding="utf-8") as stream:
        for values in zip(*(cells.values() for cells in columns.values()), strict=True):
            stream.write(json.dumps(dict(zip(columns, values, strict=True))) + "\n")


def _columns(path: Path) -> dict[str, dict[str, Any]]:
    """Return the cells of each column by the keys of their records."""
    if path.stat().st_size > MAX_BYTES_BY_COLUMNS:
        raise _broken(
            f"a table stored column by column may have {MAX_BYTES_BY_COLUMNS >> 20} MB at most "
            '(pandas stores it row by row with orient="records", lines=True)',
        )
    try:
        columns = DECODER.decode(path.read_text("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise _broken(brief(str(error))) from None
    return {column: _by_key(cells) for column, cells in columns.items()}


def _by_key(cells: Any) -> dict[str, Any]:
    if isinstance(cells, list):
        return {str(position): cell for position, cell in enumerate(cells)}
    if not isinstance(cells, dict):
        raise _broken("it holds both columns and single values")
    return cells


def _broken(reason: str) -> UploadError:
    return UploadError("broken_file", what="JSON", reason=reason)


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
    """Yield the values that are whole in `text`, a piece of a file, and resemble `like`."""
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
    """Return whether a value is a record rather than a part of one: half of its keys are known."""
    if isinstance(value, dict) and isinstance(like, dict):
        return bool(value) and 2 * len(value.keys() & like.keys()) >= max(len(value), len(like))
    return isinstance(value, list) and isinstance(like, list) and len(value) == len(like)
