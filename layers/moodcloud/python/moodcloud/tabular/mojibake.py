"""Mojibake, UTF-8 that was read as cp1252 or latin-1 and saved again: `cafÃ©` becomes `café`.

ftfy is imported only for files that may need it: it takes longer to load than most files to read.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from moodcloud.patterns import lazy_pattern

# The five bytes that cp1252 does not define are control characters in latin-1.
CP1252: Final = [
    bytes([byte]).decode("cp1252", "ignore") or bytes([byte]).decode("latin-1")
    for byte in range(256)
]
# What is looked at: the head, and slices from all parts of the file.
_HEAD: Final = 32 << 10
_SLICE: Final = 8 << 10
_SLICES: Final = 8
# A file is mojibake if this many lines are, and this share of the lines that are not ASCII. A word
# such as `NÃ£o` in one line among many may be what its author wrote about.
_LINES: Final = 3
_SHARE: Final = 0.5
# A line of more characters than this is repaired in parts.
_LONGEST_LINE: Final = 16 << 20

_INNER: Final = "".join(
    re.escape(character) for character in sorted({*CP1252[0x80:0xC0], *map(chr, range(0x80, 0xC0))})
)
# A character of two to four bytes, each byte shown as a character.
_SIGN: Final = lazy_pattern(
    f"[\xc2-\xdf][{_INNER}]|[\xe0-\xef][{_INNER}]{{2}}|[\xf0-\xf4][{_INNER}]{{3}}"
)
_RUN: Final = lazy_pattern(f"(?:{_SIGN.pattern})+")


def is_mojibake(path: Path, encoding: str) -> bool:
    """Return whether most lines of the file that are not ASCII are mojibake, beyond doubt.

    Args:
        path: The file.
        encoding: The encoding it was saved in: UTF-8, UTF-16 or UTF-32.
    """
    lines = [line for text in _samples(path, encoding) for line in text.split("\n")]
    suspects = [line for line in lines if _SIGN.search(line)]
    least = max(_LINES, _SHARE * sum(not line.isascii() for line in lines))
    if len(suspects) < least:
        return False
    from ftfy import fix_encoding

    return sum(fix_encoding(line) != line for line in suspects) >= least


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


class Mender:
    """Repairs text that comes in pieces, a line at a time."""

    def __init__(self) -> None:
        import ftfy.bad_codecs

        # This makes `sloppy-windows-1252` known: cp1252 with latin-1 in its five holes.
        ftfy.bad_codecs.ok()
        self._rest = ""

    def mend(self, text: str, final: bool) -> str:
        """Return the whole lines up to here, repaired; the rest comes with the next piece.

        Args:
            text: The next piece, with newlines of one kind.
            final: Whether it is the last one.
        """
        text = self._rest + text
        end = len(text) if final else text.rfind("\n") + 1
        if not end and len(text) > _LONGEST_LINE:
            end = text.rfind(" ") + 1 or len(text)
        self._rest = text[end:]
        return "\n".join(map(_mend_line, text[:end].split("\n")))


def _mend_line(line: str, rounds: int = 2) -> str:
    from ftfy.badness import is_bad

    if not rounds or not _SIGN.search(line):
        return line
    mended = _as_a_whole(line)
    if mended is None and is_bad(line):
        mended = _RUN.sub(lambda run: _as_a_whole(run[0]) or run[0], line)
    # Some files were damaged twice.
    return line if mended is None else _mend_line(mended, rounds - 1)


def _as_a_whole(text: str) -> str | None:
    """Return what all of `text` was meant to be; None where it does not come out right."""
    from ftfy.fixes import restore_byte_a0

    for wrong in ("latin-1", "sloppy-windows-1252"):
        with suppress(UnicodeError):
            written = text.encode(wrong)
            with suppress(UnicodeError):
                return written.decode("utf-8")
            # Programs make spaces of no-break spaces, which here are halves of characters.
            return restore_byte_a0(written).decode("utf-8")
    return None
