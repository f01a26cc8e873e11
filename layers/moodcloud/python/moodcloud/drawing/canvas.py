"""Room for words in a picture: which cells are taken, and which part a group of words gets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from moodcloud.drawing.ink import Ink

Grid = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]

# Cells along the shorter side of the canvas: fine enough that words sit close, coarse enough
# that a search costs a fraction of a millisecond.
_CELLS: Final = 225
# More than any distance: it marks places where a word cannot go.
_FAR: Final = np.float32(1e9)
# The most groups of words side by side; more of them make further rows.
_ABREAST: Final = 4


class Area(NamedTuple):
    """Where words gather: a rectangle in shares of the canvas.

    Attributes:
        x: Where its middle is, from 0 at the left edge to 1 at the right.
        y: Where its middle is, from 0 at the upper edge to 1 at the lower.
        width: Its share of the width of the canvas.
        height: Its share of the height.
    """

    x: float = 0.5
    y: float = 0.5
    width: float = 1.0
    height: float = 1.0


WHOLE: Final = Area()


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
        edge: How many pixels along each edge stay free.
        free: Where words may be, pixel by pixel, shape (height, width); None: everywhere.
    """

    def __init__(self, width: int, height: int, edge: int = 0, free: Grid | None = None) -> None:
        self._cell = cell = max(1, round(min(width, height) / _CELLS))
        rows, columns = height // cell, width // cell
        inset = min(-(-edge // cell), (min(rows, columns) - 1) // 2)
        self._frame = Frame(inset, inset, columns - inset, rows - inset)
        self._taken: Grid = np.zeros((rows, columns), dtype=bool)
        # How many cells above and left of each corner are taken. The numbers may wrap at 65,536,
        # because a search looks at differences only, and no word covers so many cells. There is one
        # row more than needed, for boxes at the end of the last one.
        self._sums = np.zeros((rows + 2, columns + 1), np.uint16)
        # The smallest box around all taken cells.
        self._around = Frame(columns, rows, 0, 0)
        if free is not None:
            self._shut(free)
        self._distances: dict[tuple[Area, int, int], Floats] = {}

    def _shut(self, free: Grid) -> None:
        """Take every cell that is not wholly free."""
        rows, columns = self._taken.shape
        cell = self._cell
        tiles = free[: rows * cell, : columns * cell].reshape(rows, cell, columns, cell)
        open_cells: Grid = np.asarray(tiles.all(axis=(1, 3)))
        self._taken[:] = ~open_cells
        self._sums[1:-1, 1:] = self._taken.cumsum(axis=0, dtype=np.uint16).cumsum(
            axis=1, dtype=np.uint16
        )
        down, across = np.nonzero(open_cells.any(axis=1))[0], np.nonzero(open_cells.any(axis=0))[0]
        if not len(down):
            return
        left, top, right, bottom = self._frame
        self._frame = Frame(
            max(left, int(across[0])),
            max(top, int(down[0])),
            min(right, int(across[-1]) + 1),
            min(bottom, int(down[-1]) + 1),
        )
        # The free part of an outline may lie anywhere, so a search has to look at every row.
        self._around = Frame(0, 0, columns, rows)

    def find(self, width: int, height: int, area: Area = WHOLE) -> tuple[int, int] | None:
        """Return the free place (x, y) in pixels nearest the centre of `area` for a box."""
        w, h = -(-width // self._cell), -(-height // self._cell)
        frame, around = self._frame, self._around
        if w > frame.right - frame.left or h > frame.bottom - frame.top:
            return None
        # A box that touches no word can move towards the centre. So the nearest place is beside a
        # word or at the centre, and only those rows are searched.
        y = frame.top + int(area.y * (frame.bottom - frame.top))
        first = max(min(around.top, y) - h, frame.top)
        last = min(max(around.bottom, y + 1), frame.bottom - h)
        # The rows are searched as one long row: numpy is ten times as fast on it as on many short
        # ones. Boxes that would reach from the end of a row into the next are ruled out below.
        long = self._sums.shape[1]
        start, end = first * long, (last + 1) * long
        sums = self._sums.ravel()
        taken = sums[start + h * long + w : end + h * long + w] - sums[start + w : end + w]
        taken -= sums[start + h * long : end + h * long]
        taken += sums[start:end]
        middle = h // 2 * long + w // 2
        distance = taken * _FAR
        distance += self._distances_of(area, w % 2, h % 2)[start + middle : end + middle]
        places = distance.reshape(-1, long)
        places[:, : frame.left] = _FAR
        places[:, frame.right - w + 1 :] = _FAR
        row, column = divmod(int(distance.argmin()), long)
        if places[row, column] >= _FAR:
            return None
        return column * self._cell, (first + row) * self._cell

    def _distances_of(self, area: Area, odd_width: int, odd_height: int) -> Floats:
        """Return the distance of each place from the middle of `area`, row after row.

        The middle of a box of odd width or height is half a cell further.
        """
        key = area, odd_width, odd_height
        if key not in self._distances:
            rows, columns = self._sums.shape
            left, top, right, bottom = self._frame
            across = (np.arange(columns) + odd_width / 2 - left) / (right - left) - area.x
            down = (np.arange(rows) + odd_height / 2 - top) / (bottom - top) - area.y
            # Cubes make the lines of equal distance nearly rectangular, so that words fill a
            # rectangle.
            across, down = np.abs(across / area.width) ** 3, np.abs(down / area.height) ** 3
            self._distances[key] = np.add.outer(down, across).astype(np.float32).ravel()
        return self._distances[key]

    def take(self, x: int, y: int, ink: Ink, margin: int) -> None:
        """Mark the cells under the ink of a word at (x, y), and `margin` pixels around it."""
        cell = self._cell
        rows, columns = self._taken.shape
        left, top = (x - margin) // cell, (y - margin) // cell
        inset_x, inset_y = x - left * cell, y - top * cell
        high = -(-(inset_y + ink.height + margin) // cell)
        wide = -(-(inset_x + ink.width + margin) // cell)
        padded = np.zeros((high * cell, wide * cell), dtype=np.uint8)
        padded[inset_y : inset_y + ink.height, inset_x : inset_x + ink.width] = ink.coverage
        cells = _reduced(padded, cell)
        _grow(cells, -(-margin // cell))
        bottom, right = min(top + high, rows), min(left + wide, columns)
        there = self._taken[top:bottom, left:right]
        fresh = cells[: bottom - top, : right - left] & ~there
        there |= fresh
        added = fresh.cumsum(axis=0, dtype=np.uint16).cumsum(axis=1, dtype=np.uint16)
        sums = self._sums[top + 1 : -1, left + 1 :]
        high, wide = added.shape
        sums[:high, :wide] += added
        sums[:high, wide:] += added[:, -1:]
        sums[high:, :wide] += added[-1:, :]
        sums[high:, wide:] += added[-1, -1]
        a, b, c, d = self._around
        self._around = Frame(min(a, left), min(b, top), max(c, right), max(d, bottom))


def _reduced(pixels: npt.NDArray[np.uint8], cell: int) -> Grid:
    """Return which cells have a pixel with ink; the sides of `pixels` are multiples of `cell`."""
    rows = pixels[::cell].copy()
    for each in range(1, cell):
        np.maximum(rows, pixels[each::cell], out=rows)
    cells = rows[:, ::cell].copy()
    for each in range(1, cell):
        np.maximum(cells, rows[:, each::cell], out=cells)
    return np.asarray(cells > 0)


def _grow(cells: Grid, by: int) -> None:
    """Mark every cell that is at most `by` cells from a marked one."""
    for _ in range(by):
        cells[1:] |= cells[:-1].copy()
        cells[:-1] |= cells[1:].copy()
        cells[:, 1:] |= cells[:, :-1].copy()
        cells[:, :-1] |= cells[:, 1:].copy()


def areas_of(parts: Mapping[str, Mapping[str, float]]) -> dict[str, Area]:
    """Return an area for each part, in proportion to its ink: side by side, in rows if many.

    Args:
        parts: The words of each part, with their weights.
    """
    wanted = {
        name: sum(len(word) * weight for word, weight in part.items())
        for name, part in parts.items()
    }
    names, total = list(parts), sum(wanted.values())
    rows = -(-len(names) // _ABREAST)
    areas, top = {}, 0.0
    for number in range(rows):
        row = names[number * len(names) // rows : (number + 1) * len(names) // rows]
        inside = sum(wanted[name] for name in row)
        height, left = inside / total, 0.0
        for name in row:
            width = wanted[name] / inside
            areas[name] = Area(left + width / 2, top + height / 2, width, height)
            left += width
        top += height
    return areas
