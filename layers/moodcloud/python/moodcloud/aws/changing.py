"""Changing an object that others change too: read, change, write only if it is still as read."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

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
