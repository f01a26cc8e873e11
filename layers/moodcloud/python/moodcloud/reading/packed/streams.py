"""Compressed streams: told by their first bytes, unpacked piece by piece."""

from __future__ import annotations

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final, Protocol

from moodcloud.reading.packed.limits import BombError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# Read at once, and handed on at once: what comes out of a piece of zeros must be bounded, too.
CHUNK: Final = 64 << 10
PIECE: Final = 1 << 20
# Files may be many streams in a row: block gzip has one for each 64 KiB, 160,000 for the largest
# file that is unpacked. What has more than this was made to keep machines busy.
MAX_STREAMS: Final = 200_000
# For the dictionary of an xz stream; `xz -9` needs 65 MiB.
XZ_MEMORY: Final = 256 << 20

_BZIP2_BLOCK, _BZIP2_END = b"1AY&SY", b"\x17rE8P\x90"


class _Decompressor(Protocol):
    """What the decompressors of the standard library share."""

    @property
    def eof(self) -> bool:
        """Whether the stream came to its end."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out of what was put in."""

    @property
    def unused_data(self) -> bytes:
        """What was put in behind the end of the stream."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Put `data` in, take at most `max_length` bytes out."""


class _Gzip:
    def __init__(self) -> None:
        self._engine = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)

    @property
    def eof(self) -> bool:
        return self._engine.eof

    @property
    def needs_input(self) -> bool:
        return not self._engine.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._engine.decompress(self._engine.unconsumed_tail + data, max_length)


_DECOMPRESSORS: Final[dict[str, Callable[[], _Decompressor]]] = {
    "gzip": _Gzip,
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY),
    "zstd": zstd.ZstdDecompressor,
}


def stream_kind(head: bytes) -> str | None:
    """Return `gzip`, `bzip2`, `xz` or `zstd` for the first 16 bytes of such a file."""
    if head.startswith(b"\x1f\x8b\x08"):
        return "gzip"
    if head[:3] == b"BZh" and head[3:4].isdigit() and head[4:10] in (_BZIP2_BLOCK, _BZIP2_END):
        return "bzip2"
    if head.startswith(b"\xfd7zXZ\0"):
        return "xz"
    skippable = head[1:4] == b"\x2a\x4d\x18" and head[0] >> 4 == 5
    return "zstd" if skippable or head.startswith(b"\x28\xb5\x2f\xfd") else None


def unpacked_stream(stream: BinaryIO, kind: str) -> Iterator[bytes]:
    """Yield what comes out of a file of one or more streams, with zeros between them allowed.

    Raises:
        EOFError: The last stream is not complete.
        BombError: There are too many streams.
        Exception: What the decompressors raise for broken streams: OSError, LZMAError, ...
    """
    data = stream.read(CHUNK)
    for _ in range(MAX_STREAMS):
        engine = _DECOMPRESSORS[kind]()
        while not engine.eof:
            fed = b""
            if engine.needs_input:
                fed, data = data or stream.read(CHUNK), b""
                if not fed:
                    raise EOFError("it ends before its last stream does")
            if piece := engine.decompress(fed, PIECE):
                yield piece
        data = engine.unused_data.lstrip(b"\0")
        while not data:
            data = stream.read(CHUNK)
            if not data:
                return
            data = data.lstrip(b"\0")
    raise BombError(f"more than {MAX_STREAMS:,} streams")
