"""Conditions that rows are chosen by: `airline=United`, `stars>=4`, `date<2024-03`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

SEPARATOR: Final = ";"
"""What parts conditions where several come as one text; so no condition holds one."""
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
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
# A year, a month or a day.
_DAY: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
# Its zone is not looked at.
_MOMENT: Final = re.compile(
    r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(?:Z|UTC|[+-]\d\d:?\d\d)?", re.ASCII
)


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

    def test(self) -> Callable[[str], bool]:
        """Return a function that tells whether a field meets the condition.

        Two numbers are compared as numbers, two dates as dates, as far as the condition gives the
        date; anything else is equal or is not, letter for letter.

        >>> holds = parse("stars>=4").test()
        >>> holds("4.0"), holds("10"), holds("3"), holds("four")
        (True, True, False, False)
        >>> parse("date=2024-03").test()("2024-03-31 12:00")
        True
        """
        holds, value = _HOLDS[self.operator], self.value
        number, date = _number(value), _date(value)
        equality = self.operator in _EQUALITIES

        def meets(field: str) -> bool:
            field = field.strip()
            if number is not None and (found := _number(field)) is not None:
                return holds(found, number)
            if date is not None and (moment := _date(field)) is not None:
                return holds(moment[: len(date)], date)
            return equality and holds(field, value)

        return meets


def parse(text: str) -> Condition:
    """Return the condition that a text means.

    Raises:
        ValueError: It means none.

    >>> parse("airline = Virgin America")
    Condition(column='airline', operator='=', value='Virgin America')
    """
    found = _PARTS.fullmatch(text)
    if found is None or SEPARATOR in text:
        raise ValueError("no condition")
    column, sign, value = found.groups()
    sign = sign.replace("==", "=")
    if sign not in _EQUALITIES and _number(value) is None and _date(value) is None:
        raise ValueError("neither a number nor a date")
    return Condition(column, sign, value)


def is_condition(text: str) -> bool:
    """Return whether a text means a condition."""
    try:
        parse(text)
    except ValueError:
        return False
    return True


def _number(text: str) -> Decimal | None:
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _date(text: str) -> str | None:
    if _DAY.fullmatch(text):
        return text
    found = _MOMENT.fullmatch(text)
    return found[1].replace("T", " ").replace(",", ".") if found else None
