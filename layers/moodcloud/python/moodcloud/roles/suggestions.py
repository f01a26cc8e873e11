"""A column that might hold the sentiments, where none is chosen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from moodcloud.errors import brief
from moodcloud.labels.ratings import rating_of
from moodcloud.labels.scales import scale_of, without_na
from moodcloud.lexicon.column_names import (
    folded_name,
    names_something_else,
    sentiment_name_score,
    text_name_score,
)
from moodcloud.lexicon.label_words import YES_IS_GOOD, folded_label
from moodcloud.roles.candidates import are_addresses
from moodcloud.roles.codes import are_dates
from moodcloud.tabular.rows import MAX_GROUPS, MAX_LABEL_CHARACTERS

# Messages show so many values of a column that is suggested.
SHOWN_VALUES: Final = 3
# Only so few different numbers in a column without a name may be labels.
_FEW_NUMBERS: Final = 5
# "2 nights", "3w": a number and a word that is no mark.
_AMOUNT: Final = re.compile(r"\d[\d.,]*\+?\s?[^\W\d_]+")


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
    if max(map(len, labels)) > MAX_LABEL_CHARACTERS or _are_noted(list(labels)):
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


def _are_noted(labels: list[str]) -> bool:
    """Return whether most labels note something down: dates, addresses, amounts with a unit."""
    if are_dates(labels) or are_addresses(labels):
        return True
    amounts = sum(bool(_AMOUNT.fullmatch(label)) and rating_of(label) is None for label in labels)
    return amounts > len(labels) / 2
