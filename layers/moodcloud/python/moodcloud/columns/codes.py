"""Ids, codes and dates: values of a table that are neither texts nor sentiments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection
from functools import cache
from typing import Final

from moodcloud.lexicon import read_lexicon, words_of
from moodcloud.patterns import lazy_pattern

# Longer values are no dates, and no codes: a long hash has 128 digits.
_LONGEST: Final = 60
_LONGEST_CODE: Final = 130
# A column is one of codes or dates where more of its values are: some are noted in other ways.
_MOST: Final = 0.5
# One token with a digit (B0CLB4XLCF, a UUID, a hash), or a short word and a number (ORD 2231,
# "Ticket #5"). Only ASCII: languages without spaces write whole sentences as one token.
_CODE: Final = re.compile(
    r"[\w.:/#+|&-]*\d[\w.:/#+|&-]*|[a-z]{1,8}\.?[\s#:_-]*\+?\d[\d().\s-]*", re.IGNORECASE | re.ASCII
)
_HEXADECIMAL: Final = re.compile(r"[0-9a-f]{8}[0-9a-f-]*", re.IGNORECASE)
_DATE: Final = lazy_pattern(
    r"""
    \b\d{1,2}:\d{2}\b                                       # a time of day
    | \b(?:19|20)\d\d\s?[-/.年년]\s?\d{1,2}(?!\d)            # 2026-05-01
    | \b\d{1,2}[-/.]\s?(?:\d{1,2}|[^\W\d]{3,9})[-/.]\s?(?:\d\d){1,2}\b    # 1.5.2026, 01-May-26
    | \b\d{1,2}(?:st|nd|rd|th|\.)?\s(?:de\s)?[^\W\d]{3,12}\.?,?\s(?:de\s)?(?:19|20)\d\d\b  # 1 May
    | \b[^\W\d]{3,12}\.?\s(?:\d{1,2}(?:st|nd|rd|th)?,?\s)?(?:19|20)\d\d\b  # May 1, 2026; May 2026
    """,
    re.VERBOSE,
)
_WORD: Final = re.compile(r"[^\W\d_]+")
# A day, a month and a time zone: what holds more words is a text that mentions a date.
_MOST_WORDS: Final = 3
# What is between the words of a date.
_BETWEEN: Final = re.compile(r"[\d\s+~.,()/·•<>-]+")


def what_is_noted(values: Collection[str]) -> str | None:
    """Return what most values note down where they are no texts.

    >>> what_is_noted(["SKU-123", "B0CLB4XLCF"]), what_is_noted(["lovely", "never again"])
    ('ids or codes', None)
    """
    if _most(values, _is_code):
        return "ids or codes"
    return "dates" if are_dates(values) else None


def are_dates(values: Collection[str]) -> bool:
    """Return whether most values are dates, also such as are told from today.

    >>> are_dates(["2026-05-01", "1 May 2026"]), are_dates(["3 weeks ago"]), are_dates(["4년 전"])
    (True, True, True)
    """
    return _most(values, _is_date)


def _most(values: Collection[str], test: Callable[[str], bool]) -> bool:
    rows = Counter(value.strip() for value in values)
    found, left = 0, len(values)
    for value, count in rows.items():
        # What is left cannot make them most: texts are known after half of them.
        if found + left <= _MOST * len(values):
            return False
        found += count * test(value)
        left -= count
    return found > _MOST * len(values)


def _is_code(value: str) -> bool:
    short = len(value) <= _LONGEST_CODE
    return short and bool(_CODE.fullmatch(value) or _HEXADECIMAL.fullmatch(value))


def _is_date(value: str) -> bool:
    if len(value) > _LONGEST or value.isdecimal():
        return False
    if len(_WORD.findall(value)) <= _MOST_WORDS and _DATE.search(value):
        return True
    return _is_relative_date(" ".join(value.casefold().split()))


def _is_relative_date(value: str) -> bool:
    """Return whether a folded value is a date told from today: `3 weeks ago`, `yesterday`."""
    lists = _relative_words()
    if value in lists["days"]:
        return True
    runs: list[str] = []
    for run in filter(None, _BETWEEN.split(value)):
        parts = _parts(run)
        if not lists["known"].issuperset(parts):
            return False
        runs += parts
    spaced = f" {' '.join(runs)} "
    return not lists["units"].isdisjoint(runs) and any(
        f" {anchor} " in spaced for anchor in lists["anchors"]
    )


def _parts(run: str) -> list[str]:
    """Return the two words that are written as one (`日前`), or the one."""
    lists = _relative_words()
    if run not in lists["known"]:
        for i in range(1, len(run)):
            if run[:i] in lists["units"] and run[i:] in lists["anchors"]:
                return [run[:i], run[i:]]
    return [run]


@cache
def _relative_words() -> dict[str, frozenset[str]]:
    lists = {
        name: [word.casefold() for word in words_of(languages)]
        for name, languages in read_lexicon("relative_dates").items()
    }
    spoken = [word for name in ("units", "anchors", "fillers") for word in lists[name]]
    # An anchor may be of several words, which are known one by one.
    known = {part for word in spoken for part in word.split()}
    return {name: frozenset(words) for name, words in lists.items()} | {"known": frozenset(known)}
