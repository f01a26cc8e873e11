"""The parts of a picture that several groups of words share out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from moodcloud.drawing.canvas import Area

# Groups side by side at most.
_ABREAST: Final = 4


def areas_of(parts: Mapping[str, Mapping[str, float]]) -> dict[str, Area]:
    """Return an area for each part, as large as its ink wants: side by side, in rows if many.

    Args:
        parts: The words of each, with their weights.
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
