"""A cloud made small, to tell sets of results apart in a list."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image

_SIZE: Final = (320, 180)
# Enough for the colours of a cloud and their soft edges.
_COLOURS: Final = 16


def thumbnail(png: bytes) -> bytes:
    """Return a picture as a PNG of some 20 KB, at most 320 pixels wide and 180 high."""
    with Image.open(io.BytesIO(png)) as picture:
        small = _on_paper(picture) if picture.has_transparency_data else picture.convert("RGB")
    small.thumbnail(_SIZE, Image.Resampling.LANCZOS, reducing_gap=2.0)
    buffer = io.BytesIO()
    small.quantize(_COLOURS, dither=Image.Dither.NONE).save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()


def _on_paper(picture: Image.Image) -> Image.Image:
    """Return a picture one can see through as it is on white paper."""
    whole = picture.convert("RGBA")
    paper = Image.new("RGB", whole.size, "white")
    paper.paste(whole, mask=whole)
    return paper
