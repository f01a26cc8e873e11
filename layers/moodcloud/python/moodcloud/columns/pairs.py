"""Two columns of texts of opposite sense, such as pros and cons: their names say the sentiments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from moodcloud.columns.candidates import MOST_LISTED, Candidate, listed, text_candidate
from moodcloud.errors import brief
from moodcloud.lexicon.column_names import folded_name, text_name_score
from moodcloud.lexicon.label_words import NEGATIVE, POSITIVE
from moodcloud.lexicon.opposites import names_nothing, sense_of, sets_texts_apart
from moodcloud.options import Options
from moodcloud.tabular.na_values import has_text
from moodcloud.tabular.rows import Columns, own_name

# Texts are several words, or differ; a column of answers such as yes and no does neither.
_VARIETY: Final = 0.5
# Options that say which column holds what, or that a column holds labels.
_DECIDING: Final = ("text_column", "sentiment_column", "positive", "negative")


@dataclass(frozen=True)
class Pair:
    """Two columns of texts of opposite sense, with every column judged in their light.

    Attributes:
        columns: The two columns, the positive one first.
        texts: How well each column would do as texts, in column order.
        sentiments: How well each would do as sentiments: none is used.
    """

    columns: Columns
    texts: list[Candidate]
    sentiments: list[Candidate]

    def considered(self) -> list[Candidate]:
        """Return the columns considered for each role: the two used, then the best first."""
        used = [self.texts[position] for position in self.columns.used]
        others = [each for i, each in enumerate(self.texts) if i not in self.columns.used]
        return [*[*used, *listed(others)][:MOST_LISTED], *listed(self.sentiments)]


def find_pair(
    names: tuple[str, ...],
    header: bool,
    rows: Sequence[Sequence[str]],
    texts: list[Candidate],
    sentiments: list[Candidate],
    options: Options,
) -> Pair | None:
    """Return the first two columns of opposite sense that both hold texts; None where none do.

    Args:
        names: The columns' names, or their positions from 1 where there is no header.
        header: Whether the names are the file's own.
        rows: Sample rows, each as wide as `names`.
        texts: How well each column would do as texts.
        sentiments: How well each column would do as sentiments.
        options: Where a column or its labels are named there, they decide.
    """
    if not header or any(getattr(options, name) for name in _DECIDING):
        return None
    own = [own_name(name, frozenset(names)) for name in names]
    if any(map(sets_texts_apart, own)):
        return None
    for positive, negative in _opposites(own):
        sides = [_named([row[i] for row in rows]) for i in (positive, negative)]
        if all(_are_texts(side) for side in sides):
            columns = Columns(positive, None, names, negative)
            if not _is_told_elsewhere(columns, rows, texts, sentiments):
                return _explained(columns, texts, sentiments, rows)
    return None


def opposite_names(fields: Sequence[str]) -> tuple[int, ...]:
    """Return the positions of the first two fields that name columns of opposite sense."""
    return next(_opposites(fields), ())


def _opposites(names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the positions of columns whose names are opposites, the leftmost first."""
    found: dict[str, dict[str, int]] = {}
    for position, name in enumerate(names):
        if sense := sense_of(name):
            sides = found.setdefault(sense.rest, {})
            sides.setdefault(sense.sentiment, position)
    for sides in found.values():
        if len(sides) == 2:
            yield sides[POSITIVE], sides[NEGATIVE]


def _named(values: Sequence[str]) -> list[str]:
    """Return those of the values that name something."""
    return [value for value in values if has_text(value) and not names_nothing(value)]


def _are_texts(values: list[str]) -> bool:
    if not values or text_candidate("", False, values, only=True).score <= 0:
        return False
    several = sum(len(value.split()) > 1 for value in values)
    return max(several, len(set(values))) > _VARIETY * len(values)


def _is_told_elsewhere(
    columns: Columns,
    rows: Sequence[Sequence[str]],
    texts: list[Candidate],
    sentiments: list[Candidate],
) -> bool:
    """Return whether the two are notes beside a review that says more, and has a sentiment."""
    if not any(each.score > 0 for each in sentiments):
        return False
    both = sum(len(row[i]) for row in rows for i in columns.used)
    return any(
        i not in columns.used
        and texts[i].score > 0
        and text_name_score(folded_name(name)) >= 1
        and sum(len(row[i]) for row in rows) > both
        for i, name in enumerate(columns.names)
    )


def _explained(
    columns: Columns,
    texts: list[Candidate],
    sentiments: list[Candidate],
    rows: Sequence[Sequence[str]],
) -> Pair:
    """Return the pair, with what is used for it and what is not said in the reasons."""
    texts, names = list(texts), [brief(columns.names[i]) for i in columns.used]
    told = f"not used: the texts of {names[0]} are positive, those of {names[1]} negative"
    sentiments = [
        replace(each, reason=f"{each.reason}; {told}") if each.score > 0 else each
        for each in sentiments
    ]
    for position, sentiment in zip(columns.used, (POSITIVE, NEGATIVE), strict=True):
        # Judged without what says that there is nothing to name.
        named = _named([row[position] for row in rows])
        judged = text_candidate(columns.names[position], True, named, only=True)
        reason = f"the {sentiment} one of two columns of opposite sense; {judged.reason}"
        texts[position] = replace(judged, reason=reason)
        sentiments[position] = replace(sentiments[position], score=0.0, reason="texts")
    return Pair(columns, texts, sentiments)
