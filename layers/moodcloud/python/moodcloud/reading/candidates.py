"""How well each column would do as texts or as sentiments, and why."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from moodcloud.reading.labels import MAX_GROUPS, is_scheme
from moodcloud.reading.names import folded_name, sentiment_name_score, text_name_score

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
    filled = [value.strip()[:_LOOKED_AT] for value in values if value.strip()]

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
    named = sentiment_name_score(folded_name(column)) if header else 0.0
    told = _told_by_name(named, "a sentiment")
    filled = [value.strip() for value in values if value.strip()]
    distinct = set(filled)

    def judged(score: float, *reasons: str) -> Candidate:
        reason = "; ".join([*told, *reasons])
        return Candidate(column, SENTIMENT, round(max(score, 0.0), 3), reason)

    if not filled:
        return judged(named / 2, "empty in the sample")
    if len(distinct) > MAX_GROUPS:
        return judged(0.0, f"more than {MAX_GROUPS} different values")
    if max(map(len, distinct)) > MAX_LABEL_CHARACTERS:
        return judged(0.0, "values too long for labels")
    understood = is_scheme(Counter(filled))
    words = any(not value.lstrip("+-").replace(".", "").isdecimal() for value in distinct)
    shown = f"{len(distinct)} different {'value' if len(distinct) == 1 else 'values'}"
    if named < 0 and not (understood and words):
        return judged(0.0, shown)
    # Numbers that all differ count rows, unless they begin below one.
    counting = not words and len(distinct) == len(filled) and distinct.isdisjoint(("0", "-1"))
    if named <= 0 and (not understood or len(distinct) == 1 or counting):
        return judged(0.0, shown)
    score = (
        2.0 * max(named, 0.0)
        + 2.0 * understood
        + 1.0 * (understood and words)
        + 0.5 * (len(distinct) > 1)
        + len(filled) / len(values)
    )
    shown += f" ({', '.join(sorted(distinct)[:5])}{', …' if len(distinct) > 5 else ''})"
    return judged(score, f"{shown}, understood as sentiments" if understood else shown)


def _told_by_name(score: float, what: str) -> list[str]:
    if score >= 1:
        return [f"named like {what}"]
    if score > 0:
        return [f"named a little like {what}"]
    return [f"named unlike {what}"] if score < 0 else []
