"""One cloud: words laid out by wordcloud, sized by their weight, coloured by their rank."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wordcloud import WordCloud

from moodcloud.drawing.font import can_draw
from moodcloud.drawing.palettes import Palette

# Words are laid out on a small canvas and drawn at twice its size: the same picture in a quarter
# of the time, and with room for all 200 words.
_SCALE: Final = 2
_SEED: Final = 20080901


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
    # A new object for each cloud: one that is used again lays out differently.
    layout = WordCloud(
        width=width // _SCALE,
        height=height // _SCALE,
        scale=_SCALE,
        margin=2,
        max_words=len(offered) or 1,
        min_font_size=5,
        prefer_horizontal=0.92,
        relative_scaling=0.5,
        background_color="white",
        font_path=str(font),
        random_state=_SEED,
        # Its own colour function would import pyplot.
        color_func=lambda word, **_: colours[word],
    )
    if drawable:
        layout.generate_from_frequencies(drawable)
    else:
        layout.layout_ = []
    placed = {item[0][0] for item in layout.layout_}
    return Cloud(
        png=_png(layout),
        svg=layout.to_svg(embed_font=bool(placed)),
        drawn=tuple(word for word in offered if word in placed),
        dropped=tuple(word for word in offered if word not in placed),
    )


def _png(layout: WordCloud) -> bytes:
    buffer = io.BytesIO()
    # 256 colours hold a palette and its anti-aliased edges at a third of the size.
    layout.to_image().quantize(colors=256, dither=0).save(buffer, format="PNG", optimize=False)
    return buffer.getvalue()
