"""UTF-8 that was read as cp1252 or latin-1 and saved again (`cafÃ©`): recognised, and mended."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from moodcloud.reading.strays import CP1252

# What is looked at: the head, and slices from all parts of the file.
_HEAD: Final = 64 << 10
_SLICE: Final = 16 << 10
_SLICES: Final = 8
# Sure from so many lines, if they are at least this share of the lines that are not ASCII. A word
# such as `NÃ£o` in one line among many may be what its author wrote about.
_LINES: Final = 3
_SHARE: Final = 0.5
# ftfy takes its time: longer lines must be mendable as a whole.
_LONGEST: Final = 100_000
_HELD_BACK: Final = 16 << 20

_INNER: Final = "".join(
    re.escape(letter) for letter in sorted({*CP1252[0x80:0xC0], *map(chr, range(0x80, 0xC0))})
)
_SIGN: Final = re.compile(
    f"[\xc2-\xdf][{_INNER}]|[\xe0-\xef][{_INNER}]{{2}}|[\xf0-\xf4][{_INNER}]{{3}}"
)


def is_mojibake(path: Path, encoding: str) -> bool:
    """Tell whether most lines of the file that are not ASCII are mojibake, beyond doubt.

    Args:
        path: The file.
        encoding: Of its letters as they stand: UTF-8, UTF-16 or UTF-32.
    """
    lines = [line for text in _samples(path, encoding) for line in text.split("\n")]
    suspects = [line for line in lines if _SIGN.search(line)]
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


class Mender:
    """Mends text that comes in pieces, a line at a time."""

    def __init__(self) -> None:
        import ftfy.bad_codecs

        ftfy.bad_codecs.ok()
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


def _mend_line(line: str) -> str:
    if not _SIGN.search(line):
        return line
    for wrong in ("latin-1", "sloppy-windows-1252"):
        try:
            mended = line.encode(wrong).decode("utf-8")
        except UnicodeError:
            continue
        return _mend_again(mended) if _SIGN.search(mended) else mended
    return _mend_again(line)


def _mend_again(line: str) -> str:
    """Mend a line that is wrong in parts, or more than once over."""
    from ftfy import fix_encoding

    return fix_encoding(line) if len(line) <= _LONGEST else line
