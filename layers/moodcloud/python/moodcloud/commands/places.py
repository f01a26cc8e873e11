"""Whether a file and its results are here or in S3, an analysis finds both at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final

from moodcloud.aws.location import Location
from moodcloud.workspace import workspace

# In bytes; what nearly every file system has.
_LONGEST_NAME: Final = 255
_MODULES: Final = {
    "remote": "moodcloud.aws.remote",
    "fetching": "moodcloud.aws.fetching",
    "uploading": "moodcloud.commands.uploading",
}


class NoS3Error(OSError):
    """The libraries that S3 needs are not installed."""


@contextmanager
def at_hand(source: Path | Location, target: Path | Location) -> Iterator[tuple[Path, Path]]:
    """Yield a local file and a local folder; store the folder at the end, if it belongs in S3.

    Nothing is stored where the work in between fails.

    Raises:
        UploadError: `missing_upload`.
        OSError: S3 could not be read from or written to.
    """
    with workspace() as temporary:
        if isinstance(target, Location):
            # Before the work, not after it.
            remote().require_target(target)
        path = remote().fetch(source, temporary) if isinstance(source, Location) else source
        if isinstance(target, Path):
            yield path, target
            return
        folder = temporary / "results"
        yield path, folder
        remote().store(folder, target)


def results_at_hand(place: Path | Location, folder: Path) -> Path | None:
    """Return a folder with the words of a set of results; None where the place is a file.

    Args:
        place: The set, or a file.
        folder: Where to download a set that is in S3.

    Raises:
        OSError: S3 could not be read from.
    """
    if isinstance(place, Path):
        return place if place.is_dir() else None
    return folder if remote().fetch_words(place, folder) else None


def default_folder(name: str) -> Path:
    """Return where results of a file go unless somebody says where: its name without ending.

    Args:
        name: The name of the file; cut where the name of the folder would be too long for a disk.
    """
    stem, more = os.fsencode(Path(name).stem), "-moodcloud"
    kept = stem[: _LONGEST_NAME - len(more)]
    # A letter that was cut in two goes whole.
    while kept != stem and kept and stem[len(kept)] & 0xC0 == 0x80:
        kept = kept[:-1]
    return Path(os.fsdecode(kept) + more)


def remote(name: str = "remote") -> ModuleType:
    """Return a module of `moodcloud.aws`, or of these commands, that needs the libraries of S3.

    Raises:
        NoS3Error: They are not installed.
    """
    # Imported only when an address in S3 is given: a local file needs none of it.
    try:
        return import_module(_MODULES[name])
    except ModuleNotFoundError as error:
        raise NoS3Error(
            f"S3 needs {error.name}, which is not installed: pip install 'moodcloud[aws]'"
        ) from error
