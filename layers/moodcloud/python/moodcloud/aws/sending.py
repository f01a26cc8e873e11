"""A file from here to the bucket of uploads, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from botocore.exceptions import ClientError

from moodcloud.aws.account import RemoteError, code_of
from moodcloud.aws.changing import MISSING
from moodcloud.aws.location import Location
from moodcloud.aws.places import latest_of
from moodcloud.aws.storage import TOKEN

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# A bound of S3, for names and values together.
_MOST_METADATA: Final = 2048


@dataclass(frozen=True)
class Sent:
    """An upload of ours: where it is, and the token by which we know its results."""

    location: Location
    token: str


def send(
    client: S3Client,
    file: Path,
    target: Location,
    metadata: Mapping[str, str],
    progress: Callable[[int], None],
) -> Sent:
    """Upload a file.

    Args:
        client: Of S3.
        file: What to upload.
        target: Where to.
        metadata: Options, of `settings.to_metadata`.
        progress: Called with the number of bytes that went out.

    Raises:
        RemoteError: The options are too long for metadata.
    """
    token = uuid4().hex
    whole = {**metadata, TOKEN: token}
    if sum(len(name) + len(value) for name, value in whole.items()) > _MOST_METADATA:
        raise RemoteError(
            "The options are too long to go with an upload: S3 takes 2 KB. Shorten the lists, or "
            "set them for all uploads, as variables of the function: MOODCLOUD_STOPWORDS and so on."
        )
    client.upload_file(
        str(file), target.bucket, target.key, ExtraArgs={"Metadata": whole}, Callback=progress
    )
    return Sent(target, token)


def outcome_of(client: S3Client, sent: Sent, results_bucket: str) -> Location | None:
    """Return where the `summary.json` or `error.json` of an upload is; None until it is there.

    Raises:
        RemoteError: There will be none: the upload was replaced.
    """
    found = latest_of(client, results_bucket, sent.location)
    if found is None:
        return None
    prefix, latest = found
    outcome = Location(results_bucket, f"{prefix}{latest.file}")
    if latest.token == sent.token:
        return outcome
    token = _token_now(client, sent.location)
    if token is None and latest.version == "missing":
        return outcome
    if token not in (None, sent.token):
        raise RemoteError(
            f"{sent.location} was replaced by a later upload before it was analysed: the results "
            "will be those of that one."
        )
    return None


def _token_now(client: S3Client, location: Location) -> str | None:
    """Return the token of the object at an address; None where it is gone or may not be seen."""
    try:
        head = client.head_object(Bucket=location.bucket, Key=location.key)
    except ClientError as error:
        if code_of(error) in {*MISSING, "403", "AccessDenied"}:
            return None
        raise
    return head.get("Metadata", {}).get(TOKEN, "")
