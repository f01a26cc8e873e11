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
    if what := _KINDS.get(stat.S_IFMT(path.stat().st_mode)):
        raise UploadError("not_a_file", place=str(path), what=what)
