"""All clouds of a table, or one of them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from PIL import Image

from moodcloud.drawing import cloud_words as offers
from moodcloud.drawing.cloud_words import Offer
from moodcloud.drawing.ink import FONT_PATH, Face, subset_font
from moodcloud.drawing.layout import Layout
from moodcloud.drawing.legend import Strip, lay_legend
from moodcloud.drawing.look import Look, fitted
from moodcloud.drawing.painting import paint, png
from moodcloud.drawing.palettes import Tone
from moodcloud.drawing.svg import font_styles, inline_svg, with_font
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.vocabulary import Vocabulary

# --- One cloud: words laid out and sized by weight, coloured, with a legend below.

# Shares of the shorter side: the margin around a word, along the edges of the picture, and the
# smallest size that can be read.
_MARGIN_SHARE: Final = 300
_EDGE_SHARE: Final = 40
_LEAST_SIZE_SHARE: Final = 75


@dataclass(frozen=True)
class Cloud:
    """A drawn cloud.

    Attributes:
        png: The picture.
        svg: The same with real text and the font within: a file of its own.
        inline_svg: The same without the font, to stand in a page that has it (`font_styles`).
        tones: The colours of its words and its legend, by meaning.
        drawn: Words in the picture, heaviest first.
        dropped: Words that found no room or that the font cannot draw; `drawn` and `dropped`
            together are the words offered.
    """

    png: bytes
    svg: str
    inline_svg: str
    tones: frozenset[Tone]
    drawn: tuple[str, ...]
    dropped: tuple[str, ...]

    @property
    def image(self) -> Image.Image:
        """The picture, for notebooks and other programs in Python."""
        return Image.open(io.BytesIO(self.png))


def draw_cloud(offer: Offer, look: Look, face: Face, font_styles: str) -> Cloud:
    """Draw a cloud; the same words give the same bytes.

    Args:
        offer: What it is to show.
        look: Size, colours, outline.
        face: The font, with the words and the legend.
        font_styles: The same for the SVG; of `svg.font_styles`.
    """
    layout, strip = lay_out(offer, look, face)
    strokes = [*layout.strokes(), *strip.strokes(layout.height, look.text, look.colour)]
    placed = {item[0][0] for item in layout.layout_}
    inline = inline_svg(layout, strip, offer, look)
    return Cloud(
        png=png(paint(strokes, look.width, look.height, look.paper)),
        svg=with_font(inline, font_styles),
        inline_svg=inline,
        tones=frozenset([*offer.tones.values(), *(swatch.tone for swatch in strip.swatches)]),
        drawn=tuple(word for word in offer.weights if word in placed),
        dropped=tuple(word for word in offer.weights if word not in placed),
    )


def lay_out(offer: Offer, look: Look, face: Face) -> tuple[Layout, Strip]:
    """Return the places of the words and, below them, of the legend; see `draw_cloud`."""
    strip = lay_legend(offer.legend, look.width, look.height, face)
    drawable = {word: weight for word, weight in offer.weights.items() if face.shows(word)}
    height, shorter = look.height - strip.height, min(look.width, look.height)
    edge = shorter // _EDGE_SHARE
    layout = Layout(
        areas=offer.areas,
        edge=edge,
        face=face,
        width=look.width,
        height=height,
        mask=None if look.mask is None else fitted(look.mask, look.width, height, edge),
        margin=max(1, shorter // _MARGIN_SHARE),
        max_words=max(len(drawable), 1),
        min_font_size=max(6, shorter // _LEAST_SIZE_SHARE),
        prefer_horizontal=0.9,
        background_color=look.paper,
        font_path=str(look.font),
        # Its own colour function would import pyplot.
        color_func=lambda word, **_: look.colour(offer.tones[word]),
    )
    return layout.generate_from_frequencies(drawable), strip


# --- All clouds of a table, or one of them.

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
