"""The font of a picture is, byte for byte, what fontTools makes of the font of the house."""

from __future__ import annotations

import io
from functools import cache

import pytest
from fontTools.ttLib import TTFont
from hypothesis import example, given, settings
from hypothesis import strategies as st
from moodcloud.drawing.ink import FONT_PATH, saved, subset_any_font, subset_font
from moodcloud.drawing.sfnt import as_woff, characters_of

from tests.laws import examples


@cache
def letters() -> list[str]:
    with TTFont(FONT_PATH, lazy=True) as font:
        return sorted(map(chr, font.getBestCmap()))


def rows(start: int, length: int, step: int) -> str:
    """Return letters of the font, every one or every so many, from one on."""
    return "".join(letters()[start % len(letters()) :][: length * step : step])


some = st.text(st.characters(codec="utf-8"), max_size=8)
many = st.builds(rows, st.integers(0, 20_000), st.integers(1, 300), st.sampled_from([1, 1, 2, 7]))


@pytest.mark.slow
@settings(max_examples=examples(50), deadline=None)
@given(st.lists(some | many, max_size=4))
@example([])
@example(["Hello (world)? Ǻ\U000f0001", "안녕하세요 ㅋㅋ", "電"])
@example(["".join(map(chr, range(0x20, 0x180))) + "‰∑Б₫"])
def test_a_cut_font_is_that_of_font_tools(texts: list[str]) -> None:
    font = subset_font(texts)
    assert font == subset_any_font(texts, FONT_PATH)
    with TTFont(io.BytesIO(font), recalcTimestamp=False) as opened:
        known = set(map(chr, opened.getBestCmap() or ()))
        opened.flavor = "woff"
        assert as_woff(font) == saved(opened)
    assert characters_of(font) == known


@pytest.mark.slow
def test_the_whole_font_is_that_of_font_tools() -> None:
    assert subset_font(letters()) == subset_any_font(letters(), FONT_PATH)
