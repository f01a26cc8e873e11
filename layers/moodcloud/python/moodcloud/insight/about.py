"""What a table is about, as told by its vocabulary and a sample of its texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from moodcloud.insight.quotes import Passage, Quotable
from moodcloud.insight.sample import Sample
from moodcloud.insight.sampled_words import words_in
from moodcloud.vocabulary import Vocabulary

_QUOTES: Final = 3


@dataclass(frozen=True)
class About:
    """What a table is about.

    Attributes:
        quotes: The most telling passages of each sentiment; none where texts are not quoted.
    """

    quotes: Mapping[str, Sequence[Passage]]


def about(sample: Sample, vocabulary: Vocabulary, *, quoted: bool) -> About:
    """Return what a table is about.

    Args:
        sample: Texts of the table.
        vocabulary: Its words.
        quoted: Whether texts are quoted.
    """
    sampled = words_in(sample.texts, vocabulary)
    quotable = Quotable(sampled, vocabulary)
    return About(
        {name: quotable.most_telling(name, _QUOTES * quoted) for name in vocabulary.sentiments}
    )
