"""Which number of 02/11/2023 or 24.03.15 is the day, which the month, which the year.

The whole column says it: 28/12/2024 is no month 28, and in 24.03.15, 24.03.16 the days change, not
the years.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

First = Literal["day", "month", "year"]
"""What the first number of a date is; the year is the last one where it is not the first."""

NUMBERS: Final = re.compile(
    r"(?P<first>\d{1,2})(?P<mark>[/.-]) ?(?P<second>\d{1,2})(?P=mark) ?(?P<last>\d{4}|\d\d)(?!\d)",
    re.ASCII,
)
"""The numbers of a date whose order the form alone does not tell, at the beginning of a text."""
_MOST_MONTHS: Final = 12
_MOST_DAYS: Final = 31


class DateOrder(NamedTuple):
    """What the first number of the dates of a column is.

    Attributes:
        first: The day, the month or the year.
        assumed: Whether no date of the column tells the day from the month: the month is taken.
    """

    first: First
    assumed: bool = False


def order_of(texts: Iterable[str]) -> DateOrder | None:
    """Return in which order the dates of a column are; None where they contradict, or need none.

    Args:
        texts: The fields of the column; how often one is there does not matter.

    >>> order_of(["02/11/2023", "28/12/2024"]), order_of(["02/11/2023"])
    (DateOrder(first='day', assumed=False), DateOrder(first='month', assumed=True))
    >>> order_of(["24.03.15", "24.03.16"])
    DateOrder(first='year', assumed=False)
    """
    possible: set[First] = {"day", "month", "year"}
    firsts, lasts = set[str](), set[str]()
    for text in texts:
        found = NUMBERS.match(text.strip())
        own = orders(found) if found else ()
        if found and own:
            possible.intersection_update(own)
            firsts.add(found["first"])
            lasts.add(found["last"])
    if not firsts or not possible:
        return None
    if len(possible) > 1:
        # Days change from row to row, years hardly.
        # Nor are few of them days that are a month's or a year's first: 01/03/21, 01/04/22.
        few = min(map(int, firsts)) <= _MOST_MONTHS and len(lasts) <= _MOST_MONTHS
        year = "year" in possible and len(firsts) < len(lasts) and not few
        possible = {"year"} if year else possible - {"year"}
    return DateOrder(possible.pop()) if len(possible) == 1 else DateOrder("month", assumed=True)


def orders(found: re.Match[str]) -> tuple[First, ...]:
    """Return what the first number of a date may be.

    Args:
        found: What `NUMBERS` found.
    """
    first, second, last = (int(found[name]) for name in ("first", "second", "last"))
    # Points follow days, or years.
    may: dict[First, bool] = {
        "day": first <= _MOST_DAYS and second <= _MOST_MONTHS,
        "month": first <= _MOST_MONTHS and second <= _MOST_DAYS and found["mark"] != ".",
        "year": second <= _MOST_MONTHS
        and last <= _MOST_DAYS
        and len(found["first"]) == len(found["last"]) == 2,
    }
    return tuple(each for each, possible in may.items() if possible)
