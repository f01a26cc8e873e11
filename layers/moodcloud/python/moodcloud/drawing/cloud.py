"""One cloud: words laid out, sized by weight, coloured by rank."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

from moodcloud.drawing.font import can_draw
from moodcloud.drawing.layout import Layout
from moodcloud.drawing.palettes import Palette
from moodcloud.drawing.svg import svg_of

_BACKGROUND: Final = "white"
# Shares of the shorter side: the margin around a word, and the smallest size that can be read.
_MARGIN_SHARE: Final = 300
_LEAST_SIZE_SHARE: Final = 75


@dataclass(frozen=True)
class Cloud:
    """A drawn cloud.

    Attributes:
        png: The picture.
        svg: The same with real text and the font within.
        drawn: Words in the picture, heaviest first.
        dropped: Words that found no room or that the font cannot draw; `drawn` and `dropped`
            together are the words offered.
    """

    png: bytes
    svg: str
    drawn: tuple[str, ...]
    dropped: tuple[str, ...]


def draw_cloud(
    weights: Mapping[str, float], palette: Palette, width: int, height: int, font: Path
) -> Cloud:
    """Draw a cloud; the same words give the same bytes.

    Args:
        weights: A positive weight for each word, heaviest first.
        palette: Strong to soft: the heaviest words get the strong colours.
        width: Of the picture, in pixels.
        height: Of the picture, in pixels.
        font: Of `subset_font`.
    """
    offered = list(weights)
    drawable = {word: weight for word, weight in weights.items() if can_draw(word)}
    colours = {
        word: palette[rank * len(palette) // len(drawable)] for rank, word in enumerate(drawable)
    }
    if not drawable:
        return _blank(tuple(offered), width, height)
    layout = Layout(
        width=width,
        height=height,
        margin=max(1, min(width, height) // _MARGIN_SHARE),
        max_words=len(drawable),
        min_font_size=max(6, min(width, height) // _LEAST_SIZE_SHARE),
        prefer_horizontal=0.9,
        background_color=_BACKGROUND,
        font_path=str(font),
        # Its own colour function would import pyplot.
        color_func=lambda word, **_: colours[word],
    ).generate_from_frequencies(drawable)
    placed = {item[0][0] for item in layout.layout_}
    return Cloud(
        png=_png(layout.to_image()),
        svg=svg_of(layout, font),
        drawn=tuple(word for word in offered if word in placed),
        dropped=tuple(word for word in offered if word not in placed),
    )


def _blank(offered: tuple[str, ...], width: int, height: int) -> Cloud:
    """Return the cloud of a sentiment in which nobody said a word that can be drawn."""
    return Cloud(
        png=_png(Image.new("RGB", (width, height), _BACKGROUND)),
        svg=f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"></svg>',
        drawn=(),
        dropped=offered,
    )


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    # 256 colours hold a palette and its anti-aliased edges at a third of the size.
    image.quantize(colors=256, dither=Image.Dither.NONE).save(buffer, format="PNG")
    return buffer.getvalue()
