"""Colours by meaning, dark enough to read on white, told apart by colour-blind readers.

Blue against orange-red is the pair that the common kinds of colour blindness leave distinct
(Okabe & Ito 2008, "Color Universal Design"); each palette runs from strong to soft.
"""

from __future__ import annotations

from typing import Final

Palette = tuple[str, ...]

_POSITIVE: Final[Palette] = ("#0b3c6f", "#0f5698", "#1a6fb8", "#2b84c9", "#4a97d2")
_NEGATIVE: Final[Palette] = ("#7a1f0a", "#9e2a0c", "#bf3a10", "#d1501f", "#dd6a3a")
_NEUTRAL: Final[Palette] = ("#33383f", "#454b54", "#565e69", "#68717d", "#7a8490")
_GROUPS: Final[tuple[Palette, ...]] = (
    ("#00583f", "#00714f", "#008b61", "#1a9c74", "#3aab87"),
    ("#5b2a6e", "#703587", "#86429f", "#9b56b3", "#ad70c2"),
    ("#6b4a00", "#815a00", "#976b0a", "#a97b1c", "#b88b34"),
    ("#0d5666", "#116b7e", "#1a8095", "#3092a6", "#4ba3b5"),
    ("#7d1d4e", "#962a60", "#ad3b73", "#c05088", "#cd6a9b"),
    ("#3c5314", "#4b671b", "#5c7b24", "#6f8f34", "#81a04a"),
    ("#2a2a86", "#3a3a9c", "#4b4bb0", "#6060c0", "#7676cc"),
    ("#8a0f2b", "#a31a3a", "#bb2b4b", "#cc455f", "#d86277"),
    ("#4a2c1a", "#5f3b25", "#745033", "#886546", "#9a7a5c"),
    ("#8a5a00", "#a06c00", "#b57e0a", "#c48f22", "#cf9f40"),
    ("#1d6b1d", "#2a7d2a", "#3b903b", "#51a151", "#69af69"),
    ("#155e8a", "#1f719f", "#3184b1", "#4996bf", "#64a6ca"),
)
SHARED: Final[Palette] = ("#3a3550", "#4b4566", "#5e577c", "#726a92", "#8780a6")
"""For words of every sentiment: the colour of none."""
_NAMED: Final = {"positive": _POSITIVE, "negative": _NEGATIVE, "neutral": _NEUTRAL}


def palette_of(sentiment: str, sentiments: tuple[str, ...]) -> Palette:
    """Return the palette of a sentiment, given all sentiments of the table."""
    if sentiment in _NAMED:
        return _NAMED[sentiment]
    groups = [name for name in sentiments if name not in _NAMED]
    return _GROUPS[groups.index(sentiment) % len(_GROUPS)]
