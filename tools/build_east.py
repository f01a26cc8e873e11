"""Build the data that Chinese, Japanese and Thai need: fonts, and a table of Chinese characters.

    python -m tools.build_east NotoSansCJK-Bold.ttc NotoSansThai-Bold.ttf TSCharacters.txt

The font of ideographs is Noto Sans CJK SC Bold (SIL OFL), cut to those of GB 2312, the frequent
ones of Big5 and level 1 of JIS X 0208; that of Thai is Noto Sans Thai Bold (SIL OFL). The table is
that of OpenCC (Apache-2.0), cut to what Big5 with the characters of Hong Kong holds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

PACKAGE: Final = Path(__file__).parents[1] / "layers" / "moodcloud" / "python" / "moodcloud"
FONTS: Final = PACKAGE / "drawing" / "fonts"
IDEOGRAPHS: Final = FONTS / "NotoSansSC-Bold.otf"
THAI: Final = FONTS / "NotoSansThai-Bold.ttf"
TABLE: Final = PACKAGE / "language" / "traditional.txt"

_FAMILY: Final = "Noto Sans CJK SC"
_NO_LAYOUT: Final = ("BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx", "DSIG")
# What the table of OpenCC leaves as it is.
_MORE: Final = ("著着", "妳你", "祢你")
_IN_A_LINE: Final = 24


def _ideographs() -> set[str]:
    """Return the characters of GB 2312, of the first level of Big5 and of that of JIS X 0208."""
    sets = (
        _decoded("gb2312", range(0xB0, 0xF8), [range(0xA1, 0xFF)]),
        _decoded("big5", range(0xA4, 0xC7), [range(0x40, 0x7F), range(0xA1, 0xFF)]),
        _decoded("euc_jp", range(0xB0, 0xD0), [range(0xA1, 0xFF)]),
    )
    return {each for found in sets for each in found if "\u4e00" <= each <= "\u9fff"}


def _decoded(codec: str, first: range, second: list[range]) -> Iterator[str]:
    for lead in first:
        for trail in (byte for part in second for byte in part):
            yield bytes([lead, trail]).decode(codec, "ignore")


def build_font(source: Path, number: int, characters: set[str], target: Path) -> None:
    """Write a font that is cut to some characters, without what lays them out.

    Args:
        source: The font, or a collection of fonts.
        number: Its number in the collection.
        characters: What it is to hold.
        target: The file to write.
    """
    options = subset.Options(
        layout_features=[], hinting=False, name_IDs=[0, 1, 2, 13, 14], recalc_timestamp=False
    )
    options.drop_tables = [*options.drop_tables, *_NO_LAYOUT]
    cut = subset.Subsetter(options)
    cut.populate(unicodes=map(ord, characters))
    with TTFont(source, fontNumber=number, lazy=True, recalcTimestamp=False) as font:
        cut.subset(font)
        font.save(target)


def _number_of(family: str, source: Path) -> int:
    """Return the number of a family in a collection of fonts."""
    fonts = TTCollection(source, lazy=True).fonts
    return next(at for at, font in enumerate(fonts) if font["name"].getDebugName(1) == family)


def build_table(source: Path) -> None:
    """Write the table.

    Args:
        source: OpenCC's, a line for each traditional character.
    """
    pairs = sorted({*_MORE, *_pairs(source.read_text("utf-8"))})
    lines = [
        " ".join(pairs[start : start + _IN_A_LINE]) for start in range(0, len(pairs), _IN_A_LINE)
    ]
    head = (
        "# Traditional characters, each with its simplified one: from OpenCC's TSCharacters.txt,\n"
        "# Copyright 2010-2017 Carbo Kuo, under the Apache License 2.0.\n"
        "# Written by tools/build_east.py.\n"
    )
    TABLE.write_text(head + "\n".join(lines) + "\n", "utf-8")


def _pairs(table: str) -> Iterator[str]:
    for line in table.splitlines():
        traditional, simple = line.split("\t")
        pair = traditional + simple.split()[0]
        if len(pair) == 2 and pair[0] != pair[1] and max(pair) <= "\uffff" and _frequent(pair[0]):
            yield pair


def _frequent(character: str) -> bool:
    try:
        character.encode("big5hkscs")
    except UnicodeEncodeError:
        return False
    return True


if __name__ == "__main__":
    ideographs, thai, table = map(Path, sys.argv[1:])
    build_font(ideographs, _number_of(_FAMILY, ideographs), _ideographs(), IDEOGRAPHS)
    build_font(thai, 0, set(map(chr, range(0x0E01, 0x0E5C))), THAI)
    build_table(table)
