"""Names and texts of strangers, made fit to be written and shown."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Final

from moodcloud.errors import UploadError

# --- Names and texts of strangers, made fit to be written and shown.

_UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"
# Bytes of a file name that are not UTF-8 arrive so; nothing can encode them.
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
# Control characters but tab and newline, and what turns the direction of all that follows.
HARMFUL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def encodable(name: str) -> str:
    r"""Return a name with a sign for each byte that is not UTF-8.

    >>> encodable("caf\udce9.csv")
    'caf�.csv'
    """
    return _SURROGATES.sub(_UNKNOWN, name)


def harmless(text: str) -> str:
    r"""Return a text without what a terminal would obey.

    >>> harmless("\x1b[31mred")
    '�[31mred'
    """
    return HARMFUL.sub(_UNKNOWN, text)


# --- Only files are read: a pipe or a device may never end.

_KINDS: Final = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def refuse_other(path: Path) -> None:
    """Refuse what is there, but is no file.

    Raises:
        UploadError: `not_a_file`.
        OSError: Nothing is there.
    """
    if what := _KINDS.get(stat.S_IFMT(path.stat().st_mode)):
        raise UploadError("not_a_file", place=str(path), what=what)
