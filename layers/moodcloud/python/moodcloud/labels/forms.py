"""Ratings that only the other labels of their column tell: `5 - Very satisfied`, `FIVE`, `50`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from moodcloud.labels.named_scales import of_marks
from moodcloud.labels.ratings import Rating, rating_of, short_rating_of, spelled_number
from moodcloud.lexicon.label_words import (
    DEGREES,
    NEGATIVE,
    POSITIVE,
    bare,
    folded_label,
    with_plain_minus,
)

# "5 - Very satisfied", "1 (Poor)", "Excellent (5)".
_BEFORE_WORDS: Final = re.compile(r"\(?(-?\d{1,2})\)?\s*[-:=.)(]\s*[^\W\d].*")
_AFTER_WORDS: Final = re.compile(r"[^\W\d].*?\s*[-:=(]\s*(\d{1,2})\)?")
# What programs call stars, in words of their own: "sml-str40", "squareStar_4". Other words with
# numbers are names: "topic3", "Mood1".
_CLASS: Final = re.compile(
    r"((?:[^\s\d]*(?:[\W_]|[a-z](?=[A-Z])))?(?:[Ss]tars?|str|[Rr]ating|[Ss]core))[\s_-]?(\d{1,2})"
)
# The ends of a scale carry words, and its middle may.
_MOST_ANCHORS: Final = 3
# A number in fewer rows than one in five hundred does not tell against steps.
_COMMON_SHARE: Final = 0.002
# How far stars are apart where programs count them in tens and in hundredths of their width.
_STEPS: Final = (10, 20)
# What programs call them.
_CLASS_OF_STARS: Final = re.compile("bubble|star|rating", re.IGNORECASE)


def ratings_of(labels: Mapping[str, int], *, named: bool, marks: bool = False) -> dict[str, Rating]:
    """Return the ratings that labels say by themselves or beside the others.

    Args:
        labels: Rows of each label as written.
        named: Whether their column is one of ratings.
        marks: Whether it is one of marks of schools, which may have a plus or a minus.
    """
    found = {label: rating for label in labels if (rating := rating_of(label)) is not None}
    found |= of_marks(labels) if marks else {}
    others = [label for label in labels if label not in found]
    if not found and named:
        spelled = {label: number for label in others if (number := spelled_number(label))}
        if spelled:
            return {label: Rating(number) for label, number in spelled.items()}
        found = _of_a_class(labels)
    found |= _with_words(others, found, named=named) | _short_rows(others, found)
    return _in_stars(found, labels, named=named)


def is_upside_down(ratings: Mapping[str, str]) -> bool:
    """Return whether words beside numbers say that the lowest is the best: `1 = very good`."""
    numbered = [label for label in ratings if _numbered(label) is not None]
    both = [(DEGREES.get(folded_label(label)), ratings[label]) for label in numbered]
    told = {pair for pair in both if set(pair) <= {POSITIVE, NEGATIVE}}
    return bool(told) and all(word != number for word, number in told)


def _with_words(
    labels: list[str], beside: Mapping[str, Rating], *, named: bool
) -> dict[str, Rating]:
    """Return the numbers of labels that hold words, too, unless these number things."""
    found = {label: Rating(number) for label in labels if (number := _numbered(label)) is not None}
    # "1-bed" and "2-bed" count beds.
    different = len({re.sub(r"\d", "", label) for label in found}) == len(found)
    anchors = bool(beside) and len(found) <= _MOST_ANCHORS and different
    told = {DEGREES.get(folded_label(label)) for label in found} >= {POSITIVE, NEGATIVE}
    return found if named or anchors or told else {}


def _numbered(label: str) -> float | None:
    text = with_plain_minus(bare(label))
    found = _BEFORE_WORDS.fullmatch(text) or _AFTER_WORDS.fullmatch(text)
    return float(found[1]) if found else None


def _of_a_class(labels: Mapping[str, int]) -> dict[str, Rating]:
    """Return the numbers of labels that are one word and a number: `sml-str10` to `sml-str50`."""
    parted = {label: _CLASS.fullmatch(bare(label)) for label in labels}
    numbers = {label: Rating(float(found[2])) for label, found in parted.items() if found}
    alike = {found[1].casefold() if found else None for found in parted.values()}
    return numbers if len(alike) == 1 else {}


def _short_rows(labels: list[str], beside: Mapping[str, Rating]) -> dict[str, Rating]:
    """Return the ratings of one or two hearts or circles beside longer rows of them."""
    longer = {bare(label)[0] for label in beside}
    rows = [label for label in labels if bare(label)[:1] in longer]
    return {label: rating for label in rows if (rating := short_rating_of(label)) is not None}


def _in_stars(
    ratings: dict[str, Rating], labels: Mapping[str, int], *, named: bool
) -> dict[str, Rating]:
    """Return ratings in stars where they are in tens or twenties of them: `bubble_45`, `80`."""
    least = _COMMON_SHARE * sum(labels.values())
    common = [rating for label, rating in ratings.items() if labels[label] >= least]
    if any(rating.top for rating in common):
        return ratings
    values = {rating.value for rating in common}
    written = bool(common) and all(map(_CLASS_OF_STARS.search, ratings))
    for step in _STEPS:
        all_of_them = values == {float(step * stars) for stars in range(1, 6)}
        halves = all(number % (step / 2) == 0 and step <= number <= 5 * step for number in values)
        if (named and all_of_them) or (written and halves and max(values) >= 4 * step):
            return {
                label: replace(each, value=each.value / step) for label, each in ratings.items()
            }
    return ratings
