"""The parts of a picture: where the words of each group go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from moodcloud.drawing.canvas import Area
from moodcloud.drawing.placing import Grid

# The most parts side by side; more of them make further rows.
_ABREAST: Final = 4
# Halvings of the range in which a size is looked for: to a thousandth of a pixel.
_HALVINGS: Final = 22


def bounds(free: Grid) -> Area:
    """Return the smallest area around the free pixels of a picture."""
    rows, columns = np.nonzero(free.any(axis=1))[0], np.nonzero(free.any(axis=0))[0]
    if not len(rows):
        return Area(0, 0, 0, 0)
    return Area(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


class Need(NamedTuple):
    """What the words of a part need where one em is one pixel.

    Attributes:
        ink: How many pixels they cover, with their air.
        width: How wide the widest of them is.
    """

    ink: float
    width: float


def part_areas(
    needs: Mapping[str, Need], whole: Area, gap: int, free: Grid | None = None
) -> dict[str, Area]:
    """Return an area for each part, as large as its words need: side by side, in rows if many.

    Args:
        needs: What the words of each part need.
        whole: The area to part.
        gap: How many pixels stay free between two parts.
        free: Where words may be, pixel by pixel; None: everywhere.
    """
    names = list(needs)
    count = -(-len(names) // _ABREAST)
    rows = [
        names[number * len(names) // count : (number + 1) * len(names) // count]
        for number in range(count)
    ]
    free = np.ones((whole.bottom, whole.right), dtype=bool) if free is None else free
    room = free[whole.top : whole.bottom, whole.left : whole.right]
    heights = [sum(needs[name].ink for name in row) for row in rows]
    areas = {}
    for row, (top, bottom) in zip(rows, _cuts(room.sum(axis=1), heights, gap), strict=True):
        widths = _widths([needs[name] for name in row], whole.width, bottom - top)
        cuts = _cuts(room[top:bottom].sum(axis=0), widths, gap)
        for name, (left, right) in zip(row, cuts, strict=True):
            areas[name] = Area(
                whole.left + left, whole.top + top, whole.left + right, whole.top + bottom
            )
    return areas


def _widths(needs: Sequence[Need], width: int, height: int) -> list[float]:
    """Return how wide each part of a row is, when together they are as wide as the row.

    A part of many words is as wide as their ink asks for, one of few as its widest word.
    """
    least, most = 0.0, float(width)
    for _ in range(_HALVINGS):
        size = (least + most) / 2
        widths = [max(each.width * size, each.ink * size**2 / max(height, 1)) for each in needs]
        least, most = (size, most) if sum(widths) < width else (least, size)
    return widths


def _cuts(
    pixels: np.ndarray[tuple[int, ...], np.dtype[np.int64]], wanted: Sequence[float], gap: int
) -> list[tuple[int, int]]:
    """Return where each part of a line starts and ends, so that each has its share of the pixels.

    Args:
        pixels: How many pixels are free at each place of the line.
        wanted: What each part wants, in any unit.
        gap: How many places stay free between two parts.
    """
    reached = np.cumsum(pixels) / max(int(pixels.sum()), 1)
    shares = np.cumsum(wanted)[:-1] / sum(wanted)
    ends = np.searchsorted(reached, shares)
    cuts = [-(gap // 2), *map(int, ends), len(pixels) + gap - gap // 2]
    return [
        (left + gap // 2, max(right - (gap - gap // 2), left + gap // 2))
        for left, right in pairwise(cuts)
    ]
