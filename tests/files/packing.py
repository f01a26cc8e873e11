"""Compressed files."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import zipfile
from typing import Final

COMPRESSIONS: Final = ("plain", "gz", "bz2", "xz", "zst", "zip")
# The same bytes in every run.
_DATE: Final = (2026, 1, 1, 0, 0, 0)


def pack(data: bytes, compression: str, member: str = "table.txt") -> bytes:
    """Return `data` compressed in one of `COMPRESSIONS`; in a ZIP archive it is named `member`."""
    if compression == "plain":
        return data
    if compression == "gz":
        return gzip.compress(data, mtime=0)
    if compression == "bz2":
        return bz2.compress(data)
    if compression == "xz":
        return lzma.compress(data)
    if compression == "zst":
        return _zstd(data)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(zipfile.ZipInfo(member, _DATE), data, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _zstd(data: bytes) -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd.compress(data)
