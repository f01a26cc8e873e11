"""All clouds of a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from moodcloud.drawing import offers
from moodcloud.drawing.cloud import Cloud, Offer, draw_cloud
from moodcloud.drawing.font import subset_font
from moodcloud.options import Options
from moodcloud.vocabulary import Vocabulary


@dataclass(frozen=True)
class Clouds:
    """The clouds of a table.

    Attributes:
        frequency: By sentiment: words sized by how often they stand in it.
        distinctive: By sentiment, for those that have words of their own: sized by keyness.
        together: Of all sentiments, where there are two or more: `comparison` (what sets them
            apart) and `shared` (what they have in common), each if there is such a word.
    """

    frequency: dict[str, Cloud]
    distinctive: dict[str, Cloud]
    together: dict[str, Cloud]


def draw_clouds(vocabulary: Vocabulary, options: Options, workspace: Path) -> Clouds:
    """Draw every cloud of the vocabulary.

    Args:
        vocabulary: The words.
        options: `max_words`, `width`, `height`.
        workspace: A writable folder.
    """
    names, most = vocabulary.sentiments, options.max_words
    frequency = {name: offers.frequency(vocabulary, name, most) for name in names}
    distinctive = {name: offers.distinctive(vocabulary, name, most) for name in names}
    together = {
        "comparison": offers.comparison(vocabulary, most),
        "shared": offers.shared(vocabulary, most),
    }
    wanted = [*frequency.values(), *distinctive.values(), *together.values()]
    font = subset_font(_texts(offer for offer in wanted if offer is not None), workspace)

    def draw(offered: Iterable[tuple[str, Offer | None]]) -> dict[str, Cloud]:
        return {
            name: draw_cloud(offer, options.width, options.height, font)
            for name, offer in offered
            if offer is not None
        }

    return Clouds(draw(frequency.items()), draw(distinctive.items()), draw(together.items()))


def _texts(offered: Iterable[Offer]) -> set[str]:
    """Return everything the clouds have to write."""
    return {text for offer in offered for text in (*offer.weights, offer.legend.text)}
