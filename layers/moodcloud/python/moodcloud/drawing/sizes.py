"""Font sizes: the area of a word grows with its weight, and all words together fill the picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from moodcloud.drawing.ink import Face

# The boxes of all words together are given this share of the room; letters leave room for more.
_FILL: Final = 0.68
# The same of an outline, which has corners no word fits into.
_FILL_OF_MASK: Final = 0.58
# A word at most: its width in widths of the room, its size in heights of the picture.
_WIDEST: Final = 0.62
_TALLEST: Final = 0.3
# Sizes grow with this power of the weight: the root, so that area shows weight. Where one word is
# so heavy that the rest would be lost, less steeply, but never less than this.
_STEEP: Final = 0.5
_LEAST_STEEP: Final = 0.25
# Where a long word does not fit at its size all become smaller, to this share; then it alone does.
_LEAST_FOR_ONE: Final = 0.6
# The size at which words are measured.
_REFERENCE: Final = 100


@dataclass(frozen=True)
class Room:
    """What words are to fill.

    Attributes:
        pixels: How many there are.
        across: Its width, in pixels.
        height: Of the picture, in pixels.
        outlined: Whether it has the outline of a mask.
    """

    pixels: int
    across: float
    height: int
    outlined: bool

    @property
    def filled(self) -> float:
        """Square pixels the boxes of all words are to have together."""
        return self.pixels * (_FILL_OF_MASK if self.outlined else _FILL)


@dataclass(frozen=True)
class Sizes:
    """The font size of each word in pixels, not rounded, and the largest of them."""

    of: Mapping[str, float]
    largest: float

    def at_most(self, size: float) -> Sizes:
        """Return the sizes, all made smaller so that none is larger than `size`."""
        return self if size >= self.largest else self.shrunk(size / self.largest)

    def shrunk(self, by: float) -> Sizes:
        """Return the sizes times `by`."""
        return Sizes({word: size * by for word, size in self.of.items()}, self.largest * by)

    def share(self, face: Face, words: Iterable[str]) -> float:
        """Return what share of the area of all words some of them have."""
        areas = {word: _area(face, word) * size**2 for word, size in self.of.items()}
        return sum(areas[word] for word in words) / sum(areas.values())


def relative_sizes(
    words: list[tuple[str, float]],
    face: Face,
    room: Room,
    widest: Mapping[str, float],
) -> Sizes:
    """Return the sizes at which words fill a room.

    Args:
        words: With weights above 0 to 1, heaviest first.
        face: The font.
        room: What they are to fill.
        widest: Of each word, the width of its part of the room, in pixels.
    """
    areas = {word: _area(face, word) for word, _ in words}
    # The size at which each word is as wide, or as tall, as it may be.
    limits = {
        word: min(
            min(_WIDEST * room.across, widest[word])
            * (_REFERENCE / max(face.extent(_REFERENCE, word)[0], 1)),
            _TALLEST * room.height,
        )
        for word, _ in words
    }
    steep = _STEEP
    while True:
        powers = {word: weight**steep for word, weight in words}
        filling = (room.filled / sum(areas[word] * powers[word] ** 2 for word, _ in words)) ** 0.5
        fitting = min(limits[word] / powers[word] for word, _ in words)
        heaviest = limits[words[0][0]]
        if filling <= heaviest or steep <= _LEAST_STEEP:
            break
        steep -= 0.02
    largest = min(filling, heaviest, max(fitting, _LEAST_FOR_ONE * min(filling, heaviest)))
    sizes = {word: min(largest * powers[word], limits[word]) for word, _ in words}
    return Sizes(sizes, max(sizes.values()))


def _area(face: Face, word: str) -> float:
    """Return the area of the box of a word, in squares of its size."""
    width, height = face.extent(_REFERENCE, word)
    return width * height / _REFERENCE**2
