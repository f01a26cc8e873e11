"""Whichever service hands on what S3 tells of an upload, the same upload comes out."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from moodcloud.aws.events import Upload
from moodcloud.aws.notices import told_by

KEY = "my reviews+v2 리뷰 100%.csv"
ENCODED = "my+reviews%2Bv2+%EB%A6%AC%EB%B7%B0+100%25.csv"
UPLOAD = Upload("uploads", KEY, "0055AED6", "v7", "2026-01-01T12:00:00Z", "abc", 17)
NOTICE = {
    "eventSource": "aws:s3",
    "eventName": "ObjectCreated:Put",
    "eventTime": "2026-01-01T12:00:00.123Z",
    "s3": {
        "bucket": {"name": "uploads"},
        "object": {
            "key": ENCODED,
            "sequencer": "0055AED6",
            "versionId": "v7",
            "eTag": "abc",
            "size": 17,
        },
    },
}
EVENT = {"Records": [NOTICE]}
BRIDGE = {
    "source": "aws.s3",
    "detail-type": "Object Created",
    "time": "2026-01-01T12:00:00Z",
    "detail": {
        "bucket": {"name": "uploads"},
        "object": {
            "key": KEY,
            "sequencer": "0055AED6",
            "version-id": "v7",
            "etag": "abc",
            "size": 17,
        },
    },
}


def _queued(inside: Any) -> dict[str, Any]:
    return {"Records": [{"eventSource": "aws:sqs", "messageId": "1", "body": json.dumps(inside)}]}


def _topic(inside: Any) -> dict[str, Any]:
    return {"Records": [{"EventSource": "aws:sns", "Sns": {"Message": json.dumps(inside)}}]}


def _notification(inside: Any) -> dict[str, Any]:
    return {"Type": "Notification", "TopicArn": "arn", "Message": json.dumps(inside)}


def _failed(inside: Any) -> dict[str, Any]:
    return {"requestPayload": inside, "responsePayload": {"errorType": "AttemptError"}}


@pytest.mark.parametrize(
    "event",
    [
        EVENT,
        BRIDGE,
        _queued(EVENT),
        _queued(BRIDGE),
        _topic(EVENT),
        _topic(BRIDGE),
        _queued(_notification(EVENT)),
        _failed(EVENT),
        _queued(_failed(EVENT)),
        _failed(_queued(_notification(EVENT))),
    ],
)
def test_an_upload_is_the_same_whichever_service_hands_it_on(event: dict[str, Any]) -> None:
    told = told_by(event)
    assert (told.uploads, told.others, told.malformed) == ([UPLOAD], [], [])


@pytest.mark.parametrize(
    ("event", "name"),
    [
        ({"Event": "s3:TestEvent", "Service": "Amazon S3"}, "s3:TestEvent"),
        (_queued({"Event": "s3:TestEvent"}), "s3:TestEvent"),
        ({"Records": [{**NOTICE, "eventName": "ObjectRemoved:Delete"}]}, "ObjectRemoved:Delete"),
        ({"Records": [{**NOTICE, "eventName": "ObjectRestore:Post"}]}, "ObjectRestore:Post"),
        ({**BRIDGE, "detail-type": "Object Deleted"}, "Object Deleted"),
    ],
)
def test_what_is_no_upload_is_named(event: dict[str, Any], name: str) -> None:
    told = told_by(event)
    assert (told.uploads, told.others, told.malformed) == ([], [name], [])


@pytest.mark.parametrize(
    "odd",
    [
        None,
        17,
        "text",
        [],
        {},
        {"eventSource": "aws:s3"},
        {"s3": {"object": {"key": "a.csv"}}},
        {"s3": {"bucket": {"name": "uploads"}, "object": {"key": None}}},
        {"s3": {"bucket": {"name": "uploads"}, "object": {"key": "a.csv", "size": "large"}}},
        {"eventSource": "aws:sqs", "body": "no JSON"},
        {"EventSource": "aws:sns", "Sns": None},
    ],
)
@pytest.mark.parametrize("wrapped", [lambda odd: odd, _queued, _topic])
def test_a_record_that_cannot_be_read_takes_nothing_from_the_others(
    odd: Any, wrapped: Callable[[Any], Any]
) -> None:
    told = told_by({"Records": [wrapped(odd), NOTICE]})
    assert told.uploads == [UPLOAD]
    assert len(told.malformed) == 1
