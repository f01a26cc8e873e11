"""Want of memory or of disk, told from damage: a library may call one by the name of the other.

Imports next to nothing: processes with little memory ask, too.
"""

from __future__ import annotations

import errno
import os
from typing import Final

# What the system says, C++, zlib, zstd and the counting engine.
_NO_MEMORY: Final = (
    os.strerror(errno.ENOMEM),
    "MemoryError",
    "bad_alloc",
    "insufficient memory",
    "not enough memory",
    "Out of Memory Error",
)
# By its name: the counting engine is not imported for it.
_ENGINES_OWN: Final = "OutOfMemoryException"
_NO_DISK: Final = tuple(map(os.strerror, (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)))


def wants_memory(error: BaseException) -> bool:
    """Tell whether an error says that there is not enough memory."""
    named = isinstance(error, MemoryError) or type(error).__name__ == _ENGINES_OWN
    return named or tells_of_memory(str(error))


def wants_room(error: BaseException) -> bool:
    """Tell whether an error says that there is not enough memory, or not enough disk."""
    return wants_memory(error) or tells_of_disk(str(error))


def tells_of_memory(message: str) -> bool:
    """Tell whether a message says that there is not enough memory."""
    return any(words in message for words in _NO_MEMORY)


def tells_of_disk(message: str) -> bool:
    """Tell whether a message says that there is not enough disk."""
    return any(words in message for words in _NO_DISK)
