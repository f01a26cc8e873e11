"""A laid-out cloud as SVG: real text, to select and to search, with its font within."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image

from moodcloud.drawing.ink import advance
from moodcloud.drawing.layout import Layout
from moodcloud.drawing.legend import Strip

_FAMILY = "moodcloud"


def svg_of(layout: Layout, strip: Strip, font: Path) -> str:
    """Return the SVG of a layout with its legend below.

    Args:
        layout: A laid-out cloud.
        strip: Its legend.
        font: The font both were laid out with; embedded as WOFF.
    """
    height = layout.height + strip.height
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {layout.width} {height}" '
        f'width="{layout.width}" height="{height}">',
        f"<style>@font-face{{font-family:{_FAMILY};font-weight:bold;"
        f'src:url("{_data_uri(font)}")format("woff")}}'
        f"text{{font-family:{_FAMILY},sans-serif;font-weight:bold;font-kerning:none}}</style>",
        f'<rect width="100%" height="100%" fill="{layout.background_color}"/>',
        '<g class="words">',
        *_words(layout),
        f'</g>\n<g class="legend" fill="{strip.colour}" transform="translate(0,{layout.height})">',
        *_legend(strip),
        "</g>",
    ]
    return "\n".join([*lines, "</svg>\n"])


def _words(layout: Layout) -> Iterator[str]:
    placed = zip(layout.layout_, layout.inks_, strict=True)
    for ((word, _), size, (y, x), orientation, colour), ink in placed:
        # The corner of a word's ink stands at (x, y); SVG wants the start of its base line.
        baseline = ink.ascent - ink.top
        if orientation == Image.Transpose.ROTATE_90:
            place = f"translate({x + baseline},{y + ink.height + ink.left}) rotate(-90)"
        else:
            place = f"translate({x - ink.left},{y + baseline})"
        # A browser does not round the widths of letters to pixels: it is told how wide words are.
        length = advance(layout.font_path, size, word)
        yield (
            f'<text class="word" data-word="{escape(word)}" transform="{place}" '
            f'font-size="{size}" textLength="{length}" fill="{colour}">{escape(word)}</text>'
        )


def _legend(strip: Strip) -> Iterator[str]:
    for x, y, side, colour in strip.swatches:
        yield f'<rect x="{x}" y="{y}" width="{side}" height="{side}" fill="{colour}"/>'
    for label in strip.labels:
        place = f'x="{label.x}" y="{label.y}" font-size="{label.size}"'
        yield f"<text {place}>{escape(label.text)}</text>"


@cache
def _data_uri(font: Path) -> str:
    buffer = io.BytesIO()
    with TTFont(font, recalcTimestamp=False) as opened:
        opened.flavor = "woff"
        opened.save(buffer)
    return "data:font/woff;base64," + base64.b64encode(buffer.getvalue()).decode()
