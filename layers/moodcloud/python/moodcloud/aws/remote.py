"""The command line on S3: fetch a file to analyse, store a set of results, say what went wrong."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError

from moodcloud.aws.events import Upload
from moodcloud.aws.location import Location
from moodcloud.aws.storage import LATEST, Storage
from moodcloud.report.results import SUMMARY, WORDS, previous_files

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_MISSING: Final = {"404", "NoSuchKey", "NotFound"}
_REFUSED: Final = {"403", "AccessDenied", "Forbidden", "AllAccessDisabled"}
_BAD_KEYS: Final = {"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken"}
_ATTEMPTS: Final = 5


class RemoteError(OSError):
    """S3 could not be read from or written to; the message says why, and what to do."""


def fetch(source: Location, folder: Path) -> Path:
    """Download an object into `folder`.

    Raises:
        UploadError: `missing_upload`: the bucket is there, the object is not.
        RemoteError: Anything else.
    """
    with _in_plain_words(source, "s3:GetObject"):
        client = _client()
        # Asked first: a missing object and a missing bucket give the same answer later.
        _require_bucket(client, source)
        return Storage(client, source.bucket).fetch(Upload(source.bucket, source.key), folder).path


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
    with _in_plain_words(source, "s3:GetObject"):
        client = _client()
        _require_bucket(client, source)
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
        if _code(error) in _MISSING:
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
    with _in_plain_words(target, "s3:PutObject, s3:GetObject and s3:DeleteObject"):
        client = _client()
        _require_bucket(client, target)
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
    with _in_plain_words(target, "s3:ListBucket"):
        _require_bucket(_client(), target)


def _previous(client: S3Client, target: Location) -> list[str]:
    """Return the files of an earlier set under the prefix, by its summary."""
    with tempfile.TemporaryDirectory(prefix="moodcloud-") as name:
        path = Path(name) / SUMMARY
        if not _download(client, target.bucket, target.prefix + SUMMARY, path):
            return []
        return previous_files(path.parent) or [SUMMARY]


def _client() -> S3Client:
    return boto3.client(
        "s3", config=Config(retries={"mode": "standard", "total_max_attempts": _ATTEMPTS})
    )


def _require_bucket(client: S3Client, location: Location) -> None:
    try:
        client.head_bucket(Bucket=location.bucket)
    except ClientError as error:
        if _code(error) in {*_MISSING, "NoSuchBucket"}:
            raise RemoteError(
                f"There is no bucket {location.bucket}. Check its name; `aws s3 ls` lists yours."
            ) from error
        # Whoever may read an object need not be allowed to look at the bucket.
        if _code(error) not in _REFUSED:
            raise


@contextmanager
def _in_plain_words(location: Location, actions: str) -> Iterator[None]:
    """Turn what boto3 raises into a `RemoteError` that a user can act on."""
    try:
        yield
    except NoCredentialsError as error:
        raise RemoteError(
            "No AWS credentials found. Run `aws configure` or `aws sso login`, set AWS_PROFILE, or "
            "run where a role gives them (EC2, ECS)."
        ) from error
    except NoRegionError as error:
        raise RemoteError("No AWS region is set. Set AWS_REGION, such as eu-west-1.") from error
    except ClientError as error:
        raise RemoteError(_reason(error, location, actions)) from error
    except (BotoCoreError, Boto3Error) as error:
        raise RemoteError(f"S3 could not be used for {location}: {error}") from error


def _reason(error: ClientError, location: Location, actions: str) -> str:
    code = _code(error)
    if code in _REFUSED:
        shown = replace(location, key=location.key or "*")
        return (
            f"Access to {shown} is denied. The credentials in use need {actions} on it, and "
            f"s3:ListBucket on the bucket; `aws sts get-caller-identity` tells whose they are."
        )
    if code in _BAD_KEYS:
        return (
            f"AWS does not accept the credentials in use ({code}). They may have expired or been "
            "mistyped: run `aws configure` or `aws sso login` again."
        )
    message = error.response["Error"].get("Message", "")
    return f"S3 refused {error.operation_name} for {location}: {code} {message}".rstrip()


def _code(error: ClientError) -> str:
    return error.response["Error"].get("Code", "")
