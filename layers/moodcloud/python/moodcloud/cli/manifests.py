"""A manifest on the command line: here, or in S3, it names files that are read as one table."""

from __future__ import annotations

from collections.abc import Sequence
from os.path import commonpath
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from moodcloud.aws.keys import Location
from moodcloud.aws.manifest import Manifest, is_manifest, too_many
from moodcloud.errors import UploadError
from moodcloud.readable import encodable

if TYPE_CHECKING:
    from moodcloud.reading import Inputs


def manifest_in(sources: Sequence[Path | Location]) -> Manifest | None:
    """Return what a manifest says; None where a command is given something else.

    Raises:
        UploadError: `bad_manifest`: it cannot be understood; `missing_upload`: it is not in S3.
        OSError: It could not be read.
    """
    source = sources[0]
    if len(sources) > 1 or not names_manifest(source):
        return None
    name = encodable(source.name)
    if isinstance(source, Path):
        return Manifest.parse(source.read_bytes(), name)
    from moodcloud.aws.remote import fetch
    from moodcloud.workspace import workspace

    with workspace() as temporary:
        return Manifest.parse(fetch(source, temporary).read_bytes(), name)


def names_manifest(source: Path | Location) -> bool:
    """Return whether a name says that it is that of a manifest."""
    return is_manifest(source.name) and not (isinstance(source, Path) and source.is_dir())


def files_of_manifest(source: Path | Location, manifest: Manifest, folder: Path) -> Inputs:
    """Return the files that a manifest leads to; those in S3 are downloaded.

    Args:
        source: Where the manifest is: here, paths are relative to its folder.
        manifest: What it says.
        folder: Where downloaded files go.

    Raises:
        UploadError: `bad_part`, `bad_manifest`, `no_files`, `part_replaced`; see `pin` and `fetch`
            of `moodcloud.aws.manifest_files`.
        OSError: S3 could not be read from.
    """
    if isinstance(source, Path):
        return _files_beside(source.resolve().parent, manifest)
    from moodcloud.aws.manifest_files import fetch, pin
    from moodcloud.aws.s3 import reach
    from moodcloud.bounds import Bounds

    with reach(source, "s3:ListBucket and s3:GetObject") as client:
        return fetch(client, pin(client, source.bucket, manifest), folder, Bounds())[0]


def _files_beside(folder: Path, manifest: Manifest) -> Inputs:
    from moodcloud.reading import Inputs, NamedFile
    from moodcloud.reading.inputs import in_folder, nothing_in, several

    if manifest.prefix is not None:
        below = folder / manifest.prefix
        found = in_folder(below) if below.is_dir() else Inputs(manifest.prefix, ())
        files = tuple(file for file in found.files if not is_manifest(file.name))
        if not files:
            raise nothing_in(Inputs(manifest.prefix or folder.name, ()), found.left_out)
        left_out, asked_for = found.left_out, False
    else:
        around = commonpath([PurePosixPath(key.lstrip("/")).parent for key in manifest.keys])
        named = [
            NamedFile(_checked(folder, key, manifest), encodable(_within(key, around)))
            for key in manifest.keys
        ]
        # "a.csv" and "./a.csv" are the same file.
        files, left_out, asked_for = several(named).files, several(named).left_out, True
    if fault := too_many(len(files), manifest):
        raise fault
    return Inputs(encodable(manifest.table), files, left_out, asked_for)


def _within(key: str, around: str) -> str:
    return str(PurePosixPath(key.lstrip("/")).relative_to(around or "."))


def _checked(folder: Path, key: str, manifest: Manifest) -> Path:
    """Return the path of a file that a manifest names.

    Raises:
        UploadError: `bad_part`: it is not there, or is none that can be read.
    """
    path = folder / key.lstrip("/")
    what = "is a manifest itself" if is_manifest(key) else "marks a folder" if path.is_dir() else ""
    if not what and path.is_file():
        return path
    raise UploadError(
        "bad_part", name=manifest.name, key=key, what=what or "is not beside the manifest"
    )
