"""Which words each cloud of a table offers, and all its clouds drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from moodcloud.drawing.cloud import Cloud, draw_cloud
from moodcloud.drawing.font import subset_font
from moodcloud.drawing.palettes import palette_of
from moodcloud.options import Options
from moodcloud.vocabulary import Vocabulary


@dataclass(frozen=True)
class Clouds:
    """The clouds of a table, each by sentiment.

    Attributes:
        frequency: Words sized by how often they stand in the sentiment.
        distinctive: Words sized by keyness, for sentiments that have any of their own.
    """

    frequency: dict[str, Cloud]
    distinctive: dict[str, Cloud]


def draw_clouds(vocabulary: Vocabulary, options: Options, workspace: Path) -> Clouds:
    """Draw every cloud of the vocabulary.

    Args:
        vocabulary: The words.
        options: `max_words`, `width`, `height`.
        workspace: A writable folder.
    """
    frequency = {
        name: _heaviest(vocabulary, "count", name, options.max_words)
        for name in vocabulary.sentiments
    }
    keyness = {
        name: _heaviest(vocabulary, "z", name, options.max_words) for name in vocabulary.sentiments
    }
    distinctive = {name: words for name, words in keyness.items() if words}
    words = set().union(*frequency.values(), *distinctive.values())
    font = subset_font(words, workspace)

    def draw(offered: dict[str, Mapping[str, float]]) -> dict[str, Cloud]:
        return {
            name: draw_cloud(
                weights,
                palette_of(name, vocabulary.sentiments),
                options.width,
                options.height,
                font,
            )
            for name, weights in offered.items()
        }

    return Clouds(draw(frequency), draw(distinctive))


def _heaviest(
    vocabulary: Vocabulary, statistic: str, sentiment: str, most: int
) -> Mapping[str, float]:
    """Return the words with the highest positive value, highest first."""
    if vocabulary.words.empty:
        return {}
    values = vocabulary.words[statistic, sentiment]
    # A stable sort keeps the vocabulary's own order among equals.
    heaviest = values[values > 0].sort_values(ascending=False, kind="stable")[:most]
    return {str(word): float(value) for word, value in heaviest.items()}
