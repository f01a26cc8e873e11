"""A font put together from several: each character from the first that has it.

So one font draws a picture, and its SVG holds one, whatever scripts its words are in. Most pictures
need a single font: fontTools is imported where one needs more.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from moodcloud.drawing.ink import FONT_PATH, all_characters_of, saved, subset_font

_FONTS: Final = Path(str(files("moodcloud.drawing").joinpath("fonts")))

FONTS: Final = (
    FONT_PATH,
    _FONTS / "NotoSansSC-Bold.otf",
    _FONTS / "NotoSansThai-Bold.ttf",
)
"""The fonts of the house: Latin, Hangul and kana; ideographs; Thai. Words in Latin letters among
Chinese ones look alike, since the first and the second have their ideographs' design in common."""

# How far, in units of the font, a curve may be from that of the font it comes from.
_TOLERANCE: Final = 1.0
_LICENCE: Final = "SIL Open Font License 1.1"
_NO_GLYPH: Final = ".notdef"


def font_for(texts: Iterable[str], own: Path = FONT_PATH) -> bytes:
    """Return a font with the characters of `texts`, as far as a font has them.

    Args:
        texts: All that is to be written.
        own: The font that is used for every character it has; others help out.
    """
    wanted = set().union(*texts)
    first = subset_font(wanted, own)
    missing = wanted - all_characters_of(first)
    return _helped_out(first, wanted - missing, missing, own) if missing else first


def _helped_out(first: bytes, there: set[str], missing: set[str], own: Path) -> bytes:
    """Return a font with what is missing in it from the other fonts.

    Args:
        first: The font.
        there: The characters that it has.
        missing: Those that it has not.
        own: The file that it was cut from.
    """
    from fontTools.ttLib import TTFont

    with ExitStack() as stack:
        parts = [(stack.enter_context(TTFont(io.BytesIO(first), lazy=True)), there)]
        for path in FONTS:
            if path == own:
                continue
            font = stack.enter_context(TTFont(path, lazy=True, fontNumber=0))
            found = missing & _characters(font)
            if found:
                parts.append((font, found))
                missing -= found
        return first if len(parts) == 1 else _put_together(parts)


def _characters(font: Any) -> set[str]:
    return {chr(code) for code in font.getBestCmap() or ()}


def _put_together(parts: Sequence[tuple[Any, set[str]]]) -> bytes:
    """Return one font with some characters of each, in the units of the first."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    base = parts[0][0]
    units = base["head"].unitsPerEm
    glyphs: dict[str, Any] = {_NO_GLYPH: TTGlyphPen(None).glyph()}
    widths = {_NO_GLYPH: units // 2}
    names = {}
    for font, characters in parts:
        for character, glyph, width in _drawn(font, characters, units):
            name = f"u{ord(character):04X}"
            names[ord(character)], glyphs[name], widths[name] = name, glyph, width
    built = FontBuilder(units, isTTF=True)
    built.setupHead(unitsPerEm=units, created=0, modified=0)
    built.setupGlyphOrder(list(glyphs))
    built.setupCharacterMap(names)
    built.setupGlyf(glyphs)
    outlines = built.font["glyf"]
    built.setupHorizontalMetrics(
        {name: (width, getattr(outlines[name], "xMin", 0)) for name, width in widths.items()}
    )
    built.setupHorizontalHeader(ascent=base["hhea"].ascent, descent=base["hhea"].descent)
    built.setupNameTable(
        {"familyName": "moodcloud", "styleName": "Bold", "licenseDescription": _LICENCE}
    )
    built.setupOS2(usWeightClass=700)
    built.setupPost(keepGlyphNames=False)
    built.font.recalcTimestamp = False
    return saved(built.font)


def _drawn(font: Any, characters: set[str], units: int) -> Iterator[tuple[str, Any, int]]:
    """Yield each character with its outline and its width, in `units` to the em."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    scale = units / font["head"].unitsPerEm
    outlines, names = font.getGlyphSet(), font.getBestCmap()
    for character in sorted(characters):
        outline = outlines[names[ord(character)]]
        whole = DecomposingRecordingPen(outlines)
        outline.draw(whole)
        pen = TTGlyphPen(None)
        # The curves of OpenType fonts are cubic, and run the other way round.
        curves = Cu2QuPen(pen, _TOLERANCE, reverse_direction="CFF " in font)
        whole.replay(TransformPen(curves, (scale, 0, 0, scale, 0, 0)))
        yield character, pen.glyph(), round(outline.width * scale)
