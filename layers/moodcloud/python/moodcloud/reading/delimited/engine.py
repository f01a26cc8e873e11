"""How the engine is told to read a delimited file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from moodcloud.database import quoted
from moodcloud.reading.columns import Columns
from moodcloud.reading.delimited.dialect import Dialect

# All newlines of a file are of one kind: the first tells which.
_SEARCHED_BYTES: Final = 4 << 20
NEWLINES: Final = ("\r\n", "\r", "\n")


@dataclass(frozen=True)
class Limits:
    """How much of a file the engine takes at a time; tests set it small.

    Attributes:
        line_bytes: A longer row is left to the careful reader, which needs no buffer of this size.
        buffer_lines: What one thread takes at a time, in lines of that size: small enough that a
            file of a few megabytes keeps all busy.
    """

    line_bytes: int = 2 << 20
    buffer_lines: int = 2

    @property
    def buffer_bytes(self) -> int:
        """What one thread takes at a time."""
        return self.buffer_lines * self.line_bytes


LIMITS: Final = Limits()


@dataclass(frozen=True)
class Reading:
    """A way for the engine to read a file.

    Attributes:
        path: A UTF-8 file.
        dialect: How it is split.
        newline: Its newline, one of `NEWLINES`.
        limits: How much is read at a time.
        parallel: Whether threads share the file.
    """

    path: Path
    dialect: Dialect
    newline: str
    limits: Limits
    parallel: bool = True

    def relation(self, columns: Columns, more: str = "") -> str:
        """Return SQL for the rows as `(text, label)`.

        Args:
            columns: Those used.
            more: SQL for further columns, with a comma in front.
        """
        label = "''" if columns.sentiment is None else f"coalesce(c{columns.sentiment}, '')"
        # In a single column the engine takes a blank line for a row without a value.
        rows = "WHERE c0 IS NOT NULL" if self.dialect.width == 1 else ""
        return f"""
            SELECT coalesce(c{columns.text}, '') AS text, {label} AS label{more}
            FROM {self.table} {rows}"""

    def in_order(self) -> Reading:
        """Return the same by a single thread, which reads the rows in file order."""
        return replace(self, parallel=False)

    @property
    def in_parts(self) -> bool:
        """Whether the file is larger than what one thread takes at a time."""
        return self.path.stat().st_size > self.limits.buffer_bytes

    def parts_empty_line(self) -> bool:
        """Tell whether a buffer begins at or within the newline of an empty line.

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
        """SQL for how many lines of a row stand below its first one, empty lines aside.

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


def newline_of(path: Path) -> str:
    """Return the newline of a file whose newlines are of one kind."""
    with path.open("rb") as stream:
        head = stream.read(_SEARCHED_BYTES)
    return next((each for each in NEWLINES if each.encode() in head), "\n")
