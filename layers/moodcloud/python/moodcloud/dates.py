"""Dates as people write them: `2024-03-15`, `15/03/2024`, `Mar 15, 2024`, `2024년 3월 15일`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from moodcloud.patterns import lazy_pattern

_DAY: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_CLOCK: Final = r"(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)? ?([AaPp]\.?[Mm]\.?)?"
# Its zone is not looked at.
_ZONE: Final = r"(?: ?(?:Z|[A-Z]{3,4}|[+-]\d\d(?::?\d\d)?))?"
_MOMENT: Final = re.compile(
    rf"(\d{{4}}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?){_ZONE}", re.ASCII
)
_TIME: Final = rf"(?:(?:[ T]|, ?)(?P<time>{_CLOCK}){_ZONE})?"
_NAME: Final = (
    r"(?P<name>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_NTH: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY: Final = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? )?"
_YEAR: Final = r"(?P<year>\d{4})"
_FORMS: Final = [
    lazy_pattern(form, re.ASCII | re.IGNORECASE)
    for form in (
        rf"{_YEAR}([/.-])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}}){_TIME}",
        rf"{_YEAR}[년年] ?(?P<month>\d{{1,2}})[월月](?: ?(?P<day>\d{{1,2}})[일日])?{_TIME}",
        rf"{_WEEKDAY}{_NAME} {_NTH},? {_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_NTH}[ -]{_NAME}(?:, ?|[ -]){_YEAR}{_TIME}",
        rf"{_NAME}(?:, ?|[ -]){_YEAR}",
        # As workbooks have it, with two digits of the year.
        rf"{_NTH}-{_NAME}-(?P<short>\d\d){_TIME}",
        # As mail and old posts have it, the year last.
        rf"{_WEEKDAY}{_NAME} {_NTH} (?P<time>{_CLOCK}){_ZONE} {_YEAR}",
    )
]
_SLASHED: Final = lazy_pattern(
    rf"(?P<first>\d{{1,2}})([/.-])(?P<second>\d{{1,2}})\2{_YEAR}{_TIME}", re.ASCII
)
# The first of two digits that mean a year of the last century.
_CENTURY: Final = 70
_MONTHS: Final = "janfebmaraprmayjunjulaugsepoctnovdec"


def date_of(text: str, day_first: bool | None = None) -> str | None:
    """Return the date that a text is, as ISO 8601 writes it; None where it is none, or unsure.

    Args:
        text: The text.
        day_first: Whether 02/11/2023 is in November, February, or, None, nobody can tell.

    >>> date_of("Mar 15, 2024"), date_of("15/03/2024 9:05 pm"), date_of("02/11/2023")
    ('2024-03-15', '2024-03-15 21:05', None)
    >>> date_of("2024-03-15 10:00:00+00")
    '2024-03-15 10:00:00'
    """
    if _DAY.fullmatch(text):
        return text
    if found := _MOMENT.fullmatch(text):
        return found[1].replace("T", " ").replace(",", ".")
    for form in _FORMS:
        if found := form.fullmatch(text):
            return _written(found, *_month_and_day(found.groupdict()))
    found = _SLASHED.fullmatch(text)
    if found is None:
        return None
    first, second = int(found["first"]), int(found["second"])
    own = _is_day_first(first, second, found[2])
    if own is None and first != second:
        own = day_first
        if own is None:
            return None
    return _written(found, *((second, first) if own else (first, second)))


def days_first(texts: Iterable[str]) -> bool | None:
    """Return whether a column writes the day before the month; None where it does not tell.

    >>> days_first(["02/11/2023", "28/12/2024"])
    True
    """
    told = {
        _is_day_first(int(found["first"]), int(found["second"]), found[2])
        for text in texts
        if (found := _SLASHED.fullmatch(text.strip()))
    } - {None}
    return told.pop() if len(told) == 1 else None


def _is_day_first(first: int, second: int, mark: str) -> bool | None:
    """Return whether the first number is surely the day, or surely not; points follow days."""
    if max(first, second) > 12:
        return first > 12
    return True if mark == "." else None


def _month_and_day(parts: dict[str, str | None]) -> tuple[int, int]:
    name, month, day = parts.get("name"), parts.get("month"), parts.get("day")
    number = _MONTHS.index(name[:3].lower()) // 3 + 1 if name else int(month or 0)
    return number, int(day) if day else 0


def _written(found: re.Match[str], month: int, day: int) -> str | None:
    """Return a date as ISO 8601 writes it, as far as it goes; day 0 is not given."""
    if not 1 <= month <= 12 or day > 31:
        return None
    parts = found.groupdict()
    date = f"{parts.get('year') or _whole_year(parts['short'])}-{month:02}"
    date, time = date + (f"-{day:02}" if day else ""), parts.get("time")
    clock = re.fullmatch(_CLOCK, time) if time else None
    if clock is None:
        return date
    hour, minute, second, half = clock.groups()
    hours = int(hour) % 12 + 12 * (half[0] in "Pp") if half else int(hour)
    return f"{date} {hours:02}:{minute}" + (f":{second}" if second else "")


def _whole_year(digits: str) -> str:
    """Return the year that two digits mean: one from 1970 to 2069."""
    return ("19" if int(digits) >= _CENTURY else "20") + digits
