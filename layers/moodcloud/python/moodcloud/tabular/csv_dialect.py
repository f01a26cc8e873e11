"""The dialect of a delimited file: delimiter, quotes and escapes, found from its first lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final, TypeGuard

from moodcloud.patterns import lazy_pattern
from moodcloud.tabular.csv_head import SAMPLE_CELLS, Head
from moodcloud.tabular.csv_rows import CsvRecord, Dialect, begins, is_comment
from moodcloud.tabular.header import MOST_ABOVE, is_numeric
from moodcloud.tabular.hints import Hints
from moodcloud.tabular.rows import MAX_GROUPS, SAMPLE_ROWS, Row, fit

# Tabs and semicolons are rare in prose, commas are not: where two delimiters make equally regular
# rows, the rarer one is right.
_DELIMITERS: Final = ("\t", ";", "|", ",")
# One column is what every wrong delimiter finds: it wins only where nothing else is regular.
_ONE_COLUMN: Final = 0.5
_KNOWN_NAME: Final = 0.25
# Excel's own way to say the delimiter, in the first line.
_SEP: Final = re.compile('"?sep=(.)"?', re.IGNORECASE)

_ONE_FIELD: Final = re.compile(r'\s*"(?:[^"]|"")*"\s*')


def sniff_dialect(head: Head) -> Dialect:
    """Choose the delimiter and quoting under which the first rows are most alike.

    The header is not looked at: `header` is False. No line above the table is skipped but Excel's
    `sep=`.
    """
    said = _SEP.fullmatch(head.lines[0][1].strip(" ")) if head.lines else None
    delimiters = (said[1],) if said else _DELIMITERS
    plain = Dialect(",", '"', header=False, width=0, skipped=1 if said else 0)
    best, best_score = replace(plain, delimiter=delimiters[-1], width=1), (0.0, 0.0)
    for candidate in _candidates(head, plain, delimiters):
        score, width = _regularity(head, candidate)
        if (score, min(width, 2)) > best_score:
            best, best_score = replace(candidate, width=width), (score, min(width, 2))
    rare = _rare_dialect(head, plain) if said is None else None
    if rare is not None:
        score = _regularity(head, rare)[0]
        if score > best_score[0] or (score == best_score[0] and rare.delimiter in _SURE_DELIMITERS):
            best = rare
    return _with_escapes(head, best, best_score[0])


def _candidates(head: Head, plain: Dialect, delimiters: tuple[str, ...]) -> Iterator[Dialect]:
    lines = [line for _, line in head.lines if line.strip()]
    one_field = all(map(_ONE_FIELD.fullmatch, lines))
    for delimiter in delimiters:
        single = ("'",) if _single_quoted(head, delimiter) else ()
        # Where each line is one quoted field, what only texts hold is no delimiter; a header that
        # holds it, too, was a line of several columns before somebody quoted it as a whole.
        bare = () if one_field and delimiter not in lines[0] else ("",)
        for quote in (*single, '"', *bare):
            yield replace(plain, delimiter=delimiter, quote=quote)
    for delimiter in delimiters:
        if found := _overflowing(head, replace(plain, delimiter=delimiter)):
            yield found


def _regularity(head: Head, dialect: Dialect) -> tuple[float, int]:
    """Return how alike the rows are (0 to 1, more under a known name), and their width.

    Each line above the table counts as half an irregular row, and not at all where the table
    begins with a known name. Comments do not count.
    """
    best, records = (0.0, 1), head.records(dialect)
    for width in sorted(set(map(_width, records))):
        if width < 1:
            continue
        rows = _without_comments(records, width)
        widths = list(map(_width, rows))
        count, first = widths.count(width), widths.index(width)
        top = rows[first]
        known = isinstance(top, Row) and any(map(head.hints.known_name, top.fields))
        above = 0.0 if first > MOST_ABOVE or width == 1 else first * (1.0 if known else 0.5)
        share = count / (len(widths) - above)
        score = (share if width > 1 else min(share, _ONE_COLUMN)) + _KNOWN_NAME * known
        best = max(best, (score, width))
    return best


def _width(record: CsvRecord) -> int:
    return len(record.fields) if isinstance(record, Row) else -1


def _without_comments(records: list[CsvRecord], width: int) -> list[CsvRecord]:
    """Leave out comments: above the first row of this width of any width, below it narrower."""
    first = next(i for i, record in enumerate(records) if _width(record) == width)
    above = [each for each in records[:first] if not (_is_row(each) and begins(each)[:1] == "#")]
    below = [each for each in records[first:] if not (_is_row(each) and is_comment(each, width))]
    return above + below


def _is_row(record: CsvRecord) -> TypeGuard[Row]:
    return isinstance(record, Row)


def _single_quoted(head: Head, delimiter: str) -> bool:
    """Return whether nearly every line has a field in single quotes."""
    mark = re.escape(delimiter)
    field = re.compile(f"(?:^|{mark})'(?:[^']|'')*'(?={mark}|$)")
    lines = [line for _, line in head.lines[1:200] if line.strip()]
    return bool(lines) and sum(bool(field.search(line)) for line in lines) >= 0.8 * len(lines)


def _with_escapes(head: Head, dialect: Dialect, score: float) -> Dialect:
    """Decide how a quote is written inside quotes, and whether there are spaces before quotes."""
    if not dialect.quote:
        return dialect
    quote, mark = dialect.quote, re.escape(dialect.delimiter)
    lines = [line for _, line in head.lines]
    # Only within a field: at the end of one, and before a doubled quote, the backslash may be a
    # character like others.
    escaped = re.compile(rf"(?<!\\)\\{quote}(?!{quote}|\s*(?:{mark}|$))")
    doubled = re.compile(rf"[^{mark}{quote}\\]{quote}{quote}[^{mark}{quote}]")
    if any(map(escaped.search, lines)) and not any(map(doubled.search, lines)):
        backslash = replace(dialect, backslash=True, width=0)
        found, width = _regularity(head, backslash)
        if found >= score:
            dialect, score = replace(backslash, width=width), found
    if any(dialect.delimiter + " " + quote in line for line in lines):
        padded = replace(dialect, padded=True, width=0)
        found, width = _regularity(head, padded)
        if found >= score:
            dialect = replace(padded, width=width)
    return dialect


def tagged_dialect(head: Head) -> Dialect | None:
    """Return the dialect of a file whose lines all begin with a label; None where one does not.

    Such a file has no header, and whatever follows the label is the text.
    """
    if not (prefix := head.hints.label_prefix):
        return None
    tagged = re.compile(rf"{re.escape(prefix)}[^\s,;|\"]+(?:([ \t])|$)")
    lines = [line for _, line in head.lines if line.strip()]
    found = [tagged.match(line) for line in lines]
    delimiters = {each[1] for each in found if each and each[1]}
    if not all(found) or len(delimiters) != 1:
        return None
    return Dialect(delimiters.pop(), "", header=False, width=2, rest=1)


# Delimiters that are signs of prose, too.
_MARKS_OF_PROSE: Final = (",", ";")
# Share of the rows that must show the same column of texts.
_AGREE: Final = 0.8
# Where more fields than a few are quoted, every text that holds a delimiter is.
_MOST_QUOTED: Final = 0.1


def _overflowing(head: Head, dialect: Dialect) -> Dialect | None:
    """Return the dialect in which one column holds all delimiters that a space follows.

    None where there is no such column: texts are quoted, no space follows a delimiter, or one
    follows each.

    Args:
        head: The first lines of the file.
        dialect: Delimiter and quoting; its width is not looked at.
    """
    if dialect.delimiter not in _MARKS_OF_PROSE:
        return None
    quoted = _quoted_share(head, dialect.delimiter)
    dialect = dialect if quoted else replace(dialect, quote="")
    rows = _loose_rows(head, dialect)
    if not rows or quoted > _MOST_QUOTED:
        return None
    width = Counter(len(row) - sum(map(_is_loose, row[1:])) for row in rows).most_common(1)[0][0]
    columns: Counter[int | None] = Counter()
    for row in rows:
        found = _columns_of_loose(row)
        if len(row) - sum(map(_is_loose, row[1:])) == width and found:
            columns[found.pop() if len(found) == 1 else None] += 1
    if width < 2 or not columns:
        return None
    column, votes = columns.most_common(1)[0]
    if column is None or votes < _AGREE * columns.total():
        return None
    return replace(dialect, width=width, rest=column)


def _loose_rows(head: Head, dialect: Dialect) -> list[list[str]]:
    """Return the first rows where a space follows some delimiters; nothing where it never does."""
    mark = dialect.delimiter
    if mark not in _MARKS_OF_PROSE or not any(mark + " " in line for _, line in head.lines):
        return []
    rows = [record.fields for record in head.records(dialect) if isinstance(record, Row)]
    return rows[:: 1 + sum(map(len, rows)) // SAMPLE_CELLS]


def _quoted_share(head: Head, delimiter: str) -> float:
    """Return how many of the first lines hold a field in quotes."""
    quoted = r"""(?:"(?:[^"\\]|\\.|"")*"|'[^']*')"""
    mark = re.escape(delimiter)
    field = re.compile(rf"(?:^|{mark}) *{quoted} *(?:{mark}|$)")
    lines = [line for _, line in head.lines[:SAMPLE_ROWS]]
    return sum(bool(field.search(line)) for line in lines) / max(len(lines), 1)


def _is_loose(field: str) -> bool:
    return field[:1] == " "


def _columns_of_loose(row: list[str]) -> set[int]:
    """Return the columns that go on after a delimiter with a space."""
    column, found = 0, set()
    for field in row[1:]:
        if _is_loose(field):
            found.add(column)
        else:
            column += 1
    return found


# Between fields so seldom that every row must agree.
_RARE_DELIMITERS: Final = ("^", "~", "@")
# All but certain where every row agrees.
_SURE_DELIMITERS: Final = (" ", "@")
_LEAST_ROWS: Final = 5
# Between a text and its label; anywhere else it begins a name or is part of an address.
_BEFORE_LABELS: Final = "@"
# As R writes a table: all is quoted but numbers and what is missing.
_QUOTED: Final = r'"(?:[^"\\]|\\.|"")*"'
_BARE: Final = r"(?:[-+]?[\d.]+(?:[eE][-+]?\d+)?|NA|NaN|-?Inf|TRUE|FALSE)"
_FIELD: Final = f"(?:{_QUOTED}|{_BARE})"
_SPACED: Final = lazy_pattern(f"{_FIELD}(?: {_FIELD})+")


def _rare_dialect(head: Head, plain: Dialect) -> Dialect | None:
    """Return a dialect of a rare delimiter under which all rows are alike, if there is one."""
    if _is_spaced(head):
        for backslash in (False, True):
            dialect = replace(plain, delimiter=" ", backslash=backslash)
            # The header may lack a name for the numbers of the rows.
            first, *others = _widths(head, dialect) or [0]
            if len(set(others)) == 1 and 1 < others[0] <= first + 1 <= others[0] + 1:
                return replace(dialect, width=others[0])
    for delimiter in _RARE_DELIMITERS:
        dialect = replace(plain, delimiter=delimiter)
        widths = _widths(head, dialect)
        if len(widths) < _LEAST_ROWS or len(set(widths)) > 1 or widths[0] < 2:
            continue
        if delimiter != _BEFORE_LABELS or _ends_in_labels(head, dialect, widths[0]):
            return replace(dialect, width=widths[0])
    return None


def _is_spaced(head: Head) -> bool:
    """Return whether the first two rows are as R writes them."""
    lines = [line for _, line in islice(head.lines, 2)]
    return len(lines) == 2 and all('"' in line and _SPACED.fullmatch(line) for line in lines)


def _widths(head: Head, dialect: Dialect) -> list[int]:
    records = head.records(dialect)
    return [len(record.fields) if isinstance(record, Row) else -1 for record in records]


def _ends_in_labels(head: Head, dialect: Dialect, width: int) -> bool:
    rows = [record for record in head.records(dialect) if isinstance(record, Row)]
    labels = {row.fields[-1].strip() for row in rows}
    return width == 2 and len(labels) <= min(MAX_GROUPS, len(rows) // 2)


# One of these that is not in a file reads it as one column.
_NO_MARKS_OF_PROSE: Final = ("\t", "|", "^", "~")
_LEAST_TEXTS: Final = 3
# Share of the lines in which a delimiter may have no space after it.
_MOST_TIGHT: Final = 0.05


def one_column(head: Head, dialect: Dialect, names: list[str]) -> Dialect | None:
    """Return the dialect of one column where each line is a text; None where it is not.

    That is so where a space follows every delimiter, as in prose, hardly anything is quoted, no
    column holds labels or numbers, and no row names the columns.

    Args:
        head: The first lines of the file.
        dialect: How rows and fields would be told apart otherwise.
        names: The names of the columns then; empty without a header.
    """
    rows = _loose_rows(head, dialect)
    if len(rows) < _LEAST_TEXTS or dialect.width < 2 or dialect.rest is not None:
        return None
    if any(map(head.hints.known_name, names)) or (names and len(set(map(len, rows))) == 1):
        return None
    tight = sum(any(field[:1] != " " for field in row[1:]) for row in rows)
    if tight > _MOST_TIGHT * len(rows) or _quoted_share(head, dialect.delimiter) > _MOST_QUOTED:
        return None
    if _has_labels(rows, dialect.width, head.hints):
        return None
    text = "".join(line for _, line in head.lines)
    for delimiter in _NO_MARKS_OF_PROSE:
        if delimiter not in text:
            return replace(dialect, delimiter=delimiter, quote="", width=1, skipped=0)
    return None


def _has_labels(rows: list[list[str]], width: int, hints: Hints) -> bool:
    """Return whether a column holds labels or numbers."""
    fitting = [fitted for row in rows if (fitted := fit(row, width)) is not None]
    return any(
        all(map(is_numeric, column)) or hints.label_column(column)
        for column in zip(*fitting, strict=True)
    )
