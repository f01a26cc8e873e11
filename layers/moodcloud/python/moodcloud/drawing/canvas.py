"""What of a picture is taken, cell by cell, and the free place nearest where a word is wanted."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from moodcloud.drawing.ink import Ink

Grid = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

# Cells along the shorter side of the canvas: fine enough that words sit close, coarse enough
# that a search costs a fraction of a millisecond.
_CELLS: Final = 225


class Area(NamedTuple):
    """Where words gather: a rectangle in shares of the canvas.

    Attributes:
        x: Of its middle, 0 at the left edge and 1 at the right.
        y: Of its middle, 0 at the upper edge and 1 at the lower.
        width: Of the rectangle.
        height: Of the rectangle.
    """

    x: float = 0.5
    y: float = 0.5
    width: float = 1.0
    height: float = 1.0


WHOLE: Final = Area()


class Canvas:
    """What is taken, cell by cell."""

    def __init__(self, width: int, height: int) -> None:
        self._cell = max(1, round(min(width, height) / _CELLS))
        self._taken: Grid = np.zeros((height // self._cell, width // self._cell), dtype=bool)
        rows, columns = self._taken.shape
        # How many cells above and left of each corner are taken.
        self._sums = np.zeros((rows + 1, columns + 1), np.int32)
        # Around all that is taken: left, top, right, bottom in cells.
        self._around = (columns, rows, 0, 0)
        self._distances: dict[Area, tuple[Floats, Floats]] = {}

    def find(self, width: int, height: int, area: Area = WHOLE) -> tuple[int, int] | None:
        """Return the free place (x, y) in pixels nearest the centre of `area` for a box."""
        w, h = -(-width // self._cell), -(-height // self._cell)
        rows, columns = self._taken.shape
        if w > columns or h > rows:
            return None
        # A box that touches nothing around can move towards the centre: the nearest place is
        # close to what is taken, or to the centre itself.
        left, top, right, bottom = self._around
        x, y = int(area.x * columns), int(area.y * rows)
        x0, x1 = max(min(left, x) - w, 0), min(max(right, x + 1), columns - w)
        y0, y1 = max(min(top, y) - h, 0), min(max(bottom, y + 1), rows - h)
        sums = self._sums
        taken = (
            sums[y0 + h : y1 + h + 1, x0 + w : x1 + w + 1] - sums[y0 : y1 + 1, x0 + w : x1 + w + 1]
        )
        taken -= sums[y0 + h : y1 + h + 1, x0 : x1 + 1]
        taken += sums[y0 : y1 + 1, x0 : x1 + 1]
        across, down = self._distance(area)
        distance = (
            down[h + 2 * y0 : h + 2 * y1 + 1 : 2, None]
            + across[None, w + 2 * x0 : w + 2 * x1 + 1 : 2]
        )
        np.copyto(distance, np.inf, where=taken != 0)
        row, column = divmod(int(distance.argmin()), distance.shape[1])
        if np.isinf(distance[row, column]):
            return None
        return (x0 + column) * self._cell, (y0 + row) * self._cell

    def _distance(self, area: Area) -> tuple[Floats, Floats]:
        """Return the distance from the middle of `area` at each half cell, across and down."""
        if area not in self._distances:
            rows, columns = self._taken.shape
            across = (np.arange(2 * columns + 1) / columns - 2 * area.x) / area.width
            down = (np.arange(2 * rows + 1) / rows - 2 * area.y) / area.height
            # Flattened so that words fill a rectangle.
            self._distances[area] = np.abs(across) ** 3, np.abs(down) ** 3
        return self._distances[area]

    def take(self, x: int, y: int, ink: Ink, margin: int) -> None:
        """Mark the cells under the ink of a word at (x, y), and `margin` pixels around it."""
        cell = self._cell
        rows, columns = self._taken.shape
        left, top = (x - margin) // cell, (y - margin) // cell
        inset_x, inset_y = x - left * cell, y - top * cell
        high = -(-(inset_y + ink.height + margin) // cell)
        wide = -(-(inset_x + ink.width + margin) // cell)
        padded = np.zeros((high * cell, wide * cell), dtype=bool)
        padded[inset_y : inset_y + ink.height, inset_x : inset_x + ink.width] = ink.coverage
        cells: Grid = np.asarray(padded.reshape(high, cell, wide, cell).any(axis=(1, 3)))
        _grow(cells, -(-margin // cell))
        bottom, right = min(top + high, rows), min(left + wide, columns)
        there = self._taken[top:bottom, left:right]
        fresh = cells[: bottom - top, : right - left] & ~there
        there |= fresh
        added = fresh.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
        sums = self._sums[top + 1 :, left + 1 :]
        high, wide = added.shape
        sums[:high, :wide] += added
        sums[:high, wide:] += added[:, -1:]
        sums[high:, :wide] += added[-1:, :]
        sums[high:, wide:] += added[-1, -1]
        a, b, c, d = self._around
        self._around = (min(a, left), min(b, top), max(c, right), max(d, bottom))


def _grow(cells: Grid, by: int) -> None:
    """Mark the neighbours of marked cells, `by` cells far."""
    for _ in range(by):
        cells[1:] |= cells[:-1].copy()
        cells[:-1] |= cells[1:].copy()
        cells[:, 1:] |= cells[:, :-1].copy()
        cells[:, :-1] |= cells[:, 1:].copy()
