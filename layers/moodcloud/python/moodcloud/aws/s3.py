"""S3: the client, objects that may be missing, several calls at once, faults in plain words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError

from moodcloud.aws.keys import Location

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

Item = TypeVar("Item")
Result = TypeVar("Result")

CONFIG: Final = Config(
    # S3 answers within a second or two even when it is slow. The defaults of a minute each, five
    # times over, would outlast the time limit of most functions.
    connect_timeout=5,
    read_timeout=15,
    retries={"mode": "standard", "total_max_attempts": 5},
)
MISSING: Final = frozenset({"NoSuchKey", "NoSuchVersion", "404", "NotFound"})
"""Codes with which S3 says that there is no such object."""
NO_BUCKET: Final = frozenset({"NoSuchBucket"})
REFUSED: Final = frozenset({"403", "AccessDenied", "Forbidden", "AllAccessDisabled"})
"""Codes with which S3 says that the credentials in use do not suffice."""
# How other services say so.
_REFUSED: Final = REFUSED | {
    "AccessDeniedException",
    "AuthorizationError",
    "AuthorizationErrorException",
}
_BAD_KEYS: Final = {
    "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken",
    "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException",
}  # fmt: skip
_THREADS: Final = 8


def s3_client() -> S3Client:
    """Return a client of S3, with the credentials that boto3 finds."""
    return boto3.client("s3", config=CONFIG)


def code_of(error: ClientError) -> str:
    """Return what S3 calls an error."""
    return error.response["Error"].get("Code", "")


def get_object(
    client: S3Client, bucket: str, key: str, missing: Collection[str] = MISSING
) -> Any | None:
    """Return S3's answer with an object; None where its error code is one of `missing`."""
    return _if_there(lambda: client.get_object(Bucket=bucket, Key=key), missing)


def read_object(
    client: S3Client, bucket: str, key: str, missing: Collection[str] = MISSING
) -> bytes | None:
    """Return the content of an object; None if it is missing."""
    answer = get_object(client, bucket, key, missing)
    return None if answer is None else answer["Body"].read()


def head_object(
    client: S3Client, bucket: str, key: str, missing: Collection[str] = MISSING
) -> Any | None:
    """Return what S3 tells of an object; None if it is missing."""
    return _if_there(lambda: client.head_object(Bucket=bucket, Key=key), missing)


def _if_there(call: Callable[[], Any], missing: Collection[str]) -> Any | None:
    try:
        return call()
    except ClientError as error:
        if code_of(error) in missing:
            return None
        raise


def at_once(function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """Call a function with each item, eight at a time, and return the results in order.

    Raises:
        Exception: The first that a call raised. Calls that still run are not waited for: one that
            hangs would hold up the message about it.
    """
    pool = ThreadPoolExecutor(_THREADS)
    try:
        return [future.result() for future in [pool.submit(function, item) for item in items]]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


class RemoteError(OSError):
    """S3 could not be read from or written to; the message says why, and what to do."""


def require_bucket(client: S3Client, location: Location) -> None:
    """Make sure that the bucket of an address is there.

    Raises:
        RemoteError: It is not.
    """
    try:
        client.head_bucket(Bucket=location.bucket)
    except ClientError as error:
        if code_of(error) in MISSING | NO_BUCKET:
            raise RemoteError(
                f"There is no bucket {location.bucket}. Check its name; `aws s3 ls` lists yours."
            ) from error
        # Credentials that may read an object need not be allowed to look at the bucket.
        if code_of(error) not in REFUSED:
            raise


@contextmanager
def reach(location: Location, actions: str) -> Iterator[S3Client]:
    """Yield a client of S3 once it is known that the bucket of an address is there.

    The bucket is asked for first, because a missing object and a missing bucket give the same
    answer later.

    Args:
        location: The address that the work is about.
        actions: The permissions that the work needs.

    Raises:
        RemoteError: There is no such bucket, or S3 refused something during the work.
    """
    with in_plain_words(location, actions):
        client = s3_client()
        require_bucket(client, location)
        yield client


@contextmanager
def in_plain_words(location: Location | str, actions: str) -> Iterator[None]:
    """Turn what boto3 raises into a `RemoteError` that a user can act on.

    Args:
        location: The address that the work is about; for another service than S3 what it is about,
            such as "the queue URL".
        actions: The permissions that the work needs.
    """
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
        raise RemoteError(
            f"{_service(location)} could not be used for {location}: {error}"
        ) from error


def _service(location: Location | str) -> str:
    return "S3" if isinstance(location, Location) else "AWS"


def _reason(error: ClientError, location: Location | str, actions: str) -> str:
    code = code_of(error)
    if code in _REFUSED:
        shown, more = location, ""
        if isinstance(location, Location):
            shown = replace(location, key=location.key or "*")
            more = ", and s3:ListBucket on the bucket"
        return (
            f"Access to {shown} is denied. The credentials in use need {actions} on it{more}; "
            f"`aws sts get-caller-identity` tells whose they are."
        )
    if code in _BAD_KEYS:
        return (
            f"AWS does not accept the credentials in use ({code}). They may have expired or been "
            "mistyped: run `aws configure` or `aws sso login` again."
        )
    message = error.response["Error"].get("Message", "")
    service = _service(location)
    return f"{service} refused {error.operation_name} for {location}: {code} {message}".rstrip()
