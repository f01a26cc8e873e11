"""Numbers as labels: the scale they are of, and decimals by thresholds."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from functools import partial
from typing import Final

from moodcloud.lexicon.label_words import NEGATIVE, NEUTRAL, POSITIVE, bare

# --- Numbers as labels write them: `4`, `4/5`, `4.0 out of 5 stars`, `★★★★☆`, `별점 4점`.

_DIGITS: Final = r"(?P<value>[0-9]{1,9}(?:[.,][0-9]{1,20})?)"
_PLAIN: Final = re.compile(
    r"[-+]?(?:[0-9]{1,9}(?:[.,][0-9]{0,20})?|\.[0-9]{1,20})(?:e-?[0-9]{1,2})?"
)
_OUT_OF: Final = re.compile(
    rf"\D{{0,12}}?{_DIGITS}\s*(?:/|out of|von|sur|de|su|из)\s*"
    r"(?P<top>5|10)(?:\.0+)?\s*[^\W\d]{0,12}"
)
_STARS: Final = re.compile(
    rf"(?:별점|평점|rated|rating)?[\s:]*{_DIGITS}\s*(?:stars?|점|sterne?|étoiles?|estrellas?"
    r"|estrelas?|stell[ae]|つ星|星|звезд[аы]?|★|⭐|☆)"
)
_GLYPHS: Final = re.compile(r"[★⭐🌟✩☆½\s]+")
_LONGEST: Final = 60
_COUNTED: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


@dataclass(frozen=True)
class Rating:
    """A label that says a number: `value`, of at most `top` where it says so.

    `written` tells whether more than a number is written: stars, points, what it is out of.
    """

    value: float
    top: int | None = None
    written: bool = False


def rating_of(label: str) -> Rating | None:
    """Return the number a label says: `4`, `4/5`, `4.0 out of 5 stars`, `★★★★☆`, `별점 4점`."""
    if len(label) > _LONGEST:
        return None
    label = unicodedata.normalize("NFKC", bare(label).replace("\ufe0f", "")).strip().casefold()
    if _PLAIN.fullmatch(label):
        return Rating(float(label.replace(",", ".")))
    if _GLYPHS.fullmatch(label):
        return _glyphs("".join(label.split()))
    if found := _OUT_OF.fullmatch(label):
        return Rating(_number(found), int(found["top"]), written=True)
    found = _STARS.fullmatch(label)
    return Rating(_number(found), written=True) if found else _spelled(label)


def _spelled(label: str) -> Rating | None:
    count, _, unit = label.partition(" ")
    known = count in _COUNTED and unit in ("star", "stars")
    return Rating(_COUNTED[count], written=True) if known else None


def _number(found: re.Match[str]) -> float:
    return float(found["value"].replace(",", "."))


def _glyphs(stars: str) -> Rating:
    empty = stars.count("☆") + stars.count("✩")
    half = stars.count("½")
    full = len(stars) - empty - half
    return Rating(full + half / 2, full + half + empty if empty else None, written=True)


# --- Numbers as labels: the scale they are of, and decimals by thresholds.

# Fewer rows than one in five hundred decide nothing about a scale.
_COMMON_SHARE: Final = 0.002

Scale = Mapping[float, str]
_TRUTH: Final = frozenset((0.0, 1.0))
# Each with the labels without which it may be another.
_SMALL: Final[tuple[tuple[Scale, frozenset[float]], ...]] = (
    ({0.0: NEGATIVE, 1.0: POSITIVE}, _TRUTH),
    ({-1.0: NEGATIVE, 0.0: NEUTRAL, 1.0: POSITIVE}, frozenset((-1.0,))),
    ({0.0: NEGATIVE, 2.0: NEUTRAL, 4.0: POSITIVE}, frozenset((0.0, 4.0))),
)
# Of a column named as marks, where all five are there: class numbers look the same.
_FROM_ZERO: Final[Scale] = {
    0.0: NEGATIVE,
    1.0: NEGATIVE,
    2.0: NEUTRAL,
    3.0: POSITIVE,
    4.0: POSITIVE,
}
_FIVE: Final[Scale] = {1.0: NEGATIVE, 2.0: NEGATIVE, 3.0: NEUTRAL, 4.0: POSITIVE, 5.0: POSITIVE}
# Of a column named as marks, too.
_SEVEN: Final[Scale] = {
    float(n): NEGATIVE if n <= 3 else NEUTRAL if n == 4 else POSITIVE for n in range(1, 8)
}
# A common 0 is no star given, or the lowest mark: who can tell. It is a group of its own.
_ZERO_TO_FIVE: Final[Scale] = {0.0: "0", **_FIVE}
_TEN: Final[Scale] = {
    float(n): NEGATIVE if n <= 4 else NEUTRAL if n <= 8 else POSITIVE for n in range(1, 11)
}
# Detractors, passives and promoters of the Net Promoter Score.
_PROMOTERS: Final[Scale] = {
    float(n): NEGATIVE if n <= 6 else NEUTRAL if n <= 8 else POSITIVE for n in range(11)
}
# Marks that are no whole numbers: least, greatest, up to where negative, from where positive.
_RANGES: Final = (
    (0.0, 1.0, 0.4, 0.6),
    (-1.0, 1.0, -0.05, 0.05),
    (0.0, 5.0, 2.5, 3.5),
    (0.0, 10.0, 4.9, 7.0),
)


@dataclass(frozen=True)
class Named:
    """What the name of a column says about the numbers in it.

    Attributes:
        rating: The column is one of marks: for its name, or because it was asked for.
        marks: The name is that of a rating or a score.
        promoters: It is that of a Net Promoter Score, or asks whether one would recommend.
    """

    rating: bool = False
    marks: bool = False
    promoters: bool = False


def read_ratings(labels: Mapping[str, int], named: Named, few: int) -> dict[str, str] | None:
    """Return the sentiment of each label that is a number of the scale which fits nearly all rows.

    Args:
        labels: Rows of each label as written.
        named: What the column's name says.
        few: As many rows may have labels that are not of the scale.

    Returns:
        None where no scale fits.
    """
    ratings = {label: found for label in labels if (found := rating_of(label)) is not None}
    total = sum(labels.values())
    rows: Counter[float] = Counter()
    for label, rating in ratings.items():
        rows[rating.value] += labels[label]
    if not rows or total - rows.total() > few:
        return None
    tops = {rating.top for rating in ratings.values() if rating.top is not None}
    written = bool(tops) or all(rating.written for rating in ratings.values())
    if len(tops) > 1 or tops - {5, 10}:
        return None
    judge = _whole(rows, named, few, total, written, max(tops, default=None))
    if judge is None and (named.rating or written):
        judge = _decimal(rows, few, total, max(tops, default=None))
    if judge is None:
        return None
    judged = {label: judge(rating.value) for label, rating in ratings.items()}
    return {label: sentiment for label, sentiment in judged.items() if sentiment}


def _whole(
    rows: Counter[float], named: Named, few: int, total: int, written: bool, top: int | None
) -> Callable[[float], str | None] | None:
    """Return the scale of whole numbers that fits, if one does."""
    common = {value for value in rows if rows[value] >= _COMMON_SHARE * total}
    to_ten = _PROMOTERS if 0 in common or named.promoters else _TEN
    scales = [
        scale
        for scale, ends in _SMALL
        # 1 alone among marks may be the lowest of five; elsewhere 1 is good and 0 is bad.
        if not written and (ends <= rows.keys() or (ends == _TRUTH and not named.marks))
    ]
    if named.rating and not written:
        scales += [each for each in (_FROM_ZERO, _ZERO_TO_FIVE, _SEVEN) if common == each.keys()]
    scales += [_FIVE] if top != 10 and _reaches_five(common, written) else []
    scales += [to_ten] if top != 5 and (top == 10 or _reaches_ten(common, named, written)) else []
    for scale in scales:
        if common <= scale.keys() and total - _within(rows, scale) <= few:
            return scale.get
    # One 0 among stars says that no star was given; where it is common it is a label. The scale
    # must be there beside it: its highest number, and most of what is written.
    for scale, tip in ((_FIVE, 5), (to_ten, 9)):
        known = [value for value in rows if value in scale]
        if (
            scale in scales
            and total - _within(rows, scale) <= few
            and len(known) >= 3
            and len(known) > len(rows) - len(known)
            and max(known) >= tip
        ):
            return scale.get
    return None


def _reaches_five(common: Set[float], written: bool) -> bool:
    """Tell whether marks may be of five: 1, 2 and 3 may as well be classes."""
    return written or max(common, default=0) >= 4


def _reaches_ten(common: Set[float], named: Named, written: bool) -> bool:
    """Tell whether marks may be of ten, rather than classes that happen to be many."""
    highest = max(common, default=0)
    if named.promoters and (0 in common or highest > 5):
        return True
    return (written and highest > 5) or highest == 10 or (named.rating and highest == 9)


def _within(rows: Counter[float], scale: Scale) -> int:
    return sum(count for value, count in rows.items() if value in scale)


def _decimal(
    rows: Counter[float], few: int, total: int, top: int | None
) -> Callable[[float], str | None] | None:
    """Return thresholds for marks that are no whole numbers, by the range they are in."""
    whole = sum(count for value, count in rows.items() if value.is_integer())
    if total - whole <= min(few, total // 2):
        return None
    ranges = [each for each in _RANGES if top in (None, each[1])]
    for outside in (0, few):
        for least, greatest, low, high in ranges:
            within = sum(count for value, count in rows.items() if least <= value <= greatest)
            if total - within <= outside + total - rows.total():
                return partial(_judged, least=least, greatest=greatest, low=low, high=high)
    return None


def _judged(value: float, *, least: float, greatest: float, low: float, high: float) -> str | None:
    if not least <= value <= greatest:
        return None
    return NEGATIVE if value <= low else POSITIVE if value >= high else NEUTRAL
