"""Labels as written to sentiments: by the one scale that fits them, or as groups of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from moodcloud.labels.numbers import Named, rating_of, read_ratings
from moodcloud.lexicon.column_names import (
    asks_for,
    folded_name,
    is_rating_name,
    is_recommendation_name,
    sentiment_name_score,
)
from moodcloud.lexicon.label_words import (
    DEGREES,
    GRADES,
    LETTERS,
    NEGATIVE,
    NEUTRAL,
    POSITIVE,
    SENTIMENTS,
    TRUTH,
    YES_IS_BAD,
    YES_IS_GOOD,
    bare,
    folded_label,
)
from moodcloud.options import Options
from moodcloud.tabular.na_values import has_label
from moodcloud.tabular.reader import TooManyLabels
from moodcloud.tabular.rows import MAX_GROUPS

# --- Which scale the labels of a column are of: the first that nearly all its rows fit.

# In a large file labels of no more rows than one in a hundred are strays, not groups.
_STRAY_SHARE: Final = 0.01
# A sample may hold a larger share of strays than the file.
_SAMPLE_STRAY_SHARE: Final = 0.05
# In a small file a few rows are: not more than these, one in ten beside numbers, one in twenty
# beside words, which may well be labels of their own.
_FEW: Final = 5
_FEW_BESIDE_NUMBERS: Final = 0.1
_FEW_BESIDE_WORDS: Final = 0.05


class Kind(Enum):
    """What labels are: the plainer they speak of sentiments, the better."""

    SENTIMENTS = "words for sentiments"
    DEGREES = "words for degrees"
    ANSWERS = "yes and no, where the column's name says to what"
    TRUTH = "true and false, which say of many things whether they are so"
    NUMBERS = "numbers"


@dataclass(frozen=True)
class Scale:
    """How the labels of a column are read.

    Attributes:
        kind: What they are.
        sentiments: The sentiment of each label understood, as written.
    """

    kind: Kind
    sentiments: dict[str, str]


def held(labels: Mapping[str, int]) -> dict[str, int]:
    """Return the labels that are none of a missing value; a minus is one beside a plus."""
    signs = any(label.strip() == "+" for label in labels)
    return {
        label: rows
        for label, rows in labels.items()
        if has_label(label) or (signs and label.strip() == "-")
    }


def scale_of(
    labels: Mapping[str, int], column: str, *, asked: bool = False, sample: bool = False
) -> Scale | None:
    """Return the scale that fits nearly all rows; None where the labels are things of their own.

    Args:
        labels: Rows of each label as written, none that marks a missing value.
        column: Name of their column; empty, or a number, where there is none.
        asked: Whether the column was asked for, so its numbers are marks whatever its name.
        sample: Whether these are rows of a sample.
    """
    name = folded_name(column)
    total = sum(labels.values())
    large = (_SAMPLE_STRAY_SHARE if sample else _STRAY_SHARE) * total
    keys = {label: _spoken(label) for label in labels}
    for kind, words in _vocabularies(name):
        found = {label: words[key] for label, key in keys.items() if key in words}
        if _fits(found, labels, large):
            return Scale(kind, _with_degrees(found, keys) if kind is Kind.SENTIMENTS else found)
    few = max(large, min(_FEW, _FEW_BESIDE_NUMBERS * total), float(total >= _FEW))
    marks = is_rating_name(name)
    named = Named(asked or marks, marks, is_recommendation_name(name))
    ratings = read_ratings(labels, named, int(few))
    if ratings is None:
        return None
    # The more of something bad, the worse.
    bad = asks_for(name) == NEGATIVE
    return Scale(Kind.NUMBERS, _turned(ratings) if bad else ratings)


def _with_degrees(found: dict[str, str], keys: Mapping[str, str]) -> dict[str, str]:
    """Add degrees of the sentiments found: `very positive`, but not `unsure`."""
    plain = tuple({keys[label] for label in found})
    graded = {label: key for label, key in keys.items() if key.endswith(plain)}
    return {label: DEGREES[key] for label, key in graded.items() if key in DEGREES} | found


def _turned(ratings: Mapping[str, str]) -> dict[str, str]:
    other = {POSITIVE: NEGATIVE, NEGATIVE: POSITIVE}
    return {label: other.get(sentiment, sentiment) for label, sentiment in ratings.items()}


def _vocabularies(name: str) -> list[tuple[Kind, Mapping[str, str]]]:
    """Return the words that labels of a column of this name may be, the plainest first."""
    named = sentiment_name_score(name) > 0
    asks = asks_for(name)
    answers = {POSITIVE: YES_IS_GOOD, NEGATIVE: YES_IS_BAD}.get(asks or "")
    vocabularies: list[tuple[Kind, Mapping[str, str]]] = [
        (Kind.SENTIMENTS, SENTIMENTS),
        (Kind.DEGREES, DEGREES | LETTERS if named and not answers else DEGREES),
    ]
    if "grade" in name.split("_") or is_rating_name(name):
        vocabularies.append((Kind.DEGREES, GRADES))
    if answers:
        vocabularies.append((Kind.ANSWERS, answers))
    return [*vocabularies, (Kind.TRUTH, TRUTH)]


def _fits(found: Mapping[str, str], labels: Mapping[str, int], large: float) -> bool:
    """Tell whether the labels found are so nearly all that the others are strays."""
    if not found:
        return False
    total = sum(labels.values())
    strays = total - sum(labels[label] for label in found)
    if strays <= large:
        return True
    few = min(_FEW, _FEW_BESIDE_WORDS * total)
    return strays <= few and len(found) > max(1, len(labels) - len(found))


def _spoken(label: str) -> str:
    """Return the label as vocabularies have it: a word, or the 1 or 0 of 1.0 or 0.0."""
    rating = rating_of(label)
    return folded_label(label) if rating is None else f"{rating.value:g}"


# --- Labels as written to sentiments: by the one scale that fits them, or as groups of their own.

ORDER: Final = (POSITIVE, NEUTRAL, NEGATIVE)


def sentiments_of(labels: Mapping[str, int], options: Options, column: str = "") -> dict[str, str]:
    """Map each label to its sentiment.

    Args:
        labels: Rows of each label as written (never empty).
        options: `positive` and `negative` name labels that override what is understood.
        column: Name of their column; it says what yes, 1 or 4.5 mean.

    Returns:
        The sentiment of each label understood. A label missing from it is a stray, or the mark
        of a missing value.

    Raises:
        TooManyLabels: The caller adds the column and the file.
    """
    chosen = {_key(label): POSITIVE for label in options.positive}
    chosen |= {_key(label): NEGATIVE for label in options.negative}
    known = {label: chosen[key] for label in labels if (key := _key(label)) in chosen}
    own = held(labels)
    rest = {label: rows for label, rows in own.items() if label not in known}
    if not rest:
        return known
    asked = options.sentiment_column is not None
    if scale := scale_of(own, column, asked=asked):
        return scale.sentiments | known
    groups = _groups(rest)
    count = len({*groups.values(), *known.values()})
    if count > MAX_GROUPS:
        raise TooManyLabels(count, sorted(rest, key=lambda label: (-rest[label], label))[:5])
    return known | groups


def in_order(sentiments: Iterable[str]) -> list[str]:
    """Return the sentiments as results show them: positive, neutral, negative, then by name."""
    found = set(sentiments)
    return [name for name in ORDER if name in found] + sorted(found.difference(ORDER))


def _groups(labels: Mapping[str, int]) -> dict[str, str]:
    """Return the name of each label's group: itself, as most write it."""
    names: dict[str, str] = {}
    for label in sorted(labels, key=lambda label: (-labels[label], label)):
        names.setdefault(_key(label), SENTIMENTS.get(folded_label(label), bare(label)))
    return {label: names[_key(label)] for label in labels}


def _key(label: str) -> str:
    """Return a label as it is compared with those chosen: 4.0 as 4, +1 as 1."""
    key = bare(label).casefold()
    whole, point, fraction = key.lstrip("+").partition(".")
    return whole if point and whole and not fraction.strip("0") else key.lstrip("+") or key
