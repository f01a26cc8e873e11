"""The engine reads a delimited file, and what proves that no line was lost."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

import duckdb

from moodcloud.database import quoted
from moodcloud.tabular.csv_head import Head
from moodcloud.tabular.csv_rows import (
    Careful,
    Comment,
    CsvRecord,
    Dialect,
    is_sound,
    split_records,
)
from moodcloud.tabular.located import LocatedRow, located
from moodcloud.tabular.na_values import LEFT_OUT_SQL
from moodcloud.tabular.places import Place, Places
from moodcloud.tabular.quoted_fields import doubtful_lines, keep_no_quotes
from moodcloud.tabular.quotes_as_text import (
    QuotesOfLabel,
    falls_apart,
    no_quotes_shown,
    whole_labels,
)
from moodcloud.tabular.reader import Account
from moodcloud.tabular.rows import BrokenRow, Columns, Row

# To look at a row that may be torn takes 0.1 ms, to read it carefully a tenth of that: so many may
# be looked at, and one line in ten of a longer file.
_DOUBTFUL_LINES: Final = 1000
_DOUBTFUL_SHARE: Final = 10


@dataclass(frozen=True)
class Limits:
    """How much of a file the engine takes at a time; tests set it small.

    Attributes:
        line_bytes: A longer row is left to the careful reader, which needs no buffer of this size.
        buffer_lines: What one thread takes at a time, in lines of that size: small enough that a
            file of a few megabytes keeps all busy.
    """

    line_bytes: int = 2 << 20
    buffer_lines: float = 2

    @property
    def buffer_bytes(self) -> int:
        """What one thread takes at a time."""
        return int(self.buffer_lines * self.line_bytes)


LIMITS: Final = Limits()


@dataclass(frozen=True)
class Reading:
    """A way for the engine to read a file.

    Attributes:
        path: A UTF-8 file.
        dialect: How it is split.
        newline: What ends its lines.
        limits: How much is read at a time.
        parallel: Whether threads share the file.
    """

    path: Path
    dialect: Dialect
    newline: str
    limits: Limits
    parallel: bool = True

    def relation(self, columns: Columns, more: str = "") -> str:
        """Return SQL for the rows as `(text, label)`, and their keys.

        Args:
            columns: The columns used.
            more: SQL for further columns, with a comma in front.
        """
        label = "''" if columns.label is None else f"coalesce(c{columns.label}, '')"
        keys = (f", coalesce(c{key}, '') AS key{n}" for n, key in enumerate(columns.keys))
        # In a single column, the engine takes a blank line for a row without a value.
        rows = "WHERE c0 IS NOT NULL" if self.dialect.width == 1 else ""
        return f"""
            SELECT coalesce(c{columns.text}, '') AS text, {label} AS label{"".join(keys)}{more}
            FROM {self.table} {rows}"""

    def in_order(self) -> Reading:
        """Return the same by a single thread, which reads the rows in file order."""
        return replace(self, parallel=False)

    def in_other_parts(self) -> Reading:
        """Return the same in file order, with buffers that end elsewhere.

        Their size is in the golden ratio to that of the others: hardly two end in one line.
        """
        lines = self.limits.buffer_lines * (1 + 5**0.5) / 2
        return replace(self.in_order(), limits=replace(self.limits, buffer_lines=lines))

    @property
    def in_parts(self) -> bool:
        """Whether the file is larger than what one thread takes at a time."""
        return self.path.stat().st_size > self.limits.buffer_bytes

    def parts_empty_line(self) -> bool:
        """Return whether a buffer begins at or within the newline of an empty line.

        Where newlines have two characters, the engine then takes the second for the beginning of
        a field.
        """
        if len(self.newline) == 1:
            return False
        size, step = self.path.stat().st_size, self.limits.buffer_bytes
        with self.path.open("rb") as stream:
            for start in range(step, size, step):
                stream.seek(start - 3)
                if b"\n\r" in stream.read(6):
                    return True
        return False

    @property
    def further_lines(self) -> str:
        """SQL for how many lines of a row are below its first one, empty lines not counted.

        Newlines that follow each other within a field enclose empty lines only.
        """
        newline = " || ".join(f"chr({ord(letter)})" for letter in self.newline)
        runs = quoted(f"(?:{self.newline})+")
        return " + ".join(
            f"CASE WHEN contains(c{i}, {newline}) THEN len(regexp_extract_all(c{i}, {runs})) "
            "ELSE 0 END"
            for i in range(self.dialect.width)
        )

    @property
    def table(self) -> str:
        """SQL for the rows with all their columns, `c0` and so on."""
        dialect = self.dialect
        names = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(dialect.width))
        escape = "\\" if dialect.backslash and dialect.quote else dialect.quote
        newline = self.newline.replace("\r", "\\r").replace("\n", "\\n")
        return f"""read_csv(
                {quoted(str(self.path))}, auto_detect = false, columns = {{{names}}},
                compression = 'none', hive_partitioning = false, parallel = {self.parallel},
                delim = {quoted(dialect.delimiter)}, quote = {quoted(dialect.quote)},
                escape = {quoted(escape)}, header = false, allow_quoted_nulls = false,
                skip = {dialect.skipped + dialect.header}, new_line = {quoted(newline)},
                max_line_size = {self.limits.line_bytes}, buffer_size = {self.limits.buffer_bytes}
            )"""


REFUSALS: Final = (duckdb.InvalidInputException, duckdb.NotImplementedException)
"""How the engine says that it cannot read a file in a given way."""


@dataclass(frozen=True)
class Attempt:
    """What the engine makes of a file, and whether every line of the file is in it.

    The engine may end within a field whose quote never closes, or within a row that is too short:
    without a word it drops that row or what was in its last field. So its rows are compared with
    the lines of the file. Each row takes one that is not empty, and one more for each run of
    newlines within its fields: lines between newlines that follow each other are empty, and the
    one after the last of them holds at least a quote. No line is in two rows. Where the sum is
    that of the file, no line is left for a lost row, and it is known where the last row begins.
    If the careful reader finds one sound row from there to the end, the engine came to the end
    between two rows.

    Where a buffer ends within a quoted field, and a delimiter or a newline is next, the engine may
    take the field for closed, whatever lines a quote that never closes has swallowed. So rows of
    several lines are compared with those of a reading whose buffers end elsewhere.

    Attributes:
        connection: A connection of `moodcloud.database.connect`.
        reading: How the engine reads the file.
        relation: SQL for the rows that it reads.
        is_kept: Whether the engine keeps these rows; their `rowid` then begins with 0.
        careful: The careful reader with the same dialect.
        account: The account of the rows the engine finds.
        places: The lines of the file.
        above: How many lines are above the first row, empty ones not counted.
    """

    connection: duckdb.DuckDBPyConnection
    reading: Reading
    relation: str
    is_kept: bool
    careful: Careful
    account: Account
    places: Places
    above: int

    def is_proven(self) -> bool:
        """Return whether every line of the file is in a row, empty lines not counted."""
        if self.places.empty and self.reading.parts_empty_line():
            return False
        if self.keeps_quotes():
            return False
        below, last = 0, 0
        if self._further and self.reading.dialect.quote:
            more = f", {self.reading.further_lines} AS below"
            relation = self.reading.in_other_parts().relation(self.careful.columns, more)
            query = f"""
                SELECT count(*), coalesce(sum(below), 0), coalesce(last(below), 0)
                FROM ({relation})
            """
            try:
                found = self.connection.execute(query).fetchone()
            except REFUSALS:
                return False
            rows, below, last = map(int, found or (0, 0, 0))
            if rows != self.account.rows:
                return False
        return self._further == below and (not self.account.rows or self._ends_with(last))

    def left_out(self, labels: Collection[str], most: int) -> Iterator[Row | BrokenRow]:
        """Yield the first rows without a text, or with a label that is not in `labels`.

        There are fewer where the engine reads the file by several threads only.

        The engine numbers the rows, and says how many lines those above take; nothing but the
        rows themselves is left to the careful reader.

        Args:
            labels: The labels understood.
            most: How many rows to yield.
        """
        numbered, order = self._numbered()
        query = f"SELECT number FROM ({numbered}) WHERE {LEFT_OUT_SQL} {order} LIMIT {most}"
        try:
            found = self.connection.execute(query, [list(labels)]).fetchall()
        except REFUSALS:
            # A row nearly too long: a single thread is less patient.
            return iter(())
        return map(self._row, self.places.find(self.above + int(number) for (number,) in found))

    def located(self, hashes: Collection[int]) -> list[LocatedRow]:
        """Return the rows whose texts have one of the hashes, in file order, with their lines."""
        numbered, _ = self._numbered()
        try:
            found = located(self.connection, numbered, hashes, len(self.careful.columns.keys))
        except REFUSALS:
            return []
        if not self.above and not self.places.empty:
            return found
        lines = self.places.lines(self.above + row.line for row in found)
        return [LocatedRow(line, *row[1:]) for row, line in zip(found, lines, strict=True)]

    def _numbered(self) -> tuple[str, str]:
        """Return SQL for the rows, each with the number of its first line, and for their order."""
        if self.is_kept and not self._further:
            return f"SELECT *, rowid + 1 AS number FROM ({self.relation})", "ORDER BY number"
        rows, below = self.reading.in_order(), "0"
        relation = rows.relation(self.careful.columns)
        if self._further:
            relation = rows.relation(self.careful.columns, f", {rows.further_lines} AS further")
            below = "(sum(further) OVER (ROWS UNBOUNDED PRECEDING)) - further"
        return f"SELECT *, row_number() OVER () + {below} AS number FROM ({relation})", ""

    def is_torn(self, quoting: Careful) -> bool:
        """Return whether quotes taken for text were quotes: fields keep them, or fell apart.

        Args:
            quoting: The careful reader, which takes them for quotes.
        """
        if no_quotes_shown(quoting.dialect, self.account.labels):
            return True
        whole = whole_labels(self.quotes_by_label(quoting.dialect.quote))
        if whole is None:
            return True
        first = next(self.places.find([self.above + 1]), None)
        doubtful = doubtful_lines(quoting.dialect, self.places, first) if first else iter(())
        most = max(_DOUBTFUL_LINES, self.places.filled // _DOUBTFUL_SHARE)
        looked_at = islice(doubtful, most)
        torn = any(falls_apart(place, self.places, quoting, whole) for place in looked_at)
        return torn or next(doubtful, None) is not None

    def quotes_by_label(self, quote: str) -> list[QuotesOfLabel]:
        """Return where quotes are in the texts of each label.

        Args:
            quote: The sign that was taken for text.
        """
        # Most texts hold no quote, and are not looked at any closer.
        some, empty = f"contains(text, {quoted(quote)})", quoted(rf"\s*{quote}\s*{quote}\s*")
        odd = f"(length(text) - length(replace(text, {quoted(quote)}, ''))) % 2 = 1"
        found = self.connection.execute(
            f"""
            SELECT label, count(*) FILTER ({some} AND regexp_full_match(text, {empty})) > 0,
                   count(*) FILTER ({some} AND {odd}) AS odd_ones, count(*) > odd_ones
            FROM ({self.relation}) GROUP BY label
            """
        ).fetchall()
        return [QuotesOfLabel(label, empty, bool(odd), even) for label, empty, odd, even in found]

    def keeps_quotes(self) -> bool:
        """Return whether a field begins with spaces and a quote that are no text.

        Where spaces may be before quotes, a quote that nothing closes breaks its row. The engine
        takes it for text.
        """
        dialect = self.reading.dialect
        if not (dialect.padded and dialect.quote and self.account.rows):
            return False
        first = self.places.find([self.above + 1] if self._further >= 0 else [])
        if any(keep_no_quotes(self.places.path, dialect, place) for place in first):
            return False
        kept = quoted(f"^ +{re.escape(dialect.quote)}")
        fields = " OR ".join(f"regexp_matches(c{i}, {kept})" for i in range(dialect.width))
        try:
            found = self.connection.execute(
                f"SELECT bool_or({fields}) FROM {self.reading.table}"
            ).fetchone()
        except REFUSALS:
            return True
        return bool(found and found[0])

    @property
    def _further(self) -> int:
        """How many lines are below the first ones of their rows, if every line is in a row."""
        return self.places.filled - self.above - self.account.rows

    def _ends_with(self, further: int) -> bool:
        """Return whether the last row, of so many further lines, ends the file and is sound."""
        place = next(self.places.find([self.places.filled - further]))
        with closing(self.places.read(place)) as lines:
            rows = list(islice(split_records(lines, self.reading.dialect), 2))
        if len(rows) != 1 or not isinstance(self._picked(rows[0]), Row):
            return False
        # Where text follows the quote that closes the last field of a file, the engine may take
        # the last letter for that quote.
        with closing(self.places.read(place)) as lines:
            last = "\n".join(line for _, line in lines)
        quote = self.reading.dialect.quote
        return not quote or quote not in last or is_sound(last, self.reading.dialect)

    def _row(self, place: Place) -> Row | BrokenRow:
        with closing(self.places.read(place)) as lines:
            return self._picked(next(split_records(lines, self.reading.dialect)))

    def _picked(self, record: CsvRecord) -> Row | BrokenRow:
        # The engine reads no file with comments.
        assert not isinstance(record, Comment)
        return self.careful.picked(record)


def lines_above(head: Head, dialect: Dialect) -> int:
    """Return how many lines are above the first row of a file, empty ones not counted."""
    skipped = sum(bool(line) for _, line in head.lines[: dialect.skipped])
    if not dialect.header:
        return skipped
    first = next(iter(head.records(dialect)), None)
    fields = first.fields if isinstance(first, Row) else []
    return skipped + 1 + sum(len(re.findall("\n+", field)) for field in fields)
