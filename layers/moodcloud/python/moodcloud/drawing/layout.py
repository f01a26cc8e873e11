"""Laying a cloud out: wordcloud's class with a faster, denser placement that drops no word.

wordcloud opens the font for each size it tries, keeps a full-resolution map of what is taken and
puts a word at a random free place. Here fonts are opened once a size, the map has one cell for
several pixels, and a word goes to the free place nearest the centre: no random numbers at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image
from wordcloud import WordCloud

from moodcloud.drawing.canvas import WHOLE, Area, Canvas, Grid
from moodcloud.drawing.ink import Face, Ink
from moodcloud.drawing.painting import Stroke, paint

# --- Font sizes: the area of a word grows with its weight, and all words together fill the picture.

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


# --- Laying a cloud out: wordcloud's class with a faster, denser placement that drops no word.
#
# wordcloud opens the font for each size it tries, keeps a full-resolution map of what is taken and
# puts a word at a random free place. Here fonts are opened once a size, the map has one cell for
# several pixels, and a word goes to the free place nearest the centre: no random numbers at all.

_ATTEMPTS: Final = 24
# What an attempt that had no room for a word is made smaller by: by what it had room for, between.
_LEAST_SHRINK: Final = 0.8
_MOST_SHRINK: Final = 0.97
# A word may become this much smaller to fit where its own size does not; else all are made smaller.
_LEAST_OWN_SIZE: Final = 0.8
# The margin around a word at least, in its own size: large words side by side stay two words.
_MARGIN: Final = 0.08

# A word of wordcloud's `layout_`: ((word, weight), size, (row, column), orientation, colour).
Item = tuple[tuple[str, float], int, tuple[int, int], int | None, str]
Placed = list[tuple[Item, Ink]]


class Layout(WordCloud):  # type: ignore[misc]
    """A `WordCloud` whose words are placed by size, densely, around the centre.

    The area of a word grows with its weight. `layout_` is as wordcloud has it, positions being the
    corners of ink, so `to_image`, `recolor` and `to_file` work on it; `mask`, `margin`, `scale`,
    `prefer_horizontal`, `min_font_size`, `max_font_size`, `max_words`, `color_func`,
    `background_color` and the contour mean what they mean there. `inks_` holds the ink of each
    word of `layout_`.

    Args:
        areas: Where a word is to stand; the middle of the canvas for words that are not in it.
        edge: Pixels along each edge that stay free.
        face: The font; that of `font_path` where None.
        options: Of `WordCloud`.
    """

    def __init__(
        self,
        areas: Mapping[str, Area] | None = None,
        edge: int = 0,
        face: Face | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.areas = dict(areas or {})
        self.edge = edge
        self.face = face or Face.of(self.font_path)

    def generate_from_frequencies(
        self, frequencies: Mapping[str, float], max_font_size: int | None = None
    ) -> Layout:
        """Place the words.

        Args:
            frequencies: A positive weight for each word.
            max_font_size: Upper bound of the font size in pixels.
        """
        ranked = sorted(frequencies.items(), key=lambda item: -item[1])[: self.max_words]
        relative = [(word, weight / ranked[0][1]) for word, weight in ranked if weight > 0]
        self.words_, self.layout_, self.inks_ = dict(relative), [], []
        if not relative:
            return self
        free = None if self.mask is None else ~self._get_bolean_mask(self.mask)
        sizes = self._sizes(relative, free)
        sizes = sizes.at_most(max_font_size or self.max_font_size or sizes.largest)
        best: Placed = []
        for _ in range(_ATTEMPTS):
            placed = self._place(relative, sizes, free)
            if len(placed) > len(best):
                best = placed
            if len(placed) == len(relative) or sizes.largest <= self.min_font_size:
                break
            held = sizes.share(self.face, [item[0][0] for item, _ in placed])
            sizes = sizes.shrunk(min(max(held**0.5, _LEAST_SHRINK), _MOST_SHRINK))
        dx, dy = self._to_the_middle(best) if free is None and self.edge else (0, 0)
        self.layout_ = [
            (word, size, (y + dy, x + dx), orientation, colour)
            for (word, size, (y, x), orientation, colour), _ in best
        ]
        self.inks_ = [ink for _, ink in best]
        return self

    def strokes(self) -> list[Stroke]:
        """Return what is to be painted."""
        return [
            Stroke(x, y, ink.coverage, colour)
            for (_, _, (y, x), _, colour), ink in zip(self.layout_, self.inks_, strict=True)
        ]

    def to_image(self) -> Image.Image:
        """Return the picture, with the ink the words were placed by, `scale` times as large."""
        strokes = self.strokes() if self.scale == 1 else self._scaled()
        width, height = int(self.width * self.scale), int(self.height * self.scale)
        image = paint(strokes, width, height, self.background_color)
        clear = self.background_color is None or self.mode == "RGBA"
        shown: Image.Image = self._draw_contour(image.convert("RGBA" if clear else "RGB"))
        return shown

    def _scaled(self) -> list[Stroke]:
        """Return what is to be painted `scale` times as large, rendered anew."""
        strokes = []
        for (word, _), size, (y, x), orientation, colour in self.layout_:
            ink = self.face.ink(int(size * self.scale), word)
            ink = ink.turned() if orientation is not None else ink
            left, top = int(x * self.scale), int(y * self.scale)
            strokes.append(Stroke(left, top, ink.coverage, colour))
        return strokes

    def _sizes(self, words: list[tuple[str, float]], free: Grid | None) -> Sizes:
        width, height = self.width - 2 * self.edge, self.height - 2 * self.edge
        pixels = width * height if free is None else int(free.sum())
        # A mask is narrower than its canvas.
        across = width * (pixels / width / height) ** 0.5
        widest = {word: across * self.areas.get(word, WHOLE).width for word, _ in words}
        room = Room(pixels, across, self.height, free is not None)
        return relative_sizes(words, self.face, room, widest)

    def _place(self, words: list[tuple[str, float]], sizes: Sizes, free: Grid | None) -> Placed:
        """Place the words, heaviest first; those that find no room are missing."""
        canvas = Canvas(self.width, self.height, self.edge, free)
        last = sizes.largest <= self.min_font_size
        placed: Placed = []
        for number, (word, weight) in enumerate(words):
            own = max(round(sizes.of[word]), self.min_font_size)
            least = max(round(own * _LEAST_OWN_SIZE), self.min_font_size)
            # Some stand upright from the start, for the look of it; the rest only to fit.
            upright = (number * (1 - self.prefer_horizontal)) % 1 >= self.prefer_horizontal
            for size in range(own, least - 1, -max(1, (own - least) // 3)):
                found = self._try(canvas, word, size, (upright, not upright))
                if found is not None:
                    orientation, position, ink = found
                    colour = self.color_func(
                        word,
                        font_size=size,
                        position=position,
                        orientation=orientation,
                        random_state=None,
                        font_path=self.font_path,
                    )
                    placed.append((((word, weight), size, position, orientation, colour), ink))
                    break
            else:
                # Lighter words would find room, and stand there larger than heavier ones missing;
                # unless nothing can be made smaller, or this one fits no picture of this size.
                if not last and self._fits_alone(word):
                    break
        return placed

    def _fits_alone(self, word: str) -> bool:
        size: int = self.min_font_size
        margin = 2 * (self.edge + max(self.margin, round(size * _MARGIN)))
        across, down = self.face.extent(size, word)
        long, short = across + margin, down + margin
        level = long <= self.width and short <= self.height
        return bool(level or (long <= self.height and short <= self.width))

    def _try(
        self, canvas: Canvas, word: str, size: int, uprights: tuple[bool, bool]
    ) -> tuple[int | None, tuple[int, int], Ink] | None:
        level = self.face.ink(size, word)
        margin = max(self.margin, round(size * _MARGIN))
        for upright in uprights:
            if upright and self.prefer_horizontal >= 1:
                continue
            ink = level.turned() if upright else level
            corner = canvas.find(
                ink.width + 2 * margin,
                ink.height + 2 * margin,
                self.areas.get(word, WHOLE),
            )
            if corner is None:
                continue
            x, y = corner[0] + margin, corner[1] + margin
            canvas.take(x, y, ink, margin)
            return Image.Transpose.ROTATE_90 if upright else None, (y, x), ink
        return None

    def _to_the_middle(self, placed: Placed) -> tuple[int, int]:
        """Return how far all words are to move so that opposite margins are equal."""
        if not placed:
            return 0, 0
        left = min(item[2][1] for item, _ in placed)
        top = min(item[2][0] for item, _ in placed)
        right = max(item[2][1] + ink.width for item, ink in placed)
        bottom = max(item[2][0] + ink.height for item, ink in placed)
        return (self.width - right - left) // 2, (self.height - bottom - top) // 2
