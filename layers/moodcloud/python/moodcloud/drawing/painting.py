"""Painting: ink of given colours becomes a picture of at most 256 colours, or a small one.

Few colours and their steps towards the background hold all anti-aliased edges, so the picture is
painted as indices into a palette: there is no full-colour picture to reduce afterwards.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from PIL import Image, ImageColor

from moodcloud.drawing.ink import Coverage

# The indices of a PNG palette, not counting that of the background.
_INDICES: Final = 255
# The level of zlib, 1 to 9: files are a tenth larger than at the usual 6, in half the time.
_COMPRESSION: Final = 4
_THUMBNAIL: Final = (320, 180)
# Enough for the colours of a cloud and their soft edges.
_THUMBNAIL_COLOURS: Final = 64


class Stroke(NamedTuple):
    """Ink of one colour; (x, y) is its upper left corner in pixels."""

    x: int
    y: int
    coverage: Coverage
    colour: str


def paint(
    strokes: Sequence[Stroke], width: int, height: int, background: str | None
) -> Image.Image:
    """Return a picture with a palette; inks that overlap must have the same colour.

    Args:
        strokes: What to paint.
        width: The width of the picture in pixels.
        height: Its height in pixels.
        background: Any colour Pillow knows; None: transparent.
    """
    colours = list(dict.fromkeys(stroke.colour for stroke in strokes))[:_INDICES]
    steps = _INDICES // max(len(colours), 1)
    covered = (np.arange(256) * steps + 127) // 255
    indices = {
        colour: np.where(covered > 0, covered + number * steps, 0).astype(np.uint8)
        for number, colour in enumerate(colours)
    }
    canvas = np.zeros((height, width), dtype=np.uint8)
    for x, y, coverage, colour in strokes:
        # A legend of many or long names may not fit into a small picture.
        ink = coverage[max(0, -y) : max(0, height - y), max(0, -x) : max(0, width - x)]
        top, left = max(0, y), max(0, x)
        place = canvas[top : top + ink.shape[0], left : left + ink.shape[1]]
        np.maximum(place, indices[colour][ink], out=place)
    image = Image.fromarray(canvas)
    if background is None:
        image.putpalette(_see_through(colours, steps), "RGBA")
    else:
        image.putpalette(_palette(colours, steps, background))
    return image


def png(image: Image.Image) -> bytes:
    """Return a picture as PNG."""
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", compress_level=_COMPRESSION)
    return buffer.getvalue()


def _palette(colours: list[str], steps: int, background: str) -> list[int]:
    paper = np.array(ImageColor.getrgb(background)[:3])
    strength = np.arange(1, steps + 1)[:, None] / steps
    mixed = [paper + strength * (_rgb(colour) - paper) for colour in colours]
    flat = np.concatenate([paper[None, :], *mixed])
    return [int(value) for value in np.rint(flat).ravel()]


def _see_through(colours: list[str], steps: int) -> list[int]:
    """Return red, green, blue and opacity of each index."""
    flat = [0, 0, 0, 0]
    for colour in colours:
        red, green, blue = ImageColor.getrgb(colour)[:3]
        for step in range(1, steps + 1):
            flat += [red, green, blue, round(255 * step / steps)]
    return flat


def _rgb(colour: str) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.array(ImageColor.getrgb(colour)[:3])


def thumbnail(png: bytes) -> bytes:
    """Return a picture made small, to tell sets of results apart in a list.

    It is a PNG of some 10 KB, at most 320 pixels wide and 180 high.
    """
    with Image.open(io.BytesIO(png)) as picture:
        small = _on_paper(picture) if picture.has_transparency_data else picture.convert("RGB")
    small.thumbnail(_THUMBNAIL, Image.Resampling.LANCZOS, reducing_gap=2.0)
    buffer = io.BytesIO()
    # Colours that cover all there are keep each group in its own; those of the most pixels do not.
    small.quantize(_THUMBNAIL_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        buffer, format="PNG", optimize=True
    )
    return buffer.getvalue()


def _on_paper(picture: Image.Image) -> Image.Image:
    """Return how a picture with transparent parts looks on white paper."""
    whole = picture.convert("RGBA")
    paper = Image.new("RGB", whole.size, "white")
    paper.paste(whole, mask=whole)
    return paper
