"""Attempts that fail: what is tried again, what is left behind, who has the last word."""

from __future__ import annotations

import errno
import importlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import boto3
import duckdb
import pytest
from moodcloud import workspace
from moodcloud.aws import delivery
from moodcloud.aws.failed_events import AttemptError
from moodcloud.aws.publishing import PARTS
from moodcloud.errors import FAULTS, UploadError
from moodcloud.report.gallery_parts import entries_in, part_of

from tests.integration.conftest import RESULTS, UPLOADS, A, B, Invoke, s3_event
from tests.integration.s3_calls import calls, refusal
from tests.integration.test_identity import latest_of, outcome_of, words_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MANY = b"text,label\n" + b"".join(b"words %d and more,%d\n" % (i, i % 2) for i in range(300_000))
Conclude = Callable[[dict[str, Any], BaseException | dict[str, Any]], dict[str, Any]]


@pytest.fixture
def conclude(s3: S3Client, context: SimpleNamespace, monkeypatch: Any) -> Iterator[Conclude]:
    """Call the handler of functions/conclude with a failed event and how its last attempt ended."""
    queue = boto3.client("sqs").create_queue(QueueName="failed-events")["QueueUrl"]
    monkeypatch.setenv("FAILED_EVENTS_URL", queue)
    app = importlib.import_module("conclude.app")

    def call(event: dict[str, Any], ended: BaseException | dict[str, Any]) -> dict[str, Any]:
        if isinstance(ended, BaseException):
            ended = {"errorType": type(ended).__name__, "errorMessage": str(ended)}
        body = json.dumps({"requestPayload": event, "responsePayload": ended})
        answer: dict[str, Any] = app.handler(
            {"Records": [{"messageId": "one", "body": body}]}, context
        )
        return answer

    yield call
    del sys.modules["conclude.app"]


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda event: event,
        lambda event: {"Type": "Notification", "Message": json.dumps(event)},
        lambda event: {"requestPayload": event},
    ],
    ids=["of a queue", "of a topic", "of Lambda"],
)
def test_a_failed_event_is_concluded_and_waits_in_one_form_whoever_sent_it_on(
    s3: S3Client,
    conclude: Conclude,
    context: SimpleNamespace,
    wrapped: Callable[[dict[str, Any]], dict[str, Any]],
) -> None:
    s3.put_object(Bucket=UPLOADS, Key="a b.csv", Body=A)
    sent = wrapped(s3_event("a b.csv"))
    message = {"messageId": "one", "body": json.dumps(sent)}
    handler = importlib.import_module("conclude.app").handler
    assert handler({"Records": [message]}, context) == {"batchItemFailures": []}
    assert outcome_of(s3, "a b.csv")["code"] == "not_finished"
    assert _waiting() == [sent.get("requestPayload", sent)]


def _waiting() -> list[dict[str, Any]]:
    """Return the events that wait for people."""
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName="failed-events")["QueueUrl"]
    received = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
    return [json.loads(message["Body"])["requestPayload"] for message in received["Messages"]]


def _disk(monkeypatch: pytest.MonkeyPatch, **figures: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(**figures))


def _out_of_memory(*_: object, **__: object) -> None:
    raise duckdb.OutOfMemoryException("too many words")


def _attempt(invoke: Invoke, *keys: str) -> AttemptError:
    with pytest.raises(AttemptError) as caught:
        invoke(s3_event(*keys))
    return caught.value


@pytest.mark.parametrize("code", ["too_large", "out_of_memory", "out_of_time"])
def test_a_fault_of_the_moment_is_tried_again_and_final_when_the_last_attempt_fails(
    s3: S3Client,
    invoke: Invoke,
    conclude: Conclude,
    context: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
) -> None:
    body = MANY if code == "out_of_time" else A
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=body, Metadata={"upload-token": "mine"})
    with monkeypatch.context() as moment:
        if code == "too_large":
            _disk(moment, free=1000, total=10**9)
        elif code == "out_of_memory":
            moment.setattr("moodcloud.analysis.read_table", _out_of_memory)
        else:
            moment.setattr(context, "get_remaining_time_in_millis", lambda: 300)
        failed = _attempt(invoke, "a.csv")
    assert "Contents" not in s3.list_objects_v2(Bucket=RESULTS)
    # Had a later attempt found what it needed:
    if code != "out_of_time":
        invoke(s3_event("a.csv", sequencer="00"))
        assert latest_of(s3, "a.csv")["file"].endswith("summary.json")
    assert conclude(s3_event("a.csv"), failed) == {"batchItemFailures": []}
    error = outcome_of(s3, "a.csv")
    assert error["code"] == code
    assert latest_of(s3, "a.csv")["token"] == "mine"
    assert _waiting() == [s3_event("a.csv")]


def test_a_disk_that_fills_up_while_an_upload_arrives_is_a_fault_of_the_moment(
    s3: S3Client, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Iterator[bytes]:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("moodcloud.aws.download._pieces", full)
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    assert "disk_full" in str(_attempt(invoke, "a.csv"))


def test_what_no_disk_of_this_function_holds_is_refused_at_once(
    s3: S3Client, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    _disk(monkeypatch, free=1000, total=1000)
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A, Metadata={"upload-token": "mine"})
    invoke(s3_event("a.csv"))
    assert outcome_of(s3, "a.csv")["code"] == "larger_than_disk"
    # By this whoever waits knows that it is theirs.
    assert latest_of(s3, "a.csv")["token"] == "mine"


def test_what_a_killed_attempt_left_takes_no_room_from_the_next(
    s3: S3Client, invoke: Invoke, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = tmp_path / f"{workspace._PREFIX}killed"
    (left / "results").mkdir(parents=True)
    (left / "upload").write_bytes(bytes(1000))
    monkeypatch.setattr(
        shutil,
        "disk_usage",
        lambda _: SimpleNamespace(free=100 if left.exists() else 10**9, total=10**9),
    )
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    invoke(s3_event("a.csv"))
    assert latest_of(s3, "a.csv")["file"].endswith("summary.json")
    assert list(tmp_path.iterdir()) == []


def test_records_of_one_event_share_the_time_and_each_has_its_own_outcome(
    s3: S3Client, invoke: Invoke, context: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A clock that only the work moves: the large upload takes more than the whole time.
    given: list[float] = []

    def deliver(upload: Any, storage: Any, settings: Any, seconds: float) -> str:
        given.append(seconds)
        if upload.key == "large.csv":
            clock["left"] -= 1000 * seconds
            raise UploadError("out_of_time", name="large.csv", seconds=seconds)
        clock["left"] -= 1000
        return delivery.deliver(upload, storage, settings)

    clock = {"left": 9_000.0}
    monkeypatch.setattr(importlib.import_module("analyze.app"), "deliver", deliver)
    monkeypatch.setattr(context, "get_remaining_time_in_millis", lambda: clock["left"])
    s3.put_object(Bucket=UPLOADS, Key="small.csv", Body=A)
    event = s3_event("large.csv", "small.csv")
    for record, size in zip(event["Records"], (10**7, 10**3), strict=True):
        record["s3"]["object"]["size"] = size
    with pytest.raises(AttemptError, match="large"):
        invoke(event)
    assert latest_of(s3, "small.csv")["file"].endswith("summary.json")
    assert given == [4.5, 8.0]


@pytest.mark.parametrize(
    ("ended", "code"),
    [
        ({"errorType": "Runtime.ExitError", "errorMessage": "signal: killed"}, "out_of_memory"),
        ({"errorType": "Runtime.OutOfMemory", "errorMessage": "no"}, "out_of_memory"),
        (
            {
                "errorType": "Sandbox.Timedout",
                "errorMessage": "Error: Task timed out after 300.00 seconds",
            },
            "out_of_time",
        ),
        ({"errorType": "ClientError", "errorMessage": "denied: secret cell"}, "not_finished"),
        ({"errorType": "AttemptError", "errorMessage": "{damaged"}, "not_finished"),
        ({}, "not_finished"),
    ],
)
def test_what_killed_every_attempt_still_ends_in_error_json(
    s3: S3Client, conclude: Conclude, ended: dict[str, Any], code: str
) -> None:
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A, Metadata={"upload-token": "mine"})
    conclude(s3_event("a.csv"), ended)
    error = outcome_of(s3, "a.csv")
    assert error["code"] == code
    assert error["remedy"]
    assert not error["message"].endswith((": .", " ."))
    assert "secret" not in json.dumps(error)
    assert latest_of(s3, "a.csv")["token"] == "mine"
    part = s3.get_object(Bucket=RESULTS, Key=f"{PARTS}{part_of('a.csv')}")["Body"].read()
    assert entries_in(part)["a.csv"].code == code


def test_the_last_word_is_not_had_where_there_is_an_outcome(
    s3: S3Client, invoke: Invoke, conclude: Conclude
) -> None:
    for key in ("good.csv", "later.csv"):
        s3.put_object(Bucket=UPLOADS, Key=key, Body=A)
    invoke(s3_event("good.csv", sequencer="05"))
    invoke(s3_event("later.csv", sequencer="09"))
    conclude(s3_event("good.csv", "later.csv", "gone.csv", sequencer="05"), {})
    assert "lovely" in words_of(outcome_of(s3, "good.csv"))
    assert "lovely" in words_of(outcome_of(s3, "later.csv"))
    assert outcome_of(s3, "gone.csv")["code"] == "missing_upload"


def test_a_failed_event_that_names_no_upload_waits_for_people(conclude: Conclude) -> None:
    odd = {"Records": [{"s3": {"object": {"key": "no bucket"}}}]}
    assert conclude(odd, {}) == {"batchItemFailures": []}
    assert _waiting() == [odd]


def test_an_event_stays_in_its_queue_until_its_upload_has_an_outcome(
    s3: S3Client, conclude: Conclude
) -> None:
    def refuse(name: str, arguments: dict[str, Any]) -> None:
        if name == "PutObject":
            raise refusal("SlowDown")

    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    with calls(before=refuse):
        answer = conclude(s3_event("a.csv"), {})
    assert answer == {"batchItemFailures": [{"itemIdentifier": "one"}]}


def test_results_that_come_after_an_error_do_not_lie_beside_it(
    s3: S3Client, invoke: Invoke, conclude: Conclude
) -> None:
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=B)
    conclude(s3_event("a.csv"), {"errorMessage": "Task timed out after 3.00 seconds"})
    invoke(s3_event("a.csv"))
    assert "sour" in words_of(outcome_of(s3, "a.csv"))
    version = latest_of(s3, "a.csv")["version"]
    listed = s3.list_objects_v2(Bucket=RESULTS, Prefix=f"results/a.csv/{version}/")["Contents"]
    assert not any(each["Key"].endswith("error.json") for each in listed)


def test_each_fault_of_the_moment_is_one_that_may_pass() -> None:
    passing = {code for code, fault in FAULTS.items() if fault.passing}
    assert passing == {"too_large", "disk_full", "out_of_memory", "out_of_time", "part_replaced"}
