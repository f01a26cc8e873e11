"""The dialect of a delimited file: how its rows and fields are told apart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    """How rows and fields are told apart.

    Attributes:
        delimiter: One character.
        quote: `"` or `'` where fields may be quoted, empty where quotes are text.
        header: Whether the first row names the columns.
        width: Fields in a row, or 0 while that is not known.
        backslash: Whether a quote inside quotes is written `\\"`; it is doubled otherwise.
        padded: Whether spaces may stand before a quoted field.
        comments: Whether a line that begins with `#` and is narrower than a row is a comment.
        rest: The column, from 0, whose texts hold delimiters that nobody quoted: it takes the
            fields that are too many in a row. None where there is no such column.
        skipped: Lines above the header, or above the first row: titles, comments, blank lines.
    """

    delimiter: str
    quote: str
    header: bool
    width: int
    backslash: bool = False
    padded: bool = False
    comments: bool = False
    rest: int | None = None
    skipped: int = 0
