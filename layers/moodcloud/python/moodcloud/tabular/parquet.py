"""Parquet files, which the engine scans as they are, and the names they hold for classes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

import duckdb
from duckdb.sqltypes import DuckDBPyType

from moodcloud.database import all_rows, connect_in_order, identifier, quoted
from moodcloud.errors import UploadError
from moodcloud.shortage import wants_memory, wants_room
from moodcloud.tabular.json_values import sound
from moodcloud.tabular.located import located_in_order
from moodcloud.tabular.materialise import numbered_left_out
from moodcloud.tabular.reader import Account, Job, Reader, Source, survey
from moodcloud.tabular.rows import SAMPLE_ROWS, SLICES, BrokenRow, Columns, Row

_KEY: Final = "huggingface"
# More classes than anybody would tell apart are left as numbers.
_MOST: Final = 1000


def class_names(connection: duckdb.DuckDBPyConnection, file: str) -> dict[str, list[str]]:
    """Return the names of the classes of each column that has some, by number from 0.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        file: Path of the Parquet file.
    """
    # One row: a key of the file's metadata, and its value, both as bytes.
    found = connection.execute(
        f"SELECT key, value FROM parquet_kv_metadata({quoted(file)})"
    ).fetchall()
    features: dict[str, Any] = {}
    for key, value in found:
        if key == _KEY.encode():
            features = _features(value)
    return {
        column: names
        for column, feature in features.items()
        if isinstance(feature, dict) and (names := _names(feature))
    }


def named_class(value: str, names: list[str]) -> str:
    """Return SQL for the name of the class `value`; -1 marks a missing one, others stay numbers."""
    known = ", ".join(map(quoted, names))
    return (
        f"CASE WHEN {value} BETWEEN 0 AND {len(names) - 1} THEN [{known}][{value} + 1] "
        f"WHEN {value} <> -1 THEN CAST({value} AS VARCHAR) END"
    )


def _features(metadata: bytes) -> dict[str, Any]:
    try:
        found = json.loads(metadata)["info"]["features"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _names(feature: dict[str, Any]) -> list[str]:
    names = feature.get("names") if feature.get("_type") == "ClassLabel" else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return []
    return list(map(sound, names)) if len(names) <= _MOST else []


_SLICE_ROWS: Final = 100
_FETCHED_ROWS: Final = 5_000
_QUERIED_COLUMNS: Final = 250
_SAMPLE_FIELDS: Final = 1 << 18
# A part of a column that takes no more than this never fills the memory.
_LARGE_BYTES: Final = 16 << 20
OWN_NUMBER: Final = "file_row_number"
"""What the engine calls the number of a row."""
_WHOLE_NUMBERS: Final = ("tinyint", "smallint", "integer", "bigint")
_NESTED: Final = ("struct", "list", "array", "map", "union", "variant")


def open_parquet(job: Job, path: Path) -> ParquetReader:
    """Return the reader of the Parquet file at `path`.

    Fields of a struct are columns named `struct.field`; lists and maps are no columns.

    Raises:
        UploadError: `broken_file`, `protected_file`, `no_text_column`.
    """
    with path.open("rb") as stream:
        stream.seek(-4, 2)
        if stream.read() == b"PARE":
            raise UploadError("protected_file")
    connection = job.connection
    file = f"read_parquet({quoted(str(path))}, hive_partitioning = false)"
    with _sound(path):
        (total,) = connection.execute(f"SELECT count(*) FROM {file}").fetchall()[0]
        # A file of a few bytes may have any number of rows.
        job.bounds.check_rows(total, job.name)
        texts = _columns(connection, file, class_names(connection, str(path)))
        sample = _sample(connection, file, list(texts.values()), total) if texts else []
    if not texts:
        raise UploadError("no_text_column", columns="nested ones only")
    return ParquetReader(
        job=job,
        format="parquet",
        names=tuple(texts),
        sample=sample,
        path=path,
        file=file,
        texts=tuple(texts.values()),
    )


@dataclass(frozen=True, kw_only=True)
class ParquetReader(Reader):
    """A Parquet file, which the engine scans as it is.

    Attributes:
        path: The file.
        file: SQL for its rows.
        texts: For each column an SQL expression for its text.
    """

    path: Path
    file: str
    texts: tuple[str, ...]

    def open(self, columns: Columns) -> tuple[Source, Account]:
        """Scan the columns used.

        Raises:
            UploadError: `broken_file`, `protected_file`.
        """
        label = "''" if columns.label is None else self.texts[columns.label]
        keys = (f", {self.texts[key]} AS key{n}" for n, key in enumerate(columns.keys))
        relation = (
            f"SELECT {self.texts[columns.text]} AS text, {label} AS label{''.join(keys)} "
            f"FROM {self.file}"
        )
        left_out = partial(_left_out, relation)
        found = partial(located_in_order, relation, keys=len(columns.keys))
        source = replace(self.rows(columns), relation=relation, left_out=left_out, located=found)
        with _sound(self.path):
            return source, survey(self.job.connection, relation)

    def rows(self, columns: Columns) -> Source:
        """Return the rows of the columns used, which the engine hands to Python."""
        used = [self.texts[position] for position in columns.used]
        size, keys = self.path.stat().st_size, len(columns.keys)
        return Source("", partial(self._records, used), ",", size, keys=keys)

    def _records(self, used: list[str]) -> Iterator[Row | BrokenRow]:
        with _sound(self.path):
            yield from _records(self.file, used)


def _columns(
    connection: duckdb.DuckDBPyConnection, file: str, classes: dict[str, list[str]]
) -> dict[str, str]:
    """Return the flat columns of the file: name to an SQL expression for its text."""
    texts: dict[str, str] = {}
    described = connection.sql(f"SELECT * FROM {file} LIMIT 0")
    for column, kind in zip(described.columns, described.types, strict=True):
        if kind.id == "struct":
            for inner, inner_kind in kind.children:
                if isinstance(inner_kind, DuckDBPyType) and inner_kind.id not in _NESTED:
                    value = f"struct_extract({identifier(column)}, {quoted(inner)})"
                    texts[f"{column}.{inner}"] = _text(value, inner_kind.id)
        elif kind.id not in _NESTED:
            texts[column] = _text(identifier(column), kind.id, classes.get(column))
    return texts


def _text(value: str, kind: str, classes: list[str] | None = None) -> str:
    """Return the SQL for `value` as text; bytes that are UTF-8 are texts without their type."""
    text = f"CAST({value} AS VARCHAR)"
    if kind == "blob":
        text = f"coalesce(try(decode({value})), {text})"
    elif kind in ("float", "double"):
        text = f"CASE WHEN isnan({value}) THEN '' ELSE {text} END"
    elif classes and kind in _WHOLE_NUMBERS:
        text = named_class(value, classes)
    # Not coalesce: the engine would see through it, and pass over what the indexes and statistics
    # in a damaged file say holds no label searched for.
    return f"concat({text}, '')"


def _sample(
    connection: duckdb.DuckDBPyConnection, file: str, texts: list[str], total: int
) -> list[list[str]]:
    """Return the first rows, then some from all other parts of the file, which has `total` rows."""
    rows = max(10, min(SAMPLE_ROWS, _SAMPLE_FIELDS // len(texts)))
    if OWN_NUMBER in connection.sql(f"SELECT * FROM {file} LIMIT 0").columns:
        # It hides the engine's column of this name, the number of a row.
        first = islice(_records(file, texts), rows)
        return [record.fields for record in first if isinstance(record, Row)]
    ranges = [(0, rows)]
    if total > 2 * SAMPLE_ROWS:
        length = min(_SLICE_ROWS, rows)
        ranges += [(total * n // SLICES, total * n // SLICES + length) for n in range(1, SLICES)]
    within = " OR ".join(f"(number >= {start} AND number < {end})" for start, end in ranges)
    # The engine reads only the row groups these rows are in. A query over thousands of
    # columns takes it minutes, as many over some each take seconds.
    parts = [
        connection.execute(
            f"SELECT * EXCLUDE number FROM (SELECT {OWN_NUMBER} AS number, "
            f"{', '.join(texts[start : start + _QUERIED_COLUMNS])} FROM {file}) "
            f"WHERE {within} ORDER BY number"
        ).fetchall()
        for start in range(0, len(texts), _QUERIED_COLUMNS)
    ]
    return [[field for part in row for field in part] for row in zip(*parts, strict=True)]


def _records(file: str, used: list[str]) -> Iterator[Row | BrokenRow]:
    with connect_in_order() as connection:
        found = connection.execute(f"SELECT {', '.join(used)} FROM {file}")
        for number, fields in enumerate(all_rows(found, _FETCHED_ROWS), start=1):
            yield Row(number, list(fields))


def _left_out(relation: str, labels: Collection[str], most: int) -> Iterator[Row | BrokenRow]:
    return (Row(line, fields) for line, *fields in numbered_left_out(relation, labels, most))


@contextmanager
def _sound(path: Path) -> Iterator[None]:
    """Turn what the engine says of a damaged file, which is of all sorts, into one fault.

    Raises:
        UploadError: `broken_file`, `protected_file`.
        duckdb.Error: A fault that says nothing about the file.
    """
    try:
        yield
    except duckdb.InterruptException:
        raise
    except (duckdb.Error, UnicodeDecodeError) as error:
        if wants_room(error) and not (wants_memory(error) and _asks_too_much(path)):
            raise
        if "encrypt" in str(error).casefold():
            raise UploadError("protected_file") from None
        # What the engine says names paths of this machine.
        reason = "it is cut off or damaged"
        raise UploadError("broken_file", what="a Parquet file", reason=reason) from None


def _asks_too_much(path: Path) -> bool:
    """Return whether a file for which memory did not do asks for more than it says it holds.

    A sound file of few bytes may hold long texts many times. A damaged one fails where its values
    are only passed over, too, though by its own account no column of it is large.
    """
    file = quoted(str(path))
    # One thread, and the values as they are: the engine cannot do with less.
    with connect_in_order() as connection:
        try:
            (largest,) = connection.execute(
                f"SELECT max(total_uncompressed_size) FROM parquet_metadata({file})"
            ).fetchall()[0]
            if (largest or 0) > _LARGE_BYTES:
                return False
            connection.execute(f"SELECT count(COLUMNS(*)) FROM read_parquet({file})").fetchall()
        except duckdb.InterruptException:
            raise
        except duckdb.Error:
            return True
    return False
