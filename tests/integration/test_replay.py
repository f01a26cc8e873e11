"""`moodcloud replay`: failed events are handed over again, and none is lost."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
from click.testing import CliRunner, Result
from moodcloud.aws import waiting_events
from moodcloud.aws.s3 import CONFIG
from moodcloud.cli import main
from moto import mock_aws

from tests.integration.conftest import s3_event
from tests.integration.s3_calls import calls, refusal

FUNCTION = "analyze"


def failure(*keys: str, **ended: str) -> str:
    """Return the message about a failed event."""
    return json.dumps({"requestPayload": s3_event(*keys), "responsePayload": ended})


LATE = {"errorType": "Sandbox.Timedout", "errorMessage": "Task timed out after 3.00 seconds"}
KILLED = {"errorType": "Runtime.OutOfMemory", "errorMessage": "killed"}


@dataclass
class Queue:
    """The queue, and the events that the function was given."""

    url: str
    sqs: Any
    given: list[Any] = field(default_factory=list)

    def put(self, *bodies: str) -> None:
        for body in bodies:
            self.sqs.send_message(QueueUrl=self.url, MessageBody=body)

    def bodies(self) -> list[str]:
        """Return what can be received at once: what is hidden is missing."""
        found: list[str] = []
        while received := self.sqs.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=10, VisibilityTimeout=60
        ).get("Messages"):
            found += [each["Body"] for each in received]
        return sorted(found)

    def keys_given(self) -> list[str]:
        return sorted(record["s3"]["object"]["key"] for e in self.given for record in e["Records"])


def _nothing() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("app.py", "def handler(event, context): return None")
    return packed.getvalue()


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue]:
    # moto waits as long as it is told to.
    monkeypatch.setattr(waiting_events, "_WAIT_SECONDS", 0)
    with mock_aws(config={"lambda": {"use_docker": False}}):
        role = boto3.client("iam").create_role(RoleName="role", AssumeRolePolicyDocument="{}")
        boto3.client("lambda").create_function(
            FunctionName=FUNCTION,
            Runtime="python3.13",
            Role=role["Role"]["Arn"],
            Handler="app.handler",
            Code={"ZipFile": _nothing()},
        )
        sqs = boto3.client("sqs")
        made = Queue(sqs.create_queue(QueueName="failed")["QueueUrl"], sqs)

        def note(name: str, arguments: dict[str, Any]) -> None:
            if name == "Invoke":
                assert arguments["InvocationType"] == "Event"
                made.given.append(json.loads(arguments["Payload"]))

        with calls(after=note):
            yield made


def _replay(queue: Queue, *more: str) -> Result:
    arguments = ["replay", "--queue", queue.url, "--function", FUNCTION, *more]
    return CliRunner().invoke(main, arguments)


def test_every_event_is_handed_over_once_and_leaves_the_queue(queue: Queue) -> None:
    keys = [f"{number:02}.csv" for number in range(25)]
    queue.put(*(failure(key, **LATE) for key in keys))
    result = _replay(queue)
    assert result.exit_code == 0, result.output
    assert queue.keys_given() == keys
    assert queue.bodies() == []
    assert "25 handed over, 0 looked at and left" in result.stdout
    line = r"s3://uploads-bucket/07.csv \(out_of_time\), failed \d+ \w ago: handed over"
    assert re.search(line, result.stdout)


def test_a_dry_run_lists_and_changes_nothing(queue: Queue) -> None:
    waiting = sorted(failure(f"{number}.csv", **KILLED) for number in range(12))
    queue.put(*waiting)
    result = _replay(queue, "--dry-run")
    assert result.exit_code == 0, result.output
    assert result.stdout.count("(out_of_memory), failed ") == 12
    assert result.stdout.count(" ago: would be handed over") == 12
    assert queue.given == []
    assert queue.bodies() == waiting


@pytest.mark.parametrize(
    ("filters", "given"),
    [
        (["--prefix", "2026/"], ["2026/a.csv", "2026/b.csv"]),
        (["--error", "out_of_time"], ["2026/a.csv", "c.csv"]),
        (["--error", "out_of_time", "--error", "out_of_memory", "-p", "2026/"], None),
        (["--older-than", "1h"], []),
        (["--newer-than", "1h", "--prefix", "c"], ["c.csv"]),
        (["--most", "1"], 1),
    ],
)
def test_what_is_not_meant_stays_where_it_is(
    queue: Queue, filters: list[str], given: list[str] | int | None
) -> None:
    events = {
        "2026/a.csv": failure("2026/a.csv", **LATE),
        "2026/b.csv": failure("2026/b.csv", **KILLED),
        "c.csv": failure("c.csv", **LATE),
    }
    queue.put(*events.values())
    assert _replay(queue, *filters).exit_code == 0
    found = queue.keys_given()
    if isinstance(given, int):
        assert len(found) == given
    else:
        assert found == (["2026/a.csv", "2026/b.csv"] if given is None else given)
    assert queue.bodies() == sorted(body for key, body in events.items() if key not in found)


def test_of_several_uploads_one_that_is_meant_is_enough(queue: Queue) -> None:
    queue.put(failure("a.csv", "2026/b.csv", **LATE))
    assert _replay(queue, "--prefix", "2026/").exit_code == 0
    assert queue.keys_given() == ["2026/b.csv", "a.csv"]


def test_the_event_of_a_queue_that_feeds_the_function_is_taken_as_it_is(queue: Queue) -> None:
    queue.put(json.dumps(s3_event("a.csv")))
    assert _replay(queue, "--error", "not_finished").exit_code == 0
    assert queue.given == [s3_event("a.csv")]


@pytest.mark.parametrize("body", ["no JSON", "[1]", "{}", '{"requestPayload": {"Records": [{}]}}'])
def test_what_names_no_upload_is_left_for_people(queue: Queue, body: str) -> None:
    queue.put(body)
    result = _replay(queue)
    assert result.exit_code == 0, result.output
    assert "look at it by hand" in result.stdout
    assert queue.given == []
    assert queue.bodies() == [body]


def test_an_event_that_fails_again_meanwhile_is_not_handed_over_for_ever(queue: Queue) -> None:
    def fails_again(name: str, arguments: dict[str, Any]) -> None:
        if name == "Invoke":
            queue.put(failure("a.csv", **LATE))

    queue.put(failure("a.csv", **LATE))
    with calls(after=fails_again):
        result = _replay(queue)
    assert queue.keys_given() == ["a.csv"]
    assert queue.bodies() == [failure("a.csv", **LATE)]
    assert "was handed over in this run already" in result.stdout


@pytest.mark.parametrize("struck", ["Invoke", "DeleteMessage", "ReceiveMessage"])
@pytest.mark.parametrize("code", ["AccessDenied", "ThrottlingException", "ExpiredToken"])
def test_a_refusal_loses_no_event_and_is_said_in_plain_words(
    queue: Queue, struck: str, code: str
) -> None:
    waiting = sorted(failure(f"{number}.csv", **LATE) for number in range(3))
    queue.put(*waiting)

    def refuse(name: str, _: dict[str, Any]) -> None:
        if name == struck:
            raise refusal(code)

    with calls(before=refuse):
        result = _replay(queue)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert result.stderr.startswith("error: ")
    assert queue.bodies() == waiting


def test_a_run_that_is_interrupted_loses_nothing(queue: Queue) -> None:
    def interrupt(name: str, _: dict[str, Any]) -> None:
        if name == "Invoke":
            raise KeyboardInterrupt

    queue.put(failure("a.csv", **LATE))
    with calls(before=interrupt):
        assert _replay(queue).exit_code != 0
    assert queue.bodies() == [failure("a.csv", **LATE)]


def test_a_call_waits_so_that_no_server_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []

    def stop(name: str, arguments: dict[str, Any]) -> None:
        asked.append(arguments)
        raise refusal("AccessDenied")

    with mock_aws(), calls(before=stop):
        arguments = ["replay", "--queue", "https://example.com/queue", "--function", FUNCTION]
        assert CliRunner().invoke(main, arguments).exit_code == 1
    # The client gives up later than SQS answers.
    told: Any = CONFIG
    assert 0 < asked[0]["WaitTimeSeconds"] < told.read_timeout


def test_a_stack_that_is_not_there_is_named(queue: Queue) -> None:
    result = CliRunner().invoke(main, ["replay", "--stack", "nobody"])
    assert result.exit_code == 1
    assert "There is no stack nobody in us-east-1" in result.stderr


@pytest.mark.parametrize("arguments", [["--queue", "u"], ["--older-than", "2 hours"]])
def test_what_is_half_said_is_refused(arguments: list[str]) -> None:
    assert CliRunner().invoke(main, ["replay", *arguments]).exit_code == 2
