"""What a command analyses: a file, several, a folder, standard input; here or in S3."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from moodcloud.aws.keys import Location
from moodcloud.aws.manifest import Manifest
from moodcloud.cli.arguments import at_hand, default_folder, folder_of
from moodcloud.cli.manifests import files_of_manifest, names_manifest

if TYPE_CHECKING:
    from moodcloud.reading import Inputs, NamedFile

STANDARD_INPUT: Final = Path("-")
_STDIN: Final = "stdin"
# Names of more files in that of a folder would be too many to read.
_MOST_NAMES: Final = 3

FileOrAddress = Path | Location


def check_sources(sources: Sequence[FileOrAddress]) -> None:
    """Refuse what cannot be one table.

    Raises:
        click.UsageError: A folder or a manifest among other files, or standard input twice.
    """
    if len(sources) > 1 and any(map(_is_folder, sources)):
        raise click.UsageError("A folder, or a prefix in S3, is analysed by itself.")
    if len(sources) > 1 and any(map(names_manifest, sources)):
        raise click.UsageError("A manifest is analysed by itself.")
    if sources.count(STANDARD_INPUT) > 1:
        raise click.UsageError("Standard input (-) can be read once only.")


def name_of(source: FileOrAddress) -> str:
    """Return what results call a source."""
    if source == STANDARD_INPUT:
        return _STDIN
    if names_manifest(source):
        return Manifest(source.name).table
    if isinstance(source, Location):
        return source.key.rstrip("/").rpartition("/")[2] or source.bucket
    return source.resolve().name if source.name in ("", "..") else source.name


def target_of(sources: Sequence[FileOrAddress]) -> Path:
    """Return where results go by default, in the folder that the command runs in."""
    names = [name_of(source) for source in sources]
    if len(names) == 1:
        # The name of a folder has no ending to cut off.
        whole = _is_folder(sources[0]) or names_manifest(sources[0])
        return folder_of(names[0]) if whole else default_folder(names[0])
    stems = [Path(name).stem for name in names[:_MOST_NAMES]]
    more = [f"{len(names) - _MOST_NAMES}"] if len(names) > _MOST_NAMES else []
    return folder_of("+".join([*stems, *more]))


@contextmanager
def sources_at_hand(
    sources: Sequence[FileOrAddress], target: Path | Location, manifest: Manifest | None = None
) -> Iterator[tuple[Path | Inputs, Path]]:
    """Yield what to analyse and a local folder, as `at_hand` does of one file.

    Args:
        sources: What the command was given.
        target: Where results go.
        manifest: What the only source says, where it is a manifest.

    Raises:
        UploadError: `missing_upload`, `no_files`, or a fault of a manifest.
        OSError: S3 or standard input could not be read from, or the target not be written to.
    """
    one = len(sources) == 1 and sources[0] != STANDARD_INPUT and not _is_prefix(sources[0])
    if one and manifest is None:
        with at_hand(sources[0], target) as found:
            yield found
        return
    from moodcloud.workspace import workspace

    with workspace() as temporary, at_hand(temporary, target) as (_, folder):
        if manifest is not None:
            yield files_of_manifest(sources[0], manifest, temporary), folder
        elif len(sources) > 1:
            from moodcloud.reading import several

            named = [_named(each, temporary, number) for number, each in enumerate(sources)]
            yield several(named), folder
        elif isinstance(sources[0], Location):
            from moodcloud.aws.remote import fetch_all

            yield fetch_all(sources[0], temporary), folder
        else:
            yield _spooled(temporary), folder


def size_of(source: Path | Inputs) -> int:
    """Return the size in bytes of what is analysed."""
    if not isinstance(source, Path):
        return source.bytes
    files = source.iterdir() if source.is_dir() else (source,)
    return sum(file.stat().st_size for file in files if file.is_file())


def _named(source: FileOrAddress, temporary: Path, number: int) -> NamedFile:
    """Return a file here with its name; one that is elsewhere is copied here first."""
    from moodcloud.readable import encodable
    from moodcloud.reading import NamedFile

    path, folder = source, temporary / f"source-{number}"
    if isinstance(source, Location):
        from moodcloud.aws.remote import fetch

        folder.mkdir()
        path = fetch(source, folder)
    elif source == STANDARD_INPUT:
        path = _spooled(temporary)
    assert isinstance(path, Path)
    return NamedFile(path, encodable(name_of(source)))


def _spooled(folder: Path) -> Path:
    """Return a file with all that standard input holds: readers go back and forth in it."""
    from moodcloud.tabular.limits import disk_to_spare

    path = folder / _STDIN
    with disk_to_spare(_STDIN), path.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    return path


def _is_prefix(source: FileOrAddress) -> bool:
    return isinstance(source, Location) and source.key.endswith("/")


def _is_folder(source: FileOrAddress) -> bool:
    return _is_prefix(source) or (isinstance(source, Path) and source.is_dir())
