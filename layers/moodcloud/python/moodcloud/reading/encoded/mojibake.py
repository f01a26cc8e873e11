"""UTF-8 that was read as cp1252 or latin-1 and saved again: recognised beyond doubt, or left."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from moodcloud.reading.encoded.strays import CP1252

# What is looked at: the head, and slices from all parts of the file.
_HEAD: Final = 32 << 10
_SLICE: Final = 8 << 10
_SLICES: Final = 8
# Sure from so many lines, if they are at least this share of the lines that are not ASCII. A word
# such as `NÃ£o` in one line among many may be what its author wrote about.
_LINES: Final = 3
_SHARE: Final = 0.5

_INNER: Final = "".join(
    re.escape(letter) for letter in sorted({*CP1252[0x80:0xC0], *map(chr, range(0x80, 0xC0))})
)
# A letter of two to four bytes, each byte shown as a letter.
SIGN: Final = re.compile(
    f"[\xc2-\xdf][{_INNER}]|[\xe0-\xef][{_INNER}]{{2}}|[\xf0-\xf4][{_INNER}]{{3}}"
)


def is_mojibake(path: Path, encoding: str) -> bool:
    """Tell whether most lines of the file that are not ASCII are mojibake, beyond doubt.

    Args:
        path: The file.
        encoding: Of its letters as they stand: UTF-8, UTF-16 or UTF-32.
    """
    lines = [line for text in _samples(path, encoding) for line in text.split("\n")]
    suspects = [line for line in lines if SIGN.search(line)]
    if len(suspects) < _LINES:
        return False
    least = _SHARE * sum(not line.isascii() for line in lines)
    if len(suspects) < least:
        return False
    from ftfy import fix_encoding

    mended = sum(fix_encoding(line) != line for line in suspects)
    return mended >= max(_LINES, least)


def _samples(path: Path, encoding: str) -> list[str]:
    size = path.stat().st_size
    with path.open("rb") as stream:
        samples = [stream.read(_HEAD).decode(encoding, "ignore")]
        if size <= _HEAD or not encoding.startswith("utf-8"):
            return samples
        for number in range(1, _SLICES):
            stream.seek(max(_HEAD, size * number // _SLICES))
            samples.append(stream.read(_SLICE).decode("utf-8", "ignore"))
    return samples
