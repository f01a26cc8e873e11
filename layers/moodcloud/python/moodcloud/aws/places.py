"""Where in S3 results are, for whoever knows where the upload is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from moodcloud.aws.account import RemoteError, code_of, require_bucket
from moodcloud.aws.changing import MISSING
from moodcloud.aws.events import RESULTS_PREFIX
from moodcloud.aws.location import Location
from moodcloud.aws.storage import LATEST, Storage
from moodcloud.report.results import ERROR, SUMMARY

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# As template.yaml names the two buckets of a stack.
_UPLOADS: Final = "-uploads-"
_RESULTS: Final = "-results-"


def results_bucket_of(client: S3Client, uploads: str, named: str | None) -> str:
    """Return the bucket that holds the results of the uploads in another.

    Args:
        client: Of S3.
        uploads: The bucket of the uploads.
        named: What the user says it is, if anything.

    Raises:
        RemoteError: There is none, or nothing tells its name.
    """
    bucket = named or sibling_of(uploads)
    if bucket is None:
        why = f"{uploads} is not named as a stack names its buckets (STACK-uploads-ACCOUNT-REGION)"
    else:
        try:
            require_bucket(client, Location(bucket, ""))
        except RemoteError:
            why = f"there is no bucket {bucket}"
        else:
            return bucket
    raise RemoteError(
        f"The bucket for the results of {uploads} was not found: {why}. Name it with "
        "--results-bucket; it is ResultsBucketName among the outputs of the stack."
    )


def sibling_of(uploads: str) -> str | None:
    """Return what a stack calls the bucket of the results; None for a bucket of no stack."""
    return _RESULTS.join(uploads.rsplit(_UPLOADS, 1)) if _UPLOADS in uploads else None


def latest_of(client: S3Client, bucket: str, key: str) -> dict[str, Any] | None:
    """Return the `latest.json` of an upload; None where it has no results yet."""
    return _latest(client, bucket, f"{RESULTS_PREFIX}{key}/")


def find_results(client: S3Client, source: Location, results_bucket: str | None) -> Location:
    """Return the address of the `summary.json` or `error.json` that an address stands for.

    Args:
        client: Of S3.
        source: Of an upload; or of results: their folder, that of all versions, or a file that
            says what they are.
        results_bucket: Where the results of an upload are, if not where a stack puts them.

    Raises:
        RemoteError: There are no results.
    """
    if source.name in (SUMMARY, ERROR):
        return source
    candidates = list(_candidates(source, results_bucket))
    for bucket, prefix in candidates:
        latest = _latest(client, bucket, prefix)
        if latest is not None:
            return Location(bucket, f"{prefix}{latest['file']}")
        for name in (SUMMARY, ERROR):
            if _read(client, bucket, prefix + name) is not None:
                return Location(bucket, prefix + name)
    looked = " and ".join(f"s3://{bucket}/{prefix}" for bucket, prefix in candidates)
    raise RemoteError(
        f"There are no results for {source}. Looked in {looked}. If the file was uploaded a moment "
        "ago, wait; if its results are in another bucket, name it with --results-bucket."
    )


def _candidates(source: Location, results_bucket: str | None) -> Iterator[tuple[str, str]]:
    """Yield buckets and the prefixes in them where results may be."""
    key = source.key.strip("/")
    below = f"{key}/" if key else ""
    if key.startswith(RESULTS_PREFIX):
        yield results_bucket or source.bucket, below
        return
    if results_bucket is None:
        yield source.bucket, below
        buckets = [sibling_of(source.bucket), source.bucket]
    else:
        buckets = [results_bucket]
    for bucket in buckets:
        if bucket and key:
            yield bucket, f"{RESULTS_PREFIX}{below}"


def _latest(client: S3Client, bucket: str, prefix: str) -> dict[str, Any] | None:
    content = _read(client, bucket, prefix + LATEST)
    try:
        latest = json.loads(content) if content is not None else None
    except ValueError:
        return None
    return latest if isinstance(latest, dict) and isinstance(latest.get("file"), str) else None


def _read(client: S3Client, bucket: str, key: str) -> bytes | None:
    try:
        return Storage(client, bucket).read(key)
    except ClientError as error:
        if code_of(error) in {*MISSING, "NoSuchBucket"}:
            return None
        raise
