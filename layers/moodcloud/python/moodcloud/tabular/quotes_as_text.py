"""Quotes that were taken for text: whether texts show that they were quotes of fields."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing
from itertools import chain, islice
from typing import NamedTuple

from moodcloud.tabular.csv_lines import Line
from moodcloud.tabular.csv_rows import Careful, Dialect, is_sound, split_records
from moodcloud.tabular.places import Place, Places
from moodcloud.tabular.quoted_fields import doubtful_lines
from moodcloud.tabular.rows import MAX_CHARACTERS, Row


class QuotesOfLabel(NamedTuple):
    """Where quotes are in the texts beside a label, if they are taken for text.

    Attributes:
        label: The label.
        empty: Whether an empty text beside it is written in quotes.
        odd: Whether a text beside it has one of a pair.
        even: Whether another has not.
    """

    label: str
    empty: bool
    odd: bool
    even: bool


def no_quotes_shown(dialect: Dialect, labels: Collection[str]) -> bool:
    """Return whether texts tell nothing of quotes: without other columns, a quoted text would fall
    apart at its newlines unseen.
    """
    return dialect.width == 1 or any(dialect.quote in label for label in labels)


def whole_labels(found: Collection[QuotesOfLabel]) -> set[str] | None:
    """Return the labels beside which there are whole texts; None where texts are surely torn."""
    whole = {each.label for each in found if each.even}
    # A text with one of a pair, beside a label that no whole text has, is a piece.
    pieces = any(each.odd and not each.even for each in found) and bool(whole)
    return None if pieces or any(each.empty for each in found) else whole


def labels_apart(places: Places, quoting: Careful, stop: int) -> set[str]:
    """Return the labels of rows that fall apart where quotes are taken for text.

    Those rows are whole all the same whose label is beside other whole texts.

    Args:
        places: The lines of the file.
        quoting: The careful reader, which takes quotes for quotes.
        stop: Rows that begin there, in bytes, or after it are not looked at.
    """
    found, label = set(), quoting.columns.label
    for place in doubtful_lines(quoting.dialect, places, Place(0, 0, 0)):
        if place.offset >= stop:
            break
        if falls_apart(place, places, quoting, set()):
            with closing(places.read(place)) as lines:
                fields = next(lines)[1].split(quoting.dialect.delimiter)
            found.add("" if label is None else fields[label])
    return found


def falls_apart(place: Place, places: Places, quoting: Careful, labels: set[str]) -> bool:
    """Return whether the row at `place` has a newline or a delimiter in quotes.

    Two stray quotes in neighbouring lines may look like a pair. They are not, where the second
    closes in the middle of text, or where the first line has one of `labels` and thus is a row.
    """
    dialect, label = quoting.dialect, quoting.columns.label
    with closing(places.read(place)) as lines:
        beginning = [next(lines)]
        # No row has more characters: a quote that is still open there opened no field.
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
