"""Where no column is taken for the sentiments: the one that might have been meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from moodcloud.errors import brief
from moodcloud.reading.candidates import MAX_LABEL_CHARACTERS
from moodcloud.reading.labels import MAX_GROUPS
from moodcloud.reading.names import folded_name, sentiment_name_score, text_name_score
from moodcloud.reading.scales import held, scale_of
from moodcloud.reading.stars import rating_of
from moodcloud.reading.verdicts import YES_IS_GOOD, folded_label

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
        labels = held(Counter(row[position].strip() for row in rows))
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
