"""Whether quotes that are taken for text were none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from mmap import ACCESS_READ, mmap

import duckdb

from moodcloud.database import quoted
from moodcloud.reading.account import Account
from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.lines import MAX_CHARACTERS, Line
from moodcloud.reading.delimited.places import Place, Places
from moodcloud.reading.delimited.rows import Row, split_records


def is_torn(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    account: Account,
    dialect: Dialect,
    places: Places,
    above: int,
) -> bool:
    """Tell whether quotes taken for text were none: fields keep them, or fell apart at them.

    Args:
        connection: Of `moodcloud.database.connect`.
        relation: The rows with quotes as text.
        account: Of these rows.
        dialect: The one in which fields are quoted.
        places: The lines of the file.
        above: How many of them stand above the first row, empty ones aside.
    """
    quote = dialect.quote
    # Without other columns to show it, a quoted text would fall apart at its newlines unseen.
    if dialect.width == 1 or any(quote in label for label in account.labels):
        return True
    empty = quoted(rf"\s*{quote}\s*{quote}\s*")
    # One row: whether an empty text is written in quotes.
    found = connection.execute(
        f"SELECT coalesce(bool_or(regexp_full_match(text, {empty})), false) FROM ({relation})"
    ).fetchone()
    return bool(found and found[0]) or _falls_apart(dialect, places, above)


def _falls_apart(dialect: Dialect, places: Places, above: int) -> bool:
    """Tell whether some field in quotes holds a newline or a delimiter, for the careful reader.

    As long as there is none, each line is a row by itself to this reader, too: it may begin at
    any. It has to look at no others than those in which a quote opens a field and either a
    delimiter or the end of the line comes before the one that closes it.
    """
    first = next(places.find([above + 1]), None)
    if first is None:
        return False
    return any(_is_whole(places, each, dialect) for each in _doubtful(dialect, places, first))


def _doubtful(dialect: Dialect, places: Places, first: Place) -> Iterator[Place]:
    quote, delimiter = re.escape(dialect.quote), re.escape(dialect.delimiter)
    inner = rf"[^{quote}{delimiter}\r\n]|{quote}{quote}" + rf"|(?<=\\){quote}" * dialect.backslash
    opened = re.compile(
        rf"(?:\A|(?<=[{delimiter}\r\n{' ' * dialect.padded}])){quote}"
        rf"(?:{inner})*+(?:[{delimiter}\r\n]|\Z)".encode()
    )
    with places.path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        begun = -1
        for found in opened.finditer(content, first.offset):
            start = content.rfind(places.newline, 0, found.start()) + len(places.newline)
            # Where there is no newline above, the file begins.
            start = 0 if start < len(places.newline) else start
            if start > begun:
                begun = start
                yield Place(start, 0, 0)


def _is_whole(places: Places, place: Place, dialect: Dialect) -> bool:
    """Tell whether the careful reader finds a row where as many fields cannot be without quotes."""
    with closing(places.read(place)) as lines:
        number, line = next(lines)
        # No row has more characters: a quote that is open there was none.
        below = chain([(number, line)], _bounded(lines))
        record = next(split_records(below, dialect, partial=True), None)
    if not isinstance(record, Row):
        return False
    as_text = line.count(dialect.delimiter) + 1
    return len(record.fields) != as_text or any("\n" in field for field in record.fields)


def _bounded(lines: Iterator[Line]) -> Iterator[Line]:
    characters = 0
    for line in lines:
        characters += len(line[1])
        if characters > MAX_CHARACTERS:
            return
        yield line
