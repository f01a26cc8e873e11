"""How well each column would do as texts or as sentiments, and why."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from moodcloud.reading.labels import MAX_GROUPS
from moodcloud.reading.missing import has_text
from moodcloud.reading.names import (
    folded_name,
    is_inner_name,
    sentiment_name_score,
    text_name_score,
)
from moodcloud.reading.scales import Kind, Scale, held, scale_of
from moodcloud.reading.stars import rating_of
from moodcloud.reading.verdicts import DEGREES, LABEL_PREFIX, NEGATIVE, POSITIVE, folded_label

TEXT: Final = "text"
SENTIMENT: Final = "sentiment"
MOST_LISTED: Final = 5
MAX_LABEL_CHARACTERS: Final = 40
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
    labels = held(Counter(value.strip() for value in values))
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
    understood = scale is not None and scale.kind is not Kind.TRUTH
    words = scale is not None and understood and scale.kind is not Kind.NUMBERS
    shown = f"{len(labels)} different {'value' if len(labels) == 1 else 'values'}"
    if against := _against(labels, named, scale if understood else None, words, shown):
        return judged(0.0, against)
    plain = scale is not None and scale.kind is Kind.SENTIMENTS
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
    if scale is None or scale.kind is not Kind.DEGREES:
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
