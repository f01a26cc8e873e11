"""Mojibake is mended: `cafÃ©` becomes `café`.

Imported only for files that need it: ftfy takes longer to load than most files to read.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Final

import ftfy.bad_codecs
from ftfy.badness import is_bad
from ftfy.fixes import restore_byte_a0

from moodcloud.reading.encoded.mojibake import SIGN

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
