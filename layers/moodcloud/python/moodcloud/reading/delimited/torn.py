"""Whether quotes that are taken for text were none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from itertools import chain, islice
from mmap import ACCESS_READ, mmap

import duckdb

from moodcloud.database import quoted
from moodcloud.reading.account import Account
from moodcloud.reading.delimited.careful import Careful
from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.lines import MAX_CHARACTERS, Line
from moodcloud.reading.delimited.places import Place, Places
from moodcloud.reading.delimited.rows import Row, is_sound, split_records


def is_torn(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    account: Account,
    quoting: Careful,
    places: Places,
    above: int,
) -> bool:
    """Tell whether quotes taken for text were none: fields keep them, or fell apart at them.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        relation: The rows with quotes as text.
        account: The account of these rows.
        quoting: The careful reader, to which they are none.
        places: The lines of the file.
        above: How many of them stand above the first row, empty ones aside.
    """
    dialect = quoting.dialect
    quote = dialect.quote
    # Without other columns to show it, a quoted text would fall apart at its newlines unseen.
    if dialect.width == 1 or any(quote in label for label in account.labels):
        return True
    empty = quoted(rf"\s*{quote}\s*{quote}\s*")
    odd = f"(length(text) - length(replace(text, {quoted(quote)}, ''))) % 2 = 1"
    # One row: a label, whether an empty text beside it is written in quotes, whether texts beside
    # it have one of a pair, and whether some have not.
    found = connection.execute(
        f"""
        SELECT label, bool_or(regexp_full_match(text, {empty})), bool_or({odd}), bool_or(NOT {odd})
        FROM ({relation}) GROUP BY label
        """
    ).fetchall()
    whole = {label for label, _, _, even in found if even}
    # A text with one of a pair, beside a label that none of the many others has, is a piece.
    pieces = any(odd and not even for _, _, odd, even in found) and bool(whole)
    if pieces or any(empty for _, empty, _, _ in found):
        return True
    first = next(places.find([above + 1]), None)
    doubtful = _doubtful(dialect, places, first) if first else ()
    return any(_falls_apart(place, places, quoting, whole) for place in doubtful)


def _doubtful(dialect: Dialect, places: Places, first: Place) -> Iterator[Place]:
    """Yield the lines in which a field in quotes may hold a delimiter, or go beyond them.

    A quote opens it, and a delimiter or the end of the line comes before the one that closes it.
    As long as no row goes beyond its line, one begins at each of them.
    """
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


def _falls_apart(place: Place, places: Places, quoting: Careful, labels: set[str]) -> bool:
    """Tell whether the row at `place` has a newline or a delimiter in quotes.

    Two stray quotes in neighbouring lines may look like a pair. But where the second closes amid
    text it is none, nor where the first line has one of `labels`, and thus is a row by itself.
    """
    dialect, label = quoting.dialect, quoting.columns.sentiment
    with closing(places.read(place)) as lines:
        beginning = [next(lines)]
        # No row has more characters: a quote that is still open there was none.
        below = chain(beginning, _bounded(lines))
        record = next(split_records(below, dialect, partial=True), None)
    as_text = beginning[0][1].split(dialect.delimiter)
    if not isinstance(record, Row) or (
        label is not None and labels.issuperset(as_text[label : label + 1])
    ):
        return False
    more = sum(field.count("\n") for field in record.fields)
    if not more:
        return len(record.fields) != len(as_text)
    with closing(places.read(place)) as lines:
        return is_sound("\n".join(line for _, line in islice(lines, 1 + more)), dialect)


def _bounded(lines: Iterator[Line]) -> Iterator[Line]:
    characters = 0
    for line in lines:
        characters += len(line[1])
        if characters > MAX_CHARACTERS:
            return
        yield line
