"""Which columns could say the group or the time of a row: they are offered, never taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from moodcloud.amounts import number_of
from moodcloud.date_order import order_of
from moodcloud.dates import date_of, epoch_date
from moodcloud.lexicon.column_names import folded_name, is_time_name
from moodcloud.roles.candidates import are_addresses
from moodcloud.roles.codes import what_is_noted
from moodcloud.tabular.na_values import has_text
from moodcloud.tabular.rows import MAX_LABEL_CHARACTERS

# More values are too many to compare, and a value of fewer rows in the sample says little.
_MOST_GROUPS: Final = 50
_LEAST_ROWS: Final = 4
# What most values are, and the share of rows that have one.
_MOST: Final = 0.9
_FILLED: Final = 0.5
_LISTED: Final = 5
_YEAR: Final = len("2024")


class KeyColumns(NamedTuple):
    """Columns that rows could be grouped by, the best first."""

    groups: list[str]
    times: list[str]


def key_columns(
    names: Sequence[str], rows: Sequence[Sequence[str]], taken: Collection[str]
) -> KeyColumns:
    """Return the columns that could say the group of a row, and those that could say its time.

    Args:
        names: The columns' names.
        rows: Sample rows, each as wide as `names`.
        taken: Columns that are something else.
    """
    columns = list(zip(*rows, strict=True)) if rows else []
    free = [(name, own) for name, own in zip(names, columns, strict=False) if name not in taken]
    filled = [(name, [value.strip() for value in own if has_text(value)]) for name, own in free]
    known = [(name, own) for name, own in filled if own and len(own) >= _FILLED * len(rows)]
    times = [name for name, own in known if _are_times(own, is_time_name(folded_name(name)))]
    groups = [(name, own) for name, own in known if name not in times and _are_groups(own)]
    # Columns with a value in more rows come first.
    groups.sort(key=lambda item: -len(item[1]))
    return KeyColumns([name for name, _ in groups][:_LISTED], times[:_LISTED])


def _are_times(values: Sequence[str], named: bool) -> bool:
    """Return whether nearly all values are dates.

    Args:
        values: The values.
        named: Whether the column's name says so: only then are numbers dates. Four digits are
            never: they are more likely something else.
    """
    order, others = order_of(values), 0

    def is_date(value: str) -> bool:
        if value.isdecimal():
            written = date_of(value) if len(value) > _YEAR else None
            return named and (written or epoch_date(value)) is not None
        return date_of(value, order) is not None

    for value in values:
        others += not is_date(value)
        # Most columns hold no dates, which their first tenth tells.
        if len(values) - others < _MOST * len(values):
            return False
    return True


def _are_groups(values: Sequence[str]) -> bool:
    """Return whether values are few names that many rows share."""
    rows = Counter(values)
    if not 2 <= len(rows) <= min(_MOST_GROUPS, len(values) // _LEAST_ROWS):
        return False
    if max(map(len, rows)) > MAX_LABEL_CHARACTERS or are_addresses(list(rows)):
        return False
    numbers = sum(number_of(value) is not None for value in rows)
    return numbers <= len(rows) / 2 and what_is_noted(list(rows)) != "dates"
