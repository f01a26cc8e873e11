"""Mojibake is mended: `cafÃ©` becomes `café`.

Imported only for files that need it: ftfy takes longer to load than most files to read.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Final

import ftfy.bad_codecs
from ftfy.badness import is_bad
from ftfy.fixes import restore_byte_a0

# The five bytes cp1252 does not define are controls in latin-1.
CP1252: Final = [
    bytes([byte]).decode("cp1252", "ignore") or bytes([byte]).decode("latin-1")
    for byte in range(256)
]


# --- UTF-8 that was read as cp1252 or latin-1 and saved again: recognised beyond doubt, or left.

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


# --- Mojibake is mended: `cafÃ©` becomes `café`.
#
# Imported only for files that need it: ftfy takes longer to load than most files to read.

_RUN: Final = re.compile(f"(?:{SIGN.pattern})+")
# A line longer than this, in letters, is mended in parts.
_HELD_BACK: Final = 16 << 20

# Makes `sloppy-windows-1252` known: cp1252 with its five holes as latin-1 has them.
ftfy.bad_codecs.ok()


class Mender:
    """Mends text that comes in pieces, a line at a time."""

    def __init__(self) -> None:
        self._rest = ""

    def mend(self, text: str, final: bool) -> str:
        """Return the whole lines up to here, mended; the rest with the next piece.

        Args:
            text: The next piece, with newlines of one kind.
            final: Whether it is the last one.
        """
        text = self._rest + text
        end = len(text) if final else text.rfind("\n") + 1
        if not end and len(text) > _HELD_BACK:
            end = text.rfind(" ") + 1 or len(text)
        self._rest = text[end:]
        return "\n".join(map(_mend_line, text[:end].split("\n")))


def _mend_line(line: str, rounds: int = 2) -> str:
    if not rounds or not SIGN.search(line):
        return line
    mended = _as_a_whole(line)
    if mended is None and is_bad(line):
        mended = _RUN.sub(lambda run: _as_a_whole(run[0]) or run[0], line)
    # Some files went through this twice.
    return line if mended is None else _mend_line(mended, rounds - 1)


def _as_a_whole(text: str) -> str | None:
    """Return what all of `text` was meant to be; None where it does not come out right."""
    for wrong in ("latin-1", "sloppy-windows-1252"):
        with suppress(UnicodeError):
            written = text.encode(wrong)
            with suppress(UnicodeError):
                return written.decode("utf-8")
            # Programs make spaces of no-break spaces, which here are halves of letters.
            return restore_byte_a0(written).decode("utf-8")
    return None
