"""The results bucket: store a set of results or an error, move `latest.json`."""

from __future__ import annotations

import itertools
import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote

from botocore.exceptions import ClientError

from moodcloud.aws.events import Upload
from moodcloud.aws.keys import results_prefix
from moodcloud.aws.outcome import Outcome
from moodcloud.aws.s3 import MISSING, at_once, code_of, get_object, head_object, read_object
from moodcloud.errors import UploadError
from moodcloud.report.file_names import ERROR, SUMMARY

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

    from moodcloud.report.summary import Summary

LATEST: Final = "latest.json"
"""The name of the object that tells the outcome of the newest upload of a key."""
_TYPES: Final = {
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
# Seconds to go on trying while others move `latest.json`; after that Lambda tries again.
_PATIENCE_SECONDS: Final = 20.0
# Somebody else was faster, or S3 wants us to slow down.
_OVERTAKEN: Final = {"PreconditionFailed", "412", "ConditionalRequestConflict", "409"}
_BUSY: Final = {"SlowDown", "ServiceUnavailable", "503", "InternalError", "RequestTimeout"}
_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 2.0


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

    def prefix(self, upload: Upload | Outcome) -> str:
        """Return the folder of all versions of an upload's results; see `results_prefix`."""
        return results_prefix(upload.bucket, upload.key, self.home)

    def set_prefix(self, outcome: Outcome) -> str:
        """Return the folder of one version of an upload's results."""
        return f"{self.prefix(outcome)}{outcome.version}/"

    def read(self, key: str) -> bytes | None:
        """Return the content of an object; None if it is missing."""
        return read_object(self.client, self.bucket, key)

    def below(self, prefix: str) -> tuple[list[Any], list[str]]:
        """Return the objects directly below a prefix, and the prefixes of those further down."""
        pages = list(
            self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket, Prefix=prefix, Delimiter="/"
            )
        )
        objects = [each for page in pages for each in page.get("Contents", [])]
        folders = [each["Prefix"] for page in pages for each in page.get("CommonPrefixes", [])]
        return objects, folders

    def compare_and_swap(
        self,
        key: str,
        changed: Callable[[bytes | None], bytes | None],
        *,
        patience: float,
        **headers: Any,
    ) -> None:
        """Change an object; if somebody else changed it after it was read, start again.

        Args:
            key: The object's key.
            changed: Called with the content, or None where there is no such object; returns the new
                content, or None to leave the object as it is. It is called again after somebody
                else was faster.
            patience: Seconds to go on trying.
            **headers: Headers of the object, such as `ContentType`.

        Raises:
            ClientError: S3 refused; or others were faster, or S3 was too busy, until the time was
                up.
        """
        end = time.monotonic() + patience
        for attempt in itertools.count():
            try:
                self._swap(key, changed, headers)
                return
            except ClientError as error:
                # Missing: it was deleted between reading and writing.
                if code_of(error) not in _OVERTAKEN | _BUSY | MISSING:
                    raise
                # The pause is random, so that two writers that met do not meet again.
                pause = random.uniform(0, min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**attempt))
                if time.monotonic() + pause > end:
                    raise
                time.sleep(pause)

    def _swap(
        self,
        key: str,
        changed: Callable[[bytes | None], bytes | None],
        headers: Mapping[str, Any],
    ) -> None:
        answer = get_object(self.client, self.bucket, key)
        content = None if answer is None else answer["Body"].read()
        new = changed(content)
        if new is not None and new != content:
            condition: Any = {"IfNoneMatch": "*"} if answer is None else {"IfMatch": answer["ETag"]}
            self.client.put_object(Bucket=self.bucket, Key=key, Body=new, **condition, **headers)

    def stored_summary(self, prefix: str) -> Summary | None:
        """Return the summary of a set of results; None where the set is not whole."""
        # Imported here: a function is ready sooner without what summaries are made of.
        from moodcloud.report.contract import from_json
        from moodcloud.report.summary import Summary

        try:
            summary = from_json(Summary, json.loads(self.read(prefix + SUMMARY) or b"null"))
            files = {prefix + name for name in summary.files}
        except ValueError:
            return None
        objects, _ = self.below(prefix)
        return summary if files <= {each["Key"] for each in objects} else None

    def store(self, folder: Path, prefix: str, made_of: Mapping[str, str] | None = None) -> None:
        """Upload a set of results; `summary.json` last, so that whoever sees it sees all.

        Args:
            folder: Holds the set.
            prefix: Where it goes.
            made_of: The values that name the object it is made from, for `find_set`.
        """
        files = sorted(path for path in folder.iterdir() if path.name != SUMMARY)
        at_once(lambda path: self._put(path, prefix), files)
        told = {name: quote(value, safe="") for name, value in (made_of or {}).items()}
        self._put(folder / SUMMARY, prefix, Metadata=told)

    def _put(self, path: Path, prefix: str, **more: Any) -> None:
        # The file is sent while it is read: a list of rows left out may be larger than the memory.
        with path.open("rb") as body:
            self.client.put_object(
                Bucket=self.bucket,
                Key=prefix + path.name,
                Body=body,
                ContentType=_TYPES.get(path.suffix, "application/octet-stream"),
                **more,
            )

    def find_set(self, upload: Upload) -> tuple[str, dict[str, str]] | None:
        """Return the version and the `made_of` of a stored set of results of a deleted upload.

        An attempt that was killed before it moved `latest.json` may have left a whole set.
        """
        if not upload.etag:
            return None
        found: list[tuple[Any, str, dict[str, str]]] = []
        for folder in self.below(self.prefix(upload))[1]:
            head = head_object(self.client, self.bucket, folder + SUMMARY) or {}
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

    def latest(self, upload: Upload | Outcome) -> Outcome | None:
        """Return the outcome in the `latest.json` of a key; None if it is missing."""
        return Outcome.parse(self.read(self.prefix(upload) + LATEST))

    def point_latest(self, outcome: Outcome) -> Outcome | None:
        """Make `latest.json` tell of an outcome, unless the one it tells of takes precedence.

        Returns:
            What it tells now, which is `outcome` or what that stands in for; None where another
            takes precedence, which `Outcome.replaces` decides.
        """
        told: Outcome | None = None

        def latest(current: bytes | None) -> bytes | None:
            nonlocal told
            old = Outcome.parse(current)
            new = outcome.standing_in_for(old)
            told = new if new.replaces(old, lambda: self._is_current(outcome)) else None
            return None if told is None else told.as_bytes()

        key = self.prefix(outcome) + LATEST
        self.compare_and_swap(key, latest, patience=_PATIENCE_SECONDS, ContentType=_TYPES[".json"])
        return told

    def _is_current(self, outcome: Outcome) -> bool:
        """Return whether the object under the key of an upload is still the one of an outcome."""
        head = head_object(self.client, outcome.bucket, outcome.key)
        return head is not None and str(head["ETag"]).strip('"') == outcome.etag
