"""The font: Pretendard Bold, which holds Latin and all 11,172 Hangul syllables."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont

FONT_PATH: Final = Path(str(files("moodcloud.drawing").joinpath("fonts/Pretendard-Bold.ttf")))


@cache
def _characters() -> frozenset[int]:
    with TTFont(FONT_PATH, lazy=True) as font:
        return frozenset(font.getBestCmap())


def can_draw(word: str) -> bool:
    """Tell whether the font has a glyph for every character of `word`."""
    return all(ord(character) in _characters() for character in word)


def subset_font(words: Iterable[str], folder: Path) -> Path:
    """Write a font with the characters of `words` only, and return its path.

    Every SVG holds it, and it is opened once a size: the whole font costs 2 ms each time, a subset
    a tenth of that.
    """
    options = subset.Options(
        layout_features=["kern"], hinting=False, name_IDs=[1, 2, 13, 14], recalc_timestamp=False
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(set().union(*words))))
    path = folder / "cloud.ttf"
    with TTFont(FONT_PATH, lazy=True, recalcTimestamp=False) as font:
        subsetter.subset(font)
        font.save(path)
    return path
