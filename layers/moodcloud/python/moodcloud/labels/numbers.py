"""Numbers as labels: the scale that the numbers of a column are of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from moodcloud.labels.forms import ratings_of
from moodcloud.labels.named_scales import (
    anchors_in,
    is_lowest_best,
    meanings_in,
    names_school_marks,
    unusual_top,
)
from moodcloud.labels.ratings import Rating
from moodcloud.lexicon.column_names import (
    folded_name,
    is_rating_name,
    is_recommendation_name,
    says_sentiment,
    sentiment_name_score,
)
from moodcloud.lexicon.label_words import NEGATIVE, NEUTRAL, POSITIVE

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
# Where the name says sentiment, or a model wrote LABEL_0: elsewhere these may be any classes.
_THREE: Final = _scale(range(3), 0, 2)
# The greatest number of a scale with as many numbers below zero as above.
_GREATEST_SIGNED: Final = 10
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
# Marks out of more than this have the thresholds of decimals up to ten, in proportion.
_FEW_STEPS: Final = 7


def read_numbers(
    labels: Mapping[str, int], column: str, few: int, *, asked: bool
) -> dict[str, str] | None:
    """Return the sentiment of each label that is a number of the scale which fits nearly all rows.

    Args:
        labels: Rows of each label as written.
        column: Name of their column.
        few: How many rows may have labels that are not of the scale.
        asked: Whether the column was asked for: its numbers are ratings whatever its name.

    Returns:
        None where no scale fits.
    """
    name, anchors = folded_name(column), anchors_in(column)
    marks = names_school_marks(column) or bool(anchors)
    ratings = ratings_of(labels, named=asked or marks or is_rating_name(name), marks=marks)
    rows: Counter[float] = Counter()
    for label, rating in ratings.items():
        rows[rating.value] += labels[label]
    total = sum(labels.values())
    tops = {rating.top for rating in ratings.values() if rating.top is not None}
    if not rows or total - rows.total() > few or len(tops) > 1:
        return None
    telling = [rating.written for rating in ratings.values() if rating.top or not tops]
    written = all(telling)
    meanings = meanings_in(column, ratings.values())
    if meanings and total - sum(rows[number] for number in meanings) <= few:
        return _of_the_scale(ratings, meanings)
    classes = all(label.casefold().startswith("label_") for label in ratings)
    numbers = _Numbers(rows, total, few, max(tops, default=None), written, classes, name, asked)
    scale = numbers.scale(None if tops else unusual_top(column, rows.keys()))
    if scale is None:
        return None
    found = _of_the_scale(ratings, scale)
    return opposite(found) if is_lowest_best(anchors, rows.keys()) else found


def _of_the_scale(ratings: Mapping[str, Rating], scale: _Meanings) -> dict[str, str]:
    return {label: scale[each.value] for label, each in ratings.items() if each.value in scale}


def opposite(ratings: Mapping[str, str]) -> dict[str, str]:
    """Return what labels mean where low numbers are good."""
    turned = {POSITIVE: NEGATIVE, NEGATIVE: POSITIVE}
    return {label: turned.get(each, each) for label, each in ratings.items()}


@dataclass(frozen=True)
class _Numbers:
    """The numbers in a column, and what tells which scale they are of.

    Attributes:
        rows: Rows of each number.
        total: Rows of the column, among them those whose label is not a number.
        few: How many rows may have labels that are not of the scale.
        top: What the labels say they are out of.
        written: Whether the labels say that they are ratings.
        classes: Whether a model wrote the labels: LABEL_0.
        name: Folded name of the column.
        asked: Whether the column was asked for.
    """

    rows: Counter[float]
    total: int
    few: int
    top: int | None
    written: bool
    classes: bool
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

    def scale(self, named: tuple[int | None, int] | None) -> _Meanings | None:
        """Return the scale that fits, if one does.

        Args:
            named: The range in the name of the column: its least, where it is written, and its top.
                A top alone is believed where no other scale fits.
        """
        least, top = named or (None, None)
        by_name = self._out_of(top, least) if top is not None else None
        if by_name and least is not None:
            return by_name
        return self._whole_scale() or self._decimal_scale() or by_name

    def _whole_scale(self) -> _Meanings | None:
        """Return the scale of whole numbers that fits, if one does."""
        if self.top not in (None, 5, 10):
            return self._out_of(self.top)
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
        if self._common == _THREE.keys() and (self.classes or says_sentiment(self.name)):
            scales.append(_THREE)
        if self.asked or sentiment_name_score(self.name) > 0:
            scales += self._signed()
        if self._is_rating:
            complete = (_ZERO_TO_FOUR, _ZERO_TO_FIVE, _SEVEN)
            scales += [each for each in complete if self._common == each.keys()]
        return scales

    def _signed(self) -> list[_Meanings]:
        """Return the scale of whole numbers on both sides of zero, if they are.

        Beside 1 to 5 a lone -1 says that there is no rating: the sides are about equally long.
        """
        below, above = -min(self._common, default=0), max(self._common, default=0)
        if max(below, above) > min(_GREATEST_SIGNED, 2 * below, 2 * above):
            return []
        return [_scale(range(-_GREATEST_SIGNED, _GREATEST_SIGNED + 1), -1, 1)]

    def _out_of(self, top: int, least: int | None = None) -> _Meanings | None:
        """Return the meanings of marks out of other numbers than five and ten.

        A percentage may tell of anything: without the name of a rating it counts where it is of
        steps of ten and on both sides, as stores write stars.
        """
        steps = top <= _FEW_STEPS or all(10 * number % top == 0 for number in self.rows)
        both_sides = min(self.rows) <= 0.4 * top and max(self.rows) >= 0.8 * top
        if not self._is_rating and not (self.written and steps and both_sides):
            return None
        middle = (int(0 not in self._common) if least is None else least) / 2 + top / 2
        few_steps = (middle - 0.5, middle + 0.5)
        bounds = few_steps if top <= _FEW_STEPS else (0.49 * top, 0.7 * top)
        return {number: _meant(number, *bounds) for number in self.rows}

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

    def _decimal_scale(self) -> _Meanings | None:
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
