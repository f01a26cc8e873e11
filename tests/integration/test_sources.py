"""Every way by which S3's notices reach the function, from the upload to its results."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

import boto3
import pytest
from moodcloud.aws import delivery
from moodcloud.aws.failed_events import AttemptError
from moodcloud.aws.metrics import metrics
from moodcloud.errors import UploadError
from moto.s3 import notifications

from tests.integration.conftest import RESULTS, UPLOADS, A, Invoke, s3_event
from tests.integration.s3_calls import calls

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = pytest.mark.usefixtures("analysed_once")

KEYS: Final = (
    "a.csv",
    "summer 2026/my reviews+v2 (50%).csv",
    "매장 리뷰/리뷰+모음 %2B.csv",
    "a&b=c?d#e.csv",
    "two  spaces, 'quotes' \"double\" \\ <x>.csv",
)
_CREATED: Final = ["s3:ObjectCreated:*"]


class Wires:
    """S3's notices as AWS hands them to the function, one way or another."""

    def __init__(self, s3: S3Client, monkeypatch: pytest.MonkeyPatch) -> None:
        self.s3, self.sqs = s3, boto3.client("sqs")
        self.invoked: list[dict[str, Any]] = []
        monkeypatch.setattr(
            notifications, "_invoke_awslambda", lambda _, event, *__: self.invoked.append(event)
        )
        self.url = self.sqs.create_queue(QueueName="events")["QueueUrl"]
        asked = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])
        self.queue = asked["Attributes"]["QueueArn"]

    def by_s3(self) -> Callable[[], list[dict[str, Any]]]:
        self._notify(
            LambdaFunctionConfigurations=[
                {
                    "LambdaFunctionArn": "arn:aws:lambda:us-east-1:123456789012:function:analyze",
                    "Events": _CREATED,
                }
            ]
        )
        return lambda: self.invoked

    def by_sqs(self) -> Callable[[], list[dict[str, Any]]]:
        self._notify(QueueConfigurations=[{"QueueArn": self.queue, "Events": _CREATED}])
        return lambda: [{"Records": self.records()}]

    def by_sns(self) -> Callable[[], list[dict[str, Any]]]:
        self._through_a_topic()
        return lambda: [
            {"Records": [{"EventSource": "aws:sns", "Sns": json.loads(each["body"])}]}
            for each in self.records()
        ]

    def by_sns_and_sqs(self) -> Callable[[], list[dict[str, Any]]]:
        self._through_a_topic()
        return lambda: [{"Records": self.records()}]

    def by_event_bridge(self) -> Callable[[], list[dict[str, Any]]]:
        events = boto3.client("events")
        events.put_rule(Name="uploads", EventPattern=json.dumps({"source": ["aws.s3"]}))
        events.put_targets(Rule="uploads", Targets=[{"Id": "1", "Arn": self.queue}])
        self._notify(EventBridgeConfiguration={})
        return lambda: [json.loads(each["body"]) for each in self.records()]

    def records(self) -> list[dict[str, Any]]:
        """Return what waits in the queue, as Lambda hands it to a function."""
        found: list[dict[str, Any]] = []
        while messages := self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            found += [
                {"messageId": each["MessageId"], "body": each["Body"], "eventSource": "aws:sqs"}
                for each in messages
            ]
        return found

    def _through_a_topic(self) -> None:
        sns = boto3.client("sns")
        topic = sns.create_topic(Name="uploads")["TopicArn"]
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=self.queue)
        self._notify(TopicConfigurations=[{"TopicArn": topic, "Events": _CREATED}])

    def _notify(self, **configuration: Any) -> None:
        self.s3.put_bucket_notification_configuration(
            Bucket=UPLOADS,
            NotificationConfiguration=configuration,  # type: ignore[arg-type]
        )


@pytest.fixture
def wires(s3: S3Client, monkeypatch: pytest.MonkeyPatch) -> Wires:
    return Wires(s3, monkeypatch)


def _body(s3: S3Client, key: str) -> bytes:
    return s3.get_object(Bucket=RESULTS, Key=key)["Body"].read()


def _has_results(s3: S3Client, key: str) -> bool:
    found = _body(s3, f"results/{key}/latest.json")
    return bool(json.loads(found)["file"].endswith("summary.json"))


@pytest.mark.parametrize("way", ["by_s3", "by_sqs", "by_sns", "by_sns_and_sqs", "by_event_bridge"])
def test_an_upload_of_any_key_gets_results_whichever_way_its_notice_comes(
    s3: S3Client, invoke: Invoke, wires: Wires, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setenv("PARTIAL_BATCHES", "true")
    events = getattr(wires, way)()
    for key in KEYS:
        s3.put_object(Bucket=UPLOADS, Key=key, Body=A)
    for event in events():
        assert invoke(event).get("batchItemFailures", []) == []
    assert [key for key in KEYS if not _has_results(s3, key)] == []


def _message(number: int, body: Any) -> dict[str, Any]:
    return {"messageId": f"m{number}", "eventSource": "aws:sqs", "body": json.dumps(body)}


@pytest.fixture
def mixed(s3: S3Client) -> dict[str, Any]:
    """A batch of a queue: a good upload, one that S3 refuses, no notice at all, a good one."""
    for key in ("first.csv", "refused.csv", "last.csv"):
        s3.put_object(Bucket=UPLOADS, Key=key, Body=A)
    bodies = [
        s3_event("first.csv"),
        s3_event("refused.csv"),
        {"what": "ever"},
        s3_event("last.csv"),
    ]
    return {"Records": [_message(number, body) for number, body in enumerate(bodies)]}


def _late(*_: Any) -> str:
    raise UploadError("out_of_time", name="a.csv", seconds=240)


def _cut_off(*_: Any) -> str:
    raise ConnectionResetError("not for everybody's eyes")


@pytest.mark.parametrize(
    ("fails", "told"),
    [(_late, "out_of_time"), (_cut_off, "ended in ConnectionResetError")],
    ids=["in time", "for good"],
)
def test_before_a_queue_gives_a_message_up_its_upload_has_an_error_that_says_why(
    s3: S3Client,
    invoke: Invoke,
    monkeypatch: pytest.MonkeyPatch,
    fails: Callable[..., str],
    told: str,
) -> None:
    monkeypatch.setenv("QUEUE_ATTEMPTS", "3")
    monkeypatch.setattr(delivery, "in_time", fails)
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    message = _message(1, s3_event("a.csv"))
    for receipts in ("1", "2", "3"):
        assert "Contents" not in s3.list_objects_v2(Bucket=RESULTS)
        message["attributes"] = {"ApproximateReceiveCount": receipts}
        with pytest.raises((AttemptError, ConnectionResetError)):
            invoke({"Records": [message]})
    latest = json.loads(_body(s3, "results/a.csv/latest.json"))
    error = _body(s3, f"results/a.csv/{latest['file']}").decode()
    assert told in error
    assert "eyes" not in error


def _refuse(name: str, arguments: dict[str, Any]) -> None:
    if name == "GetObject" and arguments["Key"] == "refused.csv":
        raise ConnectionError("no answer")


def test_of_a_batch_only_the_messages_that_failed_come_again(
    s3: S3Client, invoke: Invoke, mixed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTIAL_BATCHES", "true")
    with calls(before=_refuse):
        answer = invoke(mixed)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m1"}, {"itemIdentifier": "m2"}]}
    assert _has_results(s3, "first.csv")
    assert _has_results(s3, "last.csv")


def test_where_every_message_of_a_batch_fails_so_does_the_call(
    invoke: Invoke, mixed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTIAL_BATCHES", "true")
    with calls(before=_refuse), pytest.raises(ConnectionError):
        invoke({"Records": mixed["Records"][1:3]})


def test_a_queue_that_takes_back_whole_batches_only_loses_no_message(
    s3: S3Client, invoke: Invoke, mixed: dict[str, Any]
) -> None:
    # An answer with the ids of messages would pass for success.
    with calls(before=_refuse), pytest.raises(ConnectionError):
        invoke(mixed)
    assert _has_results(s3, "last.csv")


def test_what_is_no_upload_is_named_and_counted(
    s3: S3Client,
    invoke: Invoke,
    context: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    measured: dict[str, float] = {}

    def add(name: str, _: Any, value: float) -> None:
        measured[name] = measured.get(name, 0) + value

    monkeypatch.setattr(metrics, "add_metric", add)
    caplog.set_level("INFO", logger="moodcloud")
    event = s3_event("results/a.csv/latest.json", "a folder/", "gone.csv")
    event["Records"][2]["eventName"] = "ObjectRemoved:Delete"
    event["Records"].append({"no": "notice"})
    with pytest.raises(Exception, match="KeyError"):
        invoke(event)
    assert measured == {"NoticesIgnored": 3, "RecordsMalformed": 1}
    for named in ("results/", "folder", "ObjectRemoved:Delete", "KeyError 's3'"):
        assert named in caplog.text or any(named in str(vars(each)) for each in caplog.records)
    assert "Contents" not in s3.list_objects_v2(Bucket=RESULTS)
