"""Archives that unpack to far more than they are: written directly, as no packer would.

A block of deflated zeros ends at a byte and refers to nothing before it: it can be repeated.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_BLOCK_ZEROS: Final = 1 << 20
# zlib.crc32 of 10 GiB of zeros.
_TEN_GIB: Final = 10 << 30
_TEN_GIB_CRC: Final = 0xF41D912F
_DEFLATED: Final = 8
# From here on sizes are written elsewhere.
_ZIP64: Final = 0xFFFFFFFF
_ENTRIES: Final = 65_000


def _blocks(zeros: int) -> Iterator[bytes]:
    """Yield deflated zeros, so many MiB of them that it comes to `zeros` bytes."""
    engine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = engine.compress(bytes(_BLOCK_ZEROS)) + engine.flush(zlib.Z_FULL_FLUSH)
    for _ in range(zeros // _BLOCK_ZEROS):
        yield block
    yield engine.flush()


def gzip_of_zeros(path: Path) -> None:
    """Write 10 GiB of zeros as one gzip stream of 10 MB."""
    with path.open("wb") as stream:
        stream.write(b"\x1f\x8b\x08\0\0\0\0\0\x02\xff")
        stream.writelines(_blocks(_TEN_GIB))
        stream.write(struct.pack("<II", _TEN_GIB_CRC, _TEN_GIB & 0xFFFFFFFF))


def zip_of_zeros(path: Path, zeros: int) -> None:
    """Write one file of `zeros` bytes, which the archive says honestly."""
    _write_zip(path, zeros, [b"table.csv"])


def zip_of_overlaps(path: Path) -> None:
    """Write 42 MB that say they are 65,000 files, all of which are the same 40 GB of zeros."""
    _write_zip(path, 40 << 30, [b"%05d" % number for number in range(_ENTRIES)])


def zip_of_zips(path: Path, layers: int, copies: int) -> None:
    """Write archives within archives, `copies` in each, with 1 GiB of zeros at the bottom."""
    zip_of_zeros(path, 1 << 30)
    for _ in range(layers):
        inner = path.read_bytes()
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for number in range(copies):
                archive.writestr(f"{number}.zip", inner)
        path.write_bytes(outer.getvalue())


def _write_zip(path: Path, zeros: int, names: list[bytes]) -> None:
    """Write an archive whose entries, one for each of `names`, share the same bytes."""
    large = struct.pack("<HHQ", 1, 8, zeros) if zeros >= _ZIP64 else b""
    size = min(zeros, _ZIP64)
    with path.open("wb") as stream:
        name = names[0]
        local = (b"PK\3\4", 20, 0, _DEFLATED, 0, 0, 0, 0, size, len(name), 0)
        stream.write(struct.pack("<4s5H3I2H", *local) + name)
        start = stream.tell()
        stream.writelines(_blocks(zeros))
        directory = stream.tell()
        for name in names:
            sizes = (directory - start, size, len(name), len(large))
            header = (b"PK\1\2", 20, 20, 0, _DEFLATED, 0, 0, 0, *sizes, 0, 0, 0, 0, 0)
            stream.write(struct.pack("<4s6H3I5H2I", *header) + name + large)
        length = stream.tell() - directory
        footer = (b"PK\5\6", 0, 0, len(names), len(names), length, directory, 0)
        stream.write(struct.pack("<4s4H2IH", *footer))
