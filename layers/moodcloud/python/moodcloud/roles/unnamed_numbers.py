"""Numbers in columns whose names say nothing: sentiments only where nothing else may be meant.

A 1 may be a room, a week, a vote or a flag as well as a star. What tells is the name of the
column, what is written beside the number (4/5, stars), or that the table holds nothing else but
texts: people who keep two columns keep texts and labels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from moodcloud.labels.ratings import rating_of
from moodcloud.labels.scales import without_na
from moodcloud.lexicon.column_names import (
    folded_name,
    is_row_name,
    names_something_else,
)
from moodcloud.lexicon.label_words import LABEL_PREFIX
from moodcloud.roles.candidates import Candidate, name_score, whole_scale
from moodcloud.roles.codes import are_dates
from moodcloud.tabular.na_values import has_text
from moodcloud.tabular.rows import MAX_GROUPS

_SIGNS: Final = {"-1", "0", "1"}
# One to five stars, no and yes: a scale says more than a flag.
_WHOLE_SCALES: Final = ({"1", "2", "3", "4", "5"}, {"0", "1"})
_DOUBT: Final = "but nothing tells that the numbers are such"
# Values of which a larger share differs are ids, names, links or texts.
_DIFFERENT_SHARE: Final = 0.8
# Whole numbers that all differ in so many rows are ids, and so are any of so many digits. Ages and
# counts repeat.
_ROWS_OF_IDS: Final = 20
_LEAST_LONG: Final = 10_000


def without_doubtful_numbers(
    names: Sequence[str],
    header: bool,
    columns: Sequence[Sequence[str]],
    texts: Sequence[Candidate],
    sentiments: Sequence[Candidate],
) -> list[Candidate]:
    """Return the candidates for sentiments, without numbers that may be of anything else.

    Args:
        names: The columns' names as in the file, or their positions where there is no header.
        header: Whether the names are the file's own.
        columns: The sample values of each column.
        texts: How well each column would do as texts.
        sentiments: How well each column would do as sentiments.
    """
    text = max(range(len(texts)), key=lambda i: (texts[i].score, -i), default=None)

    @cache
    def may_be_meant(position: int) -> bool:
        return _may_be_meant(folded_name(names[position]) if header else "", columns[position])

    signed = [i for i, values in enumerate(columns) if _are_signs(values)]

    def is_doubtful(position: int) -> bool:
        if signed == [position] and not (header and _is_of_something_else(names[position])):
            return False
        return _rests_on_numbers(names[position], header, columns[position]) and any(
            may_be_meant(other) for other in range(len(names)) if other not in (position, text)
        )

    return [
        replace(each, score=0.0, reason=f"{each.reason}; {_DOUBT}")
        if each.score > 0 and is_doubtful(i)
        else each
        for i, each in enumerate(sentiments)
    ]


def _are_signs(values: Sequence[str]) -> bool:
    """Return whether values are -1, 0 and 1: few things but sentiments are counted so."""
    return whole_scale(without_na(Counter(value.strip() for value in values))) == _SIGNS


def _is_of_something_else(name: str) -> bool:
    folded = folded_name(name)
    return names_something_else(folded) or is_row_name(folded)


def _rests_on_numbers(name: str, header: bool, values: Sequence[str]) -> bool:
    """Return whether nothing but plain numbers speaks for a column as sentiments."""
    labels = without_na(Counter(value.strip() for value in values))
    if header and name_score(name, labels) > 0:
        return False
    if all(label.startswith(LABEL_PREFIX) for label in labels):
        return False
    plain = sum(rows for label, rows in labels.items() if _is_plain_number(label))
    return plain > sum(labels.values()) / 2


def _is_plain_number(label: str) -> bool:
    rating = rating_of(label)
    return rating is not None and not rating.written


def _may_be_meant(name: str, values: Sequence[str]) -> bool:
    """Return whether a column tells of its rows: it is not constant, nor one of ids or dates."""
    filled = [value.strip() for value in values if has_text(value)]
    different = len(set(filled))
    if different < 2 or is_row_name(name) or are_dates(set(filled)):
        return False
    if names_something_else(name):
        return True
    # Without a header nothing says that names of users are such: too many for labels, they repeat.
    users = not name and different > MAX_GROUPS and not any(map(rating_of, filled))
    if different < _DIFFERENT_SHARE * len(filled):
        return not users
    numbers = [rating.value for value in filled if (rating := rating_of(value)) is not None]
    return len(numbers) == len(filled) and _are_amounts(numbers)


def _are_amounts(numbers: Sequence[float]) -> bool:
    """Return whether most numbers differ because they are amounts of something, not ids."""
    if numbers == sorted(numbers) or min(numbers, default=0) >= _LEAST_LONG:
        return False
    whole = all(number.is_integer() for number in numbers)
    return not (whole and len(set(numbers)) == len(numbers) >= _ROWS_OF_IDS)


def lone_scale(
    names: Sequence[str],
    header: bool,
    columns: Sequence[Sequence[str]],
    text: int,
) -> int | None:
    """Return the position of the one column of a whole scale; None where there are several.

    Without labels such a file could not be analysed at all, so a name of a language that is not
    known is given the benefit of the doubt.

    Args:
        names: The columns' names as in the file, or their positions where there is no header.
        header: Whether the names are the file's own.
        columns: The sample values of each column.
        text: Position of the texts.
    """
    if not header:
        return None
    scales = [
        set() if position == text else _scale_of_opinions(names[position], values)
        for position, values in enumerate(columns)
    ]
    for whole in _WHOLE_SCALES:
        found = [position for position, scale in enumerate(scales) if scale == whole]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _scale_of_opinions(name: str, values: Sequence[str]) -> set[str]:
    """Return the numbers of a column that may be opinions; none where they may not."""
    labels = without_na(Counter(value.strip() for value in values))
    counting = len(labels) == sum(labels.values())
    if counting or _is_of_something_else(name) or name_score(name, labels) < 0:
        return set()
    return whole_scale(labels)
