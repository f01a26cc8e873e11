"""Conditions that rows are chosen by: `airline=United`, `stars>=4`, `date<2024-03`."""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

from moodcloud.amounts import groups_by_points, number_of
from moodcloud.date_order import DateOrder, order_of
from moodcloud.dates import date_of, epoch_date

SEPARATOR: Final = ";"
"""What parts conditions where several come as one text."""
EXAMPLES: Final = (
    "conditions such as airline=United, airline!=Delta, stars>=4 or date<2024-03; "
    "< and > need a number or an ISO date"
)
_PARTS: Final = re.compile(r"\s*(.+?)\s*(!=|<=|>=|==?|<|>)\s*(.*?)\s*", re.DOTALL)
_HOLDS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_EQUALITIES: Final = ("=", "!=")
# `=>` is meant as `>=`, but for `tag=<b>`.
_TURNED: Final = re.compile("=[<>]")
_TAG: Final = re.compile("<.*>", re.DOTALL)
# A value in quotes is what is between them.
_QUOTED: Final = re.compile("\"(.*)\"|'(.*)'|“(.*)”|‘(.*)’", re.DOTALL)
_OPEN: Final = re.compile('[^=<>]*[=<>]+\\s*"[^"]*')
# A date is one if it is one in any order of day, month and year.
_ORDERS: Final = (DateOrder("day"), DateOrder("month"), DateOrder("year"))
_DAY_DIGITS: Final = len("20240315")
# Fields of a column are often the same.
_REMEMBERED: Final = 4096
ReadNumber = Callable[[str], float | None]


class Verdict(NamedTuple):
    """Whether a field meets a condition.

    Attributes:
        met: Whether it does.
        compared: Whether it could be compared at all: a range needs a number or a date.
    """

    met: bool
    compared: bool


@dataclass(frozen=True)
class Condition:
    """What a row must hold in one column.

    Attributes:
        column: The column: its name, or its position counted from 1.
        operator: One of = != < <= > >=.
        value: What the field is compared with.
    """

    column: str
    operator: str
    value: str

    def test(
        self, sample: Sequence[str] = (), other_number: ReadNumber | None = None
    ) -> Callable[[str], Verdict]:
        """Return a function that tells whether a field meets the condition.

        Two numbers are compared as numbers, two dates as dates, as far as the condition gives the
        date; anything else is equal or is not, without a look at case and quotes around it.

        Args:
            sample: Fields of the column: they tell what points and slashes mean.
            other_number: Reads a number in another way, where it is not written as such.

        Raises:
            ValueError: Nobody can tell the day from the month of the date that a range begins with.

        >>> holds = parse("stars>=4").test()
        >>> holds("4.0").met, holds("10").met, holds("3").met
        (True, True, False)
        >>> holds("four")
        Verdict(met=False, compared=False)
        >>> parse("date=2024-03").test()("2024-03-31 12:00").met
        True
        """
        holds, value = _HOLDS[self.operator], _folded(self.value)
        points_group, order = groups_by_points(sample), order_of(sample)
        if order and order.assumed:
            order = None  # No row is left out on an assumption.
        number, date = _read(self.value, order)
        if date is not None and number is not None and _are_moments(sample):
            number = None  # 2024 is a year, not less than 1710467111 or 20240315.
        equality = self.operator in _EQUALITIES
        if not equality and number is None and date is None:
            raise ValueError("a date that may be two")

        @lru_cache(_REMEMBERED)
        def judged(field: str) -> Verdict:
            field = field.strip()
            if number is not None and (found := number_of(field, points_group)) is not None:
                return Verdict(holds(found, number), True)
            if (
                date is not None
                and (moment := date_of(field, order) or epoch_date(field)) is not None
            ):
                return Verdict(holds(moment[: len(date)], date), True)
            if date is not None and len(met := _in_any_order(field, date, holds)) == 1:
                return Verdict(met.pop(), True)
            if number is not None and other_number and (other := other_number(field)) is not None:
                return Verdict(holds(other, number), True)
            # A date that cannot be read is not another one; a word is another than a number.
            compared = not field or (equality and (date is None or number is not None))
            return Verdict(equality and holds(_folded(field), value), compared)

        return judged


def parse(text: str) -> Condition:
    """Return the condition that a text means.

    Raises:
        ValueError: It means none.

    >>> parse("airline = Virgin America")
    Condition(column='airline', operator='=', value='Virgin America')
    """
    found = _PARTS.fullmatch(text)
    if found is None or len(parted(text)) > 1:
        raise ValueError("no condition")
    column, sign, value = found.groups()
    if _TURNED.match(text[found.start(2) :]) and not _TAG.fullmatch(value):
        raise ValueError("a sign turned round")
    sign = sign.replace("==", "=")
    if sign not in _EQUALITIES and all(_read(value, each) == (None, None) for each in _ORDERS):
        raise ValueError("neither a number nor a date")
    return Condition(column, sign, value)


def parted(text: str) -> list[str]:
    """Return the conditions that come as one text: a semicolon parts them where one follows it.

    >>> parted("tag=a;b; stars>=4"), parted('tag="a;b=c";stars>=4')
    (['tag=a;b', 'stars>=4'], ['tag="a;b=c"', 'stars>=4'])
    """
    found: list[str] = []
    pieces = [piece for piece in text.split(SEPARATOR) if piece.strip()]
    for number, piece in enumerate(pieces):
        below = SEPARATOR.join(pieces[number:])
        within = found and _OPEN.fullmatch(found[-1]) and '"' in below
        if found and (within or not _PARTS.fullmatch(piece)):
            found[-1] += SEPARATOR + piece
        else:
            found.append(piece)
    return [each.strip() for each in found]


def is_condition(text: str) -> bool:
    """Return whether a text means a condition."""
    try:
        parse(text)
    except ValueError:
        return False
    return True


def _are_moments(sample: Sequence[str]) -> bool:
    """Return whether all fields are days without marks (20240315) or seconds since 1970."""
    fields = [field for each in sample if (field := each.strip())]
    return bool(fields) and all(
        field.isdecimal() and len(field) >= _DAY_DIGITS and (date_of(field) or epoch_date(field))
        for field in fields
    )


def _in_any_order(field: str, date: str, holds: Callable[[Any, Any], bool]) -> set[bool]:
    """Return whether a date of unknown order meets a condition, in each order that it may have."""
    moments = {date_of(field, order) for order in _ORDERS} - {None}
    return {bool(holds(moment[: len(date)], date)) for moment in moments if moment}


def _read(value: str, order: DateOrder | None) -> tuple[Decimal | None, str | None]:
    """Return the number, and the date, that the value of a condition is."""
    value = _unquoted(value)
    return number_of(value), date_of(value, order)


def _unquoted(text: str) -> str:
    found = _QUOTED.fullmatch(text)
    return next(filter(None, found.groups()), "").strip() if found else text


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", _unquoted(text).casefold())
