"""What a table is about, as told by its vocabulary and a sample of its texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, pairwise
from typing import Final, NamedTuple

from moodcloud.forked import Piece
from moodcloud.insight.aspects import Aspect, find_aspects
from moodcloud.insight.examples import SampledPlaces, ShownTexts, places_in
from moodcloud.insight.quotes import Passage, Quotable
from moodcloud.insight.sample import Sample, SampledText
from moodcloud.insight.sampled_words import words_in
from moodcloud.insight.themes import Theme, find_themes
from moodcloud.vocabulary import Vocabulary

_QUOTES: Final = 3
_PIECES: Final = 4


class QuotedTheme(NamedTuple):
    """A theme, and a passage about it; None where texts are not quoted."""

    theme: Theme
    passage: Passage | None


@dataclass(frozen=True)
class About:
    """What a table is about.

    Attributes:
        sampled: How many texts of each sentiment were looked at.
        aspects: The things that people find good or bad.
        themes: The words that keep company in each sentiment.
        quotes: The most telling passages of each sentiment; none where texts are not quoted.
    """

    sampled: Mapping[str, int]
    aspects: Sequence[Aspect]
    themes: Mapping[str, Sequence[QuotedTheme]]
    quotes: Mapping[str, Sequence[Passage]]

    @property
    def mentioned(self) -> list[str]:
        """The words and phrases of all aspects and themes."""
        aspects = ((each.name, *(other.word for other in each.judged)) for each in self.aspects)
        themes = (each.theme.words for own in self.themes.values() for each in own)
        return list(dict.fromkeys(chain.from_iterable((*aspects, *themes))))


def about(sample: Sample, vocabulary: Vocabulary, *, quoted: bool) -> About:
    """Return what a table is about.

    Args:
        sample: Texts of the table.
        vocabulary: Its words.
        quoted: Whether texts are quoted.
    """
    sampled = words_in(sample.texts, vocabulary)
    quotable = Quotable(sampled, vocabulary)

    def with_passage(theme: Theme, sentiment: str) -> QuotedTheme:
        found = quotable.about(theme.rows, theme.texts, sentiment) if quoted else None
        return QuotedTheme(theme, found)

    counted = Counter(each.sentiment for each in sample.texts)
    names = vocabulary.sentiments
    return About(
        {name: counted[name] for name in names},
        find_aspects(sampled, vocabulary),
        {
            name: [with_passage(each, name) for each in find_themes(sampled, vocabulary, name)]
            for name in names
        },
        {name: quotable.most_telling(name, _QUOTES * quoted) for name in names},
    )


class Seen(NamedTuple):
    """What is seen in the texts of a sample, before it is known which words pictures show.

    Attributes:
        sample: The sample.
        told: What the table is about.
        places: Where tokens are in the texts that may be quoted: none, if the options say so.
    """

    sample: Sample
    told: About
    places: SampledPlaces


def place_pieces(sample: Sample) -> list[Piece[ShownTexts]]:
    """Return what finds the places in the texts of a sample, a quarter of them after the other."""
    texts = sample.texts
    bounds = [len(texts) * each // _PIECES for each in range(_PIECES + 1)]
    return [partial(_placed, texts[begin:end]) for begin, end in pairwise(bounds)]


def _placed(texts: Sequence[SampledText]) -> Callable[[], ShownTexts]:
    found = places_in(texts)
    return lambda: found
