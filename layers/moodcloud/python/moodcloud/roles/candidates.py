"""How well each column would do as texts or as sentiments, and why.

Scores add up what the name of a column and a sample of its values say. Only their order matters.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from moodcloud.labels.ratings import rating_of
from moodcloud.labels.scales import Scale, ScaleKind, scale_of, without_na
from moodcloud.lexicon.column_names import (
    folded_name,
    is_inner_name,
    is_spoken,
    names_a_fact,
    names_a_finding,
    precedence,
    sentiment_name_score,
    text_name_score,
)
from moodcloud.lexicon.label_words import (
    CLASSIFICATIONS,
    DEGREES,
    LABEL_PREFIX,
    LETTERS,
    NEGATIVE,
    POSITIVE,
    SENTIMENTS,
    bare,
    folded_label,
)
from moodcloud.patterns import lazy_pattern
from moodcloud.roles.codes import are_dates, what_is_noted
from moodcloud.tabular.na_values import has_text
from moodcloud.tabular.rows import MAX_GROUPS, MAX_LABEL_CHARACTERS

TEXT: Final = "text"
SENTIMENT: Final = "sentiment"
MOST_LISTED: Final = 5
# Only the beginning of a long text is judged.
_JUDGED_CHARACTERS: Final = 2000
# Signs of vowels, which are no letters to Python, are parts of words in many scripts.
_LETTERS: Final = re.compile(
    "(?:[^\\W\\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0900-\u0dff\u0e31-\u0e4e])+"
)
_ASCII: Final = re.compile("[\0-\x7f]+")
_NO_ASCII_LETTERS: Final = bytes(byte for byte in range(128) if not chr(byte).isalpha())
# Chinese and Japanese do not separate words by spaces, and one sign says what takes three letters.
_IDEOGRAPH: Final = lazy_pattern("[\u3040-\u30ff\u3400-\u9fff]")
_LETTERS_OF_AN_IDEOGRAPH: Final = 3
# So many ideographs are several words.
_PHRASE_OF_IDEOGRAPHS: Final = 6
_FULL_SHARE: Final = 0.9
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|[^\s@]+@[^\s@]+\.\w+|@\w+", re.IGNORECASE)
# What tests and measurements find.
_SIDES: Final = frozenset(("+", "-")) | {
    label
    for label, sentiment in (SENTIMENTS | LETTERS).items()
    if sentiment in (POSITIVE, NEGATIVE)
}
# A scale of numbers has at most so many steps: from 0 to 10.
_MOST_STEPS: Final = 11


@dataclass(frozen=True)
class Candidate:
    """A column that could hold the texts or the sentiments.

    Attributes:
        column: Its name, or its position from 1 where there is no header.
        role: `text` or `sentiment`.
        score: Higher is better; a column of score 0 is no candidate. Comparable within a role.
        reason: What speaks for the column, or against it.
    """

    column: str
    role: str
    score: float
    reason: str


def listed(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the best candidates, best first, the leftmost of equals."""
    found = (candidate for candidate in candidates if candidate.score > 0)
    return sorted(found, key=lambda candidate: -candidate.score)[:MOST_LISTED]


def text_candidate(column: str, header: bool, values: Sequence[str], only: bool) -> Candidate:
    """Judge a column as texts.

    Args:
        column: Its name or position.
        header: Whether the name is that of the file.
        values: A sample.
        only: Whether the file has no other column.
    """
    named = text_name_score(folded_name(column)) if header else 0.0
    filled = [value.strip()[:_JUDGED_CHARACTERS] for value in values if has_text(value)]
    if not filled:
        # Where there is no other column, the rows tell what is wrong with it.
        score, reasons = 0.1 if only else named / 2, ["empty in the sample"]
    elif against := _no_texts(filled, letters := _letters(filled), named, only):
        score, reasons = 0.0, [against]
    else:
        score, reasons = _text_score(filled, letters, named, len(filled) / len(values))
    return _candidate(column, TEXT, score, [*_told_by_name(named, "a text"), *reasons])


def _candidate(column: str, role: str, score: float, reasons: Sequence[str]) -> Candidate:
    return Candidate(column, role, round(max(score, 0.0), 3), "; ".join(reasons))


def _told_by_name(score: float, what: str) -> list[str]:
    if score >= 1:
        return [f"named like {what}"]
    if score > 0:
        return [f"named a little like {what}"]
    return [f"named unlike {what}"] if score < 0 else []


def _letters(filled: Sequence[str]) -> float:
    """Return how many letters each value has on average."""
    text = "\n".join(filled)
    # What is ASCII is counted twenty times as fast without an expression.
    plain = text.encode("ascii", "ignore").translate(None, _NO_ASCII_LETTERS)
    others = "" if text.isascii() else _ASCII.sub("\n", text)
    return (len(plain) + sum(map(len, _LETTERS.findall(others)))) / len(filled)


def _no_texts(filled: Sequence[str], letters: float, named: float, only: bool) -> str | None:
    """Return why a column holds no texts; None where it may."""
    visible = sum(len(value) - value.count(" ") for value in filled) / len(filled)
    if letters < 1 or (named <= 0 and letters < 3):
        return "hardly any letters"
    if noted := _noted(filled, named):
        return noted
    if named <= 0 and letters < visible / 2:
        return "more digits and signs than letters"
    if len(set(filled)) == 1 and len(filled) > 1 and named < 1 and not only:
        return "the same value in every row"
    return None


def _noted(filled: Sequence[str], named: float) -> str | None:
    """Return what values note down that nobody wrote as a text: links, codes, dates."""
    if are_addresses(filled):
        return "links, addresses or user names"
    return None if named >= 1 else what_is_noted(filled)


def are_addresses(values: Sequence[str]) -> bool:
    """Return whether most values are links, addresses or names of users."""
    return sum(bool(_ADDRESS.fullmatch(value)) for value in values) > len(values) / 2


def _text_score(
    filled: Sequence[str], letters: float, named: float, share: float
) -> tuple[float, list[str]]:
    """Return the score of texts, and the reasons; `share` is that of the rows with a text."""
    ideographs = [len(_IDEOGRAPH.findall(value)) for value in filled]
    length = letters + (_LETTERS_OF_AN_IDEOGRAPH - 1) * sum(ideographs) / len(filled)
    phrased = sum(
        " " in value or count >= _PHRASE_OF_IDEOGRAPHS
        for value, count in zip(filled, ideographs, strict=True)
    ) / len(filled)
    # Up to 2 for long texts (1,023 letters), 1 for texts that all differ, 2 for several words.
    content = min(math.log2(1 + length) / 5, 2) + len(set(filled)) / len(filled) + 2 * phrased
    # A known name adds 2 to 4, one that speaks against texts takes 1.5 away. Content counts less
    # where it is in a few rows only: remarks are not what the table is about.
    score = (2 if named > 0 else 1.5) * named + content * math.sqrt(share)
    reasons = [
        f"{letters:,.0f} letters on average",
        "most are several words" if phrased > 0.5 else "most are one word",
    ]
    return score, reasons + ([f"{1 - share:.0%} without a value"] if share < _FULL_SHARE else [])


def sentiment_candidate(column: str, header: bool, values: Sequence[str]) -> Candidate:
    """Judge a column as sentiments; the arguments are those of `text_candidate`."""
    name = column if header else ""
    labels = without_na(Counter(value.strip() for value in values))
    named = -1.0 if is_inner_name(name) else name_score(name, labels)
    told = _told_by_name(named, "a sentiment")
    if named < 1 and labels and all(label.startswith(LABEL_PREFIX) for label in labels):
        named, told = 1.0, [f"marked by {LABEL_PREFIX}"]
    if not labels:
        return _candidate(column, SENTIMENT, named / 2, [*told, "empty in the sample"])
    scale = _telling_scale(labels, name, named)
    if against := _fact(name, labels) or _no_sentiments(labels, named, scale):
        return _candidate(column, SENTIMENT, 0.0, [*told, against])
    several = len(labels) > 1
    words = _is_of_words(scale)
    score = (
        # A known name adds 2 to 4, as much as words for sentiments (positive, negative) do.
        2.0 * max(named, 0.0)
        # Labels that are understood; a single number could be of any scale.
        + 2.0 * (scale is not None and (words or several))
        # Words say more than numbers do, words for sentiments more than those for degrees.
        + 1.0 * words
        + 1.0 * (scale is not None and scale.kind is ScaleKind.SENTIMENTS)
        # These decide between columns that are alike otherwise.
        + 0.5 * several
        + 0.5 * (precedence(folded_name(name)) if named > 0 else 0)
        + sum(labels.values()) / len(values)
    )
    shown = f"{_count(labels)} ({', '.join(sorted(labels)[:5])}{', …' if len(labels) > 5 else ''})"
    reason = shown if scale is None else f"{shown}, understood as sentiments"
    return _candidate(column, SENTIMENT, score, [*told, reason])


def _fact(name: str, labels: Mapping[str, int]) -> str | None:
    """Return why a column holds facts; None where it may hold opinions."""
    folded = folded_name(name)
    if names_a_fact(folded) or (names_a_finding(folded) and _are_findings(labels)):
        return "a fact, not an opinion"
    classes = len(labels) > 1 and CLASSIFICATIONS.issuperset(map(folded_label, labels))
    # Single letters and numbers may be anything else.
    telling = any(len(label) > 1 and not label.isdecimal() for label in labels)
    return "classes of ages or of prices" if classes and telling else None


def _are_findings(labels: Mapping[str, int]) -> bool:
    """Return whether labels are two sides without a middle or degrees: positive and negative.

    What is not known, such as a test that is open, may be beside them.
    """
    if numbers := whole_scale(labels):
        return numbers in ({"0", "1"}, {"-1", "1"})
    known = {folded_label(label) for label in labels} & (DEGREES.keys() | _SIDES)
    return bool(known) and known <= _SIDES


def name_score(name: str, labels: Mapping[str, int]) -> float:
    """Return how much a name speaks for sentiments in a column of these labels."""
    numbers = frozenset(whole_scale(labels))
    return sentiment_name_score(folded_name(name), numbers)


def whole_scale(labels: Mapping[str, int]) -> set[str]:
    """Return the labels where they are whole numbers of a small scale, few of them missing.

    >>> sorted(whole_scale({"1.0": 4, "5": 2, "4": 1, "2": 2})), whole_scale({"1": 9, "40": 2})
    (['1', '2', '4', '5'], set())
    """
    if len(labels) > _MOST_STEPS:
        return set()
    ratings = [rating_of(label) for label in labels]
    numbers = {rating.value for rating in ratings if rating is not None}
    whole = all(rating is not None and rating.value.is_integer() for rating in ratings)
    within = (
        whole and len(numbers) > 1 and -_MOST_STEPS < min(numbers) <= max(numbers) < _MOST_STEPS
    )
    return {f"{number:g}" for number in numbers} if within else set()


def _count(labels: Mapping[str, int]) -> str:
    return f"{len(labels)} different {'value' if len(labels) == 1 else 'values'}"


def _is_of_words(scale: Scale | None) -> bool:
    return scale is not None and scale.kind is not ScaleKind.NUMBERS


def _telling_scale(labels: Mapping[str, int], name: str, named: float) -> Scale | None:
    """Return the scale of labels that tell of sentiments: true and false may tell of anything."""
    if _longest(labels) > MAX_LABEL_CHARACTERS:
        return None
    if len(labels) > MAX_GROUPS:
        # Labels of which most rows have none that is known are not worth a closer look.
        half = sum(labels.values()) / 2
        words = sum(rows for label, rows in labels.items() if folded_label(label) in DEGREES)
        if words < half and (named <= 0 or _rows_of_numbers(labels) < half):
            return None
    scale = scale_of(labels, name, sample=True)
    # "Happy hour" mentions something good, but the answers are to its last word.
    beside = named < 0 and not is_spoken(folded_name(name))
    unsaid = (ScaleKind.TRUTH, ScaleKind.ANSWERS) if beside else (ScaleKind.TRUTH,)
    return None if scale is None or scale.kind in unsaid else scale


def _longest(labels: Mapping[str, int]) -> int:
    return max(len(bare(label)) for label in labels)


def _rows_of_numbers(labels: Mapping[str, int]) -> int:
    return sum(rows for label, rows in labels.items() if rating_of(label) is not None)


def _no_sentiments(labels: Mapping[str, int], named: float, scale: Scale | None) -> str | None:
    """Return why a column holds no sentiments; None where it may.

    Args:
        labels: Rows of each label in the sample.
        named: How much the name of the column speaks for sentiments.
        scale: The scale of which the labels are.
    """
    filled = sum(labels.values())
    if len(labels) > MAX_GROUPS and scale is None:
        return f"more than {MAX_GROUPS} different values"
    if are_dates(list(labels)):
        return "dates"
    if _longest(labels) > MAX_LABEL_CHARACTERS:
        return "values too long for labels"
    words = _is_of_words(scale)
    # Numbers that all differ count rows, unless they begin below one.
    counting = not words and len(labels) == filled and labels.keys().isdisjoint(("0", "-1"))
    unsure = scale is None or _one_sided(labels, scale) or counting
    lone = scale is None and len(labels) == 1
    if (named < 0 and not words) or (named <= 0 and unsure) or (named < 1 and lone):
        return _count(labels)
    phrased = sum(" " in label for label in labels) > len(labels) / 2
    if scale is None and len(labels) == filled > 1 and phrased:
        return "several words, all different: texts"
    return None


def _one_sided(labels: Mapping[str, int], scale: Scale) -> bool:
    """Return whether labels say too little without a name: degrees must be of both sides."""
    if scale.kind is not ScaleKind.DEGREES:
        return len(labels) == 1
    return not {POSITIVE, NEGATIVE} <= set(scale.sentiments.values())
