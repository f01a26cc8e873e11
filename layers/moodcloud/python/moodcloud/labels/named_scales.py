"""What the name of a column says of its numbers: `Note /20`, `(1 = very good, 6 = very bad)`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from moodcloud.labels.ratings import Rating, rating_of
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

# "Note /20", "score (out of 7)", "Note sur 20", "Punkte von 100", "satisfaction (1-7)"; not the
# date of "Rating (as of 11/30)".
_TOP: Final = lazy_pattern(
    r"(?:(?<!\d)(?<!\d\s)/\s*|\b(?:out of|max\.?|sur|von|van|de|su|av|af|z|из|з)\s+"
    r"|(?<![\d/.-])([01])\s?(?:-|to|bis|à|a|~)\s?)(\d{1,3})\s*[)\]]?\s*$",
    re.IGNORECASE,
)
# Five and ten are told by the numbers themselves.
_TOPS: Final = frozenset((4, 6, 7, 20, 30, 100))
_ANCHOR: Final = lazy_pattern(r"(?<!\d)([-+]?\d{1,2})\s*[=:]\s*([^\W\d][^,;/()=\d]*)")
_ENDS: Final = {"best": POSITIVE, "beste": POSITIVE, "worst": NEGATIVE, "schlechteste": NEGATIVE}
# "Gesamtnote (5 Sterne)".
_WITH_A_UNIT: Final = lazy_pattern(r"\d+\s*[^\W\d]+")
_MARK: Final = re.compile(r"([1-6])\s?([+-])")
# German universities give tenths that are thirds, and nothing between 4,0 and 5,0.
_THIRDS: Final = frozenset((10, 13, 17, 20, 23, 27, 30, 33, 37, 40, 50))
_NAMES_OF_MARKS: Final = frozenset(("note", "noten"))
_WORST_MARKS: Final = (5, 6)
_A_THIRD: Final = 0.3
_SIDES: Final = frozenset((POSITIVE, NEGATIVE))


def top_in(column: str) -> tuple[int | None, int] | None:
    """Return the range that a name gives numbers: its least, where it is written, and its top.

    >>> top_in("Note /20"), top_in("How satisfied are you? (1-7)"), top_in("Rating 11/30")
    ((None, 20), (1, 7), None)
    """
    found = _TOP.search(with_plain_minus(column))
    return (int(found[1]) if found[1] else None, int(found[2])) if found else None


def unusual_top(column: str, values: Collection[float]) -> tuple[int | None, int] | None:
    """Return the range that a name gives, where that is unusual and its numbers bear it out."""
    least, top = top_in(column) or (None, 0)
    within = top in _TOPS and min(values) >= (least or 0) and top / 2 < max(values) <= top
    return (least, top) if within else None


def anchors_in(column: str) -> dict[float, str]:
    """Return the sentiments of the numbers that the name of a column explains.

    >>> anchors_in("Service (1 = very good, 6 = very bad)")
    {1.0: 'positive', 6.0: 'negative'}
    """
    found = _ANCHOR.findall(with_plain_minus(column))
    words = ((float(number), folded_label(word.strip(" -+"))) for number, word in found)
    told = {number: _ENDS.get(word) or DEGREES.get(word) for number, word in words}
    return {number: sentiment for number, sentiment in told.items() if sentiment is not None}


def names_school_marks(column: str) -> bool:
    """Return whether a name is that of marks of German or Czech schools, and of no other scale.

    >>> [names_school_marks(name) for name in ("Schulnote", "Gesamtnote (5 Sterne)")]
    [True, False]
    """
    if not is_school_mark(folded_name(column)) or anchors_in(column):
        return False
    least, top = top_in(column) or (1, _WORST_MARKS[0])
    parts = map(rating_of, _WITH_A_UNIT.findall(column))
    return least == 1 and top in _WORST_MARKS and not any(part and part.written for part in parts)


def is_lowest_best(anchors: Mapping[float, str], values: Collection[float]) -> bool:
    """Return whether the anchors of a name say that low numbers are good.

    One end tells it of whole numbers from 1: `1 = positive` may have 0 and -1 beside it.
    """
    good = [number for number, sentiment in anchors.items() if sentiment == POSITIVE]
    bad = [number for number, sentiment in anchors.items() if sentiment == NEGATIVE]
    if good and bad:
        return max(good) < min(bad)
    from_one = min(values) >= 1 and all(float(value).is_integer() for value in values)
    return from_one and ((bool(good) and max(good) == 1) or (bool(bad) and min(bad) > 1))


def meanings_in(column: str, ratings: Collection[Rating]) -> dict[float, str]:
    """Return the sentiments of the numbers that the name of a column tells by itself, if it does.

    What is out of another number, or in stars, is no mark of a school.
    """
    anchors, values = anchors_in(column), {rating.value for rating in ratings}
    unexplained = values - anchors.keys()
    if set(anchors.values()) >= _SIDES and not any(
        min(anchors) < number < max(anchors) for number in unexplained
    ):
        return anchors
    if any(rating.top or rating.written for rating in ratings):
        return {}
    turned = is_lowest_best(anchors, values) and max(anchors) in _WORST_MARKS
    marks = turned or names_school_marks(column) or _are_thirds(column, values)
    return meanings_of_marks(values) if marks else {}


def _are_thirds(column: str, values: Iterable[float]) -> bool:
    """Return whether numbers are marks of German universities: thirds, and no other decimals."""
    tenths = {round(10 * value, 3) for value in values}
    return folded_name(column) in _NAMES_OF_MARKS and {13, 17} <= tenths <= _THIRDS


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


def meanings_of_marks(values: Iterable[float]) -> dict[float, str]:
    """Return the sentiments of those numbers that are marks from 1, the best, to 6."""
    return {
        n: POSITIVE if n <= 2.5 else NEUTRAL if n <= 3.5 else NEGATIVE
        for n in values
        if 1 - _A_THIRD <= n <= _WORST_MARKS[-1] + _A_THIRD
    }
