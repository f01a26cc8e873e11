"""The ink of words: each rendered once a size, to be placed, painted and written as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFont

Coverage = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Ink:
    """A word as rendered in one size.

    Attributes:
        coverage: How much of each pixel is covered, 0 to 255, cut to the ink; upright words stand
            on their side already.
        left: From the start of the word to its ink, in pixels.
        top: From the top of its line to its ink, in pixels.
        ascent: From the top of its line to its base line, in pixels.
    """

    coverage: Coverage
    left: int
    top: int
    ascent: int

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.coverage.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.coverage.shape[0])

    def turned(self) -> Ink:
        """Return the word standing upright, read from below."""
        return Ink(np.rot90(self.coverage), self.left, self.top, self.ascent)


def ink_of(path: str, size: int, word: str) -> Ink:
    """Return the ink of a word.

    Args:
        path: Of the font.
        size: In pixels.
        word: Any text the font can draw.
    """
    font = _font(path, size)
    mask, (left, top) = font.getmask2(word)
    image = Image.new("L", mask.size)
    image.im.paste(mask, (0, 0, *mask.size))
    return Ink(np.asarray(image), int(left), int(top), font.getmetrics()[0])


@lru_cache(maxsize=4096)
def extent(path: str, size: int, word: str) -> tuple[int, int]:
    """Return width and height of the ink of a word, without rendering it."""
    left, top, right, bottom = _font(path, size).getbbox(word)
    return int(right - left), int(bottom - top)


def advance(path: str, size: int, word: str) -> int:
    """Return how far the pen moves along a word, in pixels."""
    return round(_font(path, size).getlength(word))


@lru_cache(maxsize=512)
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    # The other engine is there or not as the system has its libraries: other bytes elsewhere.
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
