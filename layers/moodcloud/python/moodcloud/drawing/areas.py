"""The parts of a picture: where the words of each group go, as large as their ink."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from moodcloud.drawing.canvas import Area, Grid

# The most parts side by side; more of them make further rows.
_ABREAST: Final = 4
# The least share of a row that a part has: this divided by the number of parts in the row.
_LEAST: Final = 0.4


def bounds(free: Grid) -> Area:
    """Return the smallest area around the free pixels of a picture."""
    rows, columns = np.nonzero(free.any(axis=1))[0], np.nonzero(free.any(axis=0))[0]
    if not len(rows):
        return Area(0, 0, 0, 0)
    return Area(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def part_areas(
    inks: Mapping[str, float], whole: Area, gap: int, free: Grid | None = None
) -> dict[str, Area]:
    """Return an area for each part, in proportion to its ink: side by side, in rows if many.

    Args:
        inks: How much ink each part has, in any unit.
        whole: The area to part.
        gap: How many pixels stay free between two parts.
        free: Where words may be, pixel by pixel; None: everywhere.
    """
    names = list(inks)
    count = -(-len(names) // _ABREAST)
    rows = [
        names[number * len(names) // count : (number + 1) * len(names) // count]
        for number in range(count)
    ]
    free = np.ones((whole.bottom, whole.right), dtype=bool) if free is None else free
    room = free[whole.top : whole.bottom, whole.left : whole.right]
    heights = [sum(inks[name] for name in row) for row in rows]
    areas = {}
    for row, (top, bottom) in zip(rows, _cuts(room.sum(axis=1), heights, gap), strict=True):
        widths = _cuts(room[top:bottom].sum(axis=0), [inks[name] for name in row], gap)
        for name, (left, right) in zip(row, widths, strict=True):
            areas[name] = Area(
                whole.left + left, whole.top + top, whole.left + right, whole.top + bottom
            )
    return areas


def _cuts(
    pixels: np.ndarray[tuple[int, ...], np.dtype[np.int64]], wanted: Sequence[float], gap: int
) -> list[tuple[int, int]]:
    """Return where each part of a line starts and ends, so that each has its share of the pixels.

    Args:
        pixels: How many pixels are free at each place of the line.
        wanted: What each part wants, in any unit.
        gap: How many places stay free between two parts.
    """
    total = sum(wanted)
    least = _LEAST / len(wanted)
    shares = np.array([max(each / total, least) for each in wanted])
    reached = np.cumsum(pixels) / max(int(pixels.sum()), 1)
    ends = np.searchsorted(reached, np.cumsum(shares / shares.sum())[:-1])
    cuts = [-(gap // 2), *map(int, ends), len(pixels) + gap - gap // 2]
    return [
        (left + gap // 2, max(right - (gap - gap // 2), left + gap // 2))
        for left, right in pairwise(cuts)
    ]
