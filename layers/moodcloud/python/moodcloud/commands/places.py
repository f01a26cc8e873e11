"""Whether a file and its results are here or in S3, an analysis finds both at hand."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from moodcloud.aws.location import Location


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
    with tempfile.TemporaryDirectory(prefix="moodcloud-") as name:
        if isinstance(target, Location):
            # Before the work, not after it.
            _remote().require_target(target)
        path = _remote().fetch(source, Path(name)) if isinstance(source, Location) else source
        if isinstance(target, Path):
            yield path, target
            return
        folder = Path(name) / "results"
        yield path, folder
        _remote().store(folder, target)


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
    return folder if _remote().fetch_words(place, folder) else None


def _remote() -> ModuleType:
    # Imported only when an address in S3 is given: a local file needs none of it.
    try:
        from moodcloud.aws import remote
    except ModuleNotFoundError as error:
        raise NoS3Error(
            f"S3 needs {error.name}, which is not installed: pip install 'moodcloud[aws]'"
        ) from error
    return remote
