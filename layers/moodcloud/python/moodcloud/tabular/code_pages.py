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

from moodcloud.tabular.charset import FIRST_MARK, MARK, chunks
from moodcloud.tabular.mojibake import CP1252

# DOS in Western Europe comes first: it is likelier where a byte is a letter in both.
_PAGES: Final = ("cp850", "mac_roman")
_BYTES: Final = range(0x80, 0xA8)
# What cp1252 has between letters: a currency, an ellipsis, apostrophes, a bullet, dashes, a trade
# mark, a no-break space; and its own small letters š, œ and ž.
_SIGNS: Final = frozenset((0x80, 0x85, 0x91, 0x92, 0x95, 0x96, 0x97, 0x99, 0x9A, 0x9C, 0x9E, 0xA0))
_QUOTES: Final = frozenset((0x82, 0x84, 0x8B, 0x93, 0x94, 0x9B))
_APOSTROPHE: Final = 0x92
# In DOS à and ù, which end words or are alone.
_AT_ENDS: Final = frozenset((0x85, 0x97))
# In French, a fourth of all é are between letters of ASCII.
_INNER_SHARE: Final = 0.25
_WITHIN: Final = re.compile(rb"(?<=[A-Za-z])[\x80-\xa7](?=[a-z])")
_BESIDE: Final = re.compile(rb"(?<=[A-Za-z])[\x80-\xa7](?![a-z])|(?<=[ ,;\"'])[\x80-\xa7](?=[a-z])")
_LETTER: Final = re.compile("[^\\W\\d_]|[\udc80-\udca7\udcc0-\udcff]")
_OWN: Final = re.compile("[\udc80-\udca7]")


@dataclass(frozen=True)
class CodePage:
    """A code page of which some letters are in a file that is cp1252 otherwise.

    Attributes:
        letters: Its letters by their bytes.
        sure: The bytes that are letters wherever a letter is beside them.
    """

    letters: dict[int, str]
    sure: frozenset[int]

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
        marks = [found.start() for found in _OWN.finditer(line)]
        signs = list(line)
        sure = [at for at in marks if self._is_sure(line, at)]
        others = [at for at in marks if at not in sure and self._is_letter(line, at)]
        places = [*sure, *others] if sure else []
        for at in places:
            signs[at] = self.letters[_byte(line, at)]
        undefined = 0
        for found in MARK.finditer(line):
            at = found.start()
            if at not in places:
                signs[at] = CP1252[_byte(line, at)]
                if category(signs[at]) == "Cc":
                    signs[at], undefined = "\ufffd", undefined + 1
        return "".join(signs), len(places) + undefined

    def _is_sure(self, line: str, at: int) -> bool:
        return _byte(line, at) in self.sure and any(_beside(line, at))

    def _is_letter(self, line: str, at: int) -> bool:
        """Return whether a byte is a letter in a line that holds others of this code page."""
        byte, (left, right) = _byte(line, at), _beside(line, at)
        letter = self.letters.get(byte, "")
        if byte == _APOSTROPHE or not letter:
            return False
        if letter.isupper():
            return right and not left
        return (left and right) or byte not in _SIGNS | _QUOTES or (byte in _AT_ENDS and not right)


def _byte(line: str, at: int) -> int:
    return ord(line[at]) - FIRST_MARK


def _beside(line: str, at: int) -> tuple[bool, bool]:
    """Return whether there is a letter before, and after, a place in a line."""
    before, after = line[max(at - 1, 0) : at], line[at + 1 : at + 2]
    return bool(_LETTER.match(before)), bool(_LETTER.match(after))


def code_page(path: Path) -> CodePage | None:
    """Return the code page of which letters are in a file taken for cp1252; None: none is."""
    within, beside = Counter[int](), Counter[int]()
    for chunk in chunks(path):
        if not chunk.isascii():
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
    return CodePage(best, frozenset(undefined | small))


def _letters(page: str) -> dict[int, str]:
    found = {byte: bytes([byte]).decode(page) for byte in _BYTES}
    return {byte: sign for byte, sign in found.items() if category(sign) in ("Ll", "Lu")}


def _small(letters: dict[int, str], inner: dict[int, int]) -> int:
    """Return how often a small letter is within a word."""
    return sum(count for byte, count in inner.items() if letters.get(byte, "").islower())
