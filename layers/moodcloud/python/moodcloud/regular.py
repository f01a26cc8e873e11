"""Only files are read: a pipe or a device may never end."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from moodcloud.errors import UploadError

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
    if what := kind_of(path):
        raise UploadError("not_a_file", place=str(path), what=what)


def kind_of(path: Path) -> str | None:
    """Return what stands at a path in place of a file; None where it is one.

    Raises:
        OSError: Nothing is there.
    """
    return _KINDS.get(stat.S_IFMT(path.stat().st_mode))
