"""The results bucket: store a set of results or an error, move `latest.json`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import quote, unquote

from botocore.exceptions import ClientError

from moodcloud import __version__
from moodcloud.aws.events import Upload, compare_sequencers
from moodcloud.aws.keys import results_prefix
from moodcloud.aws.s3 import MISSING, Change, at_once, change
from moodcloud.errors import UploadError
from moodcloud.report.contract import from_json
from moodcloud.report.files import ERROR, SUMMARY
from moodcloud.report.summary import Summary

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


# --- `latest.json`: the outcome of the newest upload of a key, however events arrive.

LATEST: Final = "latest.json"
"""The name of the object."""
_SCHEMA: Final = "moodcloud-latest/1"


@dataclass(frozen=True)
class Latest:
    """What `latest.json` says.

    Attributes:
        version: The version of the results, or of the error in their place.
        file: The file to look at first, below the folder of all versions.
        sequencer: Orders events of one key; empty where the sender of the event gave none.
        token: By which whoever uploaded the file tells its results from others; may be empty.
        time: When the object was stored, in UTC as ISO 8601 with seconds; empty where unknown.
        etag: The object's ETag, which tells one content from another; empty where unknown.
        bucket: The upload's bucket.
        key: The upload's key, in full, also where the folder of its results has a shorter name.
    """

    version: str
    file: str
    sequencer: str = ""
    token: str = ""
    time: str = ""
    etag: str = ""
    bucket: str = ""
    key: str = ""

    @classmethod
    def parse(cls, content: bytes | None) -> Self | None:
        """Return what a `latest.json` says; None where there is none, or it is damaged."""
        try:
            values = json.loads(content or b"null")
        except ValueError:
            return None
        if not isinstance(values, dict):
            return None
        texts = {
            each.name: values[each.name]
            for each in fields(cls)
            if isinstance(values.get(each.name), str)
        }
        return cls(**texts) if {"version", "file"} <= texts.keys() else None

    def as_bytes(self) -> bytes:
        """Return the content of `latest.json`."""
        content = {"schema": _SCHEMA, **asdict(self)}
        return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()

    @property
    def is_good(self) -> bool:
        """Whether there are results, not an error."""
        return self.file.endswith(f"/{SUMMARY}")

    def replaces(self, old: Latest | None, is_current: Callable[[], bool]) -> bool:
        """Tell whether this outcome takes the place of another of the same key.

        A later upload replaces an earlier one. Of one upload, any outcome replaces an error, and
        nothing but results replaces results.

        Args:
            old: What `latest.json` says now, if anything.
            is_current: Called where neither events nor times tell which upload came later; tells
                whether the object in the bucket is still the one of this outcome.
        """
        if old is None:
            return True
        order = self._compare(old, is_current)
        return order > 0 or (order == 0 and (self.is_good or not old.is_good))

    def _compare(self, old: Latest, is_current: Callable[[], bool]) -> int:
        """Return 1 where this upload came later than another, -1 earlier, 0 where it is the same.

        What cannot be told counts as the same.
        """
        if self.sequencer and old.sequencer:
            return compare_sequencers(self.sequencer, old.sequencer)
        same = bool(self.etag) and self.etag == old.etag
        if same and not self.is_good:
            return 0
        if self.time and old.time and self.time != old.time:
            return 1 if self.time > old.time else -1
        if same or not self.etag or not old.etag:
            return 0
        # Two uploads within a second, without sequencers: the object is that of the later one.
        return 1 if is_current() else -1


# --- The results bucket: store a set of results or an error, move `latest.json`.

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
# Others may move `latest.json` at the same time; then Lambda tries again.
_PATIENCE_SECONDS: Final = 20.0


@dataclass(frozen=True)
class Storage:
    """Where results go.

    Attributes:
        client: A client of S3.
        bucket: The results bucket.
        home: The bucket of uploads that it belongs to; None where that is unknown.
    """

    client: S3Client
    bucket: str
    home: str | None = None

    def prefix(self, upload: Upload) -> str:
        """Return the folder of all versions of an upload's results; see `results_prefix`."""
        return results_prefix(upload.bucket, upload.key, self.home)

    def read(self, key: str) -> bytes | None:
        """Return the content of an object; None where there is none."""
        try:
            return self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in MISSING:
                return None
            raise

    def stored_summary(self, prefix: str) -> Summary | None:
        """Return the summary of a set of results; None where the set is not whole."""
        try:
            summary = from_json(Summary, json.loads(self.read(prefix + SUMMARY) or b"null"))
            files = {prefix + name for name in summary.files}
        except ValueError:
            return None
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=prefix
        )
        there = {each["Key"] for page in pages for each in page.get("Contents", [])}
        return summary if files <= there else None

    def store(self, folder: Path, prefix: str, made_of: Mapping[str, str] | None = None) -> None:
        """Upload a set of results; `summary.json` last, so that whoever sees it sees all.

        Args:
            folder: Holds the set.
            prefix: Where it goes.
            made_of: What tells of which object it is made; for `find_set`.
        """
        files = sorted(path for path in folder.iterdir() if path.name != SUMMARY)
        at_once(lambda path: self._put(path, prefix), files)
        told = {name: quote(value, safe="") for name, value in (made_of or {}).items()}
        self._put(folder / SUMMARY, prefix, Metadata=told)

    def find_set(self, upload: Upload) -> tuple[str, dict[str, str]] | None:
        """Return the version of a set made of an upload that is gone, and what `store` was told.

        An attempt that was killed before it moved `latest.json` may have left a whole set.
        """
        if not upload.etag:
            return None
        found: list[tuple[Any, str, dict[str, str]]] = []
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=self.prefix(upload), Delimiter="/"
        )
        for folder in [each["Prefix"] for page in pages for each in page.get("CommonPrefixes", [])]:
            head = self._head(self.bucket, folder + SUMMARY) or {}
            told = {name: unquote(value) for name, value in head.get("Metadata", {}).items()}
            if told.get("etag") == upload.etag:
                version = folder.rstrip("/").rpartition("/")[2]
                found.append((head["LastModified"], version, told))
        return max(found, key=itemgetter(0))[1:] if found else None

    def store_error(self, error: UploadError, prefix: str) -> bool:
        """Write `error.json`; return whether it is new."""
        body = (json.dumps(error.as_dict(), ensure_ascii=False, indent=1) + "\n").encode()
        key = prefix + ERROR
        if self.read(key) == body:
            return False
        self.client.put_object(Bucket=self.bucket, Key=key, Body=body, ContentType=_TYPES[".json"])
        return True

    def _put(self, path: Path, prefix: str, **more: Any) -> None:
        # Handed on as it is read: a list of rows left out may be larger than the memory.
        with path.open("rb") as body:
            self.client.put_object(
                Bucket=self.bucket,
                Key=prefix + path.name,
                Body=body,
                ContentType=_TYPES.get(path.suffix, "application/octet-stream"),
                **more,
            )

    def latest(self, upload: Upload) -> Latest | None:
        """Return what `latest.json` says of the uploads of a key; None where there is none."""
        return Latest.parse(self.read(self.prefix(upload) + LATEST))

    def point_latest(self, upload: Upload, outcome: Latest) -> bool:
        """Make `latest.json` tell of an outcome, unless what it tells of must stay.

        Args:
            upload: Whose outcome it is.
            outcome: What to say; see `Latest.replaces`.

        Returns:
            Whether it tells of `outcome` now.
        """
        moved = False

        def latest(current: bytes | None) -> bytes | None:
            nonlocal moved
            moved = outcome.replaces(
                Latest.parse(current), lambda: self._etag_now(upload) == outcome.etag
            )
            return outcome.as_bytes() if moved else None

        key = self.prefix(upload) + LATEST
        self.change(key, latest, patience=_PATIENCE_SECONDS, ContentType=_TYPES[".json"])
        return moved

    def _etag_now(self, upload: Upload) -> str | None:
        """Return the ETag of what is stored under the key of an upload now."""
        head = self._head(upload.bucket, upload.key)
        return None if head is None else str(head["ETag"]).strip('"')

    def _head(self, bucket: str, key: str) -> Any:
        """Return what S3 tells of an object; None where there is none."""
        try:
            return self.client.head_object(Bucket=bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in MISSING:
                return None
            raise

    def change(self, key: str, changed: Change, *, patience: float, **headers: Any) -> None:
        """Change an object of the bucket as if nobody else did; see `changing.change`."""
        change(self.client, self.bucket, key, changed, patience=patience, **headers)


def version_of(content: str, settings: Mapping[str, Any]) -> str:
    """Return the version of a set of results: it follows from content, options and program.

    Args:
        content: The SHA-256 of the upload's content.
        settings: The options, by name.
    """
    options = json.dumps(settings, sort_keys=True, ensure_ascii=False)
    parts = "\n".join((content, options, __version__))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]
