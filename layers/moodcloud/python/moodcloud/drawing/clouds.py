"""All clouds of a table, or one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from moodcloud.drawing import offers
from moodcloud.drawing.cloud import Cloud, draw_cloud
from moodcloud.drawing.font import FONT_PATH, subset_font
from moodcloud.drawing.ink import Face
from moodcloud.drawing.look import Look
from moodcloud.drawing.offers import Offer
from moodcloud.drawing.svg import font_styles
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.vocabulary import Vocabulary

TOGETHER: Final = ("comparison", "shared")
# A font of the user's must be able to draw this share of the words.
_LEAST_DRAWABLE: Final = 0.5


@dataclass(frozen=True)
class Clouds:
    """The clouds of a table.

    Attributes:
        frequency: By sentiment: words sized by how often they stand in it.
        distinctive: By sentiment, for those that have words of their own: sized by keyness.
        together: Of all sentiments, where there are two or more: `comparison` (what sets them
            apart) and `shared` (what they have in common), each if there is such a word.
        font_styles: CSS that declares the font of all of them, for a page with their `inline_svg`.
    """

    frequency: dict[str, Cloud]
    distinctive: dict[str, Cloud]
    together: dict[str, Cloud]
    font_styles: str


def draw_clouds(vocabulary: Vocabulary, options: Options) -> Clouds:
    """Draw every cloud of the vocabulary.

    Args:
        vocabulary: The words.
        options: `max_words`, `width`, `height`, `background`, `palette`, `mask`, `font`.

    Raises:
        UploadError: `bad_mask` or `bad_font`.
    """
    names, most = vocabulary.sentiments, options.max_words
    frequency = {name: offers.frequency(vocabulary, name, most) for name in names}
    distinctive = {name: offers.distinctive(vocabulary, name, most) for name in names}
    together = {
        "comparison": offers.comparison(vocabulary, most),
        "shared": offers.shared(vocabulary, most),
    }
    look = Look.of(options)
    wanted = [*frequency.values(), *distinctive.values(), *together.values()]
    face = _face([offer for offer in wanted if offer is not None], look)
    styles = font_styles(face.font)

    def draw(offered: Mapping[str, Offer | None]) -> dict[str, Cloud]:
        return {
            name: draw_cloud(offer, look, face, styles)
            for name, offer in offered.items()
            if offer is not None
        }

    return Clouds(draw(frequency), draw(distinctive), draw(together), styles)


def draw_one(
    vocabulary: Vocabulary,
    name: str,
    options: Options,
    kind: Literal["frequency", "distinctive"] = "frequency",
) -> Cloud:
    """Draw one cloud of the vocabulary; `Cloud.image` is the picture.

    Args:
        vocabulary: The words.
        name: A sentiment, or `comparison` or `shared`.
        options: As for `draw_clouds`.
        kind: Of a sentiment's cloud: what size shows.

    Raises:
        ValueError: There is no such cloud, or no word for it.
        UploadError: `bad_mask` or `bad_font`.
    """
    offer = _offer(vocabulary, name, options.max_words, kind)
    if offer is None or not offer.weights:
        raise ValueError(f"no word for a cloud of {name!r}")
    return draw_offer(offer, options)


def draw_offer(offer: Offer, options: Options) -> Cloud:
    """Draw what is offered, in a cloud of its own.

    Raises:
        UploadError: `bad_mask` or `bad_font`.
    """
    look = Look.of(options)
    face = _face([offer], look)
    return draw_cloud(offer, look, face, font_styles(face.font))


def _offer(vocabulary: Vocabulary, name: str, most: int, kind: str) -> Offer | None:
    if name in vocabulary.sentiments:
        make = offers.frequency if kind == "frequency" else offers.distinctive
        return make(vocabulary, name, most)
    if name not in TOGETHER:
        known = ", ".join(map(repr, (*vocabulary.sentiments, *TOGETHER)))
        raise ValueError(f"no cloud is called {name!r}; there are {known}")
    make_both = offers.comparison if name == "comparison" else offers.shared
    return make_both(vocabulary, most)


def _face(offered: Iterable[Offer], look: Look) -> Face:
    """Return the font with what the offers have to write.

    Raises:
        UploadError: `bad_font`, where it cannot draw most of the words.
    """
    offered = list(offered)
    face = Face(subset_font(set().union(*(offer.texts for offer in offered)), look.font))
    words = {word for offer in offered for word in offer.weights}
    missing = sorted(word for word in words if not face.can_draw(word))
    if look.font != FONT_PATH and len(missing) > (1 - _LEAST_DRAWABLE) * len(words):
        what = f"it cannot draw {len(missing):,} of {len(words):,} words"
        raise UploadError("bad_font", path=look.font.name, what=what)
    return face
