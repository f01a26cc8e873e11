"""Two columns of texts of opposite sense, such as pros and cons: their names say the sentiments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from moodcloud.errors import brief
from moodcloud.lexicon.column_names import folded_name, names_texts, text_name_score
from moodcloud.lexicon.label_words import NEGATIVE, POSITIVE
from moodcloud.lexicon.opposites import names_nothing, sense_of, sets_texts_apart
from moodcloud.options import Options
from moodcloud.roles.candidates import MOST_LISTED, Candidate, listed, text_candidate
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
        unused: The columns of other pairs.
    """

    columns: Columns
    texts: list[Candidate]
    sentiments: list[Candidate]
    unused: tuple[int, ...] = ()

    def considered(self) -> list[Candidate]:
        """Return the columns considered for each role: the two used, then the best first."""
        first = (*self.columns.used, *self.unused)
        pairs = [self.texts[position] for position in first]
        others = [each for i, each in enumerate(self.texts) if i not in first]
        most = max(MOST_LISTED, len(pairs))
        return [*[*pairs, *listed(others)][:most], *listed(self.sentiments)]


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
    known = frozenset(names)
    own = [own_name(name, known) for name in names]
    if any(map(sets_texts_apart, own)):
        return None
    pairs = [
        Columns(positive, None, names, negative)
        for positive, negative in _opposites(own)
        if all(_are_texts(_named([row[i] for row in rows])) for i in (positive, negative))
    ]
    others = set(range(len(names))) - {i for pair in pairs for i in pair.used}
    if not pairs or _are_told_elsewhere(others, names, rows, texts, sentiments):
        return None
    return _explained(pairs, texts, sentiments, rows)


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


def _are_told_elsewhere(
    others: Iterable[int],
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    texts: list[Candidate],
    sentiments: list[Candidate],
) -> bool:
    """Return whether pairs are notes beside texts that are named so and have a sentiment.

    Args:
        others: The columns that are in no pair.
        names: The names of all columns.
        rows: Sample rows.
        texts: How well each column would do as texts.
        sentiments: How well each column would do as sentiments.
    """
    labels = {i for i in others if sentiments[i].score > 0}
    return any(
        labels - {i}
        and texts[i].score > 0
        and names_texts(names[i]) > 0
        and text_name_score(folded_name(names[i])) >= 1
        and _hold_texts([row[i] for row in rows])
        for i in others
    )


def _hold_texts(values: Sequence[str]) -> bool:
    """Return whether most rows hold a text."""
    named = _named(values)
    return len(named) > len(values) / 2 and _are_texts(named)


def _explained(
    pairs: Sequence[Columns],
    texts: list[Candidate],
    sentiments: list[Candidate],
    rows: Sequence[Sequence[str]],
) -> Pair:
    """Return the first pair, with what is used for it and what is not said in the reasons."""
    columns, unused = pairs[0], tuple(i for pair in pairs[1:] for i in pair.used)
    texts, names = list(texts), [brief(columns.names[i]) for i in columns.used]
    for i in unused:
        reason = f"one of two other columns of opposite sense, not used; {texts[i].reason}"
        texts[i] = replace(texts[i], reason=reason)
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
    return Pair(columns, texts, sentiments, unused)
