"""Files, read a chunk at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

CHUNK: Final = 4 << 20
HIGH: Final = bytes(range(128, 256))


def chunks(path: Path, end: bool = False) -> Iterator[bytes]:
    """Yield the file's bytes in pieces of at most 4 MiB.

    Args:
        path: The file.
        end: Whether an empty piece follows the last one.
    """
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
    if end:
        yield b""
