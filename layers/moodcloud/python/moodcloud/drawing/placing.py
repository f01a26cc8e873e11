"""The free place nearest the middle for a word, and the cells that it takes there.

Both run in C where that is compiled: a tenth of the time of numpy, which takes a third of drawing.
Here they are by numpy, with the same result.

Cells are numbered row after row. A grid of them is known by sums: how many cells above and left of
each corner are marked. They may wrap at 65,536, because a search looks at differences only, and no
word covers so many cells. A row has one corner more than cells, and there are two rows more of
corners than of cells: one for boxes at the end of the last row.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

try:
    from moodcloud.drawing import _placing
except ImportError:  # no compiler was there
    _placing = None  # type: ignore[assignment]

Grid = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Sums = npt.NDArray[np.uint16]
Pixels = npt.NDArray[np.uint8]

# More than any distance: it marks places where a word cannot go.
_FAR: Final = np.float32(1e9)


def nearest_by_numpy(
    taken: Sums,
    shut: Sums | None,
    distances: Floats,
    length: int,
    rows: tuple[int, int],
    columns: tuple[int, int],
    box: tuple[int, int],
    air: tuple[int, int],
) -> int:
    """Return the free place nearest the middle for a box, as its upper left corner; -1 for none.

    Args:
        taken: The sums of cells that words have taken.
        shut: The sums of cells outside of an outline; None where there is none.
        distances: How far each corner is from the middle. They grow from there along each row and
            each column.
        length: How many corners a row has.
        rows: The first and the last row of places that are searched.
        columns: The first and the last column of them.
        box: How many cells the box is wide and high.
        air: How many cells beyond the box, to the left and right and to the top and bottom, may not
            be taken.
    """
    (first, last), (left, right), (w, h), (beside, above) = rows, columns, box, air
    # The rows are searched as one long row: numpy is ten times as fast on it as on many short ones.
    # Boxes that would reach from the end of a row into the next are ruled out below.
    start, end = first * length, (last + 1) * length
    aired = start - above * length - beside, end - above * length - beside
    marked = _within(taken, *aired, w + 2 * beside, h + 2 * above)
    if shut is not None:
        marked |= _within(shut, start, end, w, h)
    middle = h // 2 * length + w // 2
    distance = marked * _FAR
    distance += distances[start + middle : end + middle]
    places = distance.reshape(-1, length)
    places[:, :left] = _FAR
    places[:, right + 1 :] = _FAR
    found = int(distance.argmin())
    return -1 if distance[found] >= _FAR else start + found


def _within(sums: Sums, start: int, end: int, w: int, h: int) -> Sums:
    """Return how many cells are marked in the box of `w` by `h` cells at each place of a range.

    Args:
        sums: How many marked cells are above and left of each corner.
        start: The first place.
        end: The first beyond the range.
        w: How many cells wide the box is.
        h: How many cells high it is.
    """
    flat, down = sums.ravel(), h * sums.shape[1]
    marked = flat[start + down + w : end + down + w] - flat[start + w : end + w]
    marked -= flat[start + down : end + down]
    marked += flat[start:end]
    return marked


def mark_by_numpy(
    taken: Grid,
    sums: Sums,
    columns: int,
    ink: Pixels,
    corner: tuple[int, int],
    inset: tuple[int, int],
    size: tuple[int, int],
    cell: int,
    growth: int,
) -> None:
    """Mark the cells under ink, and those around them.

    Args:
        taken: The grid, which is changed.
        sums: Its sums, which are changed.
        columns: How many cells a row has.
        ink: The coverage of each pixel.
        corner: The row and the column of the first cell that may be marked.
        inset: How many pixels below and right of its corner the ink begins.
        size: How many cells may be marked, down and across; the grid may end before.
        cell: How many pixels a cell is wide and high.
        growth: How many cells around those with ink are marked too.
    """
    (top, left), (down, across), (high, wide) = corner, inset, size
    padded = np.zeros((high * cell, wide * cell), dtype=np.uint8)
    padded[down : down + ink.shape[0], across : across + ink.shape[1]] = ink
    cells = _reduced(padded, cell)
    _grow(cells, growth)
    there = taken[top : top + high, left : min(left + wide, columns)]
    fresh = cells[: there.shape[0], : there.shape[1]] & ~there
    there |= fresh
    added = fresh.cumsum(axis=0, dtype=np.uint16).cumsum(axis=1, dtype=np.uint16)
    beyond = sums[top + 1 : -1, left + 1 :]
    high, wide = added.shape
    beyond[:high, :wide] += added
    beyond[:high, wide:] += added[:, -1:]
    beyond[high:, :wide] += added[-1:, :]
    beyond[high:, wide:] += added[-1, -1]


def _reduced(pixels: Pixels, cell: int) -> Grid:
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


nearest: Final = nearest_by_numpy if _placing is None else _placing.nearest
mark: Final = mark_by_numpy if _placing is None else _placing.mark
