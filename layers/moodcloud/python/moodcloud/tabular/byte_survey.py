"""What the bytes of a file tell before it is decoded: whether it can be read as it is."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from moodcloud.tabular.charset import chunks
from moodcloud.tabular.damage import DAMAGED_UTF8, LONGEST_DAMAGE

try:
    from moodcloud.tabular import _decoding
except ImportError:  # no compiler was there
    _decoding = None  # type: ignore[assignment]

# An undecodable byte that another program replaced.
_REPLACED: Final = "\ufffd".encode()
# What the kernel finds.
_INVALID, _ZERO, _CRLF, _CR, _LF, _DAMAGED = (1 << bit for bit in range(6))


@dataclass(frozen=True)
class ByteSurvey:
    """What one pass over the bytes of a file tells.

    Attributes:
        valid_utf8: Whether they are UTF-8.
        mixed_newlines: Whether there are newlines of several kinds.
        zeros: Whether there are zeros.
        damaged: Whether there are damaged marks of lost characters.
        replaced: How many marks of lost characters there are.
    """

    valid_utf8: bool
    mixed_newlines: bool
    zeros: bool
    damaged: bool
    replaced: int

    @property
    def is_clean(self) -> bool:
        """Whether the file can be read as UTF-8 as it is."""
        return self.valid_utf8 and not (self.mixed_newlines or self.zeros or self.damaged)


def survey_bytes(path: Path) -> ByteSurvey:
    """Return what the bytes of the file at `path` tell."""
    return survey_by_python(path) if _decoding is None else _survey_by_kernel(path)


def _survey_by_kernel(path: Path) -> ByteSurvey:
    """Return the same as `survey_by_python`, for 244 MB in 0.15 s instead of 2."""
    found, replaced, rest = 0, 0, b""
    for chunk in chunks(path, end=True):
        piece = rest + chunk
        flags, marks, end = _decoding.look(piece, not chunk)
        found, replaced, rest = found | flags, replaced + marks, piece[end:]
    kinds = sum(bool(found & kind) for kind in (_CRLF, _CR, _LF))
    return ByteSurvey(
        valid_utf8=not found & _INVALID,
        mixed_newlines=kinds > 1,
        zeros=bool(found & _ZERO),
        damaged=bool(found & _DAMAGED),
        replaced=replaced,
    )


def survey_by_python(path: Path) -> ByteSurvey:
    """Return what the bytes of the file at `path` tell, without the kernel."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid, zeros, crlf, cr, lf, last = True, False, 0, 0, 0, b""
    damaged, replaced, end = False, 0, b""
    for chunk in chunks(path, end=True):
        zeros = zeros or b"\0" in chunk
        if b"\r" in chunk or last == b"\r":
            crlf += (last + chunk).count(b"\r\n")
        cr += chunk.count(b"\r")
        lf += chunk.count(b"\n")
        last = chunk[-1:]
        damaged = damaged or DAMAGED_UTF8.search(end + chunk) is not None
        replaced += (end[1 - len(_REPLACED) :] + chunk).count(_REPLACED)
        end = chunk[-LONGEST_DAMAGE:]
        if valid:
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError:
                valid = False
    kinds = sum(count > 0 for count in (crlf, cr - crlf, lf - crlf))
    return ByteSurvey(valid, kinds > 1, zeros, damaged, replaced)
