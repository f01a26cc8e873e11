"""Fonts, cut to what clouds have to write, and the ink of words, rendered once for each size."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFont

from moodcloud.drawing.house_font import cut_house_font
from moodcloud.drawing.sfnt import characters_of
from moodcloud.errors import UploadError

# Pretendard Bold holds Latin and all 11,172 Hangul syllables.
FONT_PATH: Final = Path(str(files("moodcloud.drawing").joinpath("fonts/Pretendard-Bold.ttf")))

# Tables of a font that are left out, and so need not be read: words are set letter by letter,
# without kerning or ligatures, and a variable font is used in one variation only.
_UNUSED: Final = (
    "GDEF", "GPOS", "GSUB", "DSIG", "BASE", "JSTF", "kern", "morx", "mort", "kerx", "feat",
    "trak", "STAT", "fvar", "gvar", "avar", "cvar", "HVAR", "VVAR", "MVAR", "vhea", "vmtx",
    "VORG", "hdmx", "VDMX", "LTSH", "PCLT", "gasp", "COLR", "CPAL", "SVG", "sbix", "CBDT", "CBLC",
    "EBDT", "EBLC", "EBSC", "meta",
)  # fmt: skip
# Blocks of scripts whose letters change beside each other: of India, Tibet, Burma and Cambodia.
_CHANGING: Final = (range(0x900, 0xE00), range(0xF00, 0x10A0), range(0x1780, 0x1800))
# The size, in pixels, at which `shows` measures a word.
_MEASURED: Final = 100
# The most pixels of an ink that is kept.
_MOST_KEPT: Final = 20_000

Coverage = npt.NDArray[np.uint8]


def is_set_alone(letter: str) -> bool:
    """Return whether a letter is set from left to right, whatever letters are beside it.

    >>> [is_set_alone(letter) for letter in "a한ท字بאक"]
    [True, True, True, True, False, False, False]
    """
    leftwards = unicodedata.bidirectional(letter) in ("R", "AL")
    return not leftwards and not any(ord(letter) in block for block in _CHANGING)


def check_font(path: Path) -> None:
    """Check that a file is a font with which clouds can be drawn.

    Raises:
        UploadError: `bad_font`.
    """
    from fontTools.ttLib import TTFont

    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            outlines = {"glyf", "CFF "} & set(font.keys())
            characters = font.getBestCmap()
    except Exception as error:  # a broken font fails in as many ways as it has tables
        # Where the file cannot be read, the system says why.
        what = getattr(error, "strerror", None) or "it is not a TrueType or OpenType font"
        raise UploadError("bad_font", path=path.name, what=what) from error
    if not outlines or not characters:
        raise UploadError("bad_font", path=path.name, what="it holds no outlines of letters")


def subset_font(texts: Iterable[str], source: Path = FONT_PATH) -> bytes:
    """Return a font with the characters of `texts` only, as far as the source has them.

    Every SVG holds the subset. It is opened once for each size, which takes 2 ms with a whole font
    and a tenth of that with a subset.
    """
    if source == FONT_PATH:
        return cut_house_font(source.read_bytes(), texts)
    return subset_any_font(texts, source)


def subset_any_font(texts: Iterable[str], source: Path) -> bytes:
    """Return a subset of any font; see `subset_font`."""
    # Imported here, for most pictures need the font of the house only: it takes 0.13 seconds.
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(
        layout_features=[], hinting=False, name_IDs=[1, 2, 13, 14], recalc_timestamp=False
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=map(ord, set().union(*texts)))
    with TTFont(source, lazy=True, recalcTimestamp=False, fontNumber=0) as font:
        # Before the subsetter looks at them: it takes ligatures apart even where they are dropped.
        for tag in set(_UNUSED) & set(font.keys()):
            del font[tag]
        subsetter.subset(font)
        return saved(font)


def saved(font: Any) -> bytes:
    """Return the bytes of an opened font."""
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def all_characters_of(font: bytes) -> set[str]:
    """Return the characters of any font."""
    known = characters_of(font)
    if known is not None:
        return known
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(font), lazy=True) as opened:
        return {chr(code) for code in opened.getBestCmap() or ()}


@dataclass(frozen=True)
class Ink:
    """A word as rendered in one size.

    Attributes:
        coverage: How much of each pixel is covered, 0 to 255, cut to the ink. An upright word is
            turned already.
        left: How many pixels the ink starts after the start of the word.
        top: How many pixels the ink starts below the top of the line.
        ascent: How many pixels the base line is below the top of the line.
    """

    coverage: Coverage
    left: int
    top: int
    ascent: int

    @property
    def width(self) -> int:
        """How many pixels wide the ink is."""
        return int(self.coverage.shape[1])

    @property
    def height(self) -> int:
        """How many pixels high the ink is."""
        return int(self.coverage.shape[0])

    def turned(self) -> Ink:
        """Return the word turned upright, to be read from below."""
        return Ink(np.rot90(self.coverage), self.left, self.top, self.ascent)


class _Box(NamedTuple):
    """Where the ink of a letter is; `right` and `bottom` are the first pixels beyond it."""

    left: int
    top: int
    right: int
    bottom: int
    letter: str


def _around(boxes: Sequence[_Box]) -> tuple[int, int, int, int]:
    """Return the left, top, right and bottom of the box around boxes."""
    lefts, tops, rights, bottoms, _ = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _over(ink: Coverage, place: Coverage) -> Coverage:
    """Return ink over other ink, rounded as Pillow does."""
    product = ink.astype(np.uint32) * place + 128
    return (ink.astype(np.uint32) + place - ((product + (product >> 8)) >> 8)).astype(np.uint8)


def _rendered(font: ImageFont.FreeTypeFont, text: str) -> tuple[Coverage, int, int]:
    """Return a text as Pillow renders it, and how far right and down its ink begins."""
    mask, (left, top) = font.getmask2(text)
    pixels = Image.Image()._new(mask).tobytes()
    coverage = np.frombuffer(pixels, np.uint8).reshape(mask.size[::-1])
    return coverage, int(left), int(top)


class Face:
    """A font in memory, opened once for each size.

    Args:
        font: A TrueType or OpenType font, which may be packed as WOFF.
    """

    def __init__(self, font: bytes) -> None:
        self.font = font
        self._sizes: dict[int, ImageFont.FreeTypeFont] = {}
        self._inks: dict[tuple[int, str], Ink] = {}
        self._extents: dict[tuple[int, str], tuple[int, int]] = {}
        # By size and letter: the box of its ink and how far the pen moves, and its coverage.
        self._measured: dict[tuple[int, str], tuple[int, int, int, int, float]] = {}
        self._letters: dict[tuple[int, str], Coverage] = {}

    def can_draw(self, text: str) -> bool:
        """Return whether every character of `text` is printable, and the font has it as it is set.

        Words are set letter by letter from left to right: Arabic, for example, is not drawn.
        """
        return self._characters.issuperset(text)

    def shows(self, word: str) -> bool:
        """Return whether the font can draw a word and the word leaves ink."""
        return self.can_draw(word) and min(self.extent(_MEASURED, word)) > 0

    @cached_property
    def _characters(self) -> frozenset[str]:
        letters = all_characters_of(self.font)
        return frozenset(each for each in letters if each.isprintable() and is_set_alone(each))

    def ink(self, size: int, word: str) -> Ink:
        """Return the ink of a word the font can draw; `size` is in pixels."""
        known = self._inks.get((size, word))
        if known is not None:
            return known
        ink = self._render(size, word)
        # Other clouds, and other attempts at this one, ask for small words again.
        if ink.coverage.size <= _MOST_KEPT:
            self._inks[size, word] = ink
        return ink

    def _render(self, size: int, word: str) -> Ink:
        """Return a word set from its letters, each of which is rendered once for each size.

        It has the bytes of Pillow's own rendering of the whole word, in a quarter of the time.
        """
        for letter in {*word}:
            if (size, letter) not in self._letters:
                self._add_letter(size, letter)
        boxes, ascent = self._boxes(size, word), self._at(size).getmetrics()[0]
        if not boxes:
            coverage, left, top = _rendered(self._at(size), word)
            return Ink(coverage, left, top, ascent)
        left, top, right, bottom = _around(boxes)
        coverage, end = np.zeros((bottom - top, right - left), np.uint8), left
        for x, y, beyond, below, letter in boxes:
            own = self._letters[size, letter]
            place = coverage[y - top : below - top, x - left : beyond - left]
            place[:] = own if x >= end else _over(own, place)
            end = max(end, beyond)
        return Ink(coverage, left, top, ascent)

    def _add_letter(self, size: int, letter: str) -> None:
        coverage, left, top = _rendered(self._at(size), letter)
        high, wide = coverage.shape
        self._letters[size, letter] = coverage
        box = left, top, left + wide, top + high
        self._measured[size, letter] = (*box, self._at(size).getlength(letter))

    def extent(self, size: int, word: str) -> tuple[int, int]:
        """Return width and height of the ink of a word, without rendering it."""
        if (size, word) not in self._extents:
            boxes = self._boxes(size, word)
            left, top, right, bottom = (
                _around(boxes) if boxes else map(int, self._at(size).getbbox(word))
            )
            self._extents[size, word] = right - left, bottom - top
        return self._extents[size, word]

    def _boxes(self, size: int, word: str) -> list[_Box]:
        """Return where the ink of each letter of a word is; none where letters are not enough.

        That is where the pen does not move by whole pixels, or a word begins or ends without ink.
        """
        pen, boxes = 0, []
        for letter in word:
            known = self._measured.get((size, letter))
            if known is None:
                font = self._at(size)
                left, top, right, bottom = map(int, font.getbbox(letter))
                known = left, top, right, bottom, font.getlength(letter)
                self._measured[size, letter] = known
            left, top, right, bottom, advance = known
            inked = right > left and bottom > top
            if inked:
                boxes.append(_Box(pen + left, top, pen + right, bottom, letter))
            pen += int(advance)
            if advance % 1 or not boxes:
                return []
        return boxes if word and inked else []

    def advance(self, size: int, word: str) -> int:
        """Return how far the pen moves along a word, in pixels."""
        return round(self._at(size).getlength(word))

    def _at(self, size: int) -> ImageFont.FreeTypeFont:
        if size not in self._sizes:
            # Pillow's other engine depends on libraries of the system, so its bytes differ between
            # machines.
            self._sizes[size] = ImageFont.truetype(
                io.BytesIO(self.font), size, layout_engine=ImageFont.Layout.BASIC
            )
        return self._sizes[size]
