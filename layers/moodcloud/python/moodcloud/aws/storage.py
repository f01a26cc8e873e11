"""Objects in and out: fetch an upload, store a set of results, move `latest.json`."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from moodcloud import __version__
from moodcloud.aws.events import RESULTS_PREFIX, Upload, is_older
from moodcloud.errors import UploadError
from moodcloud.report.results import SUMMARY

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

LATEST: Final = "latest.json"
_TYPES: Final = {
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
_MISSING: Final = {"NoSuchKey", "NoSuchVersion", "404", "NotFound"}
_PARALLEL_PUTS: Final = 8


@dataclass(frozen=True)
class Fetched:
    """An upload at hand: the file, and the object's metadata without `x-amz-meta-`."""

    path: Path
    metadata: dict[str, str]


@dataclass(frozen=True)
class Storage:
    """Where results go: `bucket`, by way of `client`."""

    client: S3Client
    bucket: str

    def fetch(self, upload: Upload, folder: Path) -> Fetched:
        """Download an upload into `folder`.

        Raises:
            UploadError: `missing_upload` or `too_large`.
            ClientError: S3 refused for another reason; worth another try.
        """
        path = folder / "upload"
        version: dict[str, Any] = {"VersionId": upload.version_id} if upload.version_id else {}
        try:
            head = self.client.head_object(Bucket=upload.bucket, Key=upload.key, **version)
            _require_room(upload, head["ContentLength"], folder)
            self.client.download_file(upload.bucket, upload.key, str(path), ExtraArgs=version)
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                raise UploadError("missing_upload", key=upload.key, bucket=upload.bucket) from error
            raise
        return Fetched(path, head.get("Metadata", {}))

    def has(self, key: str) -> bool:
        """Tell whether an object exists."""
        try:
            self.client.head_object(Bucket=self.bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                return False
            raise
        return True

    def store(self, folder: Path, prefix: str) -> None:
        """Upload a set of results; `summary.json` last, so that whoever sees it sees all."""
        files = sorted(path for path in folder.iterdir() if path.name != SUMMARY)
        with ThreadPoolExecutor(_PARALLEL_PUTS) as pool:
            for future in [pool.submit(self._put, path, prefix) for path in files]:
                future.result()
        self._put(folder / SUMMARY, prefix)

    def store_error(self, error: UploadError, prefix: str) -> None:
        """Write `error.json`."""
        body = json.dumps(error.as_dict(), ensure_ascii=False, indent=1) + "\n"
        self.client.put_object(
            Bucket=self.bucket,
            Key=f"{prefix}error.json",
            Body=body.encode(),
            ContentType=_TYPES[".json"],
        )

    def _put(self, path: Path, prefix: str) -> None:
        self.client.put_object(
            Bucket=self.bucket,
            Key=prefix + path.name,
            Body=path.read_bytes(),
            ContentType=_TYPES.get(path.suffix, "application/octet-stream"),
        )

    def point_latest(self, upload: Upload, version: str, outcome: str) -> bool:
        """Make `latest.json` point to a version, unless it points to that of a later event.

        Args:
            upload: Whose results.
            version: Of `version_of`.
            outcome: The file to look at first: `summary.json` or `error.json`.

        Returns:
            Whether it points to `version` now.
        """
        key = f"{results_prefix(upload)}{LATEST}"
        content: dict[str, Any] = {
            "schema": "moodcloud-latest/1",
            "version": version,
            "file": f"{version}/{outcome}",
            "sequencer": upload.sequencer,
        }
        body = (json.dumps(content, indent=1) + "\n").encode()
        while True:
            current, etag = self._read_latest(key)
            if current is not None and is_older(upload.sequencer, current.get("sequencer", "")):
                return False
            try:
                if etag is None:
                    self.client.put_object(
                        Bucket=self.bucket,
                        Key=key,
                        Body=body,
                        ContentType=_TYPES[".json"],
                        IfNoneMatch="*",
                    )
                else:
                    self.client.put_object(
                        Bucket=self.bucket,
                        Key=key,
                        Body=body,
                        ContentType=_TYPES[".json"],
                        IfMatch=etag,
                    )
            except ClientError as error:
                # Somebody else moved it meanwhile: look again.
                if error.response["Error"]["Code"] in ("PreconditionFailed", "412", *_MISSING):
                    continue
                raise
            return True

    def _read_latest(self, key: str) -> tuple[dict[str, Any] | None, str | None]:
        try:
            answer = self.client.get_object(Bucket=self.bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                return None, None
            raise
        try:
            content = json.loads(answer["Body"].read())
        except ValueError:
            content = {}
        return content, answer["ETag"]


def _require_room(upload: Upload, size: int, folder: Path) -> None:
    room = shutil.disk_usage(folder).free
    if size > room:
        raise UploadError(
            "too_large", name=PurePosixPath(upload.key).name, size=size / 1e6, room=room / 1e6
        )


def results_prefix(upload: Upload) -> str:
    """Return where the results of an upload are: `results/<key>/`."""
    return f"{RESULTS_PREFIX}{upload.key}/"


def version_of(content_sha256: str, settings: Mapping[str, Any]) -> str:
    """Return the version of a set of results: it follows from content, options and program."""
    options = json.dumps(settings, sort_keys=True, ensure_ascii=False)
    parts = "\n".join((content_sha256, options, __version__))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]
