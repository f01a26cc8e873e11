"""The files that a manifest leads to: each is pinned before any is read, and read as it was then.

So a file that is replaced in between never comes into a table with others that are older.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError

from moodcloud.aws.download import open_upload, require_room, save
from moodcloud.aws.events import Upload
from moodcloud.aws.keys import RESULTS_PREFIX
from moodcloud.aws.manifest import Manifest, is_manifest, too_many
from moodcloud.aws.s3 import MISSING, REFUSED, at_once, code_of
from moodcloud.aws.storage import Storage
from moodcloud.bounds import Bounds
from moodcloud.errors import UploadError
from moodcloud.readable import encodable
from moodcloud.reading.inputs import NAMED_TWICE, Inputs, NamedFile, chosen, nothing_in
from moodcloud.reading.table import FileLeftOut

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_REPLACED: Final = {"PreconditionFailed", "412"}


@dataclass(frozen=True)
class Pinned:
    """The files of a manifest, each as it was at one moment.

    Attributes:
        manifest: The manifest.
        files: The files, with version and ETag, in the order in which they are read.
        names: What results call each.
        left_out: What lies below the prefix besides, or is named twice.
    """

    manifest: Manifest
    files: tuple[Upload, ...]
    names: tuple[str, ...]
    left_out: tuple[FileLeftOut, ...]

    @property
    def bytes(self) -> int:
        """The size of all files."""
        return sum(file.size for file in self.files)


def pin(client: S3Client, bucket: str, manifest: Manifest) -> Pinned:
    """Find the files that a manifest leads to, and note the version of each.

    Args:
        client: A client of S3.
        bucket: The bucket of the manifest.
        manifest: What it says.

    Raises:
        UploadError: `bad_part`: a file is missing, may not be read or cannot be one; `no_files`:
            there is none below the prefix; `bad_manifest`: there are too many.
    """
    if manifest.prefix is None:
        if fault := too_many(len(manifest.keys), manifest):
            raise fault
        keys = list(dict.fromkeys(manifest.keys))
        folder = _common_folder(keys)
        again = [key for place, key in enumerate(manifest.keys) if key in manifest.keys[:place]]
        left_out = [FileLeftOut(encodable(key[len(folder) :]), NAMED_TWICE) for key in again]
    else:
        keys, left_out = _below(client, bucket, manifest)
        folder = manifest.prefix
    if fault := too_many(len(keys), manifest):
        raise fault
    files = at_once(lambda key: _pinned(client, bucket, key, manifest), keys)
    names = tuple(encodable(key[len(folder) :]) for key in keys)
    return Pinned(manifest, tuple(files), names, tuple(left_out))


def fetch(client: S3Client, pinned: Pinned, folder: Path, bounds: Bounds) -> tuple[Inputs, str]:
    """Download the files as they were when they were pinned.

    Args:
        client: A client of S3.
        pinned: The files.
        folder: Where they go.
        bounds: The most that all may have together.

    Returns:
        The files, and a digest of their names and contents.

    Raises:
        UploadError: `over_bound`, `too_large`, `larger_than_disk`: there is no room for all;
            `part_replaced`: a file was replaced or deleted after it was pinned; or another fault of
            a file, see `open_upload` and `save`.
    """
    manifest, asked_for = pinned.manifest, pinned.manifest.prefix is None
    bounds.check_size(pinned.bytes, manifest.name)
    require_room(pinned.bytes, manifest.name, folder)
    paths = [folder / f"file-{number}" for number in range(len(pinned.files))]
    digests = at_once(
        lambda each: _saved(client, *each, manifest), list(zip(pinned.files, paths, strict=True))
    )
    named = tuple(NamedFile(*each) for each in zip(paths, pinned.names, strict=True))
    content = [
        sorted(each.name for each in pinned.left_out),
        *zip(pinned.names, digests, strict=True),
    ]
    digest = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    return Inputs(encodable(manifest.table), named, pinned.left_out, asked_for), digest


def _below(
    client: S3Client, bucket: str, manifest: Manifest
) -> tuple[list[str], list[FileLeftOut]]:
    prefix = manifest.prefix or ""
    try:
        objects, folders = Storage(client, bucket).below(prefix)
    except ClientError as error:
        if code_of(error) in REFUSED:
            raise _bad(manifest, prefix or "*", "the function may not list") from error
        raise
    names = [each["Key"].removeprefix(prefix) for each in objects]
    names += [each.removeprefix(prefix) for each in folders if each != RESULTS_PREFIX]
    kept, left_out = chosen(sorted(name for name in names if name and not is_manifest(name)))
    if not kept:
        raise nothing_in(Inputs(prefix or bucket, ()), left_out)
    return [prefix + name for name in kept], left_out


def _common_folder(keys: list[str]) -> str:
    """Return the folder that all keys are in, with its slash; empty where there is none."""
    folders = [key.split("/")[:-1] for key in keys]
    common = takewhile(lambda names: len(set(names)) == 1, zip(*folders, strict=False))
    return "".join(f"{name}/" for name, *_ in common)


def _pinned(client: S3Client, bucket: str, key: str, manifest: Manifest) -> Upload:
    """Return a file with its version."""
    for is_so, what in (
        (not key or key.endswith("/"), "marks a folder"),
        (is_manifest(key), "is a manifest itself"),
        (key.startswith(RESULTS_PREFIX), "is a result"),
    ):
        if is_so:
            raise _bad(manifest, key, what)
    try:
        head = client.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if code_of(error) in MISSING:
            # Names look alike whether their letters are composed or not, and keys are bytes.
            raise _bad(manifest, key, f"is not in the bucket {bucket}, letter by letter") from error
        if code_of(error) in REFUSED:
            raise _bad(manifest, key, "the function may not read") from error
        raise
    return Upload(
        bucket,
        key,
        version_id=head.get("VersionId", ""),
        etag=head["ETag"].strip('"'),
        size=head["ContentLength"],
    )


def _bad(manifest: Manifest, key: str, what: str) -> UploadError:
    return UploadError("bad_part", name=manifest.name, key=key, what=what)


def _saved(client: S3Client, file: Upload, path: Path, manifest: Manifest) -> str:
    """Download a file and return its digest."""
    try:
        return save(client, open_upload(client, file, pinned=True), path)
    except UploadError as error:
        # It was there when it was pinned.
        if error.code != "missing_upload":
            raise
        raise UploadError("part_replaced", name=manifest.name, key=file.key) from error
    except ClientError as error:
        if code_of(error) not in _REPLACED:
            raise
        raise UploadError("part_replaced", name=manifest.name, key=file.key) from error
