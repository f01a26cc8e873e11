"""The conditions that rows must meet, and what to say where they leave out every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from moodcloud.conditions import Verdict, parse
from moodcloud.errors import UploadError
from moodcloud.labels.ratings import rating_of
from moodcloud.options import Options
from moodcloud.reading.table import RowCounts
from moodcloud.tabular.filtered import MOST_VALUES
from moodcloud.tabular.reader import Account, Reader
from moodcloud.tabular.rows import Columns

_SHOWN: Final = 5


def tests_of(reader: Reader, columns: Columns, options: Options) -> list[Callable[[str], Verdict]]:
    """Return for each of `columns.others` a function that judges a field of it.

    Args:
        reader: The file; its sample tells how numbers and dates are written.
        columns: The columns that are looked at.
        options: The conditions are there.

    Raises:
        UploadError: `bad_option`: a condition gives a date that may be two.
    """
    pairs = zip(options.where, columns.others, strict=True)
    return [_test(text, [row[column] for row in reader.sample], options) for text, column in pairs]


def _test(condition: str, sample: list[str], options: Options) -> Callable[[str], Verdict]:
    try:
        return parse(condition).test(sample, _written_rating)
    except ValueError:
        called = options.name_of("where")
        which = "a date as 2024-02-01, since the column does not tell the day from the month"
        raise UploadError("bad_option", option=called, value=condition, bounds=which) from None


def _written_rating(label: str) -> float | None:
    """Return the number of a rating with words or stars: `4.0 out of 5 stars`."""
    rating = rating_of(label)
    return rating.value if rating is not None and rating.written else None


def filtered_rows(rows: RowCounts, options: Options) -> str:
    """Return what is said of rows left out by conditions where nothing else is left to count."""
    if not rows.filtered:
        return ""
    called, conditions = options.name_of("where"), "; ".join(options.where)
    return f", {rows.filtered:,} left out by {called} {conditions}{_uncompared(rows.uncompared)}"


def no_row_meets(found: Account, options: Options) -> UploadError:
    """Return the fault of conditions that leave out every row.

    Args:
        found: The account of the rows.
        options: The conditions are there.
    """
    pairs = zip(options.where, found.unmet, strict=True)
    unmet = [(condition, values) for condition, values in pairs if values is not None]
    if unmet:
        what = "; ".join(f"{condition} ({_how_many(values)})" for condition, values in unmet)
    else:
        what = f"{'; '.join(options.where)} together, though some meet each of them"
    error = UploadError(
        "no_row_meets",
        option=options.name_of("where"),
        conditions=what + _uncompared(found.uncompared),
        rows=found.filtered,
    )
    if unmet:
        error.values = tuple(value for value, _ in unmet[0][1].most_common(_SHOWN))
    return error


def _how_many(values: Counter[str]) -> str:
    least = "at least " * (len(values) >= MOST_VALUES)
    return f"the column holds {least}{len(values):,} different value{'s' * (len(values) != 1)}"


def _uncompared(rows: int) -> str:
    if not rows:
        return ""
    are = "row holds" if rows == 1 else "rows hold"
    return f"; {rows:,} {are} what is neither a number nor a date there"
