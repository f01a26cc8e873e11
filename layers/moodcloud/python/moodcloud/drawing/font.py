"""Fonts, cut to the characters that clouds have to write.

The project's own is Pretendard Bold, which holds Latin and all 11,172 Hangul syllables.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from fontTools import subset
from fontTools.ttLib import TTFont

from moodcloud.errors import UploadError

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
