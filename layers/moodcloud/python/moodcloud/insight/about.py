"""What a table is about, as told by its vocabulary and a sample of its texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple

from moodcloud.insight.aspects import Aspect, find_aspects
from moodcloud.insight.examples import SampledPlaces
from moodcloud.insight.quotes import Passage, Quotable
from moodcloud.insight.sample import Sample
from moodcloud.insight.sampled_words import words_in
from moodcloud.insight.themes import Theme, find_themes
from moodcloud.options import Options
from moodcloud.vocabulary import Vocabulary

_QUOTES: Final = 3


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


def see(
    sample: Sample, vocabulary: Vocabulary, options: Options, has_time: Callable[[], bool]
) -> Seen:
    """Return what is seen in a sample.

    Args:
        sample: Texts of the table.
        vocabulary: Its words.
        options: `examples`: whether texts are quoted.
        has_time: Whether there is time to look for places that may be wanted later.
    """
    told = about(sample, vocabulary, quoted=options.examples)
    places = SampledPlaces(sample if options.examples else sample.without_texts())
    places.look(has_time)
    return Seen(sample, told, places)
