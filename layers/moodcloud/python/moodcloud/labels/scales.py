"""From labels as written to sentiments: by the one scale that fits them, or as groups.

A scale fits a column when nearly all of its rows are of it; the first that fits decides for all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from moodcloud.errors import UploadError
from moodcloud.labels.forms import is_upside_down
from moodcloud.labels.numbers import opposite, read_numbers
from moodcloud.labels.ratings import rating_of
from moodcloud.lexicon.column_names import (
    asks_for,
    folded_name,
    is_rating_name,
    sentiment_name_score,
)
from moodcloud.lexicon.label_words import (
    DEGREES,
    FACES,
    GRADES,
    LETTERS,
    MIXED,
    NEGATIVE,
    NEUTRAL,
    NO_SENTIMENT,
    POSITIVE,
    SENTIMENTS,
    SIGNS,
    TRUTH,
    YES_IS_BAD,
    YES_IS_GOOD,
    bare,
    folded_label,
    with_plain_minus,
)
from moodcloud.options import Options
from moodcloud.tabular.na_values import has_label
from moodcloud.tabular.rows import MAX_GROUPS

ORDER: Final = (POSITIVE, NEUTRAL, NEGATIVE)
# Labels of up to one row in a hundred are strays beside a scale, not groups.
_STRAY_SHARE: Final = 0.01
# A sample may hold a larger share of strays than its file.
_SAMPLE_STRAY_SHARE: Final = 0.05
# In a small file up to five rows may have stray labels: one in ten beside numbers, only one in
# twenty beside words, because another word may well be a label of its own.
_FEW: Final = 5
_FEW_BESIDE_NUMBERS: Final = 0.1
_FEW_BESIDE_WORDS: Final = 0.05
# Labels that are not known may be groups beside words for both sides: beside words for sentiments
# as long as these are a quarter of the rows, beside others as long as these are three quarters.
_LEAST_SENTIMENTS: Final = 0.25
_LEAST_DEGREES: Final = 0.75
# Letters that say by themselves that they are short for sentiments.
_SIGNED_LETTERS: Final = frozenset(("p+", "n+"))


class ScaleKind(Enum):
    """What the labels of a scale are: the first kinds speak of sentiments most plainly."""

    SENTIMENTS = "words for sentiments"
    DEGREES = "words for degrees"
    ANSWERS = "yes and no, where the name of the column says to what"
    TRUTH = "true and false, which may be said of anything"
    NUMBERS = "numbers"


@dataclass(frozen=True)
class Scale:
    """How the labels of a column are read.

    Attributes:
        kind: What the labels are.
        sentiments: The sentiment of each label, as written, that is of the scale; the group of
            each that many rows have beside it.
    """

    kind: ScaleKind
    sentiments: dict[str, str]


def without_na(labels: Mapping[str, int]) -> dict[str, int]:
    """Return the labels that are not NA values; minus signs beside a plus are labels."""
    signs = any(label.strip() == "+" for label in labels)
    return {
        label: rows
        for label, rows in labels.items()
        if has_label(label) or (signs and with_plain_minus(label.strip()) in ("-", "--"))
    }


def scale_of(
    labels: Mapping[str, int], column: str, *, asked: bool = False, sample: bool = False
) -> Scale | None:
    """Return the scale that fits nearly all rows; None where each label is a group of its own.

    Args:
        labels: Rows of each label as written, without NA values.
        column: Name of their column; empty or a number where it has none.
        asked: Whether the column was asked for: its numbers are ratings whatever its name.
        sample: Whether the rows are those of a sample.
    """
    name = folded_name(column)
    total = sum(labels.values())
    large = (_SAMPLE_STRAY_SHARE if sample else _STRAY_SHARE) * total
    keys = {label: _spoken(label) for label in labels}
    vocabularies = _vocabularies(name, keys)
    for kind, words in [*vocabularies, (ScaleKind.DEGREES, FACES)]:
        found = {label: words[key] for label, key in keys.items() if key in words}
        if _fits(found, labels, large):
            graded = _with_degrees(found, keys) if kind is ScaleKind.SENTIMENTS else found
            return Scale(kind, graded)
    few = max(large, min(_FEW, _FEW_BESIDE_NUMBERS * total), float(total >= _FEW))
    ratings = read_numbers(labels, column, int(few), asked=asked)
    if ratings is None:
        return _with_groups(vocabularies, labels, keys, large)
    if asks_for(name) == NEGATIVE:
        # The more of something bad, the worse.
        ratings = opposite(ratings)
    if is_upside_down(ratings):
        ratings = opposite(ratings)
    return Scale(ScaleKind.NUMBERS, ratings)


def _with_groups(
    vocabularies: list[tuple[ScaleKind, Mapping[str, str]]],
    labels: Mapping[str, int],
    keys: Mapping[str, str],
    large: float,
) -> Scale | None:
    """Return words for both sides, and beside them as groups the few labels that are no such words.

    Args:
        vocabularies: The words that labels may be, the plainest first.
        labels: Rows of each label.
        keys: Each label as the word lists have it.
        large: How many rows may have labels that are left out.
    """
    for kind, words in vocabularies:
        found = {label: words[key] for label, key in keys.items() if key in words}
        if kind is ScaleKind.TRUTH or not {POSITIVE, NEGATIVE} <= set(found.values()):
            continue
        if kind is ScaleKind.SENTIMENTS:
            found = _with_degrees(found, keys)
        others = {label: rows for label, rows in labels.items() if label not in found}
        others = _without_strays(others, large)
        unknown = [label for label in others if keys[label] not in NO_SENTIMENT]
        if _may_be_groups(kind, found, labels, unknown):
            return Scale(kind, found | _groups(others))
    return None


def _without_strays(labels: dict[str, int], large: float) -> dict[str, int]:
    """Return the labels without the rarest ones, which have at most so many rows together."""
    kept = dict(sorted(labels.items(), key=lambda item: (-item[1], item[0])))
    while kept and (rows := next(reversed(kept.values()))) <= large:
        kept.popitem()
        large -= rows
    return kept


def _may_be_groups(
    kind: ScaleKind, found: Mapping[str, str], labels: Mapping[str, int], unknown: list[str]
) -> bool:
    """Return whether unknown labels are so few that they may be groups beside those found."""
    known = sum(labels[label] for label in found)
    rows = known + sum(labels[label] for label in unknown)
    several = len({_key(label) for label in unknown})
    if kind is ScaleKind.SENTIMENTS:
        return several <= len(set(found.values())) and known >= _LEAST_SENTIMENTS * rows
    return several <= 1 and known >= _LEAST_DEGREES * rows


def _with_degrees(found: dict[str, str], keys: Mapping[str, str]) -> dict[str, str]:
    """Add the degrees of the sentiments found: `very positive`, but not `unsure`."""
    plain = tuple({keys[label] for label in found})
    degrees = {
        label: DEGREES[key] for label, key in keys.items() if key.endswith(plain) and key in DEGREES
    }
    return degrees | found


def _vocabularies(name: str, keys: Mapping[str, str]) -> list[tuple[ScaleKind, Mapping[str, str]]]:
    """Return the words that labels in a column of this folded name may be, the plainest first."""
    neutral = NEUTRAL in map(SENTIMENTS.get, keys.values())
    signed = any(label.strip().casefold() in _SIGNED_LETTERS for label in keys)
    named = neutral or signed or sentiment_name_score(name) > 0
    answers = {POSITIVE: YES_IS_GOOD, NEGATIVE: YES_IS_BAD}.get(asks_for(name) or "")
    degrees = DEGREES | LETTERS if named and not answers else DEGREES
    if "+" in keys.values():
        degrees = degrees | SIGNS
    if neutral:
        degrees = {key: each for key, each in degrees.items() if key not in MIXED}
    vocabularies: list[tuple[ScaleKind, Mapping[str, str]]] = [
        (ScaleKind.SENTIMENTS, SENTIMENTS),
        (ScaleKind.DEGREES, degrees),
    ]
    if "grade" in name.split("_") or is_rating_name(name):
        vocabularies.append((ScaleKind.DEGREES, GRADES))
    if answers:
        vocabularies.append((ScaleKind.ANSWERS, answers))
    return [*vocabularies, (ScaleKind.TRUTH, TRUTH)]


def _fits(found: Mapping[str, str], labels: Mapping[str, int], large: float) -> bool:
    """Return whether so few rows have labels not found that these are strays."""
    if not found:
        return False
    total = sum(labels.values())
    strays = total - sum(labels[label] for label in found)
    if strays <= large:
        return True
    few = min(_FEW, _FEW_BESIDE_WORDS * total)
    return strays <= few and len(found) > max(1, len(labels) - len(found))


def _spoken(label: str) -> str:
    """Return a label as the word lists have it: folded, and 1.0 as 1."""
    rating = rating_of(label)
    return folded_label(label) if rating is None else f"{rating.value:g}"


def sentiments_of(labels: Mapping[str, int], options: Options, column: str = "") -> dict[str, str]:
    """Map each label to its sentiment.

    Args:
        labels: Rows of each label as written; there is at least one.
        options: `positive` and `negative` name labels whose sentiment is thereby settled.
        column: Name of their column, which tells what yes, 1 or 4.5 mean.

    Returns:
        The sentiment of each label, except for strays and NA values.

    Raises:
        UploadError: `too_many_labels`; the caller names the column and the file.
    """
    chosen = {_key(label): POSITIVE for label in options.positive}
    chosen |= {_key(label): NEGATIVE for label in options.negative}
    known = {label: chosen[key] for label in labels if (key := _key(label)) in chosen}
    own = without_na(labels)
    rest = {label: rows for label, rows in own.items() if label not in known}
    if not rest:
        return known
    asked = options.sentiment_column is not None
    if scale := scale_of(own, column, asked=asked):
        return scale.sentiments | known
    groups = _groups(rest)
    count = len({*groups.values(), *known.values()})
    if count > MAX_GROUPS:
        error = UploadError("too_many_labels", count=count, limit=MAX_GROUPS)
        error.values = tuple(sorted(rest, key=lambda label: (-rest[label], label))[:5])
        raise error
    return known | groups


def in_order(sentiments: Iterable[str]) -> list[str]:
    """Return the sentiments as results show them: positive, neutral, negative, others by name."""
    found = set(sentiments)
    return [name for name in ORDER if name in found] + sorted(found.difference(ORDER))


def _groups(labels: Mapping[str, int]) -> dict[str, str]:
    """Return the group of each label: the label itself, as most rows write it."""
    names: dict[str, str] = {}
    for label in sorted(labels, key=lambda label: (-labels[label], label)):
        names.setdefault(_key(label), SENTIMENTS.get(folded_label(label), _composed(label)))
    return {label: names[_key(label)] for label in labels}


def _composed(label: str) -> str:
    return unicodedata.normalize("NFC", bare(label))


def _key(label: str) -> str:
    """Return a label as it is compared with those of the options: 4.0 as 4, +1 as 1."""
    key = _composed(label).casefold()
    whole, point, fraction = key.lstrip("+").partition(".")
    return whole if point and whole and not fraction.strip("0") else key.lstrip("+") or key
