"""Whether an error means too little memory or disk: libraries may call that a damaged file.

This file imports next to nothing, because processes with little memory use it, too.
"""

from __future__ import annotations

import errno
import os
from typing import Final

# What the system, C++, zlib, zstd and the counting engine say.
_NO_MEMORY: Final = (
    os.strerror(errno.ENOMEM),
    "MemoryError",
    "bad_alloc",
    "insufficient memory",
    "not enough memory",
    "Out of Memory Error",
)
# The name of the counting engine's error, so that the engine need not be imported.
_OUT_OF_MEMORY: Final = "OutOfMemoryException"
_NO_DISK: Final = tuple(map(os.strerror, (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)))


def wants_memory(error: BaseException) -> bool:
    """Return whether an error says that there is not enough memory."""
    named = isinstance(error, MemoryError) or type(error).__name__ == _OUT_OF_MEMORY
    return named or tells_of_memory(str(error))


def wants_room(error: BaseException) -> bool:
    """Return whether an error says that there is not enough memory, or not enough disk."""
    return wants_memory(error) or tells_of_disk(str(error))


def tells_of_memory(message: str) -> bool:
    """Return whether a message says that there is not enough memory."""
    return any(words in message for words in _NO_MEMORY)


def tells_of_disk(message: str) -> bool:
    """Return whether a message says that there is not enough disk."""
    return any(words in message for words in _NO_DISK)
