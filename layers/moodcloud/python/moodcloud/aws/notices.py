"""What an event tells: uploads, notices about something else, and records that cannot be read.

S3 sends its notices itself or by way of SNS, SQS or EventBridge, which wrap them; the destination
of failed events wraps them, too. One record that cannot be read takes nothing from the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote_plus

from moodcloud.aws.events import Upload

_CREATED: Final = ("ObjectCreated:", "s3:ObjectCreated:", "Object Created")
_TEST: Final = "s3:TestEvent"
_QUEUE: Final = "aws:sqs"
_UNREADABLE: Final = (KeyError, TypeError, AttributeError, ValueError)
_LONGEST_NAME: Final = 60


class MalformedEventError(Exception):
    """An event holds records from which no upload can be told: it waits for people."""


@dataclass(frozen=True)
class Told:
    """What an event tells.

    Attributes:
        uploads: The uploads, in their order.
        others: What S3 calls the notices that are about no upload, such as `ObjectRemoved:Delete`.
        malformed: Why each of the other records cannot be read.
    """

    uploads: list[Upload] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    malformed: list[str] = field(default_factory=list)


def messages_of(event: Any) -> dict[str, Any]:
    """Return the messages of a queue in an event by their ids; none where no queue sent it."""
    records = event.get("Records") if isinstance(event, dict) else None
    if not isinstance(records, list) or not records:
        return {}
    of_a_queue = all(
        isinstance(each, dict) and each.get("eventSource") == _QUEUE and "messageId" in each
        for each in records
    )
    return {str(each["messageId"]): each for each in records} if of_a_queue else {}


def told_by(event: Any) -> Told:
    """Return what an event tells, whichever service hands it on."""
    told = Told()
    for notice in _notices(event):
        try:
            name = _name_of(notice)
            if name and not name.startswith(_CREATED):
                told.others.append(name[:_LONGEST_NAME])
            else:
                told.uploads.append(_upload(notice))
        except _UNREADABLE as error:
            # The name of a key that is missing, at most: no content.
            lacks = f" {error}" if isinstance(error, KeyError) else ""
            told.malformed.append(f"{type(error).__name__}{lacks}")
    return told


def _notices(event: Any) -> Iterator[Any]:
    """Yield the notices that an event wraps, and as it is what wraps none."""
    inside = _inside(event)
    if inside is None:
        yield event
    else:
        for each in inside:
            yield from _notices(each)


def _inside(event: Any) -> list[Any] | None:
    """Return what an event wraps; None where it wraps nothing that can be read."""
    if not isinstance(event, dict):
        return None
    if isinstance(event.get("Records"), list):
        return list(event["Records"])
    if "requestPayload" in event:
        return [event["requestPayload"]]
    sent = event.get("Sns")
    # A message of SQS; one of SNS, which comes from a topic or, by way of a queue, as JSON.
    for text in (event.get("body"), (sent if isinstance(sent, dict) else event).get("Message")):
        if isinstance(text, str):
            try:
                return [json.loads(text)]
            except ValueError:
                return None
    return None


def _name_of(notice: Any) -> str:
    """Return what a notice calls what happened; empty where it does not say."""
    return str(notice.get("eventName") or notice.get("detail-type") or _test_of(notice))


def _test_of(notice: Any) -> str:
    return _TEST if notice.get("Event") == _TEST else ""


def _upload(notice: Any) -> Upload:
    if "detail" in notice:
        # EventBridge: keys are as they are in the bucket.
        bucket, arrived = notice["detail"]["bucket"], notice["detail"]["object"]
        key = str(arrived["key"])
        time = notice.get("time") or ""
    else:
        # Keys in notices of S3 itself are URL-encoded, with + for a space.
        bucket, arrived = notice["s3"]["bucket"], notice["s3"]["object"]
        key = unquote_plus(arrived["key"])
        time = notice.get("eventTime") or ""
    return Upload(
        bucket=bucket["name"],
        key=key,
        sequencer=arrived.get("sequencer") or "",
        version_id=arrived.get("versionId") or arrived.get("version-id") or "",
        # 1970-01-01T00:00:00.000Z without the fraction.
        time=f"{time[:19]}Z" if isinstance(time, str) and time else "",
        etag=str(arrived.get("eTag") or arrived.get("etag") or "").strip('"'),
        size=int(arrived.get("size") or 0),
    )
