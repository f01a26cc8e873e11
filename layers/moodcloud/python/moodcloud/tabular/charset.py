"""Which encoding a file is in: byte order mark, pattern of zeros, UTF-8, or an older one."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from moodcloud.patterns import lazy_pattern
from moodcloud.tabular.mojibake import CP1252

_CHUNK: Final = 4 << 20
LONGEST_LINE: Final = 16 << 20
"""A line of more bytes is not waited for."""
WESTERN: Final = "cp1252"


def chunks(path: Path, end: bool = False) -> Iterator[bytes]:
    """Yield the file's bytes a chunk at a time, and at the `end` an empty chunk if wanted."""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
    if end:
        yield b""


# Undecodable bytes. The error handler `undecodable` marks each by a lone surrogate, which no
# decoder yields by itself; they are counted and replaced later.
FIRST_MARK: Final = 0xDC00
MARK: Final = re.compile("[\udc00-\udcff]")
MARKED_UTF8: Final = "surrogateescape"
"""The error handler that does the same for UTF-8, whose undecodable bytes are none of ASCII: a
hundred times as fast, since it is the decoder's own."""


_MARKS: Final = re.compile("[\udc00-\udcff]+")


def count_marks(text: str) -> int:
    """Return how many marks of undecodable bytes are in a text."""
    return sum(map(len, _MARKS.findall(text)))


def _mark(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    return "".join(chr(FIRST_MARK + byte) for byte in wrong), error.end


codecs.register_error("undecodable", _mark)

# The bytes that cp1252 does not define are undecodable there, too.
_CP1252_OR_MARK: Final = {
    chr(FIRST_MARK + byte): chr(FIRST_MARK + byte) if "\x80" <= character <= "\x9f" else character
    for byte, character in enumerate(CP1252)
}


def marks_as_cp1252(text: str) -> str:
    """Return a text with the characters of cp1252 in place of the marks of undecodable bytes."""
    return MARK.sub(lambda mark: _CP1252_OR_MARK[mark[0]], text)


_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def recognise(path: Path, head: bytes, valid_utf8: bool, zeros: bool) -> str:
    """Return Python's name of the encoding of the file at `path`.

    UTF-8 comes before older encodings: text in one of them is next to never valid UTF-8 by chance.

    Args:
        path: The file.
        head: Its first bytes.
        valid_utf8: Whether the whole file is valid UTF-8.
        zeros: Whether there are zeros among its bytes.
    """
    if marked := byte_order_mark(head):
        return marked
    if zeros and (encoding := _wide(head)):
        return encoding
    if valid_utf8 or _is_mostly_utf8(path):
        return "utf-8"
    return _legacy(path)


def byte_order_mark(head: bytes) -> str:
    """Return the encoding that the first bytes of a file declare; empty where they do not."""
    return next((name for mark, name in _BYTE_ORDER_MARKS if head.startswith(mark)), "")


# The largest share of odd characters, and the smallest share of ASCII, in UTF-16 and UTF-32
# without a byte order mark.
_ODD_SHARE: Final = 0.05
_ASCII_SHARE: Final = 0.03
_ODD: Final = frozenset(("Cc", "Cn", "Co", "Cs"))


def _wide(head: bytes) -> str:
    """Return which kind of UTF-32 or UTF-16 the head can be; empty where it is neither."""
    head = head[: len(head) // 4 * 4 or len(head)]
    for encoding in ("utf-32-le", "utf-32-be"):
        if _odd_share(head.decode(encoding, "replace")) <= _ODD_SHARE:
            return encoding
    for encoding, high, low in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        zeros = head[high::2].count(0)
        text = head.decode(encoding, "replace")
        # A zero among ASCII makes its neighbours look like UTF-16, but not the ends of lines.
        lines = text.count("\n") + text.count("\r")
        if (
            zeros >= _ASCII_SHARE * len(text)
            and zeros >= 10 * head[low::2].count(0)
            and 2 * lines >= head.count(b"\n") + head.count(b"\r")
            and _odd_share(text) <= _ODD_SHARE
        ):
            return encoding
    return ""


def _odd_share(text: str) -> float:
    """Return the share of characters that belong to no script: controls, private, unassigned."""
    odd = sum(
        character == "\ufffd"
        or (character not in "\t\n\r" and unicodedata.category(character) in _ODD)
        for character in text
    )
    return odd / max(len(text), 1)


# With this share of sound characters a file is UTF-8 with a few undecodable bytes; with so few
# undecodable bytes, a smaller share does.
_SOUND_SHARE: Final = 0.99
_FEW_UNDECODABLE: Final = 3
_FEW_SHARE: Final = 0.9
# Letters cut in two, in texts of which most letters have three bytes or more, say nothing of the
# encoding, as long as they are few.
CUT: Final = re.compile("[\udce0-\udcef][\udc80-\udcbf]|[\udcf0-\udcf4][\udc80-\udcbf]{1,2}")
_CUT_SHARE: Final = 0.1
_PRINTABLE_ASCII: Final = bytes(range(33, 127))
_WIDE: Final = lazy_pattern("[\u0800-\ud7ff\ue000-\U0010ffff]+")
_SOUND: Final = lazy_pattern("[\u0080-\ud7ff\ue000-\U0010ffff]+")


def _is_mostly_utf8(path: Path) -> bool:
    """Return whether nearly all non-ASCII characters of the file are valid UTF-8."""
    sound, wide, cut, undecodable = _letters_of_utf8(path)
    if 2 * wide > sound and cut <= _CUT_SHARE * sound:
        undecodable -= 2 * cut
    share = sound / max(sound + undecodable, 1)
    return share >= _SOUND_SHARE or (undecodable <= _FEW_UNDECODABLE and share >= _FEW_SHARE)


def cuts_letters(path: Path) -> bool:
    """Return whether letters of UTF-8 were cut in two in a file whose letters have many bytes."""
    sound, wide, cut, _ = _letters_of_utf8(path)
    return cut > 0 and 2 * wide > sound


def _letters_of_utf8(path: Path) -> tuple[int, int, int, int]:
    """Return how many characters are sound, of many bytes, and cut; and the undecodable bytes."""
    decoder = codecs.getincrementaldecoder("utf-8")(MARKED_UTF8)
    sound = wide = cut = undecodable = 0
    for chunk in chunks(path):
        # White space parts what was not adjacent in the file.
        text = decoder.decode(b" ".join(chunk.translate(None, _PRINTABLE_ASCII).split()))
        undecodable += count_marks(text)
        cut += len(CUT.findall(text))
        sound += sum(map(len, _SOUND.findall(text)))
        wide += sum(map(len, _WIDE.findall(text)))
    return sound, wide, cut, undecodable


# The encodings older than Unicode that are looked for: chardet's names, and Python's, each of the
# superset that Windows writes. Turkish comes before cp1252: the two differ in six letters only, and
# chardet holds short texts for equally likely Turkish and Icelandic.
_LEGACY: Final = {
    "cp949": "cp949",
    "cp932": "cp932",
    "euc_jis_2004": "euc_jp",
    "gb18030": "gb18030",
    "big5hkscs": "cp950",
    "cp874": "cp874",
    "cp1250": "cp1250",
    "iso8859-2": "iso8859_2",
    "cp1251": "cp1251",
    "koi8-u": "koi8_u",
    "cp1253": "cp1253",
    "iso8859-7": "iso8859_7",
    "cp1254": "cp1254",
    "cp1252": WESTERN,
    "cp1255": "cp1255",
    "cp1256": "cp1256",
    "cp1257": "cp1257",
}
ENCODINGS: Final = frozenset(_LEGACY.values())
"""Encodings older than Unicode that are recognised."""
# Measured on samples of 1 to 40 short texts in 32 languages (docs/decisions/0016): with this much
# confidence, and this lead over cp1252, 99 % are right from three texts on.
_LEAST_CONFIDENCE: Final = 0.06
_LEAD: Final = 1.2
_SAMPLE_BYTES: Final = 16 << 10
# An undecodable byte spoils what chardet makes of its piece, but not of the others.
_PIECE: Final = re.compile(rb".{1,256}[^ ,\n]*[ ,\n]?", re.DOTALL)
# A file with a larger share of undecodable bytes is in another encoding.
_UNDECODABLE_SHARE: Final = 0.01
_ASCII: Final = bytes(range(128))
# What encodings of ISO make of bytes that are letters of another code page.
_CONTROL: Final = re.compile("[\x80-\x84\x86-\x9f]")
# What Central European and Baltic code pages make of small letters of an old Macintosh: "DŽŤu"
# for "Déçu".
_CAPITAL_WITHIN: Final = re.compile("(?<=[a-z])[ŠŚŤŽŹŁ¨ˇ¸](?=[a-z])")
_CAPITALS_SHARE: Final = 0.1


def _legacy(path: Path) -> str:
    """Return the encoding of a file that is not Unicode; cp1252 where nothing else fits."""
    found = likely(_sample(path))
    return next((encoding for encoding in found if _fits(path, encoding)), WESTERN)


def likely(sample: bytes) -> Iterator[str]:
    """Yield what chardet takes the pieces of a sample together for, the likeliest first."""
    from chardet import detect_all

    pieces = _PIECE.findall(sample)
    confidences = dict.fromkeys(_LEGACY.values(), 0.0)
    for piece in pieces:
        for guess in detect_all(
            piece, ignore_threshold=True, compat_names=False, include_encodings=_LEGACY
        ):
            if guess["encoding"]:
                confidences[_LEGACY[guess["encoding"]]] += guess["confidence"]
    floor = _LEAST_CONFIDENCE * len(pieces)
    lead = _LEAD * confidences[WESTERN]
    for encoding, confidence in sorted(confidences.items(), key=lambda item: -item[1]):
        if encoding == WESTERN or confidence < floor:
            return
        if confidence >= lead or encoding == "cp1254":
            yield encoding


def _sample(path: Path) -> bytes:
    """Return the first lines that are not ASCII."""
    sample = b""
    for chunk in chunks(path):
        for line in [] if chunk.isascii() else chunk.split(b"\n"):
            if not line.isascii():
                sample += line + b"\n"
            if len(sample) >= _SAMPLE_BYTES:
                return sample[:_SAMPLE_BYTES]
    return sample


def _fits(path: Path, encoding: str) -> bool:
    """Return whether the whole file can be decoded but for a few bytes."""
    decoder = codecs.getincrementaldecoder(encoding)("undecodable")
    undecodable = controls = capitals = high = 0
    for chunk in chunks(path, end=True):
        text = decoder.decode(chunk, final=not chunk)
        undecodable += count_marks(text)
        controls += len(_CONTROL.findall(text))
        capitals += len(_CAPITAL_WITHIN.findall(text))
        high += len(chunk.translate(None, _ASCII))
        if undecodable > max(_FEW_UNDECODABLE, _UNDECODABLE_SHARE * high):
            return False
    if capitals > _CAPITALS_SHARE * high and _is_macintosh(path, encoding):
        return False
    return controls <= _UNDECODABLE_SHARE * high


def _is_macintosh(path: Path, encoding: str) -> bool:
    """Return whether more letters are small if a file is taken for one of an old Macintosh."""
    high = Counter[int]()
    for chunk in chunks(path):
        high.update(chunk.translate(None, _ASCII))
    own, macintosh = (
        sum(n for byte, n in high.items() if bytes([byte]).decode(page, "replace").islower())
        for page in (encoding, "mac_roman")
    )
    return macintosh > own
