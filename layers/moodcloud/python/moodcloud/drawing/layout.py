"""Laying a cloud out: wordcloud's class with a faster, denser placement that drops no word.

wordcloud opens the font for each size it tries, keeps a full-resolution map of what is taken and
puts a word at a random free place. Here fonts are opened once a size, the map has one cell for
several pixels, and a word goes to the free place nearest the centre: no random numbers at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFont
from wordcloud import WordCloud

Grid = npt.NDArray[np.bool_]

# Cells along the shorter side of the canvas: fine enough that words sit close, coarse enough
# that a search costs a fraction of a millisecond.
_CELLS: Final = 225
# The boxes of all words together are given this share of the canvas; letters leave room for more.
_FILL: Final = 0.72
_SHRINK: Final = 0.93
_ATTEMPTS: Final = 24
# A word may become this much smaller to fit where its own size does not; else all are made smaller.
_LEAST_OWN_SIZE: Final = 0.8
# The heaviest word at most: its width in canvas widths, its size in canvas heights.
_WIDEST: Final = 0.55
_TALLEST: Final = 0.3


class Layout(WordCloud):  # type: ignore[misc]
    """A `WordCloud` whose words are placed by size, densely, around the centre.

    The area of a word grows with its weight. `layout_` is as wordcloud has it, so `to_image`,
    `recolor` and the other methods work on it.
    """

    def generate_from_frequencies(
        self, frequencies: Mapping[str, float], max_font_size: int | None = None
    ) -> Layout:
        """Place the words.

        Args:
            frequencies: A positive weight for each word.
            max_font_size: Upper bound of the font size in pixels.
        """
        ranked = sorted(frequencies.items(), key=lambda item: -item[1])[: self.max_words]
        heaviest = ranked[0][1]
        relative = [(word, weight / heaviest) for word, weight in ranked]
        size = self._largest_size(relative)
        if max_font_size or self.max_font_size:
            size = min(size, float(max_font_size or self.max_font_size))
        best: list[Any] = []
        for _ in range(_ATTEMPTS):
            placed = self._place(relative, size)
            if len(placed) > len(best):
                best = placed
            if len(placed) == len(relative) or size <= self.min_font_size:
                break
            size = max(size * _SHRINK, self.min_font_size)
        self.words_ = dict(relative)
        self.layout_ = best
        return self

    def _largest_size(self, words: list[tuple[str, float]]) -> float:
        """Return the size of the heaviest word at which all words fill the canvas as wanted."""
        reference = 100
        boxes = [_ink_box(self.font_path, reference, word) for word, _ in words]
        # Boxes grow with the square of the size, sizes with the root of the weight.
        area = sum(
            (right - left) * (bottom - top) / reference**2 * weight
            for (left, top, right, bottom), (_, weight) in zip(boxes, words, strict=True)
        )
        size = (_FILL * self.width * self.height / area) ** 0.5
        left, _, right, _ = boxes[0]
        widest = _WIDEST * self.width * reference / max(right - left, 1)
        return float(min(size, widest, _TALLEST * self.height))

    def _place(self, words: list[tuple[str, float]], largest: float) -> list[Any]:
        """Place the words, heaviest first; those that find no room are missing."""
        canvas = _Canvas(self.width, self.height)
        placed = []
        for number, (word, weight) in enumerate(words):
            own = max(round(largest * weight**0.5), self.min_font_size)
            least = max(round(own * _LEAST_OWN_SIZE), self.min_font_size)
            # Some stand upright from the start, for the look of it; the rest only to fit.
            upright = (number * (1 - self.prefer_horizontal)) % 1 >= self.prefer_horizontal
            for size in range(own, least - 1, -max(1, (own - least) // 3)):
                found = self._try(canvas, word, size, (upright, not upright))
                if found is not None:
                    orientation, position = found
                    colour = self.color_func(
                        word,
                        font_size=size,
                        position=position,
                        orientation=orientation,
                        random_state=None,
                        font_path=self.font_path,
                    )
                    placed.append(((word, weight), size, position, orientation, colour))
                    break
            else:
                # Lighter words would find room, and stand there larger than heavier ones missing.
                break
        return placed

    def _try(
        self, canvas: _Canvas, word: str, size: int, uprights: tuple[bool, bool]
    ) -> tuple[int | None, tuple[int, int]] | None:
        left, top, right, bottom = _ink_box(self.font_path, size, word)
        for upright in uprights:
            if upright and self.prefer_horizontal >= 1:
                continue
            width, height = right - left, bottom - top
            if upright:
                width, height = height, width
            corner = canvas.find(width + 2 * self.margin, height + 2 * self.margin)
            if corner is None:
                continue
            x, y = corner[0] + self.margin, corner[1] + self.margin
            canvas.take(x, y, _ink(self.font_path, size, word, upright), self.margin)
            return Image.Transpose.ROTATE_90 if upright else None, (y, x)
        return None


class _Canvas:
    """What is taken, cell by cell."""

    def __init__(self, width: int, height: int) -> None:
        self._cell = max(1, round(min(width, height) / _CELLS))
        self._taken: Grid = np.zeros((height // self._cell, width // self._cell), dtype=bool)
        self._sums = np.zeros((self._taken.shape[0] + 1, self._taken.shape[1] + 1), np.int32)
        rows, columns = self._taken.shape
        # Distance from the centre, flattened so that the cloud fills a rectangle.
        self._across = np.abs(np.arange(2 * columns + 1) / columns - 1) ** 3
        self._down = np.abs(np.arange(2 * rows + 1) / rows - 1) ** 3

    def find(self, width: int, height: int) -> tuple[int, int] | None:
        """Return the free place (x, y) in pixels nearest the centre for a box of this size."""
        w, h = -(-width // self._cell), -(-height // self._cell)
        rows, columns = self._taken.shape
        if w > columns or h > rows:
            return None
        sums = self._sums
        taken = sums[h:, w:] - sums[:-h, w:] - sums[h:, :-w] + sums[:-h, :-w]
        across = self._across[w : w + 2 * (columns - w) + 1 : 2]
        down = self._down[h : h + 2 * (rows - h) + 1 : 2]
        distance = down[:, None] + across[None, :]
        distance[taken > 0] = np.inf
        best = int(distance.argmin())
        row, column = divmod(best, distance.shape[1])
        if np.isinf(distance[row, column]):
            return None
        return column * self._cell, row * self._cell

    def take(self, x: int, y: int, ink: Grid, margin: int) -> None:
        """Mark the cells under the ink of a word at (x, y), and `margin` pixels around it."""
        cell = self._cell
        rows, columns = self._taken.shape
        left, top = (x - margin) // cell, (y - margin) // cell
        inset_x, inset_y = x - left * cell, y - top * cell
        high = -(-(inset_y + ink.shape[0] + margin) // cell)
        wide = -(-(inset_x + ink.shape[1] + margin) // cell)
        padded = np.zeros((high * cell, wide * cell), dtype=bool)
        padded[inset_y : inset_y + ink.shape[0], inset_x : inset_x + ink.shape[1]] = ink
        cells: Grid = np.asarray(padded.reshape(high, cell, wide, cell).any(axis=(1, 3)))
        _grow(cells, -(-margin // cell))
        high, wide = min(high, rows - top), min(wide, columns - left)
        self._taken[top : top + high, left : left + wide] |= cells[:high, :wide]
        # Sums above and left of the word stay as they are.
        below = self._taken[top:, left:].cumsum(axis=0, dtype=np.int32).cumsum(axis=1)
        corner = self._sums[top, left]
        self._sums[top + 1 :, left + 1 :] = (
            below + self._sums[top, left + 1 :] + self._sums[top + 1 :, left, None] - corner
        )


def _grow(cells: Grid, by: int) -> None:
    """Mark the neighbours of marked cells, `by` cells far."""
    for _ in range(by):
        cells[1:] |= cells[:-1].copy()
        cells[:-1] |= cells[1:].copy()
        cells[:, 1:] |= cells[:, :-1].copy()
        cells[:, :-1] |= cells[:, 1:].copy()


@lru_cache(maxsize=512)
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


@lru_cache(maxsize=4096)
def _ink_box(path: str, size: int, word: str) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom of the ink of a word drawn at (0, 0), in pixels."""
    left, top, right, bottom = _font(path, size).getbbox(word)
    return int(left), int(top), int(right), int(bottom)


def _ink(path: str, size: int, word: str, upright: bool) -> Grid:
    """Return where the ink of a word is, pixel by pixel."""
    mask = _font(path, size).getmask(word)
    ink = np.asarray(Image.frombytes("L", mask.size, bytes(mask))) > 0
    return np.rot90(ink) if upright else ink
