"""The layout of a cloud: how large each word is, and where it goes.

The area of a word grows with its weight, and all words together fill the room. Each word goes to
the free place nearest the centre. There are no random numbers: the same words give the same layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from moodcloud.drawing.canvas import WHOLE, Area, Canvas, Grid
from moodcloud.drawing.ink import Face, Ink

# The boxes of all words together are given this share of the room.
_FILL: Final = 0.68
# The same for a room with an outline, which has corners that no word fits into.
_FILL_OF_MASK: Final = 0.58
# The most that a word may have: its width, as a share of the width of the room, and its size, as a
# share of the height of the picture.
_WIDEST: Final = 0.62
_TALLEST: Final = 0.3
# Sizes grow with this power of the weight: with the root, so that area shows weight. Where one word
# is so heavy that the others would be too small, the power is lowered, but not below the second
# number.
_STEEP: Final = 0.5
_LEAST_STEEP: Final = 0.25
# Where a long word is too wide at its size, all words become smaller, down to this share of their
# sizes. If that is not enough, the long word alone becomes smaller still.
_LEAST_FOR_ONE: Final = 0.6
# The size at which words are measured.
_REFERENCE: Final = 100
_ATTEMPTS: Final = 24
# After an attempt that had no room for some word, all become smaller: by a factor that follows from
# the share of words that found room, within these bounds.
_LEAST_SHRINK: Final = 0.8
_MOST_SHRINK: Final = 0.97
# A word that does not fit at its own size may become smaller, down to this share of it. If it still
# does not fit, all words become smaller.
_LEAST_OWN_SIZE: Final = 0.8
# The least margin around a word, as a share of its size: large words side by side stay two words.
_MARGIN: Final = 0.08
# This share of the words is level, because that looks better, and the rest is upright; a word that
# does not fit is turned the other way.
_LEVEL: Final = 0.9


@dataclass(frozen=True)
class Room:
    """The room that words are to fill; lengths are in pixels.

    Attributes:
        width: The width of the picture.
        height: The height of the picture, without its legend.
        edge: How much stays free along each edge.
        margin: How much stays free around a word, at least.
        least_size: The smallest font size.
        free: Where words may be, shape (height, width); None: everywhere within the edge.
        areas: Where words gather that do not belong in the middle.
    """

    width: int
    height: int
    edge: int
    margin: int
    least_size: int
    free: Grid | None = None
    areas: Mapping[str, Area] = field(default_factory=dict)

    @property
    def inner(self) -> tuple[int, int]:
        """Width and height within the edge."""
        return self.width - 2 * self.edge, self.height - 2 * self.edge

    @property
    def pixels(self) -> int:
        """How many pixels words may cover."""
        width, height = self.inner
        return width * height if self.free is None else int(self.free.sum())

    def area(self, word: str) -> Area:
        """Return the area that a word belongs to."""
        return self.areas.get(word, WHOLE)

    def margin_at(self, size: int) -> int:
        """Return how much stays free around a word of a font size."""
        return max(self.margin, round(size * _MARGIN))


class Placed(NamedTuple):
    """A word in its place.

    Attributes:
        word: The word.
        size: Its font size in pixels.
        x: The left end of its ink.
        y: The upper end of its ink.
        upright: Whether it is read from below.
        ink: The word as rendered, turned where it is upright.
    """

    word: str
    size: int
    x: int
    y: int
    upright: bool
    ink: Ink


def place(weights: Mapping[str, float], face: Face, room: Room) -> list[Placed]:
    """Return the words in their places, heaviest first; those that find no room are missing.

    Args:
        weights: A positive weight for each word; the face shows all of them.
        face: The font.
        room: What the words are to fill.
    """
    if not weights:
        return []
    ranked = dict(sorted(weights.items(), key=lambda item: -item[1]))
    sizes = _filling(ranked, face, room)
    best: list[Placed] = []
    for _ in range(_ATTEMPTS):
        smallest = max(sizes.values()) <= room.least_size
        placed = _attempt(sizes, face, room, smallest)
        if len(placed) > len(best):
            best = placed
        if len(placed) == len(weights) or smallest:
            break
        held = _share(sizes, face, [each.word for each in placed])
        shrink = min(max(held**0.5, _LEAST_SHRINK), _MOST_SHRINK)
        sizes = {word: size * shrink for word, size in sizes.items()}
    return _centred(best, room) if best and room.free is None and room.edge else best


def _filling(weights: Mapping[str, float], face: Face, room: Room) -> dict[str, float]:
    """Return the font sizes, not rounded, at which words fill a room.

    Args:
        weights: The weights of the words, heaviest first.
        face: The font.
        room: What the words are to fill.
    """
    heaviest = next(iter(weights.values()))
    areas = {word: _area(face, word) for word in weights}
    limits = _limits(weights, face, room)
    filled = room.pixels * (_FILL if room.free is None else _FILL_OF_MASK)
    steep = _STEEP
    while True:
        powers = {word: (weight / heaviest) ** steep for word, weight in weights.items()}
        filling = (filled / sum(areas[word] * powers[word] ** 2 for word in weights)) ** 0.5
        fitting = min(limits[word] / powers[word] for word in weights)
        limit = next(iter(limits.values()))
        if filling <= limit or steep <= _LEAST_STEEP:
            break
        steep -= 0.02
    largest = min(filling, limit, max(fitting, _LEAST_FOR_ONE * min(filling, limit)))
    return {word: min(largest * powers[word], limits[word]) for word in weights}


def _limits(words: Iterable[str], face: Face, room: Room) -> dict[str, float]:
    """Return the largest size of each word: at more it would be too wide or too tall."""
    width, height = room.inner
    # The free part of an outline is narrower than the picture.
    across = width * (room.pixels / width / height) ** 0.5
    return {
        word: min(
            min(_WIDEST * across, across * room.area(word).width)
            * (_REFERENCE / max(face.extent(_REFERENCE, word)[0], 1)),
            _TALLEST * room.height,
        )
        for word in words
    }


def _area(face: Face, word: str) -> float:
    """Return the area of the box of a word, in squares whose side is the size of the word."""
    width, height = face.extent(_REFERENCE, word)
    return width * height / _REFERENCE**2


def _share(sizes: Mapping[str, float], face: Face, words: Iterable[str]) -> float:
    """Return the share that `words` have of the area of all words."""
    areas = {word: _area(face, word) * size**2 for word, size in sizes.items()}
    return sum(areas[word] for word in words) / sum(areas.values())


def _attempt(sizes: Mapping[str, float], face: Face, room: Room, smallest: bool) -> list[Placed]:
    """Place words of given sizes; stop at one that finds no room but would if all were smaller."""
    canvas = Canvas(room.width, room.height, room.edge, room.free)
    placed: list[Placed] = []
    for number, (word, size) in enumerate(sizes.items()):
        upright = (number * (1 - _LEVEL)) % 1 >= _LEVEL
        found = _fit(canvas, word, size, upright, face, room)
        if found is not None:
            placed.append(found)
        # To go on would place lighter words where a heavier one is missing. That is right only if
        # nothing can be made smaller, or if this word fits no picture of this size.
        elif not smallest and _fits_alone(word, face, room):
            break
    return placed


def _fit(
    canvas: Canvas, word: str, wanted: float, upright: bool, face: Face, room: Room
) -> Placed | None:
    """Take room for a word, turned or smaller if it must be; return None where there is no room."""
    own = max(round(wanted), room.least_size)
    least = max(round(own * _LEAST_OWN_SIZE), room.least_size)
    for size in range(own, least - 1, -max(1, (own - least) // 3)):
        level, margin = face.ink(size, word), room.margin_at(size)
        for turned in (upright, not upright):
            ink = level.turned() if turned else level
            box = ink.width + 2 * margin, ink.height + 2 * margin
            corner = canvas.find(*box, room.area(word))
            if corner is not None:
                x, y = corner[0] + margin, corner[1] + margin
                canvas.take(x, y, ink, margin)
                return Placed(word, size, x, y, turned, ink)
    return None


def _fits_alone(word: str, face: Face, room: Room) -> bool:
    """Return whether a word of the smallest size fits into an empty picture."""
    size = room.least_size
    margin = 2 * (room.edge + room.margin_at(size))
    long, short = (length + margin for length in face.extent(size, word))
    level = long <= room.width and short <= room.height
    return level or (long <= room.height and short <= room.width)


def _centred(placed: list[Placed], room: Room) -> list[Placed]:
    """Move all words so that opposite margins are equal."""
    left, right = min(each.x for each in placed), max(each.x + each.ink.width for each in placed)
    top, bottom = min(each.y for each in placed), max(each.y + each.ink.height for each in placed)
    dx, dy = (room.width - right - left) // 2, (room.height - bottom - top) // 2
    return [each._replace(x=each.x + dx, y=each.y + dy) for each in placed]
