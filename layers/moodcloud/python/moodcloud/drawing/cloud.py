"""One cloud: words laid out and sized by weight, coloured, with a legend below."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image

from moodcloud.drawing.ink import Face
from moodcloud.drawing.layout import Layout
from moodcloud.drawing.legend import Strip, lay_legend
from moodcloud.drawing.look import Look
from moodcloud.drawing.mask import fitted
from moodcloud.drawing.offers import Offer
from moodcloud.drawing.painting import paint, png
from moodcloud.drawing.palettes import Tone
from moodcloud.drawing.svg import inline_svg, with_font

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
