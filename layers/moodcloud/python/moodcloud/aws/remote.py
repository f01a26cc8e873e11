"""The command line on S3: fetch a file to analyse, store a set of results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from moodcloud.aws.account import code_of, in_plain_words, require_bucket
from moodcloud.aws.changing import MISSING
from moodcloud.aws.client import s3_client
from moodcloud.aws.download import open_upload, save
from moodcloud.aws.events import Upload
from moodcloud.aws.latest import LATEST
from moodcloud.aws.location import Location
from moodcloud.aws.storage import Storage
from moodcloud.report.results import SUMMARY, WORDS
from moodcloud.report.sets import files_of
from moodcloud.workspace import workspace

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def fetch(source: Location, folder: Path) -> Path:
    """Download an object into `folder`.

    Raises:
        UploadError: `missing_upload`: the bucket is there, the object is not; or another fault of
            the object, see `open_upload` and `save`.
        RemoteError: Anything else.
    """
    with in_plain_words(source, "s3:GetObject"):
        client = s3_client()
        # Asked first: a missing object and a missing bucket give the same answer later.
        require_bucket(client, source)
        path = folder / "upload"
        save(client, open_upload(client, Upload(source.bucket, source.key)), path)
        return path


def fetch_words(source: Location, folder: Path) -> bool:
    """Download summary and vocabulary of a set of results into `folder`.

    Args:
        source: The prefix of the set, or of all versions of an upload's results: then the newest.
        folder: Where to.

    Returns:
        Whether there is a set.

    Raises:
        RemoteError: S3 refused.
    """
    with in_plain_words(source, "s3:GetObject"):
        client = s3_client()
        require_bucket(client, source)
        prefix = source.prefix
        if not _download(client, source.bucket, prefix + SUMMARY, folder / SUMMARY):
            if not _download(client, source.bucket, prefix + LATEST, folder / LATEST):
                return False
            version = json.loads((folder / LATEST).read_text("utf-8"))["version"]
            prefix += f"{version}/"
            _download(client, source.bucket, prefix + SUMMARY, folder / SUMMARY)
        return _download(client, source.bucket, prefix + WORDS, folder / WORDS)


def _download(client: S3Client, bucket: str, key: str, path: Path) -> bool:
    """Download an object, if there is one."""
    try:
        path.write_bytes(client.get_object(Bucket=bucket, Key=key)["Body"].read())
    except ClientError as error:
        if code_of(error) in MISSING:
            return False
        raise
    return True


def store(folder: Path, target: Location) -> None:
    """Upload a set of results; `summary.json` last, so that whoever sees it sees all.

    As in a local folder, results of an earlier analysis are replaced, its `summary.json` first of
    all; any other object stays.

    Raises:
        RemoteError: S3 refused; no `summary.json` speaks for half a set.
    """
    with in_plain_words(target, "s3:PutObject, s3:GetObject and s3:DeleteObject"):
        client = s3_client()
        require_bucket(client, target)
        kept = {path.name for path in folder.iterdir()}
        stale = _previous(client, target)
        for name in [SUMMARY, *(name for name in stale if name not in kept)] if stale else []:
            client.delete_object(Bucket=target.bucket, Key=target.prefix + name)
        Storage(client, target.bucket).store(folder, target.prefix)


def require_target(target: Location) -> None:
    """Fail before the work, not after it, where results could never be stored.

    Raises:
        RemoteError: There is no such bucket, or no access to it.
    """
    with in_plain_words(target, "s3:ListBucket"):
        require_bucket(s3_client(), target)


def _previous(client: S3Client, target: Location) -> list[str]:
    """Return the files of an earlier set under the prefix, by its summary."""
    with workspace() as folder:
        path = folder / SUMMARY
        if not _download(client, target.bucket, target.prefix + SUMMARY, path):
            return []
        return files_of(folder) or [SUMMARY]
