"""Painting: ink of given colours becomes a picture of at most 256 colours.

Few colours and their steps towards the background hold all anti-aliased edges, so the picture is
painted as indices into a palette: no full-colour picture to reduce afterwards.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from PIL import Image, ImageColor

from moodcloud.drawing.ink import Coverage

# Indices of a PNG palette, one of them the background.
_INDICES: Final = 255


class Stroke(NamedTuple):
    """Ink of one colour; (x, y) is its upper left corner in pixels."""

    x: int
    y: int
    coverage: Coverage
    colour: str


def paint(strokes: Sequence[Stroke], width: int, height: int, background: str) -> Image.Image:
    """Return a picture with a palette; ink that would overlap other ink must be of its colour."""
    colours = list(dict.fromkeys(stroke.colour for stroke in strokes))[:_INDICES]
    steps = _INDICES // max(len(colours), 1)
    covered = (np.arange(256) * steps + 127) // 255
    indices = {
        colour: np.where(covered > 0, covered + number * steps, 0).astype(np.uint8)
        for number, colour in enumerate(colours)
    }
    canvas = np.zeros((height, width), dtype=np.uint8)
    for x, y, coverage, colour in strokes:
        place = canvas[y : y + coverage.shape[0], x : x + coverage.shape[1]]
        np.maximum(place, indices[colour][coverage], out=place)
    image = Image.fromarray(canvas)
    image.putpalette(_palette(colours, steps, background))
    return image


def png(image: Image.Image) -> bytes:
    """Return a picture as PNG."""
    buffer = io.BytesIO()
    image.save(buffer, format="PNG")
    return buffer.getvalue()


def _palette(colours: list[str], steps: int, background: str) -> list[int]:
    paper = np.array(ImageColor.getrgb(background))
    strength = np.arange(1, steps + 1)[:, None] / steps
    mixed = [paper + strength * (np.array(ImageColor.getrgb(colour)) - paper) for colour in colours]
    flat = np.concatenate([paper[None, :], *mixed])
    return [int(value) for value in np.rint(flat).ravel()]
