"""Objects in and out: fetch an upload, store a set of results, move `latest.json`."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from moodcloud import __version__
from moodcloud.aws.changing import MISSING, Change, change
from moodcloud.aws.events import RESULTS_PREFIX, Upload, is_older
from moodcloud.errors import UploadError
from moodcloud.report.results import SUMMARY

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

LATEST: Final = "latest.json"
TOKEN: Final = "upload-token"
"""Metadata of an upload (`x-amz-meta-upload-token`) that `latest.json` repeats: the same file, put
under the same key again, has the same results; only a token tells whose they are."""
_TYPES: Final = {
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
_PARALLEL_PUTS: Final = 8
# Others may move `latest.json` at the same time; then Lambda tries again.
_PATIENCE_SECONDS: Final = 20.0


@dataclass(frozen=True)
class Fetched:
    """An upload at hand.

    Attributes:
        path: The file.
        metadata: Of the object, without `x-amz-meta-`.
        time: When it was uploaded, in UTC as ISO 8601 with seconds.
    """

    path: Path
    metadata: dict[str, str]
    time: str = ""


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
            if error.response["Error"]["Code"] in MISSING:
                raise UploadError("missing_upload", key=upload.key, bucket=upload.bucket) from error
            raise
        return Fetched(path, head.get("Metadata", {}), iso_time(head["LastModified"]))

    def read(self, key: str) -> bytes | None:
        """Return the content of an object; None where there is none."""
        try:
            return self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in MISSING:
                return None
            raise

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

    def point_latest(self, upload: Upload, version: str, outcome: str, token: str = "") -> bool:
        """Make `latest.json` point to a version, unless it points to that of a later event.

        Args:
            upload: Whose results.
            version: Of `version_of`.
            outcome: The file to look at first: `summary.json` or `error.json`.
            token: By which whoever uploaded it tells the results from others; see `TOKEN`.

        Returns:
            Whether it points to `version` now.
        """
        content: dict[str, Any] = {
            "schema": "moodcloud-latest/1",
            "version": version,
            "file": f"{version}/{outcome}",
            "sequencer": upload.sequencer,
            "token": token,
        }
        body = (json.dumps(content, indent=1) + "\n").encode()
        moved = False

        def latest(current: bytes | None) -> bytes | None:
            nonlocal moved
            moved = not is_older(upload.sequencer, sequencer_in(current))
            return body if moved else None

        key = f"{results_prefix(upload)}{LATEST}"
        self.change(key, latest, patience=_PATIENCE_SECONDS, ContentType=_TYPES[".json"])
        return moved

    def change(self, key: str, changed: Change, *, patience: float, **headers: Any) -> None:
        """Change an object of the bucket as if nobody else did; see `changing.change`."""
        change(self.client, self.bucket, key, changed, patience=patience, **headers)


def sequencer_in(content: bytes | None) -> str:
    """Return the `sequencer` of a JSON object; empty where there is none."""
    try:
        return str(json.loads(content or b"{}").get("sequencer", ""))
    except (ValueError, AttributeError):
        return ""


def _require_room(upload: Upload, size: int, folder: Path) -> None:
    room = shutil.disk_usage(folder).free
    if size > room:
        raise UploadError(
            "too_large", name=PurePosixPath(upload.key).name, size=size / 1e6, room=room / 1e6
        )


def iso_time(moment: datetime) -> str:
    """Return a time in UTC as ISO 8601 with seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def results_prefix(upload: Upload) -> str:
    """Return where the results of an upload are: `results/<key>/`."""
    return f"{RESULTS_PREFIX}{upload.key}/"


def version_of(content_sha256: str, settings: Mapping[str, Any]) -> str:
    """Return the version of a set of results: it follows from content, options and program."""
    options = json.dumps(settings, sort_keys=True, ensure_ascii=False)
    parts = "\n".join((content_sha256, options, __version__))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]
