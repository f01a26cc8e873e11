"""S3: the client, compare-and-swap, several calls at once."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


# --- The client of S3: how long it waits, and how often it tries.

CONFIG: Final = Config(
    # S3 answers within a second or two even when it is slow. The defaults of a minute each, five
    # times over, would outlast the time limit of most functions.
    connect_timeout=5,
    read_timeout=15,
    retries={"mode": "standard", "total_max_attempts": 5},
)


def s3_client() -> S3Client:
    """Return a client of S3, with the credentials that boto3 finds."""
    return boto3.client("s3", config=CONFIG)


# --- Changing an object that others change too: read, change, write only if it is still as read.

MISSING: Final = {"NoSuchKey", "NoSuchVersion", "404", "NotFound"}
"""Codes with which S3 says that there is no such object."""
# Somebody else was faster, or S3 wants us to slow down.
_OVERTAKEN: Final = {"PreconditionFailed", "412", "ConditionalRequestConflict", "409"}
_BUSY: Final = {"SlowDown", "ServiceUnavailable", "503", "InternalError", "RequestTimeout"}
_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 2.0

Change = Callable[[bytes | None], bytes | None]


def change(
    client: S3Client,
    bucket: str,
    key: str,
    changed: Change,
    *,
    patience: float,
    **headers: Any,
) -> None:
    """Change an object as if nobody else did.

    Args:
        client: A client of S3.
        bucket: The object's bucket.
        key: The object's key.
        changed: Takes the content, None where there is no such object, and returns the new
            one, None to leave it as it is; called again when somebody else was faster.
        patience: Seconds until it is given up.
        **headers: Headers of the object, such as `ContentType`.

    Raises:
        ClientError: S3 refused; or the object changed, or S3 was too busy, until the end.
    """
    end = time.monotonic() + patience
    for attempt in itertools.count():
        try:
            content, condition = _read(client, bucket, key)
            new = changed(content)
            if new is not None and new != content:
                client.put_object(Bucket=bucket, Key=key, Body=new, **condition, **headers)
            return
        except ClientError as error:
            # Missing: it was deleted between reading and writing.
            if error.response["Error"]["Code"] not in _OVERTAKEN | _BUSY | MISSING:
                raise
            # Each waits for a time of its own, so that those who met do not meet again.
            pause = random.uniform(0, min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**attempt))
            if time.monotonic() + pause > end:
                raise
            time.sleep(pause)


def _read(client: S3Client, bucket: str, key: str) -> tuple[bytes | None, dict[str, Any]]:
    """Return the content, and the condition under which it may be replaced."""
    try:
        answer = client.get_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            return None, {"IfNoneMatch": "*"}
        raise
    return answer["Body"].read(), {"IfMatch": answer["ETag"]}


# --- Several calls of S3 at the same time.

_THREADS: Final = 8

Item = TypeVar("Item")
Result = TypeVar("Result")


def at_once(function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """Call a function with each item, eight at a time, and return the results in order.

    Raises:
        Exception: The first that a call raised. Calls that still run are not waited for: one that
            hangs would hold up whoever wants to say so.
    """
    pool = ThreadPoolExecutor(_THREADS)
    try:
        return [future.result() for future in [pool.submit(function, item) for item in items]]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
