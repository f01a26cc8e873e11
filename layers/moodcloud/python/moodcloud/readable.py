"""What strangers hand in, made safe: names and texts to show, paths to read."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from moodcloud.errors import UploadError
from moodcloud.patterns import lazy_pattern

_UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"
# Python decodes the bytes of a file name that are not UTF-8 to these; nothing can encode them.
_SURROGATES: Final = lazy_pattern("[\ud800-\udfff]")
# Control characters except tab and newline, and those that turn the direction of writing.
HARMFUL: Final = lazy_pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def encodable(name: str) -> str:
    r"""Return a name with a replacement character for each byte that is not UTF-8.

    >>> encodable("caf\udce9.csv")
    'caf�.csv'
    """
    return _SURROGATES.sub(_UNKNOWN, name)


def harmless(text: str) -> str:
    r"""Return a text without the characters that a terminal would obey.

    >>> harmless("\x1b[31mred")
    '�[31mred'
    """
    return HARMFUL.sub(_UNKNOWN, text)


_KINDS: Final = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def refuse_other(path: Path) -> None:
    """Refuse a path to anything but a file: a pipe or a device may never end.

    Raises:
        UploadError: `not_a_file`.
        OSError: There is nothing at the path.
    """
    if what := _KINDS.get(stat.S_IFMT(path.stat().st_mode)):
        raise UploadError("not_a_file", place=str(path), what=what)
