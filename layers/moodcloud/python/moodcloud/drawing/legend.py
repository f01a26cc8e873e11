"""The strips of a picture: a title at the upper edge; a legend at the lower, which says whose words
these are and what they show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from moodcloud.drawing.ink import Face, Ink
from moodcloud.drawing.look import Look
from moodcloud.drawing.painting import Stroke
from moodcloud.drawing.palettes import STRENGTHS, Tone

# The size of the letters: the shorter side of the picture divided by the first number, but at least
# as many pixels as the second.
_SIZE_SHARE: Final = 42
_LEAST_SIZE: Final = 8
# The same for a title, and the size of the line below a legend as a share of the legend's.
_TITLE_SHARE: Final = 22
_SOURCE_SHARE: Final = 0.8
# The height of the strip is at most that of the picture divided by this.
_MOST_SHARE: Final = 4
# Names are cut to so many characters: to the first of these numbers that makes the strip low
# enough.
_LENGTHS: Final = (60, 40, 30, 20, 15, 10, 7, 5, 3)


@dataclass(frozen=True)
class Legend:
    """What a legend says, and the title above it all.

    Attributes:
        names: Each name and the meaning of its colours, which are all shown beside it, soft to
            strong.
        notes: What size means, and what strength of colour means.
        source: A line below: where the words are from; nothing where it is empty.
        title: What is written above the words; nothing where it is empty.
    """

    names: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    source: str = ""
    title: str = ""

    @property
    def text(self) -> str:
        """All characters that the font must hold."""
        names = [name for name, _ in self.names]
        return "".join([*names, *self.notes, self.source, self.title]) + " …?"


class Label(NamedTuple):
    """A text of the legend.

    Attributes:
        x: Where its base line starts.
        y: How high its base line is.
        size: Its font size.
        text: The text.
        ink: The text as rendered.
        on_strength: Whether it says what a stronger colour means: darker or brighter ones.
    """

    x: int
    y: int
    size: int
    text: str
    ink: Ink
    on_strength: bool = False


class Swatch(NamedTuple):
    """A field of one colour; (x, y) is its upper left corner."""

    x: int
    y: int
    width: int
    height: int
    tone: Tone


@dataclass(frozen=True)
class Strip:
    """A legend or a title laid out for a picture; heights count from the strip's own upper edge."""

    height: int
    labels: tuple[Label, ...]
    swatches: tuple[Swatch, ...]

    def strokes(self, top: int, look: Look) -> Iterator[Stroke]:
        """Yield what to paint when the strip starts `top` pixels below the top of the picture."""
        for x, y, width, height, tone in self.swatches:
            yield Stroke(x, top + y, np.full((height, width), 255, np.uint8), look.colour(tone))
        for label in self.labels:
            ink = label.ink
            y = top + label.y - ink.ascent + ink.top
            yield Stroke(label.x + ink.left, y, ink.coverage, look.text)


def lay_legend(legend: Legend, width: int, height: int, face: Face) -> Strip:
    """Lay a legend out for a picture of `width` and `height`, in as many lines as it needs."""
    size = max(_LEAST_SIZE, min(width, height) // _SIZE_SHARE)
    most = max(1, height // _MOST_SHARE // _line(size))
    for longest in _LENGTHS:
        lines = _lines(legend, longest, width - 2 * size, size, face)
        if len(lines) <= most:
            break
    labels: list[Label] = []
    swatches: list[Swatch] = []
    field, side = _field(size), round(size * 0.8)
    for number, line in enumerate(lines):
        x = (width - sum(item.width for item in line) - (len(line) - 1) * 2 * size) // 2
        base = number * _line(size) + size
        for item in line:
            if item.meaning is not None:
                swatches += [
                    Swatch(x + step * field, base - side, field, side, Tone(item.meaning, step))
                    for step in range(STRENGTHS)
                ]
            start = x + item.width - item.ink.width - item.ink.left
            on_strength = item.said in legend.notes[1:]
            labels.append(Label(start, base, size, item.text, item.ink, on_strength))
            x += item.width + 2 * size
    height = len(lines) * _line(size) + size // 2
    if legend.source:
        small = max(_LEAST_SIZE, round(size * _SOURCE_SHARE))
        labels.append(line_of(legend.source, small, width, height - size // 2 + size, face))
        height += _line(small)
    return Strip(height, tuple(labels), tuple(swatches))


def lay_title(text: str, width: int, height: int, face: Face) -> Strip:
    """Lay out a title for the upper edge of a picture of `width` and `height`, in one line."""
    if not text:
        return Strip(0, (), ())
    size = max(_LEAST_SIZE, min(width, height) // _TITLE_SHARE)
    base = round(size * 1.5)
    return Strip(base + size // 3, (line_of(text, size, width, base, face),), ())


def line_of(text: str, size: int, width: int, base: int, face: Face) -> Label:
    """Return a text in the middle of a line, cut where it is too wide."""
    item = _item(text, None, len(text), width - 2 * size, size, face)
    start = (width - item.ink.width) // 2 - item.ink.left
    return Label(start, base, size, item.text, item.ink)


class _Item(NamedTuple):
    said: str
    text: str
    meaning: str | None
    ink: Ink
    width: int


def _line(size: int) -> int:
    return round(size * 1.6)


def _field(size: int) -> int:
    """Return the width of a field of colour beside letters of a size."""
    return max(2, round(size * 0.55))


def _lines(legend: Legend, longest: int, width: int, size: int, face: Face) -> list[list[_Item]]:
    """Return the items of the legend line by line; no line is wider than `width` if possible."""
    lines: list[list[_Item]] = []
    room = 0
    notes = [(note, None) for note in legend.notes]
    for text, meaning in (*legend.names, *notes):
        item = _item(text, meaning, longest, width, size, face)
        if not lines or item.width > room:
            lines.append([])
            room = width
        lines[-1].append(item)
        room -= item.width + 2 * size
    return lines


def _item(text: str, meaning: str | None, longest: int, width: int, size: int, face: Face) -> _Item:
    """Return a name or a note, cut to `width` pixels and a name also to `longest` characters."""
    fields = 0 if meaning is None else STRENGTHS * _field(size) + size // 2
    shown = _drawable(text, face)
    if meaning is not None and len(shown) > longest:
        shown = shown[: longest - 1] + "…"
    ink = face.ink(size, shown)
    while ink.width + ink.left + fields > width and len(shown) > 1:
        shown = shown[: len(shown) * 9 // 10 - 1] + "…"
        ink = face.ink(size, shown)
    return _Item(text, shown, meaning, ink, ink.width + ink.left + fields)


def _drawable(text: str, face: Face) -> str:
    """Return the text with a question mark for what the font has no glyph for."""
    return "".join(each if face.can_draw(each) else "?" for each in text.strip()) or "?"
