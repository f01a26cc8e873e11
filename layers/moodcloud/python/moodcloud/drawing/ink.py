"""The ink of words: each rendered once a size, to be placed, painted and written as SVG."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from fontTools import subset
from fontTools.ttLib import TTFont
from PIL import Image, ImageFont

from moodcloud.errors import UploadError

# --- Fonts, cut to the characters that clouds have to write.
#
# The project's own is Pretendard Bold, which holds Latin and all 11,172 Hangul syllables.

FONT_PATH: Final = Path(str(files("moodcloud.drawing").joinpath("fonts/Pretendard-Bold.ttf")))

# Words are set letter by letter, without kerning or ligatures; and a font with variations in one
# of them only. What is left out need not be read either.
_UNUSED: Final = (
    "GDEF", "GPOS", "GSUB", "DSIG", "BASE", "JSTF", "kern", "morx", "mort", "kerx", "feat",
    "trak", "STAT", "fvar", "gvar", "avar", "cvar", "HVAR", "VVAR", "MVAR", "vhea", "vmtx",
    "VORG", "hdmx", "VDMX", "LTSH", "PCLT", "gasp", "COLR", "CPAL", "SVG", "sbix", "CBDT", "CBLC",
    "EBDT", "EBLC", "EBSC", "meta",
)  # fmt: skip


def check_font(path: Path) -> None:
    """Raise an error where a file is no font that clouds can be set with.

    Raises:
        UploadError: `bad_font`.
    """
    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            outlines = {"glyf", "CFF "} & set(font.keys())
            characters = font.getBestCmap()
    except Exception as error:  # a broken font fails in as many ways as it has tables
        raise UploadError("bad_font", path=path.name, what=_reason(error)) from error
    if not outlines or not characters:
        raise UploadError("bad_font", path=path.name, what="it holds no outlines of letters")


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return "it is not a TrueType or OpenType font"


def subset_font(texts: Iterable[str], source: Path = FONT_PATH) -> bytes:
    """Return a font with the characters of `texts` only, as far as the source has them.

    Every SVG holds it, and it is opened once a size: a whole font costs 2 ms each time, a subset a
    tenth of that.
    """
    options = subset.Options(
        layout_features=[], hinting=False, name_IDs=[1, 2, 13, 14], recalc_timestamp=False
    )
    options.drop_tables = [*options.drop_tables, *_UNUSED]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=map(ord, set().union(*texts)))
    with TTFont(source, lazy=True, recalcTimestamp=False, fontNumber=0) as font:
        subsetter.subset(font)
        return _saved(font)


def characters_of(font: bytes) -> frozenset[str]:
    """Return what a font can write, but for control characters."""
    with TTFont(io.BytesIO(font), lazy=True) as opened:
        letters = frozenset(chr(code) for code in opened.getBestCmap() or ())
    return frozenset(letter for letter in letters if letter.isprintable())


def woff_of(font: bytes) -> bytes:
    """Return a font as WOFF; the same bytes on every run."""
    with TTFont(io.BytesIO(font), recalcTimestamp=False) as opened:
        opened.flavor = "woff"
        return _saved(opened)


def _saved(font: Any) -> bytes:
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


# --- The ink of words: each rendered once a size, to be placed, painted and written as SVG.

# The size, in pixels, at which a word is looked at.
_MEASURED: Final = 100
# Pixels of the largest ink that is kept.
_MOST_KEPT: Final = 20_000

Coverage = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Ink:
    """A word as rendered in one size.

    Attributes:
        coverage: How much of each pixel is covered, 0 to 255, cut to the ink; upright words stand
            on their side already.
        left: From the start of the word to its ink, in pixels.
        top: From the top of its line to its ink, in pixels.
        ascent: From the top of its line to its base line, in pixels.
    """

    coverage: Coverage
    left: int
    top: int
    ascent: int

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.coverage.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.coverage.shape[0])

    def turned(self) -> Ink:
        """Return the word standing upright, read from below."""
        return Ink(np.rot90(self.coverage), self.left, self.top, self.ascent)


class Face:
    """A font in memory, opened once a size.

    Args:
        font: TrueType or OpenType.
    """

    def __init__(self, font: bytes) -> None:
        self.font = font
        self._sizes: dict[int, ImageFont.FreeTypeFont] = {}
        self._inks: dict[tuple[int, str], Ink] = {}
        self._extents: dict[tuple[int, str], tuple[int, int]] = {}

    @classmethod
    def of(cls, path: str | Path) -> Face:
        """Return the face of a file."""
        return cls(Path(path).read_bytes())

    def can_draw(self, text: str) -> bool:
        """Tell whether the font has a glyph for every character of `text`."""
        return self._characters.issuperset(text)

    def shows(self, word: str) -> bool:
        """Tell whether the font can draw a word and the word leaves ink."""
        return self.can_draw(word) and min(self.extent(_MEASURED, word)) > 0

    @cached_property
    def _characters(self) -> frozenset[str]:
        return characters_of(self.font)

    def ink(self, size: int, word: str) -> Ink:
        """Return the ink of a word the font can draw, `size` in pixels."""
        known = self._inks.get((size, word))
        if known is not None:
            return known
        ink = self._render(size, word)
        # Other clouds, and other attempts at this one, ask for small words again.
        if ink.coverage.size <= _MOST_KEPT:
            self._inks[size, word] = ink
        return ink

    def _render(self, size: int, word: str) -> Ink:
        font = self._at(size)
        mask, (left, top) = font.getmask2(word)
        image = Image.new("L", mask.size)
        image.im.paste(mask, (0, 0, *mask.size))
        return Ink(np.asarray(image), int(left), int(top), font.getmetrics()[0])

    def extent(self, size: int, word: str) -> tuple[int, int]:
        """Return width and height of the ink of a word, without rendering it."""
        if (size, word) not in self._extents:
            left, top, right, bottom = self._at(size).getbbox(word)
            self._extents[size, word] = int(right - left), int(bottom - top)
        return self._extents[size, word]

    def advance(self, size: int, word: str) -> int:
        """Return how far the pen moves along a word, in pixels."""
        return round(self._at(size).getlength(word))

    def _at(self, size: int) -> ImageFont.FreeTypeFont:
        if size not in self._sizes:
            # The other engine is there or not as the system has its libraries: other bytes
            # elsewhere.
            self._sizes[size] = ImageFont.truetype(
                io.BytesIO(self.font), size, layout_engine=ImageFont.Layout.BASIC
            )
        return self._sizes[size]
