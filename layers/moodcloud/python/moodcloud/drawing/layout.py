"""Laying a cloud out: wordcloud's class with a faster, denser placement that drops no word.

wordcloud opens the font for each size it tries, keeps a full-resolution map of what is taken and
puts a word at a random free place. Here fonts are opened once a size, the map has one cell for
several pixels, and a word goes to the free place nearest the centre: no random numbers at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PIL import Image
from wordcloud import WordCloud

from moodcloud.drawing.canvas import WHOLE, Area, Canvas
from moodcloud.drawing.ink import Ink, extent, ink_of
from moodcloud.drawing.painting import Stroke, paint

# The boxes of all words together are given this share of the canvas; letters leave room for more.
_FILL: Final = 0.66
_SHRINK: Final = 0.93
_ATTEMPTS: Final = 24
# A word may become this much smaller to fit where its own size does not; else all are made smaller.
_LEAST_OWN_SIZE: Final = 0.8
# A word at most: its width in canvas widths, its size in canvas heights.
_WIDEST: Final = 0.55
_TALLEST: Final = 0.3
# The margin around a word at least, in its own size: large words side by side stay two words.
_MARGIN: Final = 0.08


class Layout(WordCloud):  # type: ignore[misc]
    """A `WordCloud` whose words are placed by size, densely, around the centre.

    The area of a word grows with its weight. `layout_` is as wordcloud has it, so `to_image`,
    `recolor` and the other methods work on it; `inks_` holds the ink of each of its words.

    Args:
        areas: Where a word is to stand; the middle of the canvas for words that are not in it.
        options: Of `WordCloud`.
    """

    def __init__(self, areas: Mapping[str, Area] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.areas = dict(areas or {})

    def generate_from_frequencies(
        self, frequencies: Mapping[str, float], max_font_size: int | None = None
    ) -> Layout:
        """Place the words.

        Args:
            frequencies: A positive weight for each word.
            max_font_size: Upper bound of the font size in pixels.
        """
        self.words_, self.layout_, self.inks_ = {}, [], []
        ranked = sorted(frequencies.items(), key=lambda item: -item[1])[: self.max_words]
        if not ranked:
            return self
        relative = [(word, weight / ranked[0][1]) for word, weight in ranked]
        size = self._largest_size(relative)
        if max_font_size or self.max_font_size:
            size = min(size, float(max_font_size or self.max_font_size))
        best: list[tuple[Any, Ink]] = []
        for _ in range(_ATTEMPTS):
            placed = self._place(relative, size)
            if len(placed) > len(best):
                best = placed
            if len(placed) == len(relative) or size <= self.min_font_size:
                break
            size = max(size * _SHRINK, self.min_font_size)
        self.words_ = dict(relative)
        self.layout_ = [item for item, _ in best]
        self.inks_ = [ink for _, ink in best]
        return self

    def strokes(self) -> list[Stroke]:
        """Return what is to be painted."""
        return [
            Stroke(x, y, ink.coverage, colour)
            for (_, _, (y, x), _, colour), ink in zip(self.layout_, self.inks_, strict=True)
        ]

    def to_image(self) -> Image.Image:
        """Return the picture, with the ink the words were placed by."""
        image = paint(self.strokes(), self.width, self.height, self.background_color)
        return image.convert("RGB")

    def _largest_size(self, words: list[tuple[str, float]]) -> float:
        """Return the size of the heaviest word at which all words fill the canvas as wanted."""
        reference = 100
        boxes = [extent(self.font_path, reference, word) for word, _ in words]
        # Boxes grow with the square of the size, sizes with the root of the weight.
        area = sum(
            width * height / reference**2 * weight
            for (width, height), (_, weight) in zip(boxes, words, strict=True)
        )
        size = (_FILL * self.width * self.height / area) ** 0.5
        widest = min(
            self.width
            * min(_WIDEST, self.areas.get(word, WHOLE).width)
            * (reference / (max(width, 1) * weight**0.5))
            for (width, _), (word, weight) in zip(boxes, words, strict=True)
        )
        return float(min(size, widest, _TALLEST * self.height))

    def _place(self, words: list[tuple[str, float]], largest: float) -> list[tuple[Any, Ink]]:
        """Place the words, heaviest first; those that find no room are missing."""
        canvas = Canvas(self.width, self.height)
        placed = []
        for number, (word, weight) in enumerate(words):
            own = max(round(largest * weight**0.5), self.min_font_size)
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
                # Lighter words would find room, and stand there larger than heavier ones missing.
                break
        return placed

    def _try(
        self, canvas: Canvas, word: str, size: int, uprights: tuple[bool, bool]
    ) -> tuple[int | None, tuple[int, int], Ink] | None:
        level = ink_of(self.font_path, size, word)
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
