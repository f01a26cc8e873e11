"""One cloud: words laid out and sized by weight, coloured, with a legend below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from moodcloud.drawing.canvas import Area
from moodcloud.drawing.font import can_draw
from moodcloud.drawing.layout import Layout
from moodcloud.drawing.legend import Legend, Strip, lay_legend
from moodcloud.drawing.painting import paint, png
from moodcloud.drawing.palettes import Palette
from moodcloud.drawing.svg import svg_of

_BACKGROUND: Final = "white"
# Shares of the shorter side: the margin around a word, and the smallest size that can be read.
_MARGIN_SHARE: Final = 300
_LEAST_SIZE_SHARE: Final = 75


@dataclass(frozen=True)
class Offer:
    """What a cloud is to show.

    Attributes:
        weights: A positive weight for each word, heaviest first.
        palettes: Of each word: its colours from strong to soft; the heaviest of the words that
            have the same palette get the strong ones.
        legend: Says what colour and size mean.
        areas: Where words gather that do not belong in the middle of the picture.
    """

    weights: Mapping[str, float]
    palettes: Mapping[str, Palette]
    legend: Legend
    areas: Mapping[str, Area] = field(default_factory=dict)


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


def draw_cloud(offer: Offer, width: int, height: int, font: Path) -> Cloud:
    """Draw a cloud; the same words give the same bytes.

    Args:
        offer: What it is to show.
        width: Of the picture, in pixels.
        height: Of the picture with its legend, in pixels.
        font: Of `subset_font`, with the words and the legend.
    """
    layout, strip = lay_out(offer, width, height, font)
    strokes = [*layout.strokes(), *strip.strokes(layout.height)]
    placed = {item[0][0] for item in layout.layout_}
    return Cloud(
        png=png(paint(strokes, width, height, _BACKGROUND)),
        svg=svg_of(layout, strip, font),
        drawn=tuple(word for word in offer.weights if word in placed),
        dropped=tuple(word for word in offer.weights if word not in placed),
    )


def lay_out(offer: Offer, width: int, height: int, font: Path) -> tuple[Layout, Strip]:
    """Return the places of the words and, below them, of the legend; see `draw_cloud`."""
    strip = lay_legend(offer.legend, width, height, str(font))
    drawable = {word: weight for word, weight in offer.weights.items() if can_draw(word)}
    colours = _colours(list(drawable), offer.palettes)
    layout = Layout(
        areas=offer.areas,
        width=width,
        height=height - strip.height,
        margin=max(1, min(width, height) // _MARGIN_SHARE),
        max_words=max(len(drawable), 1),
        min_font_size=max(6, min(width, height) // _LEAST_SIZE_SHARE),
        prefer_horizontal=0.9,
        background_color=_BACKGROUND,
        font_path=str(font),
        # Its own colour function would import pyplot.
        color_func=lambda word, **_: colours[word],
    )
    return layout.generate_from_frequencies(drawable), strip


def _colours(words: list[str], palettes: Mapping[str, Palette]) -> dict[str, str]:
    """Return the colour of each word by its rank among the words of its palette."""
    groups: dict[Palette, list[str]] = {}
    for word in words:
        groups.setdefault(palettes[word], []).append(word)
    return {
        word: palette[rank * len(palette) // len(group)]
        for palette, group in groups.items()
        for rank, word in enumerate(group)
    }
