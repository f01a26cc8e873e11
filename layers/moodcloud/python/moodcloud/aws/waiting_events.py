"""The queue of failed events: what waits in it, and handing it to the function again.

A message leaves the queue only after the function has taken its event. A run that ends early, of
whatever cause, loses nothing: what it has received comes back to the queue by itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from moodcloud.aws.events import Upload
from moodcloud.aws.failed_events import fault_of
from moodcloud.aws.notices import told_by
from moodcloud.aws.s3 import RemoteError, in_plain_words
from moodcloud.aws.stacks import client_of

# The most that SQS hands out, and takes, at a time.
_BATCH: Final = 10
# SQS asks all of its servers where a call may wait: one that may not can find nothing in a queue
# that is not empty. Less than the client waits for an answer.
_WAIT_SECONDS: Final = 5
# So long nobody else sees a message that was received.
_HIDDEN_SECONDS: Final = 900
_ACCEPTED: Final = 202


@dataclass(frozen=True)
class WaitingEvent:
    """A message of the queue of failed events.

    Attributes:
        id: What SQS calls the message.
        receipt: What SQS wants to know before it deletes the message.
        sent: When it came into the queue, in seconds since 1970.
        event: The event that failed; None where the message holds none.
        uploads: The uploads that the event tells of.
        errors: The code of the error of each upload.
    """

    id: str
    receipt: str
    sent: float
    event: Any = None
    uploads: tuple[Upload, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """A digest of the event: events of equal content have the same."""
        return hashlib.sha256(json.dumps(self.event, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Wanted:
    """Which failed events are meant.

    Attributes:
        prefix: What the key of the upload begins with.
        errors: Codes of errors; empty for any.
        sent_before: The event waits since this time or longer, in seconds since 1970; None for any.
        sent_after: The event waits since this time or less long, likewise.
    """

    prefix: str = ""
    errors: frozenset[str] = frozenset()
    sent_before: float | None = None
    sent_after: float | None = None

    def includes(self, waiting: WaitingEvent) -> bool:
        """Return whether an event is meant: where it tells of several uploads, one of them."""
        if self.sent_before is not None and waiting.sent > self.sent_before:
            return False
        if self.sent_after is not None and waiting.sent < self.sent_after:
            return False
        return any(
            upload.key.startswith(self.prefix) and (not self.errors or error in self.errors)
            for upload, error in zip(waiting.uploads, waiting.errors, strict=True)
        )


@dataclass
class FailedQueue:
    """The queue of failed events.

    Args:
        url: Its address.
        function: The name of the function that events are handed to.
    """

    url: str
    function: str
    _held: dict[str, str] = field(default_factory=dict, init=False)
    _sqs: Any = field(init=False, repr=False)
    _lambda: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        with in_plain_words(f"the queue {self.url}", "sqs:ReceiveMessage"):
            self._sqs, self._lambda = client_of("sqs"), client_of("lambda")

    def waiting(self) -> Iterator[WaitingEvent]:
        """Yield what waits, each message once; nobody else sees it until `release`.

        Raises:
            RemoteError: SQS refused.
        """
        while True:
            with in_plain_words(f"the queue {self.url}", "sqs:ReceiveMessage"):
                received = self._sqs.receive_message(
                    QueueUrl=self.url,
                    MaxNumberOfMessages=_BATCH,
                    WaitTimeSeconds=_WAIT_SECONDS,
                    VisibilityTimeout=_HIDDEN_SECONDS,
                    AttributeNames=["SentTimestamp"],
                ).get("Messages", [])
            if not received:
                return
            # Before any is yielded: whoever stops in between releases all.
            fresh = [each for each in received if each["MessageId"] not in self._held]
            self._held |= {each["MessageId"]: each["ReceiptHandle"] for each in received}
            yield from map(_read, fresh)

    def hand_over(self, waiting: WaitingEvent) -> None:
        """Give an event to the function, then take its message from the queue.

        Raises:
            RemoteError: Lambda did not take the event, which stays in the queue; or the message
                could not be deleted.
        """
        with in_plain_words(f"the function {self.function}", "lambda:InvokeFunction"):
            answer = self._lambda.invoke(
                FunctionName=self.function,
                InvocationType="Event",
                Payload=json.dumps(waiting.event).encode(),
            )
        if answer["StatusCode"] != _ACCEPTED:
            raise RemoteError(f"The function {self.function} did not take an event: it stays.")
        with in_plain_words(f"the queue {self.url}", "sqs:DeleteMessage"):
            self._sqs.delete_message(QueueUrl=self.url, ReceiptHandle=waiting.receipt)
        self._held.pop(waiting.id, None)

    def release(self) -> None:
        """Let others see at once what was received and not handed over."""
        # Otherwise they see it a quarter of an hour later.
        with suppress(ClientError, BotoCoreError):
            entries = [
                {"Id": str(number), "ReceiptHandle": handle, "VisibilityTimeout": 0}
                for number, handle in enumerate(self._held.values())
            ]
            for first in range(0, len(entries), _BATCH):
                self._sqs.change_message_visibility_batch(
                    QueueUrl=self.url, Entries=entries[first : first + _BATCH]
                )
        self._held.clear()


def _read(message: Any) -> WaitingEvent:
    sent = int(message.get("Attributes", {}).get("SentTimestamp", 0)) / 1000
    told = (message["MessageId"], message["ReceiptHandle"], sent)
    try:
        failure = dict(json.loads(message["Body"]))
    except (ValueError, TypeError):
        return WaitingEvent(*told)
    # A queue that feeds the function hands on the event alone.
    event = failure.get("requestPayload", failure)
    uploads = tuple(told_by(event).uploads)
    return WaitingEvent(
        *told, event, uploads, tuple(fault_of(each, failure).code for each in uploads)
    )
