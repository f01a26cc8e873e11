"""Numbers as people write them: `1,200`, `12,5`, `€ 1.234,50`, `1.2K`, `80%`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from moodcloud.patterns import lazy_pattern

_PLAIN: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_CURRENCY: Final = (
    r"(?:(?:US|CA|AU|NZ|HK|NT|A|C|S|R)?\$|[€£¥₩₹₽₺₫₴₦₱฿¢￥￦]|Rs\.?|zł|kr\.?|Kč|Ft|원|円|元|USD|EUR|GBP"
    r"|JPY|KRW|CNY|RMB|INR|CAD|AUD|NZD|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|BRL|MXN|TRY|RUB|ILS|ZAR|SGD"
    r"|HKD|TWD|THB|IDR|VND|PHP|MYR|AED|SAR)"
)
_TIMES: Final = {
    "k": 10**3, "K": 10**3, "M": 10**6, "B": 10**9,
    "bn": 10**9, "천": 10**3, "만": 10**4, "억": 10**8,
}  # fmt: skip
_AMOUNT: Final = lazy_pattern(
    rf"(?P<sign>[+-]?)(?:{_CURRENCY} ?)?(?P<inner>[+-]?)(?P<digits>\d[\d.,'_ ]*)"
    rf"(?P<times>{'|'.join(_TIMES)})? ?(?:%|{_CURRENCY})?",
    re.ASCII,
)
# Spaces and apostrophes that part thousands, and the sign minus.
_ALIKE: Final = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "’": "'", "−": "-"})
_MARKS: Final = {",": ".", ".": ",", " ": ".,", "'": ".,", "_": "."}
_GROUPED: Final = [
    # Thousands by one mark, decimals by another; India parts hundreds of thousands by twos.
    lazy_pattern(rf"(\d{{1,3}}(?:{re.escape(mark)}\d{{2,3}})*{re.escape(mark)}\d{{3}})"
               rf"(?:[{re.escape(point)}](\d+))?", re.ASCII)
    for mark, point in _MARKS.items()
]  # fmt: skip
_DECIMAL: Final = re.compile(r"(\d+)[.,](\d*)", re.ASCII)
# A point, or a comma, that cannot part thousands.
_FRACTION: Final = re.compile(r"\d([.,])(?:\d{1,2}|\d{4,})(?!\d)(?![.,'])", re.ASCII)


def number_of(text: str, points_group: bool = False) -> Decimal | None:
    """Return the number that a text is, with its currency; None where it is no number.

    Three digits after a comma are thousands, unless a zero is before it.

    Args:
        text: The text.
        points_group: Whether three digits after a point are thousands, too; see `groups_by_points`.

    >>> number_of("$1,200"), number_of("12,5"), number_of("1.234,50 €"), number_of("1.2K")
    (Decimal('1200'), Decimal('12.5'), Decimal('1234.50'), Decimal('1200.0'))
    """
    if not points_group and _PLAIN.fullmatch(text):
        return Decimal(text)
    found = _AMOUNT.fullmatch(text.translate(_ALIKE))
    if found is None:
        return Decimal(text) if _PLAIN.fullmatch(text) else None
    number = _digits(found["digits"].rstrip(), points_group)
    if number is None or (found["sign"] and found["inner"]):
        return None
    number *= _TIMES[found["times"]] if found["times"] else 1
    return -number if "-" in found["sign"] + found["inner"] else number


def groups_by_points(texts: Iterable[str]) -> bool:
    """Return whether the numbers of a column have decimal commas, so that points part thousands.

    >>> groups_by_points(["12,5", "1.200"])
    True
    """
    marks = {
        mark
        for text in texts
        if _AMOUNT.fullmatch(text.strip().translate(_ALIKE))
        for mark in _FRACTION.findall(text)
    }
    return marks == {","}


def _digits(text: str, points_group: bool) -> Decimal | None:
    """Return the number that digits are, with what parts their groups and their decimals."""
    if text.isdecimal():
        return Decimal(text)
    for mark, grouped in zip(_MARKS, _GROUPED, strict=True):
        found = grouped.fullmatch(text)
        sure = mark != "." or points_group or text.count(".") > 1 or "," in text
        if found and sure and not text.startswith("0"):
            whole = "".join(filter(str.isdecimal, found[1]))
            return Decimal(f"{whole}.{found[2] or 0}" if found[2] else whole)
    decimal = _DECIMAL.fullmatch(text)
    return Decimal(f"{decimal[1]}.{decimal[2] or 0}") if decimal else None
