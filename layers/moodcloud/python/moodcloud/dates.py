"""Dates as people write them: `2024-03-15`, `15/03/24`, `Mar 15, 2024`, `2024. 3. 15 오후 2:05`."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from typing import Final

from moodcloud.date_order import NUMBERS, DateOrder, orders
from moodcloud.patterns import lazy_pattern

_DAY: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
# Zones are not looked at: Z, KST, +09:00, "+0000 UTC", "GMT+0900 (Korean Standard Time)".
_ZONE: Final = (
    r"(?: ?(?:Z|[A-Z]{3,4}|(?:GMT|UTC)?[+-]\d\d(?::?\d\d)?)(?: [A-Z]{3,4}| \([\w ]+\))?| Uhr)?"
)
_MOMENT: Final = re.compile(
    rf"(\d{{4}}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?){_ZONE}", re.ASCII
)
# Without marks between its numbers: 202403, 20240315, 20240315T140511.
_COMPACT: Final = lazy_pattern(
    r"((?:19|20)\d\d)(0[1-9]|1[0-2])(?:(0[1-9]|[12]\d|3[01])(?:T?([01]\d|2[0-3])([0-5]\d)"
    r"([0-5]\d)?Z?)?)?",
    re.ASCII,
)
# Morning and afternoon, also before the hour: 오후 2:05.
_HALF: Final = "오전|오후|午前|午後|上午|下午"
_AFTERNOON: Final = ("오후", "午後", "下午")
_CLOCK: Final = (
    rf"(?:({_HALF}) ?)?(\d{{1,2}})(?::|[시時点] ?)(\d{{1,2}})[분分]?"
    r"(?:(?::| ?(?=\d+[초秒]))(\d{1,2})(?:[.,]\d+)?[초秒]?)? ?([AaPp]\.?[Mm]\.?)?"
)
_TIME: Final = rf"(?:(?:[ T]|, ?| at | um )(?P<time>{_CLOCK}){_ZONE})?"
_NAME: Final = r"(?:de )?(?P<name>[a-z]{3,10})\.?"
_NTH: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
_WEEKDAY: Final = r"(?:[a-z]{2,10}\.?,? )?"
_EASTERN_WEEKDAY: Final = r"(?: ?\(?[월화수목금토일月火水木金土日](?:요일|曜日)?\)?)?"
_YEAR: Final = r"(?P<year>\d{4})"
_FORMS: Final = [
    lazy_pattern(form, re.ASCII | re.IGNORECASE)
    for form in (
        rf"{_YEAR}([/.-]) ?(?P<month>\d{{1,2}})\2 ?(?P<day>\d{{1,2}})\.?{_EASTERN_WEEKDAY}{_TIME}",
        rf"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d){_TIME}",
        rf"{_YEAR}[년年] ?(?P<month>\d{{1,2}})[월月](?: ?(?P<day>\d{{1,2}})[일日])?"
        rf"{_EASTERN_WEEKDAY}{_TIME}",
        rf"{_WEEKDAY}{_NAME} {_NTH},? {_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_NTH}[ -]{_NAME}(?:, ?|[ -]| de ){_YEAR}{_TIME}",
        rf"{_NAME}(?:, ?|[ -]| de ){_YEAR}",
        r"(?P<month>\d{1,2})[/.-](?P<year>(?:19|20)\d\d)",
        # As workbooks have it, with two digits of the year.
        rf"{_NTH}-{_NAME}-(?P<short>\d\d){_TIME}",
        # As mail and old posts have it, the year last.
        rf"{_WEEKDAY}{_NAME} {_NTH} (?P<time>{_CLOCK}){_ZONE} {_YEAR}",
    )
]
_AFTER_NUMBERS: Final = lazy_pattern(rf"\.?{_EASTERN_WEEKDAY}{_TIME}", re.ASCII | re.IGNORECASE)
# The first of two digits that mean a year of the last century.
_CENTURY: Final = 70
# English, German, French, Spanish, Italian, Portuguese and Dutch, without accents; a name may be
# cut after three letters where it means one month only.
_MONTHS: Final = (
    "january januar janvier enero gennaio janeiro januari",
    "february februar fevrier febrero febbraio fevereiro februari",
    "march marz maerz mars marzo marco maart mrt",
    "april avril abril aprile",
    "may mai mayo maggio maio mei",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august aout agosto augustus",
    "september septembre septiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember decembre diciembre dicembre dezembro",
)
# Seconds since 1970 have ten digits from 2001 to 2286.
_SECONDS: Final = 10
_EPOCH: Final = re.compile(r"\d{10}(?:\d{3}){0,3}(?:\.\d+)?", re.ASCII)


def date_of(text: str, order: DateOrder | None = None) -> str | None:
    """Return the date that a text is, as ISO 8601 writes it; None where it is none, or unsure.

    Args:
        text: The text.
        order: What `order_of` says of its column: whether 02/11/2023 is in November, or February;
            None where nobody can tell.

    >>> date_of("Mar 15, 2024"), date_of("15/03/2024 9:05 pm"), date_of("02/11/2023")
    ('2024-03-15', '2024-03-15 21:05', None)
    >>> date_of("2024. 3. 15 오후 2:05:11"), date_of("20240315"), date_of("3/15/24")
    ('2024-03-15 14:05:11', '2024-03-15', '2024-03-15')
    >>> date_of("2024-03-15 10:00:00 +0000 UTC")
    '2024-03-15 10:00:00'
    """
    if _DAY.fullmatch(text):
        return text
    if found := _MOMENT.fullmatch(text):
        return found[1].replace("T", " ").replace(",", ".")
    if found := _COMPACT.fullmatch(text):
        return _joined(*found.groups())
    if text.isdecimal():
        return None
    plain = _without_accents(text)
    for form in _FORMS:
        if found := form.fullmatch(plain):
            parts = found.groupdict()
            name, month = parts.get("name"), int(parts.get("month") or 0)
            return _written(parts, _month_named(name) if name else month)
    return _ordered(plain, order)


def epoch_date(text: str) -> str | None:
    """Return the moment that a number of seconds since 1970 is, in UTC; also of milliseconds.

    A column of numbers holds such where its name, or who names the column, says that it is time.

    Args:
        text: Digits: 10 mean seconds, 13, 16 and 19 parts of them.

    >>> epoch_date("1710467111"), epoch_date("1710467111000"), epoch_date("17104")
    ('2024-03-15 01:45:11', '2024-03-15 01:45:11', None)
    """
    if not _EPOCH.fullmatch(text):
        return None
    return f"{datetime.fromtimestamp(int(text[:_SECONDS]), UTC):%Y-%m-%d %H:%M:%S}"


def _without_accents(text: str) -> str:
    """Return a text with `März` as `Marz`; Hangul stays composed."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", apart))


def _month_named(name: str) -> int:
    """Return the number of a month by its name or the beginning of it; 0 where it is none."""
    found = {
        number
        for number, names in enumerate(_MONTHS, 1)
        if any(each.startswith(name.lower()) for each in names.split())
    }
    return found.pop() if len(found) == 1 else 0


def _ordered(text: str, order: DateOrder | None) -> str | None:
    """Return a date of three numbers, the year among them first or last."""
    found = NUMBERS.match(text)
    after = _AFTER_NUMBERS.fullmatch(text, found.end()) if found else None
    if found is None or after is None:
        return None
    possible = orders(found)
    if len(possible) == 1:
        first = possible[0]
    elif order and order.first in possible:
        first = order.first
    elif found["first"] == found["second"] and "year" not in possible:
        first = "day"
    else:
        return None
    numbers = [found[name] for name in ("first", "second", "last")]
    day, month, year = {
        "day": numbers,
        "month": [numbers[1], numbers[0], numbers[2]],
        "year": numbers[::-1],
    }[first]
    parts = {"day": day, "year" if len(year) > 2 else "short": year, "time": after["time"]}
    return _written(parts, int(month))


def _written(parts: dict[str, str | None], month: int) -> str | None:
    """Return a date as ISO 8601 writes it, as far as it goes.

    Args:
        parts: The `year` or two digits of it, `short`; the `day` and the `time` where given.
        month: The month; no date has one out of 1 to 12.
    """
    day, time = int(parts.get("day") or 0), parts.get("time")
    if not 1 <= month <= 12 or day > 31:
        return None
    year = parts.get("year") or _whole_year(parts["short"] or "")
    date = f"{year}-{month:02}" + (f"-{day:02}" if day else "")
    clock = re.fullmatch(_CLOCK, time) if time else None
    if clock is None:
        return date
    before, hour, minute, second, after = clock.groups()
    late = before in _AFTERNOON or (after or "")[:1] in ("p", "P")
    hours = int(hour) % 12 + 12 * late if before or after else int(hour)
    return f"{date} {hours:02}:{int(minute):02}" + (f":{int(second):02}" if second else "")


def _joined(year: str, month: str, day: str | None, *clock: str | None) -> str:
    date, time = "-".join(filter(None, (year, month, day))), ":".join(filter(None, clock))
    return f"{date} {time}" if time else date


def _whole_year(digits: str) -> str:
    """Return the year that two digits mean: one from 1970 to 2069."""
    return ("19" if int(digits) >= _CENTURY else "20") + digits
