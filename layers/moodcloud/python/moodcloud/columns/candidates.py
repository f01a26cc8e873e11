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

from moodcloud.columns.codes import are_dates, what_is_noted
from moodcloud.errors import brief
from moodcloud.labels.ratings import rating_of
from moodcloud.labels.scales import Scale, ScaleKind, scale_of, without_na
from moodcloud.lexicon.column_names import (
    folded_name,
    is_inner_name,
    names_something_else,
    sentiment_name_score,
    text_name_score,
)
from moodcloud.lexicon.label_words import (
    DEGREES,
    LABEL_PREFIX,
    NEGATIVE,
    POSITIVE,
    YES_IS_GOOD,
    folded_label,
)
from moodcloud.tabular.na_values import has_text
from moodcloud.tabular.rows import MAX_GROUPS, MAX_LABEL_CHARACTERS

TEXT: Final = "text"
SENTIMENT: Final = "sentiment"
MOST_LISTED: Final = 5
# Only the beginning of a long text is judged.
_JUDGED_CHARACTERS: Final = 2000
_LETTER: Final = re.compile(r"[^\W\d_]")
# Chinese and Japanese do not separate words by spaces, and one sign says what takes three letters.
_IDEOGRAPH: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_LETTERS_OF_AN_IDEOGRAPH: Final = 3
# So many ideographs are several words.
_PHRASE_OF_IDEOGRAPHS: Final = 6
_FULL_SHARE: Final = 0.9
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|[^\s@]+@[^\s@]+\.\w+|@\w+", re.IGNORECASE)
# Messages show so many values of a column that is suggested.
SHOWN_VALUES: Final = 3
# Only so few different numbers in a column without a name may be labels.
_FEW_NUMBERS: Final = 5


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
    elif against := _no_texts(filled, named, only):
        score, reasons = 0.0, [against]
    else:
        score, reasons = _text_score(filled, named, len(filled) / len(values))
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
    return sum(len(_LETTER.findall(value)) for value in filled) / len(filled)


def _no_texts(filled: Sequence[str], named: float, only: bool) -> str | None:
    """Return why a column holds no texts; None where it may."""
    letters = _letters(filled)
    visible = sum(len(value) - value.count(" ") for value in filled) / len(filled)
    if letters < 1 or (named <= 0 and letters < 3):
        return "hardly any letters"
    if noted := _noted(filled, named):
        return noted
    if named <= 0 and letters < visible / 2:
        return "more digits and signs than letters"
    if len(set(filled)) == 1 and len(filled) > 1 and named <= 0 and not only:
        return "the same value in every row"
    return None


def _noted(filled: Sequence[str], named: float) -> str | None:
    """Return what values note down that nobody wrote as a text: links, codes, dates."""
    if sum(bool(_ADDRESS.fullmatch(value)) for value in filled) > len(filled) / 2:
        return "links, addresses or user names"
    return None if named >= 1 else what_is_noted(filled)


def _text_score(filled: Sequence[str], named: float, share: float) -> tuple[float, list[str]]:
    """Return the score of texts, and the reasons; `share` is that of the rows with a text."""
    letters = _letters(filled)
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
    named = -1.0 if is_inner_name(name) else sentiment_name_score(folded_name(name))
    told = _told_by_name(named, "a sentiment")
    labels = without_na(Counter(value.strip() for value in values))
    if named < 1 and labels and all(label.startswith(LABEL_PREFIX) for label in labels):
        named, told = 1.0, [f"marked by {LABEL_PREFIX}"]
    if not labels:
        return _candidate(column, SENTIMENT, named / 2, [*told, "empty in the sample"])
    scale = _telling_scale(labels, name, named)
    if against := _no_sentiments(labels, named, scale):
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
        # These two decide between columns that are alike otherwise.
        + 0.5 * several
        + sum(labels.values()) / len(values)
    )
    shown = f"{_count(labels)} ({', '.join(sorted(labels)[:5])}{', …' if len(labels) > 5 else ''})"
    reason = shown if scale is None else f"{shown}, understood as sentiments"
    return _candidate(column, SENTIMENT, score, [*told, reason])


def _count(labels: Mapping[str, int]) -> str:
    return f"{len(labels)} different {'value' if len(labels) == 1 else 'values'}"


def _is_of_words(scale: Scale | None) -> bool:
    return scale is not None and scale.kind is not ScaleKind.NUMBERS


def _telling_scale(labels: Mapping[str, int], name: str, named: float) -> Scale | None:
    """Return the scale of labels that tell of sentiments: true and false may tell of anything."""
    if max(map(len, labels)) > MAX_LABEL_CHARACTERS:
        return None
    if len(labels) > MAX_GROUPS:
        # Labels of which most rows have none that is known are not worth a closer look.
        words = sum(rows for label, rows in labels.items() if folded_label(label) in DEGREES)
        numbers = sum(rows for label, rows in labels.items() if rating_of(label) is not None)
        half = sum(labels.values()) / 2
        if words < half and (named <= 0 or numbers < half):
            return None
    scale = scale_of(labels, name, sample=True)
    return None if scale is None or scale.kind is ScaleKind.TRUTH else scale


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
    if max(map(len, labels)) > MAX_LABEL_CHARACTERS:
        return "values too long for labels"
    words = _is_of_words(scale)
    # Numbers that all differ count rows, unless they begin below one.
    counting = not words and len(labels) == filled and labels.keys().isdisjoint(("0", "-1"))
    unsure = scale is None or _one_sided(labels, scale) or counting
    if (named < 0 and not words) or (named <= 0 and unsure):
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


@dataclass(frozen=True)
class Suggestion:
    """A column that might hold the sentiments where none is chosen, with its commonest values."""

    column: str
    values: list[str]

    def __str__(self) -> str:
        """Return what messages say of it: they never quote a value."""
        return f'"{brief(self.column)}" may be one'


def suggest(
    names: Sequence[str], header: bool, rows: Sequence[Sequence[str]], text: int
) -> Suggestion | None:
    """Return the column that looks most like labels, if one does.

    Args:
        names: The columns' names, or their positions from 1 where there is no header.
        header: Whether the names are those of the file.
        rows: Sample rows, each as wide as `names`.
        text: Position of the texts.
    """
    best: tuple[float, Suggestion] | None = None
    for position, name in enumerate(names):
        labels = without_na(Counter(row[position].strip() for row in rows))
        score = None if position == text else _suggestion_score(name if header else None, labels)
        if score is not None and (best is None or score > best[0]):
            common = sorted(labels, key=lambda label: (-labels[label], label))
            best = score, Suggestion(name, common[:SHOWN_VALUES])
    return None if best is None else best[1]


def _suggestion_score(name: str | None, labels: dict[str, int]) -> float | None:
    """Return how much a column looks like labels; None where it does not at all."""
    if not 2 <= len(labels) <= MAX_GROUPS or len(labels) == sum(labels.values()):
        return None
    if max(map(len, labels)) > MAX_LABEL_CHARACTERS or are_dates(list(labels)):
        return None
    folded = folded_name(name or "")
    named = sentiment_name_score(folded)
    # A country, a language or an age is no sentiment: such names speak against texts, too.
    against = named < 0 or (named == 0 and text_name_score(folded) < 0)
    if against and not names_something_else(folded):
        return None
    understood = scale_of(labels, name or "", sample=True) is not None
    few = understood or (name is None and len(labels) <= _FEW_NUMBERS)
    if named <= 0 and not few and all(rating_of(label) is not None for label in labels):
        return None
    answers = all(folded_label(label) in YES_IS_GOOD for label in labels)
    # The name counts most, then labels that are understood, then how few there are.
    return 2 * named + understood + answers + 1 / len(labels)
