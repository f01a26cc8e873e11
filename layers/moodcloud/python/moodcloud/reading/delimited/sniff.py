"""Delimiter and quoting of a file, decided on its head: the reading under which rows are alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, TypeGuard

from moodcloud.reading.delimited.comments import begins, is_comment
from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.head import MOST_ABOVE, Head
from moodcloud.reading.delimited.overflow import overflowing
from moodcloud.reading.delimited.rare import SURE_DELIMITERS, rare_dialect
from moodcloud.reading.delimited.rows import Record, Row
from moodcloud.reading.names import is_known_name

# Tabs and semicolons rarely stand in prose, commas do: of two equally regular readings, the
# rarer delimiter is right.
DELIMITERS: Final = ("\t", ";", "|", ",")
# One column is what every wrong delimiter finds: it wins only where nothing else is regular.
_ONE_COLUMN: Final = 0.5
_KNOWN_NAME: Final = 0.25
# Excel's own way to say the delimiter, in the first line.
_SEP: Final = re.compile('"?sep=(.)"?', re.IGNORECASE)


def sniff_dialect(head: Head) -> Dialect:
    """Choose the delimiter and quoting under which the first rows are most alike.

    The header is not looked at: `header` is False. Of the lines above the table, only Excel's
    `sep=` is skipped.
    """
    said = _SEP.fullmatch(head.lines[0][1].strip(" ")) if head.lines else None
    delimiters = (said[1],) if said else DELIMITERS
    plain = Dialect(",", '"', header=False, width=0, skipped=1 if said else 0)
    best, best_score = replace(plain, delimiter=delimiters[-1], width=1), (0.0, 0.0)
    for candidate in _candidates(head, plain, delimiters):
        score, width = regularity(head.records(candidate))
        if (score, min(width, 2)) > best_score:
            best, best_score = replace(candidate, width=width), (score, min(width, 2))
    rare = rare_dialect(head, plain) if said is None else None
    if rare is not None:
        score = regularity(head.records(rare))[0]
        if score > best_score[0] or (score == best_score[0] and rare.delimiter in SURE_DELIMITERS):
            best = rare
    return _with_escapes(head, best, best_score[0])


def _candidates(head: Head, plain: Dialect, delimiters: tuple[str, ...]) -> Iterator[Dialect]:
    for delimiter in delimiters:
        single = ("'",) if _single_quoted(head, delimiter) else ()
        for quote in (*single, '"', ""):
            yield replace(plain, delimiter=delimiter, quote=quote)
    for delimiter in delimiters:
        if found := overflowing(head, replace(plain, delimiter=delimiter)):
            yield found


def regularity(records: list[Record]) -> tuple[float, int]:
    """Return how alike the rows are (0 to 1, more under a known name), and their width.

    Lines above the table are held against it by half, and not at all where it begins with a
    known name. Comments are not held against it.
    """
    best = (0.0, 1)
    for width in sorted(set(map(_width, records))):
        if width < 1:
            continue
        rows = _without_comments(records, width)
        widths = list(map(_width, rows))
        count, first = widths.count(width), widths.index(width)
        top = rows[first]
        known = isinstance(top, Row) and any(map(is_known_name, top.fields))
        above = 0.0 if first > MOST_ABOVE or width == 1 else first * (1.0 if known else 0.5)
        share = count / (len(widths) - above)
        score = (share if width > 1 else min(share, _ONE_COLUMN)) + _KNOWN_NAME * known
        best = max(best, (score, width))
    return best


def _width(record: Record) -> int:
    return len(record.fields) if isinstance(record, Row) else -1


def _without_comments(records: list[Record], width: int) -> list[Record]:
    """Leave out comments: above the first row of this width of any width, below it narrower."""
    first = next(i for i, record in enumerate(records) if _width(record) == width)
    above = [each for each in records[:first] if not (_is_row(each) and begins(each)[:1] == "#")]
    below = [each for each in records[first:] if not (_is_row(each) and is_comment(each, width))]
    return above + below


def _is_row(record: Record) -> TypeGuard[Row]:
    return isinstance(record, Row)


def _single_quoted(head: Head, delimiter: str) -> bool:
    """Tell whether nearly every line has a field in single quotes."""
    mark = re.escape(delimiter)
    field = re.compile(f"(?:^|{mark})'(?:[^']|'')*'(?={mark}|$)")
    lines = [line for _, line in head.lines[1:200] if line.strip()]
    return bool(lines) and sum(bool(field.search(line)) for line in lines) >= 0.8 * len(lines)


def _with_escapes(head: Head, dialect: Dialect, score: float) -> Dialect:
    """Decide how a quote is written inside quotes, and whether spaces stand before quotes."""
    if not dialect.quote:
        return dialect
    quote, mark = dialect.quote, re.escape(dialect.delimiter)
    lines = [line for _, line in head.lines]
    # Escaped amid a field: at the end of one, and before a doubled quote, the backslash may be a
    # character like others.
    escaped = re.compile(rf"(?<!\\)\\{quote}(?!{quote}|\s*(?:{mark}|$))")
    doubled = re.compile(rf"[^{mark}{quote}\\]{quote}{quote}[^{mark}{quote}]")
    if any(map(escaped.search, lines)) and not any(map(doubled.search, lines)):
        backslash = replace(dialect, backslash=True, width=0)
        found, width = regularity(head.records(backslash))
        if found >= score:
            dialect, score = replace(backslash, width=width), found
    if any(dialect.delimiter + " " + quote in line for line in lines):
        padded = replace(dialect, padded=True, width=0)
        found, width = regularity(head.records(padded))
        if found >= score:
            dialect = replace(padded, width=width)
    return dialect
