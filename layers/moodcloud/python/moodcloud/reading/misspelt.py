"""Slips of the hand in words for sentiments: `postive`, `negitive`, `netural`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from moodcloud.reading.verdicts import DEGREES, SENTIMENTS

# Shorter words are too near to others.
_LEAST_LETTERS: Final = 6
_WORDS: Final = tuple(word for word in SENTIMENTS if len(word) >= _LEAST_LETTERS)
# Nobody slips in so many ways.
_HANDMADE: Final = 100


def misspelt(labels: Mapping[str, int], words: Mapping[str, str]) -> dict[str, str]:
    """Return the sentiment of each label that misses one by a slip, where most rows have none.

    Args:
        labels: Rows of each label as written.
        words: Each label folded.
    """
    exact = sum(rows for label, rows in labels.items() if words[label] in DEGREES)
    if 2 * exact < sum(labels.values()) or len(labels) > _HANDMADE:
        return {}
    near = {label: _meant(word) for label, word in words.items() if word not in DEGREES}
    return {label: sentiment for label, sentiment in near.items() if sentiment}


def _meant(word: str) -> str | None:
    return next((SENTIMENTS[each] for each in _WORDS if _one_slip(word, each)), None)


def _one_slip(word: str, other: str) -> bool:
    """Tell whether one letter is missing, too many or wrong, or two neighbours changed places."""
    if word[:1] != other[:1] or abs(len(word) - len(other)) > 1:
        return False
    word, other = _without_start(word, other)
    word, other = _without_start(word[::-1], other[::-1])
    return max(len(word), len(other)) <= 1 or (len(word) == 2 and word == other[::-1])


def _without_start(word: str, other: str) -> tuple[str, str]:
    """Leave out the letters that two words begin with in common."""
    same = 0
    while same < min(len(word), len(other)) and word[same] == other[same]:
        same += 1
    return word[same:], other[same:]
