"""Where no column is taken for the sentiments: the one that might have been meant."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from moodcloud.errors import brief
from moodcloud.labels.numbers import rating_of
from moodcloud.labels.scales import Scale, ScaleKind, scale_of, without_na
from moodcloud.lexicon.column_names import (
    folded_name,
    is_inner_name,
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

# --- How well each column would do as texts or as sentiments, and why.

TEXT: Final = "text"
SENTIMENT: Final = "sentiment"
MOST_LISTED: Final = 5
# Of a long text this much is looked at.
_LOOKED_AT: Final = 2000
_LETTER: Final = re.compile(r"[^\W\d_]")
# Chinese and Japanese part no words by spaces, and say in one sign what takes three letters.
_IDEOGRAPH: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_LETTERS_OF_AN_IDEOGRAPH: Final = 3
_FULL_SHARE: Final = 0.9
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|[^\s@]+@[^\s@]+\.\w+|@\w+", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    """A column that could hold the texts or the sentiments.

    Attributes:
        column: Its name, or its position from 1 where there is no header.
        role: `text` or `sentiment`.
        score: Higher is better; 0 is no candidate. Comparable within a role.
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
        header: Whether the name is the file's own.
        values: A sample.
        only: Whether the file has no other column.
    """
    named = text_name_score(folded_name(column)) if header else 0.0
    told = _told_by_name(named, "a text")
    filled = [value.strip()[:_LOOKED_AT] for value in values if has_text(value)]

    def judged(score: float, *reasons: str) -> Candidate:
        reason = "; ".join([*told, *reasons])
        return Candidate(column, TEXT, round(max(score, 0.0), 3), reason)

    if not filled:
        # Where there is no other column, the rows tell what is wrong with it.
        return judged(0.1 if only else named / 2, "empty in the sample")
    ideographs = [len(_IDEOGRAPH.findall(value)) for value in filled]
    letters = sum(len(_LETTER.findall(value)) for value in filled) / len(filled)
    visible = sum(len(value) - value.count(" ") for value in filled) / len(filled)
    shown = f"{letters:,.0f} letters on average"
    if letters < 1 or (named <= 0 and letters < 3):
        return judged(0.0, "hardly any letters")
    if sum(bool(_ADDRESS.fullmatch(value)) for value in filled) > len(filled) / 2:
        return judged(0.0, "links, addresses or user names")
    if named <= 0 and letters < visible / 2:
        return judged(0.0, "more digits and signs than letters")
    distinct = len(set(filled))
    if distinct == 1 and len(filled) > 1 and named <= 0 and not only:
        return judged(0.0, "the same value in every row")
    weight = letters + (_LETTERS_OF_AN_IDEOGRAPH - 1) * sum(ideographs) / len(filled)
    phrased = sum(
        " " in value or count >= 6 for value, count in zip(filled, ideographs, strict=True)
    ) / len(filled)
    long = min(math.log2(1 + weight) / 5, 2)
    share = len(filled) / len(values)
    content = long + distinct / len(filled) + 2 * phrased
    # Remarks in a few rows are not what the table is about.
    score = (2 if named > 0 else 1.5) * named + content * math.sqrt(share)
    words = "most are several words" if phrased > 0.5 else "most are one word"
    gaps = [f"{1 - share:.0%} without a value"] if share < _FULL_SHARE else []
    return judged(score, shown, words, *gaps)


def sentiment_candidate(column: str, header: bool, values: Sequence[str]) -> Candidate:
    """Judge a column as sentiments; arguments as for texts."""
    name = column if header else ""
    named = -1.0 if is_inner_name(name) else sentiment_name_score(folded_name(name))
    told = _told_by_name(named, "a sentiment")
    labels = without_na(Counter(value.strip() for value in values))
    if named < 1 and labels and all(label.startswith(LABEL_PREFIX) for label in labels):
        named, told = 1.0, [f"marked by {LABEL_PREFIX}"]
    filled = sum(labels.values())

    def judged(score: float, *reasons: str) -> Candidate:
        reason = "; ".join([*told, *reasons])
        return Candidate(column, SENTIMENT, round(max(score, 0.0), 3), reason)

    if not labels:
        return judged(named / 2, "empty in the sample")
    scale = None if _is_no_scale(labels, named) else scale_of(labels, name, sample=True)
    # Truth values say of many things besides a sentiment whether they are so.
    understood = scale is not None and scale.kind is not ScaleKind.TRUTH
    words = scale is not None and understood and scale.kind is not ScaleKind.NUMBERS
    shown = f"{len(labels)} different {'value' if len(labels) == 1 else 'values'}"
    if against := _against(labels, named, scale if understood else None, words, shown):
        return judged(0.0, against)
    plain = scale is not None and scale.kind is ScaleKind.SENTIMENTS
    score = (
        2.0 * max(named, 0.0)
        + 2.0 * (understood and (words or len(labels) > 1))
        # Words that are sentiments say more than numbers do.
        + 1.0 * words
        + 1.0 * plain
        + 0.5 * (len(labels) > 1)
        + filled / len(values)
    )
    shown += f" ({', '.join(sorted(labels)[:5])}{', …' if len(labels) > 5 else ''})"
    return judged(score, f"{shown}, understood as sentiments" if understood else shown)


def _is_no_scale(labels: Mapping[str, int], named: float) -> bool:
    """Tell at a glance that labels are too many or too long for any scale."""
    words = sum(rows for label, rows in labels.items() if folded_label(label) in DEGREES)
    numbers = sum(rows for label, rows in labels.items() if rating_of(label) is not None)
    half = sum(labels.values()) / 2
    many = len(labels) > MAX_GROUPS and words < half and (named <= 0 or numbers < half)
    return many or max(map(len, labels)) > MAX_LABEL_CHARACTERS


def _against(
    labels: Mapping[str, int], named: float, scale: Scale | None, words: bool, shown: str
) -> str | None:
    """Return why a column holds no sentiments; None where it may.

    Args:
        labels: Rows of each label in the sample.
        named: How much the name of the column speaks for sentiments.
        scale: As which they are understood.
        words: Whether as words.
        shown: What is said of them where the name decides.
    """
    filled = sum(labels.values())
    if len(labels) > MAX_GROUPS and scale is None:
        return f"more than {MAX_GROUPS} different values"
    if max(map(len, labels)) > MAX_LABEL_CHARACTERS:
        return "values too long for labels"
    # Numbers that all differ count rows, unless they begin below one.
    counting = not words and len(labels) == filled and labels.keys().isdisjoint(("0", "-1"))
    unsure = scale is None or _one_sided(labels, scale) or counting
    if (named < 0 and not words) or (named <= 0 and unsure):
        return shown
    if scale is None and len(labels) == filled > 1 and _phrased(labels):
        return "several words, all different: texts"
    return None


def _one_sided(labels: Mapping[str, int], scale: Scale | None) -> bool:
    """Tell whether labels say too little where the name says nothing: degrees need both sides."""
    if scale is None or scale.kind is not ScaleKind.DEGREES:
        return len(labels) == 1
    return not {POSITIVE, NEGATIVE} <= set(scale.sentiments.values())


def _phrased(values: Iterable[str]) -> bool:
    """Tell whether most values are several words."""
    several = [" " in value for value in values]
    return sum(several) > len(several) / 2


def _told_by_name(score: float, what: str) -> list[str]:
    if score >= 1:
        return [f"named like {what}"]
    if score > 0:
        return [f"named a little like {what}"]
    return [f"named unlike {what}"] if score < 0 else []


# --- Where no column is taken for the sentiments: the one that might have been meant.

SHOWN_VALUES: Final = 3
# Of a column without a name.
_FEW_NUMBERS: Final = 5


@dataclass(frozen=True)
class Suggestion:
    """A column that might hold the sentiments, with its most frequent values."""

    column: str
    values: list[str]

    def __str__(self) -> str:
        """Return what messages say: they quote no value."""
        return f'"{brief(self.column)}" may be one'


def suggest(
    names: Sequence[str], header: bool, rows: Sequence[Sequence[str]], text: int
) -> Suggestion | None:
    """Return the column that looks most like labels, if one does.

    Args:
        names: The columns' names, or their positions from 1 where there is no header.
        header: Whether the names are the file's own.
        rows: Sample rows, each as wide as `names`.
        text: Position of the texts.
    """
    best: tuple[float, Suggestion] | None = None
    for position, name in enumerate(names):
        labels = without_na(Counter(row[position].strip() for row in rows))
        score = _score(name if header else None, labels)
        if position == text or score is None or (best is not None and score <= best[0]):
            continue
        common = sorted(labels, key=lambda label: (-labels[label], label))
        best = score, Suggestion(name, common[:SHOWN_VALUES])
    return None if best is None else best[1]


def _score(name: str | None, labels: dict[str, int]) -> float | None:
    """Return how much a column looks like labels; None where it does not at all."""
    filled = sum(labels.values())
    if not 2 <= len(labels) <= MAX_GROUPS or len(labels) == filled:
        return None
    if max(map(len, labels)) > MAX_LABEL_CHARACTERS:
        return None
    folded = folded_name(name or "")
    named = sentiment_name_score(folded)
    # Of places, languages and ages no name says that they are sentiments, and many that they are
    # something else.
    if named < 0 or (named == 0 and text_name_score(folded) < 0):
        return None
    few = name is None and len(labels) <= _FEW_NUMBERS
    if named <= 0 and not few and all(rating_of(label) is not None for label in labels):
        return None
    answers = all(folded_label(label) in YES_IS_GOOD for label in labels)
    understood = scale_of(labels, name or "", sample=True) is not None
    return 2 * named + understood + answers + 1 / len(labels)
