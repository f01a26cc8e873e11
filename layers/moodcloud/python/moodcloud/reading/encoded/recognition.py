"""Which encoding a file is in: byte order marks, patterns of zeros, then the whole file's bytes."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path
from typing import Final

from moodcloud.reading.encoded.chunks import chunks
from moodcloud.reading.encoded.legacy import recognise_legacy

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Enough multi-byte sequences are sound: a UTF-8 file with a few stray bytes, not another encoding.
_SOUND_SHARE: Final = 0.99
_FEW_STRAYS: Final = 3
_FEW_SHARE: Final = 0.9
_PRINTABLE_ASCII: Final = bytes(range(33, 127))
_STRAY: Final = re.compile("[\udc80-\udcff]")
_SOUND: Final = re.compile("[\u0080-\ud7ff\ue000-\U0010ffff]")
# Of the letters of a text without a byte order mark.
_ODD_SHARE: Final = 0.05
_ASCII_SHARE: Final = 0.03
_ODD: Final = frozenset(("Cc", "Cn", "Co", "Cs"))


def recognise(path: Path, head: bytes, valid_utf8: bool, nul: bool) -> str:
    """Return the encoding of the file at `path`, by Python's name.

    Args:
        path: The file.
        head: Its first bytes.
        valid_utf8: Whether the whole file is.
        nul: Whether there are zeros among its bytes.
    """
    if marked := byte_order_mark(head):
        return marked
    if nul and (encoding := _wide(head)):
        return encoding
    if valid_utf8 or _mostly_sound(path):
        return "utf-8"
    return recognise_legacy(path)


def byte_order_mark(head: bytes) -> str:
    """Return the encoding that the first bytes of a file declare; empty where they do not."""
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), "")


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
    """Return the share of what is no letter, mark or space of any script."""
    odd = sum(
        letter == "\ufffd" or (letter not in "\t\n\r" and unicodedata.category(letter) in _ODD)
        for letter in text
    )
    return odd / max(len(text), 1)


def _mostly_sound(path: Path) -> bool:
    """Tell whether nearly all non-ASCII characters of the file are valid UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    sound = stray = 0
    for chunk in chunks(path):
        # White space parts what did not stand side by side.
        text = decoder.decode(b" ".join(chunk.translate(None, _PRINTABLE_ASCII).split()))
        stray += len(_STRAY.findall(text))
        sound += len(_SOUND.findall(text))
    share = sound / max(sound + stray, 1)
    return share >= _SOUND_SHARE or (stray <= _FEW_STRAYS and share >= _FEW_SHARE)
