"""Delimiter and quoting of a file, decided on its head: the reading under which rows are alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.head import Head
from moodcloud.reading.delimited.rows import Record, Row
from moodcloud.reading.names import is_known_name

# Tabs and semicolons rarely stand in prose, commas do: of two equally regular readings, the
# rarer delimiter is right.
DELIMITERS: Final = ("\t", ";", "|", ",")
# These part fields so seldom that every row must agree.
RARE_DELIMITERS: Final = ("^", "~")
RARE_LEAST_ROWS: Final = 5
# Lines of titles and notes above a table.
MOST_ABOVE: Final = 20
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
    if said is None:
        best = _rare(head, plain, best_score[0]) or best
    return _with_escapes(head, best, best_score[0])


def _candidates(head: Head, plain: Dialect, delimiters: tuple[str, ...]) -> Iterator[Dialect]:
    for delimiter in delimiters:
        single = ("'",) if _single_quoted(head, delimiter) else ()
        for quote in (*single, '"', ""):
            yield replace(plain, delimiter=delimiter, quote=quote)


def regularity(records: list[Record]) -> tuple[float, int]:
    """Return how alike the rows are (0 to 1, more under a known name), and their width.

    Lines above the table are held against it by half, and not at all where it begins with a
    known name.
    """
    widths = [len(record.fields) if isinstance(record, Row) else -1 for record in records]
    best = (0.0, 1)
    for width, count in sorted(Counter(widths).items()):
        if width < 1:
            continue
        first = widths.index(width)
        top = records[first]
        known = isinstance(top, Row) and any(map(is_known_name, top.fields))
        above = 0.0 if first > MOST_ABOVE or width == 1 else first * (1.0 if known else 0.5)
        share = count / (len(widths) - above)
        score = (share if width > 1 else min(share, _ONE_COLUMN)) + _KNOWN_NAME * known
        best = max(best, (score, width))
    return best


def _rare(head: Head, plain: Dialect, score: float) -> Dialect | None:
    """Return a dialect of a rare delimiter that does better than `score`, if there is one."""
    for delimiter in RARE_DELIMITERS:
        candidate = replace(plain, delimiter=delimiter)
        records = head.records(candidate)
        widths = {len(record.fields) if isinstance(record, Row) else -1 for record in records}
        found, width = regularity(records)
        if len(records) >= RARE_LEAST_ROWS and len(widths) == 1 and width > 1 and found > score:
            return replace(candidate, width=width)
    return None


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
