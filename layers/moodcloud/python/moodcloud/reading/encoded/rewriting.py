"""A file in any encoding is written again as UTF-8: one kind of newline, no zeros, no strays."""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from moodcloud.reading.encoded.chunks import chunks
from moodcloud.reading.encoded.strays import mark_invented, replace_strays, to_bytes

if TYPE_CHECKING:
    from moodcloud.reading.encoded.mending import Mender


@dataclass(frozen=True)
class Decoding:
    """How bytes become letters.

    Attributes:
        codec: By Python's name.
        errors: How bytes that the codec does not allow are treated: `stray` or `cp1252_bytes`.
        unit: How many such bytes become one U+FFFD; None: each becomes its cp1252 letter.
    """

    codec: str
    errors: str = "stray"
    unit: int | None = 1


def rewrite(path: Path, copy: Path, decoding: Decoding, mend: bool) -> int:
    """Write the file at `path` as UTF-8 to `copy`; return how many bytes were replaced or dropped.

    Args:
        path: The file.
        copy: The file to write.
        decoding: How to read it.
        mend: Whether it is mojibake.
    """
    decoder = codecs.getincrementaldecoder(decoding.codec)(decoding.errors)
    lines = io.IncrementalNewlineDecoder(decoder, translate=True)
    mender = _mender() if mend else None
    replaced, start = 0, True
    with copy.open("wb") as target:
        for chunk in chunks(path, end=True):
            text = mark_invented(lines.decode(chunk, final=not chunk), decoding.codec)
            if "\0" in text:
                replaced += text.count("\0")
                text = text.replace("\0", "")
            if mender:
                text, strays = replace_strays(text, decoding.unit)
                text, replaced = mender.mend(text, final=not chunk), replaced + strays
            if start and text:
                text, start = text.removeprefix("\ufeff"), False
            written, strays = to_bytes(text, decoding.unit)
            target.write(written)
            replaced += strays
    return replaced


def _mender() -> Mender:
    from moodcloud.reading.encoded.mending import Mender

    return Mender()
