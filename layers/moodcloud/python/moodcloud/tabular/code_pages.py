"""Letters of another code page within cp1252: 0x82 is an é of DOS where letters are around it.

Databases that were moved from DOS or an old Macintosh hold both. Which code page it is, and which
of its bytes are letters, the words of the whole file tell. Bytes that are mostly signs are letters
in lines that hold others.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unicodedata import category

from moodcloud.patterns import lazy_pattern
from moodcloud.tabular.charset import FIRST_MARK, MARK, chunks
from moodcloud.tabular.mojibake import CP1252

# DOS in Western Europe comes first: it is likelier where a byte is a letter in both.
_PAGES: Final = ("cp850", "mac_roman")
_BYTES: Final = range(0x80, 0xA8)
# What cp1252 has between letters: a currency, an ellipsis, apostrophes, a bullet, dashes, a trade
# mark, a no-break space; and its own small letters š, œ and ž.
_SIGNS: Final = frozenset((0x80, 0x85, 0x91, 0x92, 0x95, 0x96, 0x97, 0x99, 0x9A, 0x9C, 0x9E, 0xA0))
# à, ù and á of DOS, which end words, and é and ä, where cp1252 has quotes that open.
_AT_ENDS: Final = frozenset((0x82, 0x84, 0x85, 0x97, 0xA0))
# Other quotes of cp1252.
_QUOTES: Final = frozenset((0x8B, 0x93, 0x94, 0x9B))
# No-break spaces are before these.
_AFTER_SPACE: Final = frozenset("!?:;»%")
_APOSTROPHE: Final = 0x92
_ELLIPSIS: Final = 0x85
# ß of DOS, which is á in cp1252.
_SHARP_S: Final = 0xE1
# In French, a fourth of all é are between letters of ASCII.
_INNER_SHARE: Final = 0.25
# These begin with the byte itself, which makes the search many times faster.
_WITHIN: Final = re.compile(rb"[\x80-\xa7](?<=[A-Za-z].)(?=[a-z])", re.DOTALL)
_BESIDE: Final = re.compile(
    rb"[\x80-\xa7](?:(?<=[A-Za-z].)(?![a-z])|(?<=[ ,;\"'].)(?=[a-z]))", re.DOTALL
)
_AS_CP1252: Final = {
    FIRST_MARK + byte: "\ufffd" if category(sign) == "Cc" else sign
    for byte, sign in enumerate(CP1252[0x80:], 0x80)
}
_UNDEFINED: Final = lazy_pattern("[\udc81\udc8d\udc8f\udc90\udc9d]")
_CP1252_LETTER: Final = re.compile(rb"[\xa8-\xe0\xe2-\xff]")
_LETTER: Final = re.compile("[^\\W\\d_]|[\udc80-\udca7\udcc0-\udcff]")
_HIGH: Final = re.compile("[\udca8-\udcff]")
_OWN: Final = re.compile("[\udc80-\udca7]")


@dataclass(frozen=True)
class CodePage:
    """A code page of which some letters are in a file that is cp1252 otherwise.

    Attributes:
        letters: Its letters by their bytes.
        sure: The bytes that are letters wherever a letter is beside them.
        alone: Whether the file holds no letter of cp1252.
    """

    letters: dict[int, str]
    sure: frozenset[int]
    alone: bool

    def repaired(self, text: str) -> tuple[str, int]:
        """Return a text without marks of undecodable bytes, and how many were no cp1252."""
        lines = text.split("\n")
        found = 0
        for number, line in enumerate(lines):
            if MARK.search(line):
                lines[number], count = self._line(line)
                found += count
        return "\n".join(lines), found

    def _line(self, line: str) -> tuple[str, int]:
        places = self._places(line) if self.alone or _OWN.search(line) else set()
        if places:
            signs = enumerate(line)
            line = "".join(self.letters[_byte(line, i)] if i in places else c for i, c in signs)
        undefined = len(_UNDEFINED.findall(line))
        return line.translate(_AS_CP1252), len(places) + undefined

    def _places(self, line: str) -> set[int]:
        """Return where letters of this code page are in a line."""
        marks = [found.start() for found in _OWN.finditer(line)]
        places = {at for at in marks if self._is_sure(line, at)}
        if places or self.alone:
            places |= {at for at in marks + self._sharp(line) if self._is_letter(line, at)}
        return places

    def _is_sure(self, line: str, at: int) -> bool:
        return _byte(line, at) in self.sure and any(_beside(line, at))

    def _is_letter(self, line: str, at: int) -> bool:
        """Return whether a byte is a letter in a line that holds others of this code page."""
        byte, (left, right) = _byte(line, at), _beside(line, at)
        letter = self.letters.get(byte, "")
        ends = not right and line[at + 1 : at + 2] not in _AFTER_SPACE
        if byte == _APOSTROPHE or not letter:
            return False
        if letter.isupper():
            return right and not left
        if byte in _AT_ENDS:
            alone = byte == _ELLIPSIS
            return (right and left) or (ends and (left or alone))
        return (left and right) or byte not in _SIGNS | _QUOTES

    def _sharp(self, line: str) -> list[int]:
        """Return where a line has ß, which it has where it holds no letter of cp1252."""
        at = [found.start() for found in _HIGH.finditer(line)]
        return at if all(_byte(line, each) == _SHARP_S for each in at) else []


def _byte(line: str, at: int) -> int:
    return ord(line[at]) - FIRST_MARK


def _beside(line: str, at: int) -> tuple[bool, bool]:
    """Return whether there is a letter before, and after, a place in a line."""
    before, after = line[max(at - 1, 0) : at], line[at + 1 : at + 2]
    return bool(_LETTER.match(before)), bool(_LETTER.match(after))


def code_page(path: Path) -> CodePage | None:
    """Return the code page of which letters are in a file taken for cp1252; None: none is."""
    within, beside, alone = Counter[int](), Counter[int](), True
    for chunk in chunks(path):
        if not chunk.isascii():
            alone = alone and _CP1252_LETTER.search(chunk) is None
            within.update(found[0] for found in _WITHIN.findall(chunk))
            beside.update(found[0] for found in _BESIDE.findall(chunk))
    inner = {
        byte: count
        for byte, count in within.items()
        if byte not in _SIGNS and count >= _INNER_SHARE * beside[byte]
    }
    pages = [_letters(page) for page in _PAGES]
    best = max(pages, key=lambda letters: _small(letters, inner))
    if not _small(best, inner):
        return None
    undefined = {byte for byte in best if category(CP1252[byte]) == "Cc"}
    small = {byte for byte in inner if best.get(byte, "").islower()}
    return CodePage(best, frozenset(undefined | small), alone)


def _letters(page: str) -> dict[int, str]:
    found = {byte: bytes([byte]).decode(page) for byte in (*_BYTES, _SHARP_S)}
    return {byte: sign for byte, sign in found.items() if category(sign) in ("Ll", "Lu")}


def _small(letters: dict[int, str], inner: dict[int, int]) -> int:
    """Return how often a small letter is within a word."""
    return sum(count for byte, count in inner.items() if letters.get(byte, "").islower())
