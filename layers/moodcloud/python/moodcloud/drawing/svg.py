"""A laid-out cloud as SVG: real text, to select and to search, with its font within."""

from __future__ import annotations

import base64
import io
from functools import cache
from html import escape
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageFont

from moodcloud.drawing.layout import Layout

_FAMILY = "moodcloud"


def svg_of(layout: Layout, font: Path) -> str:
    """Return the SVG of a layout.

    Args:
        layout: A laid-out cloud.
        font: The font it was laid out with; embedded as WOFF.
    """
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {layout.width} {layout.height}" '
        f'width="{layout.width}" height="{layout.height}">',
        f"<style>@font-face{{font-family:{_FAMILY};font-weight:bold;"
        f'src:url("{_data_uri(font)}")format("woff")}}'
        f"text{{font-family:{_FAMILY},sans-serif;font-weight:bold}}</style>",
        f'<rect width="100%" height="100%" fill="{layout.background_color}"/>',
    ]
    for (word, _), size, (y, x), orientation, colour in layout.layout_:
        # The corner of a word's ink stands at (x, y); SVG wants the start of its base line.
        opened = ImageFont.truetype(str(font), size)
        left, top, right, _ = opened.getbbox(word)
        baseline = opened.getmetrics()[0] - top
        if orientation == Image.Transpose.ROTATE_90:
            place = f"translate({x + baseline:g},{y + right:g}) rotate(-90)"
        else:
            place = f"translate({x - left:g},{y + baseline:g})"
        lines.append(
            f'<text transform="{place}" font-size="{size}" fill="{colour}">{escape(word)}</text>'
        )
    return "\n".join([*lines, "</svg>\n"])


@cache
def _data_uri(font: Path) -> str:
    buffer = io.BytesIO()
    with TTFont(font, recalcTimestamp=False) as opened:
        opened.flavor = "woff"
        opened.save(buffer)
    return "data:font/woff;base64," + base64.b64encode(buffer.getvalue()).decode()
