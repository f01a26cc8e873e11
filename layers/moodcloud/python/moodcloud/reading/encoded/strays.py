"""Bytes that an encoding does not allow: marked while decoding, then counted and replaced.

The error handler `stray` turns such a byte into a lone surrogate, which no decoder yields
by itself.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

_FIRST: Final = 0xDC00
_STRAY: Final = re.compile("[\udc00-\udcff]")

# The five bytes cp1252 does not define are controls in latin-1.
CP1252: Final = [
    bytes([byte]).decode("cp1252", "ignore") or bytes([byte]).decode("latin-1")
    for byte in range(256)
]
_AS_CP1252: Final = {
    _FIRST + byte: "\ufffd" if "\x80" <= letter <= "\x9f" else letter
    for byte, letter in enumerate(CP1252)
}


# Letters that Python makes of bytes which the encoding does not define.
_INVENTED: Final = {"cp932": re.compile("[\x80\uf8f0-\uf8f3]")}


def mark_invented(text: str, codec: str) -> str:
    """Mark what `stray` did not see, since `codec` makes letters of it."""
    return _INVENTED[codec].sub(chr(_FIRST), text) if codec in _INVENTED else text


def count_strays(text: str) -> int:
    """Return how many bytes of `text` were marked by `stray`."""
    return len(_STRAY.findall(text))


def replace_strays(text: str, unit: int | None) -> tuple[str, int]:
    """Replace what `stray` marked.

    Args:
        text: As decoded.
        unit: Bytes that become one U+FFFD; None takes each byte as cp1252 where it can.

    Returns:
        The text, and how many bytes were replaced.
    """
    count = count_strays(text)
    if unit is None:
        return text.translate(_AS_CP1252), count
    return re.sub(f"[\udc00-\udcff]{{1,{unit}}}", "\ufffd", text), count


def to_bytes(text: str, unit: int | None) -> tuple[bytes, int]:
    """Return `text` as UTF-8, strays replaced as `replace_strays` does, and their number."""
    try:
        # Where there are strays this fails, and looking for them first takes longer.
        return text.encode("utf-8"), 0
    except UnicodeEncodeError:
        text, count = replace_strays(text, unit)
        return text.encode("utf-8"), count


def _wrong(error: UnicodeError) -> bytes:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end]


def _stray(error: UnicodeError) -> tuple[str, int]:
    wrong = _wrong(error)
    return "".join(chr(_FIRST + byte) for byte in wrong), error.end  # type: ignore[attr-defined]


def _cp1252_bytes(error: UnicodeError) -> tuple[str, int]:
    """Decode the bytes that are not UTF-8 as cp1252."""
    return "".join(CP1252[byte] for byte in _wrong(error)), error.end  # type: ignore[attr-defined]


codecs.register_error("stray", _stray)
codecs.register_error("cp1252_bytes", _cp1252_bytes)
