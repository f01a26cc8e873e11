"""What the name of a column says of its numbers: `Note /20`, `(1 = very good, 6 = very bad)`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from moodcloud.labels.ratings import Rating
from moodcloud.lexicon.column_names import folded_name, is_school_mark
from moodcloud.lexicon.label_words import (
    DEGREES,
    NEGATIVE,
    NEUTRAL,
    POSITIVE,
    folded_label,
    with_plain_minus,
)
from moodcloud.patterns import lazy_pattern

# "Note /20", "score (out of 7)", "Note sur 20", "Punkte von 100", "satisfaction (1-7)".
_TOP: Final = lazy_pattern(
    r"(?:/\s*|\b(?:out of|sur|von|van|de|su|av|af|z|из|з)\s+|(?<!\d)[01]\s?(?:-|to|bis|à|a|~)\s?)"
    r"(\d{1,3})\s*[)\]]?\s*$",
    re.IGNORECASE,
)
# Five and ten are told by the numbers themselves.
_TOPS: Final = frozenset((4, 6, 7, 20, 30, 100))
_ANCHOR: Final = lazy_pattern(r"(?<!\d)(\d{1,2})\s*[=:]\s*([^\W\d][^,;/()=\d]*)")
_MARK: Final = re.compile(r"([1-6])\s?([+-])")
# German universities give tenths that are thirds: 1,0 1,3 1,7 2,0.
_THIRDS: Final = frozenset((10, 13, 17, 20, 23, 27, 30, 33, 37, 40, 43, 47, 50, 60))
_NAMES_OF_MARKS: Final = frozenset(("note", "noten", "grade"))
_LARGEST_MARK: Final = 6
_A_THIRD: Final = 0.3


def top_in(column: str) -> int | None:
    """Return what the name of a column says its numbers are out of, where that is unusual.

    >>> top_in("Note /20"), top_in("How satisfied are you? (1-7)"), top_in("Rating (1-5)")
    (20, 7, None)
    """
    found = _TOP.search(with_plain_minus(column))
    return int(found[1]) if found and int(found[1]) in _TOPS else None


def says_lowest_is_best(column: str) -> bool:
    """Return whether a name says that low numbers are good: a mark of German or Czech schools.

    >>> says_lowest_is_best("Schulnote"), says_lowest_is_best("Service (1 = very good, 6 = bad)")
    (True, True)
    >>> says_lowest_is_best("Service (1 = very bad, 6 = very good)")
    False
    """
    anchors = [(int(number), word.strip()) for number, word in _ANCHOR.findall(column)]
    told = {(number, DEGREES.get(folded_label(word))) for number, word in anchors}
    ends = {(number > 1, sentiment) for number, sentiment in told if sentiment != NEUTRAL}
    known = {end for end in ends if end[1] is not None}
    if known:
        return known <= {(False, POSITIVE), (True, NEGATIVE)}
    return is_school_mark(folded_name(column))


def are_thirds(column: str, values: Iterable[float]) -> bool:
    """Return whether numbers are marks of German universities: thirds, and no other decimals."""
    if _NAMES_OF_MARKS.isdisjoint(folded_name(column).split("_")):
        return False
    tenths = {round(10 * value, 3) for value in values}
    return {3, 7} <= {tenth % 10 for tenth in tenths} and tenths <= _THIRDS


def of_marks(labels: Iterable[str]) -> dict[str, Rating]:
    """Return the marks that teachers write with a plus or a minus, the better a little lower.

    >>> of_marks(["2+", "2-", "2"])
    {'2+': Rating(value=1.7, top=None, written=False), '2-': Rating(value=2.3, top=None, \
written=False)}
    """
    parted = {label: _MARK.fullmatch(with_plain_minus(label.strip())) for label in labels}
    return {
        label: Rating(round(int(found[1]) + (_A_THIRD if found[2] == "-" else -_A_THIRD), 1))
        for label, found in parted.items()
        if found
    }


def meanings_of_marks(values: Iterable[float]) -> dict[float, str] | None:
    """Return the sentiments of marks from 1, the best, to 6; None where numbers are no such."""
    found = list(values)
    if not found or min(found) < 1 - _A_THIRD or max(found) > _LARGEST_MARK + _A_THIRD:
        return None
    return {n: POSITIVE if n <= 2.5 else NEUTRAL if n <= 3.5 else NEGATIVE for n in found}
