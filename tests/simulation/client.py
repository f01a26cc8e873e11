"""The clients of S3 and SQS that aws/ calls, with all that may go wrong with a call."""

# ruff: noqa: N803 (arguments have the names that boto3 gives them)

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

from botocore.exceptions import IncompleteReadError, ReadTimeoutError

from tests.simulation.process import Process, current
from tests.simulation.s3 import S3, Stored, refusal

Answer = TypeVar("Answer")

_ATTEMPTS: Final = 5
# Errors of S3, by the trouble they belong to; botocore has tried again in vain.
_REFUSED: Final = {"busy": "SlowDown", "denied": "AccessDenied"}


def called(what: str, call: Callable[[], Answer], conditional: bool = False) -> Answer:
    """Return the answer of a service to the current process, if it gets through.

    Args:
        what: What is asked.
        call: Does what is asked.
        conditional: Whether it is a write on a condition.
    """
    process = current()
    for _ in range(_ATTEMPTS):
        trouble = process.operation(what)
        if trouble in _REFUSED:
            raise refusal(_REFUSED[trouble])
        if trouble == "conflict" and conditional:
            raise refusal("ConditionalRequestConflict", "PutObject")
        if trouble == "hang":
            break
        answer = call()
        if trouble == "kill after":
            process.kill()
        if trouble == "lost for good":
            break
        # The acknowledgement is lost on its way: botocore tries again.
        if trouble != "lost":
            return answer
    raise ReadTimeoutError(endpoint_url="s3")


class S3Model:
    """A client of the model of S3, for whichever process calls.

    Args:
        s3: The model.
    """

    def __init__(self, s3: S3) -> None:
        self._s3 = s3

    def get_object(
        self, Bucket: str, Key: str, VersionId: str = "", Range: str = "", IfMatch: str = ""
    ) -> dict[str, Any]:
        """Return an object, from an offset if asked."""

        def get() -> dict[str, Any]:
            found = self._s3.get(Bucket, Key, VersionId)
            if IfMatch and IfMatch != found.etag:
                raise refusal("PreconditionFailed", "GetObject")
            start = int(Range.removeprefix("bytes=").rstrip("-") or 0)
            if Range and start >= len(found.body or b""):
                raise refusal("InvalidRange", "GetObject")
            return {**found.told, "Body": Body(current(), (found.body or b"")[start:])}

        return called(f"get {Bucket} {Key} {Range}", get)

    def head_object(self, Bucket: str, Key: str, VersionId: str = "") -> dict[str, Any]:
        """Return what is known of an object besides its content."""

        def head() -> dict[str, Any]:
            found = self._s3.find(Bucket, Key, VersionId)
            if found is None:
                raise refusal("404", "HeadObject")
            return found.told

        return called(f"head {Bucket} {Key}", head)

    def put_object(
        self,
        Bucket: str,
        Key: str,
        Body: Any,
        Metadata: dict[str, str] | None = None,
        IfNoneMatch: str | None = None,
        IfMatch: str | None = None,
        **_: str,
    ) -> dict[str, Any]:
        """Store an object."""
        body = Body if isinstance(Body, bytes) else Body.read()

        def put() -> Stored:
            return self._s3.put(Bucket, Key, body, Metadata, IfNoneMatch, IfMatch)

        return called(f"put {Key}", put, conditional=bool(IfNoneMatch or IfMatch)).told

    def get_paginator(self, name: str) -> S3Model:
        """Return what lists objects."""
        assert name == "list_objects_v2"
        return self

    def paginate(self, Bucket: str, Prefix: str, Delimiter: str) -> Iterator[dict[str, Any]]:
        """Return the objects directly below a prefix, and the prefixes of others, on one page."""

        def listed() -> dict[str, Any]:
            objects, folders = [], set()
            for each in self._s3.below(Bucket, Prefix):
                name, slash, _ = each.key[len(Prefix) :].partition(Delimiter)
                if slash:
                    folders.add(f"{Prefix}{name}{slash}")
                else:
                    objects.append({"Key": each.key, **each.told})
            return {
                "Contents": objects,
                "CommonPrefixes": [{"Prefix": folder} for folder in sorted(folders)],
            }

        yield called(f"list {Prefix}", listed)


class Body:
    """The content of an object on its way, which may break off.

    Args:
        process: The process that reads it.
        content: What is left of it.
    """

    def __init__(self, process: Process, content: bytes) -> None:
        self._process, self._content = process, content

    def read(self, size: int | None = None) -> bytes:
        """Return the next bytes."""
        if size is None:
            size = len(self._content)
        elif self._process.operation("read") in ("cut", "busy", "lost", "hang"):
            raise IncompleteReadError(actual_bytes=0, expected_bytes=len(self._content))
        piece, self._content = self._content[:size], self._content[size:]
        return piece

    def close(self) -> None:
        """Leave the rest."""


class Queue:
    """A client of SQS, for the queue where failed events wait for people."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def send_message(self, QueueUrl: str, MessageBody: str) -> None:
        """Put a message into the queue."""
        called("send message", lambda: self.messages.append(MessageBody))
