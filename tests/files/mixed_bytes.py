"""Files of bytes that are awkward to decode: encodings mixed, letters cut, marks damaged."""

from __future__ import annotations

import random
from typing import Final

_LETTERS: Final = (
    "café",
    "naïve",
    "좋아요 영화",
    "今日は",
    "это",
    "“so”",
    "😀",
    "\u2028",
    "\x85",
    "Ã©",
)
_MARKS: Final = ("\ufffd", "ï¿½", "Ã¯Â¿Â½", "锟斤拷", "ï»¿", "ï¿", "\ufeff", "锟")
_OLD: Final = ("cp1252", "cp949", "cp850")
PIECES: Final = (
    *(letters.encode() for letters in (*_LETTERS, *_MARKS)),
    *(letters.encode()[:-1] for letters in _LETTERS),
    *(letters.encode(codec, "ignore") for letters in _LETTERS for codec in _OLD),
    b"a", b"good text", b" ", b",1", b"\n", b"\r\n", b"\r", b"\n\n", b"a line of plain text,0\n",
    b"\0", b"\x1b", b"\x80", b"\x81", b"\xff", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80",
)  # fmt: skip


def mixed_bytes(seed: int, lines: int) -> bytes:
    """Return about so many lines; the same for the same seed. Some have no odd pieces, or few."""
    generator = random.Random(seed)
    odd = generator.choice((0.1, 0.5, 1))
    newline = generator.choice((b"\n", b"\r\n"))
    return b"text,label" + newline + b"".join(_line(generator, odd) + newline for _ in range(lines))


def _line(generator: random.Random, odd: float) -> bytes:
    if generator.random() > odd:
        return generator.choice((b"plain,1", "영화가 좋아요,0".encode(), b""))
    return b"".join(generator.choices(PIECES, k=generator.randint(1, 6)))
