"""Words go where numpy puts them, also where the search is compiled."""

from __future__ import annotations

from typing import Final
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.drawing import canvas, placing
from moodcloud.drawing.canvas import Area, Canvas
from moodcloud.drawing.ink import Ink

from tests.laws import examples

needs_compiled: Final = pytest.mark.skipif(
    placing.nearest is placing.nearest_by_numpy,
    reason="the search is not compiled: install a C compiler, then make",
)

Found = list[tuple[int, int] | None]


def places(seed: int, words: int, outlined: bool) -> tuple[Found, list[np.ndarray]]:
    """Return where words of random ink go in two areas of a picture, and what is taken then."""
    random = np.random.default_rng(seed)
    width, height = (int(each) for each in random.integers(30, 1200, 2))
    free = np.repeat(random.random((height, 1)) < 0.7, width, axis=1) if outlined else None
    grid = Canvas(width, height, int(random.integers(0, 40)), free)
    cut = width // 3
    areas = [Area(0, 0, width - cut, height), Area(width - cut, height // 5, width, height)]
    found: Found = []
    for _ in range(words):
        size = random.integers(1, (max(2, height // 8), max(2, width // 5)))
        ink = Ink(random.integers(0, 2, size, np.uint8) * np.uint8(255), 0, 0, 0)
        ink = ink.turned() if random.random() < 0.3 else ink
        margin, beside = (int(each) for each in random.integers(0, (9, 40)))
        air = (beside, 0) if random.random() < 0.7 else (0, beside)
        box = ink.width + 2 * margin, ink.height + 2 * margin
        corner = grid.find(*box, areas[int(random.integers(0, 2))], air)
        found.append(corner)
        if corner is not None:
            grid.take(corner[0] + margin, corner[1] + margin, ink, margin)
    return found, [grid._taken, grid._sums]


@needs_compiled
@settings(max_examples=examples(200), deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 60), st.booleans())
def test_compiled_and_by_numpy_every_word_has_the_same_place(
    seed: int, words: int, outlined: bool
) -> None:
    compiled, grids = places(seed, words, outlined)
    with (
        patch.object(canvas, "nearest", placing.nearest_by_numpy),
        patch.object(canvas, "mark", placing.mark_by_numpy),
    ):
        plain, plain_grids = places(seed, words, outlined)
    assert compiled == plain
    assert all(map(np.array_equal, grids, plain_grids))


@needs_compiled
def test_what_is_beyond_the_grid_is_refused_and_not_read() -> None:
    taken, sums = np.zeros((4, 5), bool), np.zeros((6, 6), np.uint16)
    distances, ink = np.zeros(36, np.float32), np.full((3, 3), 255, np.uint8)
    with pytest.raises(ValueError, match="beyond the grid"):
        placing.nearest(sums, None, distances, 6, (0, 3), (0, 3), (2, 3), (0, 0))
    with pytest.raises(ValueError, match="beyond the grid"):
        placing.nearest(sums, None, distances, 6, (0, 1), (0, 3), (2, 2), (1, 0))
    with pytest.raises(ValueError, match="beyond the grid"):
        placing.mark(taken, sums, 5, ink, (0, 0), (1, 1), (1, 1), 2, 0)
    assert not taken.any()
    assert not sums.any()
