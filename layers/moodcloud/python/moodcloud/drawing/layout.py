"""The layout of a cloud: how large each word is, and where it goes.

The area of a word grows with its weight, and all words together fill the room. Each word goes to
the free place nearest the centre. There are no random numbers: the same words give the same layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from moodcloud.drawing.areas import Need, bounds, part_areas
from moodcloud.drawing.canvas import Area, Canvas
from moodcloud.drawing.ink import Face, Ink
from moodcloud.drawing.placing import Grid

# The boxes of all words, with their air, are given this share of the room together.
_FILL: Final = 0.83
# The same for a room with an outline, which has corners that no word fits into.
_FILL_OF_MASK: Final = 0.72
# The same for words in parts of the picture, which are narrower.
_FILL_OF_PARTS: Final = 0.76
# The most that a word may have: its width, as a share of the width of the room, and its size, as a
# share of the height of the picture.
_WIDEST: Final = 0.62
_TALLEST: Final = 0.3
# The largest size of a word as a share of the height of its part of the picture.
_TALLEST_OF_PART: Final = 0.5
# Sizes grow with this power of the weight: with the root, so that area shows weight. Where one word
# is so heavy that the others would be too small, the power is lowered, but not below the second
# number.
_STEEP: Final = 0.5
_LEAST_STEEP: Final = 0.25
# One word in so many may be too wide at its size: it alone becomes smaller. Where more are, all
# become smaller, down to this share of their sizes; if that is not enough, the long words alone.
_TOO_LONG: Final = 8
_LEAST_FOR_ONE: Final = 0.6
# One word in so many of a part may be too wide for it.
_LONG: Final = 6
# The size at which words are measured.
_REFERENCE: Final = 100
_ATTEMPTS: Final = 24
# After an attempt that had no room for some word, all become smaller: by a factor that follows from
# the share of words that found room, within these bounds.
_LEAST_SHRINK: Final = 0.9
_MOST_SHRINK: Final = 0.97
# A word that does not fit at its own size may become smaller, down to this share of it. If it still
# does not fit, all words become smaller.
_LEAST_OWN_SIZE: Final = 0.8
# The least margin around a word, as a share of its size: large words side by side stay two words.
_MARGIN: Final = 0.08
# What stays free between two words on a line, as a share of the size of the smaller one. A space is
# a quarter, and words that are as close as that are read as a phrase.
_AIR: Final = 0.6
# So many words that found room at once are made larger, step by step, as long as all have room.
_FEW: Final = 20
_GROWTH: Final = 1.1
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
        parts: Words that have a part of the picture of their own, and the name of that part.
        level: Whether all words are level: none is upright.
    """

    width: int
    height: int
    edge: int
    margin: int
    least_size: int
    free: Grid | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    level: bool = False

    @cached_property
    def inner(self) -> Area:
        """The area within the edge, and around the outline where there is one."""
        edge = self.edge
        area = Area(edge, edge, self.width - edge, self.height - edge)
        if self.free is None:
            return area
        outline = bounds(self.free)
        return Area(*map(max, area[:2], outline[:2]), *map(min, area[2:], outline[2:]))

    @property
    def pixels(self) -> int:
        """How many pixels words may cover."""
        if self.free is None:
            return self.inner.width * self.inner.height
        return int(self.free.sum())

    @property
    def fill(self) -> float:
        """The share of the room that words take, with their air."""
        if self.free is not None:
            return _FILL_OF_MASK
        return _FILL_OF_PARTS if self.parts else _FILL

    @property
    def gap(self) -> int:
        """How much stays free between two parts."""
        return max(self.edge, self.margin)

    def margin_at(self, size: int) -> int:
        """Return how much stays free around a word of a font size."""
        return max(self.margin, round(size * _MARGIN))

    def air_at(self, size: int) -> int:
        """Return how much more stays free before and after a word of a font size."""
        # Each of two neighbours has its own margin; the heavier word has its place already.
        return max(round(size * _AIR) - 2 * self.margin_at(size), 0)


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
    plan = _planned(dict(sorted(weights.items(), key=lambda item: -item[1])), face, room)
    best: list[Placed] = []
    for _ in range(_ATTEMPTS):
        smallest = max(plan.sizes.values()) <= room.least_size
        placed = _attempt(plan, face, room, smallest)
        if len(placed) > len(best):
            best = placed
        if len(placed) == len(weights) or smallest:
            break
        held = _share(plan.sizes, face, [each.word for each in placed])
        plan = plan.resized(min(max(held**0.5, _LEAST_SHRINK), _MOST_SHRINK))
    if len(best) == len(weights) <= _FEW:
        best = _grown(best, plan, face, room)
    return _centred(best, plan) if room.free is None and room.edge else best


class _Plan(NamedTuple):
    """What is known of words before they have places.

    Attributes:
        sizes: Their font sizes, not rounded.
        areas: Where each of them may be.
        limits: The largest size of each.
    """

    sizes: dict[str, float]
    areas: dict[str, Area]
    limits: dict[str, float]

    def resized(self, factor: float) -> _Plan:
        """Return the plan with all sizes multiplied, as far as their limits allow."""
        limits = self.limits
        sizes = {word: min(size * factor, limits[word]) for word, size in self.sizes.items()}
        return self._replace(sizes=sizes)


def _planned(weights: Mapping[str, float], face: Face, room: Room) -> _Plan:
    """Return the plan for words that are to fill a room.

    Args:
        weights: The weights of the words, heaviest first.
        face: The font.
        room: What the words are to fill.
    """
    heaviest = next(iter(weights.values()))
    boxes = {word: _box(face, word) for word in weights}
    filled = room.pixels * room.fill
    steep = _STEEP
    while True:
        powers = {word: (weight / heaviest) ** steep for word, weight in weights.items()}
        inks = {word: boxes[word] * powers[word] ** 2 for word in weights}
        areas = _areas(powers, face, room)
        limits = _limits(areas, face, room)
        filling = (filled / sum(inks.values())) ** 0.5
        limit = next(iter(limits.values()))
        if filling <= limit or steep <= _LEAST_STEEP:
            break
        steep -= 0.02
    fitting = sorted(limits[word] / powers[word] for word in weights)[len(weights) // _TOO_LONG]
    largest = min(filling, limit, max(fitting, _LEAST_FOR_ONE * min(filling, limit)))
    sizes = {word: min(largest * powers[word], limits[word]) for word in weights}
    return _Plan(sizes, areas, limits)


def _areas(powers: Mapping[str, float], face: Face, room: Room) -> dict[str, Area]:
    """Return the area of each word: its part of the picture, or all of it.

    Args:
        powers: The sizes of the words, in any unit.
        face: The font.
        room: What the words are to fill.
    """
    needs = {
        part: _need([word for word in powers if room.parts.get(word) == part], powers, face, room)
        for part in dict.fromkeys(room.parts.values())
    }
    needs = {part: need for part, need in needs.items() if need.ink}
    if len(needs) < 2:
        return dict.fromkeys(powers, room.inner)
    areas = part_areas(needs, room.inner, room.gap, room.free)
    return {word: areas[room.parts[word]] for word in powers}


def _need(words: Sequence[str], powers: Mapping[str, float], face: Face, room: Room) -> Need:
    """Return what the words of a part need; long words, if they are few, decide nothing."""
    boxes = (_box(face, word) * powers[word] ** 2 for word in words)
    widths = (
        (face.extent(_REFERENCE, word)[0] / _REFERENCE + 3 * _MARGIN) * powers[word]
        for word in words
    )
    widest = sorted(widths, reverse=True)[len(words) // _LONG :]
    return Need(sum(boxes) / room.fill, max(widest, default=0.0))


def _limits(areas: Mapping[str, Area], face: Face, room: Room) -> dict[str, float]:
    """Return the largest size of each word: at more it would be too wide or too tall."""
    # The free part of an outline is narrower than the area around it.
    inner = room.inner
    across = (room.pixels / max(inner.width * inner.height, 1)) ** 0.5
    limits = {}
    for word, area in areas.items():
        width = face.extent(_REFERENCE, word)[0] / _REFERENCE
        limits[word] = min(
            _WIDEST * inner.width * across / max(width, 0.01),
            area.width * across / (width + 3 * _MARGIN),
            _TALLEST * room.height,
            _TALLEST_OF_PART * area.height,
        )
    return limits


def _box(face: Face, word: str) -> float:
    """Return the area of a word with its air, in squares whose side is the size of the word."""
    width, height = face.extent(_REFERENCE, word)
    return (width / _REFERENCE + _AIR) * (height / _REFERENCE + 2 * _MARGIN)


def _share(sizes: Mapping[str, float], face: Face, words: Iterable[str]) -> float:
    """Return the share that `words` have of the area of all words."""
    areas = {word: _box(face, word) * size**2 for word, size in sizes.items()}
    return sum(areas[word] for word in words) / sum(areas.values())


def _grown(placed: list[Placed], plan: _Plan, face: Face, room: Room) -> list[Placed]:
    """Return few words that all have places as large as they can be."""
    largest = next(iter(plan.sizes))
    while plan.sizes[largest] < plan.limits[largest]:
        plan = plan.resized(_GROWTH)
        larger = _attempt(plan, face, room, smallest=False)
        if len(larger) < len(placed):
            break
        placed = larger
    return placed


def _attempt(plan: _Plan, face: Face, room: Room, smallest: bool) -> list[Placed]:
    """Place words of given sizes; stop at one that finds no room but would if all were smaller."""
    canvas = Canvas(
        room.width, room.height, room.air_at(max(map(round, plan.sizes.values()))), room.free
    )
    placed: list[Placed] = []
    for number, (word, size) in enumerate(plan.sizes.items()):
        upright = not room.level and (number * (1 - _LEVEL)) % 1 >= _LEVEL
        found = _fit(canvas, word, size, upright, face, room, plan.areas[word])
        if found is not None:
            placed.append(found)
        # To go on would place lighter words where a heavier one is missing. That is right only if
        # nothing can be made smaller, or if this word fits no picture of this size.
        elif not smallest and _fits_alone(word, face, room, plan.areas[word]):
            break
    return placed


def _fit(
    canvas: Canvas, word: str, wanted: float, upright: bool, face: Face, room: Room, area: Area
) -> Placed | None:
    """Take room for a word, turned or smaller if it must be; return None where there is no room."""
    own = max(round(wanted), room.least_size)
    least = max(round(own * _LEAST_OWN_SIZE), room.least_size)
    for size in range(own, least - 1, -max(1, (own - least) // 3)):
        level, margin, air = face.ink(size, word), room.margin_at(size), room.air_at(size)
        for turned in (False,) if room.level else (upright, not upright):
            ink = level.turned() if turned else level
            box = ink.width + 2 * margin, ink.height + 2 * margin
            corner = canvas.find(*box, area, (0, air) if turned else (air, 0))
            if corner is not None:
                x, y = corner[0] + margin, corner[1] + margin
                canvas.take(x, y, ink, margin)
                return Placed(word, size, x, y, turned, ink)
    return None


def _fits_alone(word: str, face: Face, room: Room, area: Area) -> bool:
    """Return whether a word of the smallest size fits into its area when that is empty."""
    size = room.least_size
    long, short = (length + 2 * room.margin_at(size) for length in face.extent(size, word))
    level = long <= area.width and short <= area.height
    return level or (not room.level and long <= area.height and short <= area.width)


def _centred(placed: list[Placed], plan: _Plan) -> list[Placed]:
    """Move the words of each area so that opposite margins are equal."""
    moved = {}
    for area in dict.fromkeys(plan.areas[each.word] for each in placed):
        own = [each for each in placed if plan.areas[each.word] == area]
        left, right = min(each.x for each in own), max(each.x + each.ink.width for each in own)
        top, bottom = min(each.y for each in own), max(each.y + each.ink.height for each in own)
        moved[area] = (
            (area.left + area.right - right - left) // 2,
            (area.top + area.bottom - bottom - top) // 2,
        )
    return [
        each._replace(
            x=each.x + moved[plan.areas[each.word]][0], y=each.y + moved[plan.areas[each.word]][1]
        )
        for each in placed
    ]
