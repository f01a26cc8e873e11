"""An upload from S3: content, options, token and time of one and the same object."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import (
    ClientError,
    HTTPClientError,
    IncompleteReadError,
    ResponseStreamingError,
)

from moodcloud.aws.events import Upload
from moodcloud.aws.s3 import MISSING, code_of
from moodcloud.errors import UploadError
from moodcloud.tabular.limits import disk_to_spare

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_PIECE_BYTES: Final = 1 << 20
_ARCHIVED: Final = "InvalidObjectState"
# What S3 answers to a request without the key where the customer's key encrypts the object.
_WITHOUT_KEY: Final = ("InvalidRequest", "400")
# How often a download that breaks off is resumed.
_RESUMES: Final = 4
_BROKEN_OFF: Final = (HTTPClientError, IncompleteReadError, ResponseStreamingError)


@dataclass(frozen=True)
class Opened:
    """An upload whose content is about to be read.

    Attributes:
        upload: The upload that was asked for.
        answer: What S3 answered; its body is not read yet.
    """

    upload: Upload
    answer: Any

    @property
    def metadata(self) -> dict[str, str]:
        """The object's metadata, by name without `x-amz-meta-`."""
        return dict(self.answer.get("Metadata", {}))

    @property
    def time(self) -> str:
        """When the object was stored, in UTC as ISO 8601 with seconds."""
        moment: datetime = self.answer["LastModified"]
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def etag(self) -> str:
        """The object's ETag, without quotes."""
        return str(self.answer["ETag"]).strip('"')

    @property
    def size(self) -> int:
        """The object's size in bytes."""
        return int(self.answer["ContentLength"])


def open_upload(client: S3Client, upload: Upload, *, pinned: bool = False) -> Opened:
    """Ask S3 for an upload.

    One request gives content and metadata, so both are of the same object, whatever is stored under
    its key meanwhile.

    Args:
        client: A client of S3.
        upload: The upload.
        pinned: Whether nothing but the object with the upload's ETag will do.

    Raises:
        UploadError: `missing_upload`, `archived_upload`, `encrypted_upload`.
        ClientError: S3 refused for another reason; worth another try.
    """
    condition: Any = {"IfMatch": f'"{upload.etag}"'} if pinned else {}
    try:
        return Opened(upload, client.get_object(**_named(upload), **condition))
    except ClientError as error:
        raise _known_fault(error, upload) from error


def save(client: S3Client, opened: Opened, path: Path) -> str:
    """Write the content of an upload to a file and return its SHA-256, hexadecimal.

    Raises:
        UploadError: `too_large`, `disk_full`: there is no room now; `larger_than_disk`: there
            never is.
        ClientError: S3 refused; among others because the object was replaced meanwhile.
    """
    name = PurePosixPath(opened.upload.key).name
    require_room(opened.size, name, path.parent)
    digest = hashlib.sha256()
    with disk_to_spare(name), path.open("wb") as file:
        for piece in _pieces(client, opened):
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def require_room(size: int, name: str, folder: Path) -> None:
    """Refuse what does not fit on the disk.

    Args:
        size: Its bytes.
        name: What messages call it.
        folder: Where it is to go.

    Raises:
        UploadError: `too_large`: there is no room now; `larger_than_disk`: there never is.
    """
    disk = shutil.disk_usage(folder)
    if size > disk.free:
        fits = size <= disk.total
        raise UploadError(
            "too_large" if fits else "larger_than_disk",
            name=name,
            size=size / 1e6,
            room=(disk.free if fits else disk.total) / 1e6,
        )


def _named(upload: Upload) -> dict[str, Any]:
    version = {"VersionId": upload.version_id} if upload.version_id else {}
    return {"Bucket": upload.bucket, "Key": upload.key, **version}


def _pieces(client: S3Client, opened: Opened) -> Iterator[bytes]:
    """Yield the content; resume it where the connection breaks off."""
    read, body = 0, opened.answer["Body"]
    for resumes in range(_RESUMES + 1):
        try:
            while piece := body.read(_PIECE_BYTES):
                read += len(piece)
                yield piece
            if read == opened.size:
                return
        except _BROKEN_OFF:
            if resumes == _RESUMES:
                raise
        if read == opened.size:
            return
        body = client.get_object(
            **_named(opened.upload), Range=f"bytes={read}-", IfMatch=opened.answer["ETag"]
        )["Body"]
    raise IncompleteReadError(actual_bytes=read, expected_bytes=opened.size)


def _known_fault(error: ClientError, upload: Upload) -> Exception:
    """Return the fault of an upload that an error of S3 means; the error itself for any other."""
    code = code_of(error)
    message = error.response["Error"].get("Message", "")
    if code in MISSING:
        return UploadError("missing_upload", key=upload.key, bucket=upload.bucket)
    if code == _ARCHIVED:
        answer: dict[str, Any] = dict(error.response)
        kind = answer.get("StorageClass") or answer["Error"].get("StorageClass") or "of an archive"
        return UploadError("archived_upload", key=upload.key, storage_class=kind)
    if code in _WITHOUT_KEY:
        what = "a key that only its owner has (SSE-C)"
        return UploadError("encrypted_upload", key=upload.key, what=what)
    if code.startswith("KMS.") or (code == "AccessDenied" and "kms" in message.lower()):
        what = "the key in KMS does not let the function use it"
        return UploadError("encrypted_upload", key=upload.key, what=what)
    return error
