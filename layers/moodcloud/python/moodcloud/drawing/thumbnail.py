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
        whole = picture.convert("RGBA")
    # What can be seen through is shown as on paper.
    small = Image.new("RGB", whole.size, "white")
    small.paste(whole, mask=whole)
    small.thumbnail(_SIZE, Image.Resampling.LANCZOS, reducing_gap=2.0)
    buffer = io.BytesIO()
    small.quantize(_COLOURS, dither=Image.Dither.NONE).save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()
