"""A cloud of opened results: a picture of Pillow's that can become a `wordcloud.WordCloud`."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from PIL.Image import Transpose
from PIL.PngImagePlugin import PngImageFile

from moodcloud.drawing.ink import Face
from moodcloud.lexicon.profanity import masks
from moodcloud.report.summary import CloudFile

if TYPE_CHECKING:
    from wordcloud import WordCloud


_SVG: Final = "{http://www.w3.org/2000/svg}"
_FONT: Final = re.compile(r'base64,([^"]+)"')
_PLACE: Final = re.compile(r"translate\((-?\d+),(-?\d+)\)( rotate)?")


class CloudPicture(PngImageFile):
    """A cloud of a set of results.

    Args:
        folder: The folder of the set.
        file: The names of the picture and of its SVG.
        weights: A function that returns the value that the size of each word shows.
        language: The language of the words.
    """

    def __init__(
        self,
        folder: Path,
        file: CloudFile,
        weights: Callable[[], Mapping[str, float]],
        language: str,
    ) -> None:
        super().__init__(folder / file.png)
        self.load()
        self._weights = weights
        self._language = language
        self._svg = (folder / file.svg).read_text("utf-8")

    def to_wordcloud(self, **options: Any) -> WordCloud:
        """Return the cloud as a `wordcloud.WordCloud`, to recolour it or to use its other methods.

        Its words are where the picture has them, in the same font; the legend is left out.

        Args:
            **options: Options of `WordCloud` that say how a layout is shown, such as `scale`,
                `color_func`, or `mask` and `contour_width`.

        >>> cloud = results.cloud("positive").to_wordcloud(scale=2)  # doctest: +SKIP
        >>> cloud.recolor(colormap="plasma").to_file("positive.png")  # doctest: +SKIP
        """
        # Imported here because it takes long to load, and the image does not hold it.
        from wordcloud import WordCloud

        root = ET.fromstring(self._svg)
        found = _FONT.search(root.findtext(f"{_SVG}style", ""))
        font = base64.b64decode(found[1] if found else "")
        paper = root.find(f"{_SVG}rect[@class='paper']")
        cloud = WordCloud(
            **{
                "font_path": _FontFile(font),
                "width": self.width,
                "height": _top_of_legend(root),
                "background_color": None if paper is None else paper.get("fill"),
                "mode": "RGBA" if paper is None else "RGB",
                **options,
            }
        )
        weights = self._weights()
        # A picture may have stars for letters of swear words.
        starred = masks(weights, self._language)
        weights = {**weights, **{shown: weights[word] for word, shown in starred.items()}}
        # As wordcloud has them: the heaviest first.
        cloud.layout_ = sorted(_layout(root, Face(font), weights), key=lambda word: -word[0][1])
        cloud.words_ = {word: weight for (word, weight), *_ in cloud.layout_}
        return cloud


class _FontFile(io.BytesIO):
    """A font in memory where wordcloud wants a path: it is opened again for each word."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            self.seek(0)
        return super().read(size)


def _top_of_legend(root: ET.Element) -> int:
    """Return where the legend starts: the height of the picture without it."""
    legend = root.find(f"{_SVG}g[@class='legend']")
    place = None if legend is None else _PLACE.match(legend.get("transform", ""))
    return int(place[2]) if place else int(root.get("height", 0))


def _layout(
    root: ET.Element, face: Face, weights: Mapping[str, float]
) -> Iterator[tuple[tuple[str, float], int, tuple[int, int], Transpose | None, str]]:
    """Yield the words as wordcloud's `layout_` has them; positions are (row, column) of the ink.

    This undoes what `drawing.svg` does: there, the position of a word is the start of its base
    line.
    """
    texts = root.findall(f"{_SVG}g[@class='words']/{_SVG}text")
    heaviest = max((weights[each.get("data-word", "")] for each in texts), default=1.0)
    for each in texts:
        word, size = each.get("data-word", ""), int(each.get("font-size", 0))
        place = _PLACE.match(each.get("transform", ""))
        assert place is not None
        ink = face.ink(size, word)
        x, y, baseline = int(place[1]), int(place[2]), ink.ascent - ink.top
        corner = (
            (y - ink.left - ink.width, x - baseline) if place[3] else (y - baseline, x + ink.left)
        )
        orientation = Transpose.ROTATE_90 if place[3] else None
        yield (word, weights[word] / heaviest), size, corner, orientation, each.get("fill", "")
