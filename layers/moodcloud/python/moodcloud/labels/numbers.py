"""Numbers as labels: how people write them, and the scale they are of."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from moodcloud.lexicon.column_names import is_rating_name, is_recommendation_name
from moodcloud.lexicon.label_words import NEGATIVE, NEUTRAL, POSITIVE, bare

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
_SPELLED: Final = {"one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0}


@dataclass(frozen=True)
class Rating:
    """A label that says a number.

    Attributes:
        value: The number.
        top: What it is out of, where the label says so.
        written: Whether more than a number is written: stars, points, what it is out of.
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
    if found := _STARS.fullmatch(label):
        return Rating(_number(found), written=True)
    count, _, unit = label.partition(" ")
    known = count in _SPELLED and unit in ("star", "stars")
    return Rating(_SPELLED[count], written=True) if known else None


def _number(found: re.Match[str]) -> float:
    return float(found["value"].replace(",", "."))


def _glyphs(stars: str) -> Rating:
    empty = stars.count("☆") + stars.count("✩")
    half = stars.count("½")
    full = len(stars) - empty - half
    return Rating(full + half / 2, full + half + empty if empty else None, written=True)


# A number in fewer rows than one in five hundred decides nothing about the scale.
_COMMON_SHARE: Final = 0.002
# The sentiment of each number of a scale.
_Meanings = Mapping[float, str]


def _meant(value: float, negative_to: float, positive_from: float) -> str:
    return NEGATIVE if value <= negative_to else POSITIVE if value >= positive_from else NEUTRAL


def _scale(numbers: Iterable[int], negative_to: int, positive_from: int) -> _Meanings:
    return {float(number): _meant(number, negative_to, positive_from) for number in numbers}


_TRUTH: Final = _scale((0, 1), 0, 1)
_SIGNS: Final = _scale((-1, 0, 1), -1, 1)
_EVEN: Final = _scale((0, 2, 4), 0, 4)
_FIVE: Final = _scale(range(1, 6), 2, 4)
# These three need a column named as ratings that holds all of their numbers: class numbers look
# the same. A common 0 beside 1 to 5 may be no star given or the lowest mark, so it is a group.
_ZERO_TO_FOUR: Final = _scale(range(5), 1, 3)
_ZERO_TO_FIVE: Final = {0.0: "0", **_FIVE}
_SEVEN: Final = _scale(range(1, 8), 3, 5)
_TEN: Final = _scale(range(1, 11), 4, 9)
# Detractors, passives and promoters of the Net Promoter Score.
_PROMOTERS: Final = _scale(range(11), 6, 9)
# Ratings with decimals: the least, the greatest, up to where negative, from where positive.
_RANGES: Final = (
    (0.0, 1.0, 0.4, 0.6),
    (-1.0, 1.0, -0.05, 0.05),
    (0.0, 5.0, 2.5, 3.5),
    (0.0, 10.0, 4.9, 7.0),
)


def read_numbers(
    labels: Mapping[str, int], name: str, few: int, *, asked: bool
) -> dict[str, str] | None:
    """Return the sentiment of each label that is a number of the scale which fits nearly all rows.

    Args:
        labels: Rows of each label as written.
        name: Folded name of their column.
        few: How many rows may have labels that are not of the scale.
        asked: Whether the column was asked for: its numbers are ratings whatever its name.

    Returns:
        None where no scale fits.
    """
    ratings = {label: found for label in labels if (found := rating_of(label)) is not None}
    rows: Counter[float] = Counter()
    for label, rating in ratings.items():
        rows[rating.value] += labels[label]
    total = sum(labels.values())
    tops = {rating.top for rating in ratings.values() if rating.top is not None}
    if not rows or total - rows.total() > few or len(tops) > 1 or not tops <= {5, 10}:
        return None
    written = bool(tops) or all(rating.written for rating in ratings.values())
    numbers = _Numbers(rows, total, few, max(tops, default=None), written, name, asked)
    scale = numbers.whole_scale() or numbers.decimal_scale()
    if scale is None:
        return None
    return {label: scale[each.value] for label, each in ratings.items() if each.value in scale}


@dataclass(frozen=True)
class _Numbers:
    """The numbers in a column, and what tells which scale they are of.

    Attributes:
        rows: Rows of each number.
        total: Rows of the column, among them those whose label is not a number.
        few: How many rows may have labels that are not of the scale.
        top: What the labels say they are out of.
        written: Whether the labels say that they are ratings.
        name: Folded name of the column.
        asked: Whether the column was asked for.
    """

    rows: Counter[float]
    total: int
    few: int
    top: int | None
    written: bool
    name: str
    asked: bool

    @cached_property
    def _is_rating(self) -> bool:
        return self.asked or is_rating_name(self.name)

    @cached_property
    def _asks_for_promoters(self) -> bool:
        return is_recommendation_name(self.name)

    @cached_property
    def _common(self) -> set[float]:
        return {number for number in self.rows if self.rows[number] >= _COMMON_SHARE * self.total}

    def _fits(self, scale: _Meanings) -> bool:
        within = sum(rows for number, rows in self.rows.items() if number in scale)
        return self.total - within <= self.few

    def whole_scale(self) -> _Meanings | None:
        """Return the scale of whole numbers that fits, if one does."""
        to_ten = _PROMOTERS if 0 in self._common or self._asks_for_promoters else _TEN
        scales = [] if self.written else self._plain_scales()
        scales += [_FIVE] if self._reaches_five() else []
        scales += [to_ten] if self._reaches_ten() else []
        for scale in scales:
            if self._common <= scale.keys() and self._fits(scale):
                return scale
        # One 0 among stars says that no star was given; where it is common it is a label. The scale
        # must be there beside it: its highest numbers, and most of what is written.
        for scale, least_top in ((_FIVE, 5), (to_ten, 9)):
            known = [number for number in self.rows if number in scale]
            enough = len(known) >= 3 and 2 * len(known) > len(self.rows)
            if scale in scales and self._fits(scale) and enough and max(known) >= least_top:
                return scale
        return None

    def _plain_scales(self) -> list[_Meanings]:
        """Return the scales of numbers that do not say they are ratings."""
        found = self.rows.keys()
        scales = []
        # 1 alone among ratings may be the lowest of five; elsewhere 1 is good and 0 is bad.
        if {0, 1} <= found or not is_rating_name(self.name):
            scales.append(_TRUTH)
        if -1 in found:
            scales.append(_SIGNS)
        if {0, 4} <= found:
            scales.append(_EVEN)
        if self._is_rating:
            complete = (_ZERO_TO_FOUR, _ZERO_TO_FIVE, _SEVEN)
            scales += [each for each in complete if self._common == each.keys()]
        return scales

    def _reaches_five(self) -> bool:
        """Return whether ratings may be of five: 1, 2 and 3 may as well be classes."""
        return self.top != 10 and (self.written or max(self._common, default=0) >= 4)

    def _reaches_ten(self) -> bool:
        """Return whether ratings may be of ten, rather than classes that happen to be many."""
        if self.top is not None:
            return self.top == 10
        highest = max(self._common, default=0)
        if self._asks_for_promoters and (0 in self._common or highest > 5):
            return True
        return (self.written and highest > 5) or highest == 10 or (self._is_rating and highest == 9)

    def decimal_scale(self) -> _Meanings | None:
        """Return the meanings of ratings that are not whole numbers, by the range they are in."""
        if not (self._is_rating or self.written):
            return None
        whole = sum(rows for number, rows in self.rows.items() if number.is_integer())
        if self.total - whole <= min(self.few, self.total // 2):
            return None
        for outside in (0, self.few):
            for least, greatest, negative_to, positive_from in _RANGES:
                within = [number for number in self.rows if least <= number <= greatest]
                rows = sum(self.rows[number] for number in within)
                if self.top in (None, greatest) and self.rows.total() - rows <= outside:
                    return {n: _meant(n, negative_to, positive_from) for n in within}
        return None
