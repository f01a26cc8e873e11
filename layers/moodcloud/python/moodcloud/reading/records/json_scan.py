"""The engine's own reader of JSON, for files in which it finds what the careful reader would."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from itertools import tee
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.database import quoted
from moodcloud.reading.account import Account, survey
from moodcloud.reading.delimited.engine import newline_of
from moodcloud.reading.delimited.lines import MAX_CHARACTERS
from moodcloud.reading.delimited.places import Places
from moodcloud.reading.delimited.rows import BrokenRow, Row
from moodcloud.reading.numbered import numbered_left_out
from moodcloud.reading.records.json_stream import Shape
from moodcloud.reading.records.json_values import text_of
from moodcloud.reading.source import FindLeftOut
from moodcloud.shortage import wants_room

_FORMATS: Final = {Shape.LINES: "newline_delimited", Shape.ARRAY: "array"}
# The label of a row whose text the engine may have read otherwise: NaN, a list, an object, NUL;
# or that is too long.
_DOUBT: Final = "\x01"
# Numbers that the engine writes as they stand in the file: not 0.10, 1e2 or 5.00.
_PLAIN_NUMBER: Final = re.compile(r"-?\d{1,18}(\.0)?")
# What the engine takes for JSON and the careful reader does not: a comma too many, nan.
_LENIENT: Final = re.compile(
    rb",\s*[}\]]|[:,\[]\s*[-+]?(?!NaN|Infinity)(?i:nan|inf(?:inity)?)\s*[,}\]]"
)
_ODD: Final = re.compile(r"^[\[{]|[\r\0\x01]")


def scan_json(
    connection: duckdb.DuckDBPyConnection, path: Path, shape: Shape, names: Sequence[str]
) -> tuple[str, Account, FindLeftOut] | None:
    """Return SQL for `(text, label)` of every record, their account, and what finds those left out.

    Args:
        connection: Of `moodcloud.database.connect`.
        path: A UTF-8 file of objects.
        shape: How they stand in it.
        names: The column of the texts, and that of the labels where there is one.

    Returns:
        None where a record is broken, is no object, or holds what the engine reads in another
        way, and where the records stand in a way it does not know.
    """
    if shape not in _FORMATS or any("." in name or name != text_of(name) for name in names):
        return None
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        if _LENIENT.search(content):
            return None
    text, label = (*map(_identifier, names), "''")[:2]
    columns = ", ".join(f"{_identifier(name)}: 'VARCHAR'" for name in names)
    relation = f"""
        SELECT coalesce({text}, '') AS text, coalesce({label}, '') AS label
        FROM read_json(
            {quoted(str(path))}, format = '{_FORMATS[shape]}', records = true,
            columns = {{{columns}}}, compression = 'none', hive_partitioning = false
        )"""
    doubted = f"""
        SELECT text,
               CASE WHEN text = 'NaN' OR contains(text, chr(0))
                         OR length(text) + length(label) > {MAX_CHARACTERS}
                         OR (text[1] IN ('[', '{{') AND json_valid(text))
                    THEN {quoted(_DOUBT)} ELSE label END AS label
        FROM ({relation})"""
    try:
        account = survey(connection, doubted)
    except duckdb.Error as error:
        if isinstance(error, duckdb.InterruptException) or wants_room(error):
            raise
        return None
    sound = not account.broken and all(map(_as_written, account.labels))
    if not sound:
        return None
    return relation, account, partial(_left_out, path, shape, relation, account.rows)


def _left_out(
    path: Path, shape: Shape, relation: str, rows: int, labels: Collection[str], most: int
) -> Iterator[Row | BrokenRow]:
    """Yield the first records left out, fewer where the engine may have read one otherwise."""
    lines = Places(path, newline_of(path)) if shape is Shape.LINES else None
    # Where each line that is not empty holds a record, its number tells the line.
    if lines and lines.filled != rows:
        return
    numbers, found = tee(numbered_left_out(relation, labels, most))
    wanted = (number for number, _, _ in numbers)
    stand = (place.lines + 1 for place in lines.find(wanted)) if lines else wanted
    for line, (_, text, label) in zip(stand, found, strict=True):
        # Labels beside no text were not looked at before.
        if text == "NaN" or not _as_written(label):
            return
        yield Row(line, [text, label])


def _as_written(label: str) -> bool:
    """Tell whether the careful reader would find the same label."""
    if _PLAIN_NUMBER.fullmatch(label):
        return True
    try:
        float(label)
    except ValueError:
        return _ODD.search(label) is None
    return False


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
