"""The legend: a strip at the lower edge that says whose words these are and what size means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from moodcloud.drawing.font import can_draw
from moodcloud.drawing.ink import Ink, ink_of
from moodcloud.drawing.painting import Stroke

_COLOUR: Final = "#4a525c"
# Shares of the shorter side of the picture: the size of the letters, and the least in pixels.
_SIZE_SHARE: Final = 38
_LEAST_SIZE: Final = 8
# The strip takes this share of the height at most.
_MOST_SHARE: Final = 4
# Names are cut to so many characters, one after the other, until the strip is low enough.
_LENGTHS: Final = (60, 40, 30, 20, 15, 10, 7, 5, 3)


@dataclass(frozen=True)
class Legend:
    """What a legend says.

    Attributes:
        names: Each with its colour.
        note: What size means.
    """

    names: tuple[tuple[str, str], ...]
    note: str

    @property
    def text(self) -> str:
        """All characters a font needs."""
        return "".join(name for name, _ in self.names) + self.note + "…?"


class Label(NamedTuple):
    """A text of the legend: its base line starts at (x, y)."""

    x: int
    y: int
    size: int
    text: str
    ink: Ink


class Swatch(NamedTuple):
    """A square of a colour; (x, y) is its upper left corner."""

    x: int
    y: int
    side: int
    colour: str


@dataclass(frozen=True)
class Strip:
    """A legend laid out for a picture; heights count from the strip's own upper edge."""

    height: int
    labels: tuple[Label, ...]
    swatches: tuple[Swatch, ...]
    colour: str = _COLOUR

    def strokes(self, top: int) -> Iterator[Stroke]:
        """Yield what is to be painted where the strip starts at `top`."""
        for x, y, side, colour in self.swatches:
            yield Stroke(x, top + y, np.full((side, side), 255, np.uint8), colour)
        for label in self.labels:
            ink = label.ink
            y = top + label.y - ink.ascent + ink.top
            yield Stroke(label.x + ink.left, y, ink.coverage, self.colour)


def lay_legend(legend: Legend, width: int, height: int, font: str) -> Strip:
    """Lay a legend out for a picture of `width` and `height`, in as many lines as it needs."""
    size = max(_LEAST_SIZE, min(width, height) // _SIZE_SHARE)
    most = max(1, height // _MOST_SHARE // _line(size))
    for longest in _LENGTHS:
        lines = _lines(legend, longest, width - 2 * size, size, font)
        if len(lines) <= most:
            break
    labels: list[Label] = []
    swatches: list[Swatch] = []
    for number, line in enumerate(lines):
        x = (width - sum(item.width for item in line) - (len(line) - 1) * 2 * size) // 2
        base = number * _line(size) + round(size * 1.25)
        for item in line:
            if item.colour is not None:
                side = round(size * 0.8)
                swatches.append(Swatch(x, base - side, side, item.colour))
            start = x + item.width - item.ink.width - item.ink.left
            labels.append(Label(start, base, size, item.text, item.ink))
            x += item.width + 2 * size
    return Strip(len(lines) * _line(size) + size // 4, tuple(labels), tuple(swatches))


class _Item(NamedTuple):
    text: str
    colour: str | None
    ink: Ink
    width: int


def _line(size: int) -> int:
    return round(size * 1.6)


def _lines(legend: Legend, longest: int, width: int, size: int, font: str) -> list[list[_Item]]:
    """Return the items of the legend line by line; no line is wider than `width` if it can be."""
    lines: list[list[_Item]] = []
    room = 0
    for text, colour in (*legend.names, (legend.note, None)):
        shown = _drawable(text)
        if colour is not None and len(shown) > longest:
            shown = shown[: longest - 1] + "…"
        ink = ink_of(font, size, shown)
        item = _Item(shown, colour, ink, ink.width + ink.left + (size * 5 // 4 if colour else 0))
        if not lines or item.width > room:
            lines.append([])
            room = width
        lines[-1].append(item)
        room -= item.width + 2 * size
    return lines


def _drawable(text: str) -> str:
    """Return the text with a question mark for what the font has no glyph for."""
    return "".join(each if can_draw(each) else "?" for each in text.strip()) or "?"
