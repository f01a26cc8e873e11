"""How much an upload may unpack to, and what happens when the disk is full."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from moodcloud.workspace import FULL, no_room

# The largest /tmp a function can have: what unpacks to more could not be read there anyway.
MAX_UNPACKED: Final = 10_240 << 20
# Texts shrink to a third or a twentieth, rows that nearly repeat each other to a hundredth; what
# shrinks more was made to fill disks (zeros shrink 1,030 times in gzip, 1,000,000 times in bzip2).
MAX_RATIO: Final = 200
# Up to here any ratio is harmless, and a small table of equal rows may have it.
RATIO_FROM: Final = 256 << 20
# Three times what a sheet of a workbook holds. Each column is looked at: a hundred thousand took
# minutes, and no table of texts has them.
MOST_COLUMNS: Final = 50_000
# What stays free for the work after unpacking: the engine's files, the pictures, the page.
DISK_RESERVE: Final = 64 << 20


class BombError(Exception):
    """The upload holds what no table holds; the message is a phrase that follows *it holds*."""


class Allowance:
    """How much an upload may unpack to, over all its layers.

    Args:
        name: For messages.
        upload_bytes: The size of the upload.
        workspace: The folder it is unpacked into.
    """

    def __init__(self, name: str, upload_bytes: int, workspace: Path) -> None:
        self._name = name
        self._upload_bytes = upload_bytes
        self._workspace = workspace

    def check(self, packed: int, unpacked: int, written: int) -> None:
        """Check a layer that is being unpacked.

        Args:
            packed: How many bytes of the layer have been read.
            unpacked: How many bytes came, or will come, out of them.
            written: How many of these are on disk.

        Raises:
            BombError: It is, or will be, larger than any table.
            UploadError: `disk_full`.
        """
        if unpacked > MAX_UNPACKED:
            raise BombError(f"more than {MAX_UNPACKED:,} bytes")
        # A layer is measured against the upload, too: two layers of zeros multiply.
        packed = min(packed, self._upload_bytes)
        if unpacked > RATIO_FROM and unpacked > MAX_RATIO * packed:
            raise BombError(f"more than {MAX_RATIO} times its size")
        free = shutil.disk_usage(self._workspace).free
        if unpacked - written > free - DISK_RESERVE:
            raise no_room(self._name)


@contextmanager
def disk_to_spare(name: str) -> Iterator[None]:
    """Turn a full disk into an error that says so.

    Raises:
        UploadError: `disk_full`.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise no_room(name) from error
