"""Room for words in a picture: which cells are taken, and where the nearest free place is."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from moodcloud.drawing.ink import Ink
from moodcloud.drawing.placing import Floats, Grid, Sums, mark, nearest

# Cells along the shorter side of the canvas: fine enough that words sit close, coarse enough
# that a search costs a fraction of a millisecond.
_CELLS: Final = 225


class Area(NamedTuple):
    """A rectangle that words may fill, in pixels; `right` and `bottom` are the first beyond it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """How many pixels wide the area is."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """How many pixels high the area is."""
        return self.bottom - self.top


class Frame(NamedTuple):
    """A rectangle of cells; `right` and `bottom` are the first beyond it."""

    left: int
    top: int
    right: int
    bottom: int


class Canvas:
    """A grid that knows which cells are taken and finds the free place nearest a wanted one.

    Args:
        width: The width in pixels.
        height: The height in pixels.
        reach: The most pixels of air that a word wants beside it.
        free: Where words may be, pixel by pixel, shape (height, width); None: everywhere.
    """

    def __init__(self, width: int, height: int, reach: int = 0, free: Grid | None = None) -> None:
        self._cell = cell = max(1, round(min(width, height) / _CELLS))
        # Cells around the picture that are never taken: air may reach beyond its edges.
        self._pad = pad = -(-reach // cell)
        rows, columns = height // cell + 2 * pad, width // cell + 2 * pad
        self._taken: Grid = np.zeros((rows, columns), dtype=bool)
        # How many cells above and left of each corner are taken. The numbers may wrap at 65,536,
        # because a search looks at differences only, and no word covers so many cells. There is one
        # row more than needed, for boxes at the end of the last one.
        self._sums = np.zeros((rows + 2, columns + 1), np.uint16)
        # The same for cells outside of an outline. They are apart from those that are taken: a word
        # wants air beside other words, not beside the outline.
        self._shut: Sums | None = None
        # The smallest box around all taken cells.
        self._around = Frame(columns, rows, 0, 0)
        if free is not None:
            self._shut = self._closed(free)
            # The free part of an outline may lie anywhere, so a search has to look at every row.
            self._around = Frame(0, 0, columns, rows)
        self._distances: dict[tuple[Frame, int, int], Floats] = {}

    def _closed(self, free: Grid) -> Sums:
        """Return how many cells above and left of each corner are not wholly free."""
        cell, pad = self._cell, self._pad
        rows, columns = (length - 2 * pad for length in self._taken.shape)
        tiles = free[: rows * cell, : columns * cell].reshape(rows, cell, columns, cell)
        closed = np.ones_like(self._taken)
        closed[pad : pad + rows, pad : pad + columns] = ~tiles.all(axis=(1, 3))
        sums = np.zeros_like(self._sums)
        sums[1:-1, 1:] = closed.cumsum(axis=0, dtype=np.uint16).cumsum(axis=1, dtype=np.uint16)
        return sums

    def _frame_of(self, area: Area) -> Frame:
        """Return the cells that are wholly within an area."""
        cell, pad = self._cell, self._pad
        left, top = -(-area.left // cell), -(-area.top // cell)
        return Frame(left + pad, top + pad, area.right // cell + pad, area.bottom // cell + pad)

    def find(
        self, width: int, height: int, area: Area, air: tuple[int, int] = (0, 0)
    ) -> tuple[int, int] | None:
        """Return the free place (x, y) nearest the centre of an area for a box; all in pixels.

        Args:
            width: The width of the box.
            height: Its height.
            area: Where the whole box has to be.
            air: How far beyond the box, to the left and right and to the top and bottom, no other
                word may be; this may be beyond the area.
        """
        w, h = -(-width // self._cell), -(-height // self._cell)
        frame, around = self._frame_of(area), self._around
        if w > frame.right - frame.left or h > frame.bottom - frame.top:
            return None
        beside, above = (min(-(-each // self._cell), self._pad) for each in air)
        # A box that touches no word can move towards the centre. So the nearest place is beside a
        # word or at the centre, and only those rows are searched.
        y = (frame.top + frame.bottom) // 2
        first = max(min(around.top - above, y) - h, frame.top)
        last = min(max(around.bottom + above, y + 1), frame.bottom - h)
        distances = self._distances_of(frame, w % 2, h % 2)
        columns = frame.left, frame.right - w
        place = nearest(
            self._sums, self._shut, distances, self._sums.shape[1],
            (first, last), columns, (w, h), (beside, above),
        )  # fmt: skip
        if place < 0:
            return None
        row, column = divmod(place, self._sums.shape[1])
        return (column - self._pad) * self._cell, (row - self._pad) * self._cell

    def _distances_of(self, frame: Frame, odd_width: int, odd_height: int) -> Floats:
        """Return the distance of each place from the middle of a frame, row after row.

        The middle of a box of odd width or height is half a cell further.
        """
        key = frame, odd_width, odd_height
        if key not in self._distances:
            rows, columns = self._sums.shape
            left, top, right, bottom = frame
            across = (np.arange(columns) + odd_width / 2 - left) / (right - left) - 0.5
            down = (np.arange(rows) + odd_height / 2 - top) / (bottom - top) - 0.5
            # Cubes make the lines of equal distance nearly rectangular, so that words fill a
            # rectangle.
            across, down = np.abs(across) ** 3, np.abs(down) ** 3
            self._distances[key] = np.add.outer(down, across).astype(np.float32).ravel()
        return self._distances[key]

    def take(self, x: int, y: int, ink: Ink, margin: int) -> None:
        """Mark the cells under the ink of a word at (x, y), and `margin` pixels around it."""
        cell = self._cell
        rows, columns = self._taken.shape
        x, y = x + self._pad * cell, y + self._pad * cell
        left, top = (x - margin) // cell, (y - margin) // cell
        inset_x, inset_y = x - left * cell, y - top * cell
        high = -(-(inset_y + ink.height + margin) // cell)
        wide = -(-(inset_x + ink.width + margin) // cell)
        mark(
            self._taken, self._sums, columns, ink.coverage,
            (top, left), (inset_y, inset_x), (high, wide), cell, -(-margin // cell),
        )  # fmt: skip
        bottom, right = min(top + high, rows), min(left + wide, columns)
        a, b, c, d = self._around
        self._around = Frame(min(a, left), min(b, top), max(c, right), max(d, bottom))
