"""An upload in slices: the tasks in the order of the state machine, with S3 as moto plays it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import EndpointConnectionError
from moodcloud.analysis import analyze
from moodcloud.aws.environment import FunctionSettings
from moodcloud.aws.events import Upload
from moodcloud.aws.failed_events import fault_of
from moodcloud.aws.fan_out import as_failure, execution_of, start
from moodcloud.aws.notices import told_by
from moodcloud.aws.publishing import PARTS
from moodcloud.aws.slice_tasks import SliceTasks, UploadReplacedError
from moodcloud.aws.under_way import Done, done_of
from moodcloud.errors import UploadError
from moodcloud.report.gallery import UNDER_WAY
from moodcloud.report.gallery_parts import entries_in
from moodcloud.slices import merging
from moodcloud.slices.planning import NoSlices

from tests.integration.conftest import RESULTS, SMALL, UPLOADS
from tests.integration.s3_calls import Hook, calls

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SLICE_BYTES = 2_000
_STATES = "arn:aws:states:us-east-1:123456789012"
# What tasks hand to the next state are names and numbers: of states, 256 KiB are the most.
MOST_BYTES = 1_000
_ROWS = [
    f'{n},"{word} room number {n}, said ""{"ok" if n % 3 else "well"}""",{label}'
    for n in range(72)
    for word, label in (("lovely", "positive"), ("dirty, smelly", "negative"))
]
TABLE = "\r\n".join(["id,text,sentiment", *_ROWS, ""]).encode()
_ARRAY = json.dumps([{"text": "a lovely room", "sentiment": "positive"}] * 60).encode()


def tasks_for(s3: S3Client, key: str, body: bytes, **metadata: str) -> SliceTasks:
    """Upload a file, and return the tasks of its execution."""
    told = {f"moodcloud-{name.replace('_', '-')}": value for name, value in metadata.items()}
    answer = s3.put_object(Bucket=UPLOADS, Key=key, Body=body, Metadata=told)
    etag = answer["ETag"].strip('"')
    upload = Upload(UPLOADS, key, sequencer="01", etag=etag, size=len(body))
    settings = replace(FunctionSettings.from_environment(), slice_bytes=SLICE_BYTES)
    storage = settings.storage(s3, UPLOADS)
    return SliceTasks(execution_of(upload), upload, storage, settings)


def run(s3: S3Client, tasks: SliceTasks, between: Callable[[], Any] = lambda: None) -> str | None:
    """Take the steps as the state machine does; return the key of the summary."""

    def items(answer: dict[str, Any], name: str = "items") -> list[int]:
        assert len(json.dumps(answer)) < MOST_BYTES
        body = s3.get_object(Bucket=RESULTS, Key=answer[name])["Body"].read()
        return [each["n"] for each in json.loads(body)]

    answer = tasks.plan()
    between()
    while answer["next"] == "survey":
        for number in items(answer):
            assert tasks.survey(answer["round"], number) == {}
        answer = tasks.decide(answer["round"])
    if answer["next"] == "done":
        return None
    for number in items(answer):
        assert tasks.count(number) == {}
    for step in (tasks.combine, tasks.merge):
        for number in items(answer, "groups"):
            assert step(number) == {}
    summary: str = tasks.finish()["summary"]
    return summary


def stored(s3: S3Client, prefix: str) -> dict[str, bytes]:
    """Return the results below a prefix, by their names."""
    listed = s3.list_objects_v2(Bucket=RESULTS, Prefix=prefix).get("Contents", [])
    return {
        each["Key"].removeprefix(prefix): s3.get_object(Bucket=RESULTS, Key=each["Key"])[
            "Body"
        ].read()
        for each in listed
    }


def shown(s3: S3Client) -> list[str]:
    """Return the code of each entry of the gallery."""
    parts = stored(s3, PARTS).values()
    return [entry.code for part in parts for entry in entries_in(part).values()]


def by_command(body: bytes, folder: Path) -> dict[str, bytes]:
    """Return the results of a table that is analysed whole, by their names."""
    (folder / "rooms.csv").write_bytes(body)
    analyze(folder / "rooms.csv", folder / "out", SMALL)
    return {path.name: path.read_bytes() for path in (folder / "out").iterdir()}


@pytest.mark.parametrize(
    "body",
    [
        TABLE.replace(b"room", "für drei".encode("cp1252")).replace(b"5, said", b"5,\r\nsaid"),
        pytest.param(
            TABLE.replace(b'number 70, said ""ok"""', b'number 70, said ""ok""'),
            marks=pytest.mark.slow,
        ),
    ],
    ids=["cp1252, rows of several lines", "a quote left open"],
)
def test_slices_give_the_bytes_of_the_whole(
    s3: S3Client, tmp_path: Path, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two slices a group: counts are exchanged between several groups and partitions.
    monkeypatch.setattr(merging, "_SLICES_OF_A_GROUP", 2)
    tasks = tasks_for(s3, "in/rooms.csv", body)
    key = run(s3, tasks)
    assert key is not None
    assert stored(s3, key.removesuffix("summary.json")) == by_command(body, tmp_path)
    latest = tasks.storage.latest(tasks.upload)
    assert latest is not None
    assert latest.is_good
    assert shown(s3) == [""]
    # The same execution, started by an event that comes again, finds all done.
    assert run(s3, tasks) is None


def test_whoever_uploads_sees_how_far_it_is(s3: S3Client) -> None:
    tasks = tasks_for(s3, "in/rooms.csv", TABLE)
    s3.put_object(Bucket=UPLOADS, Key="in/rooms.csv", Body=TABLE, Metadata={"upload-token": "abc"})
    assert done_of(s3, RESULTS, "abc") is None
    tasks.plan()
    slices = -(-len(TABLE) // SLICE_BYTES)
    assert done_of(s3, RESULTS, "abc") == Done(slices, 0, 0, 0)
    assert shown(s3) == [UNDER_WAY]
    for number in range(slices):
        tasks.survey(0, number)
    read = done_of(s3, RESULTS, "abc")
    assert read is not None
    assert read.told(1) == f"{slices} of {slices} slices read"
    tasks.decide(0)
    tasks.count(0)
    assert done_of(s3, RESULTS, "abc") == Done(slices, slices, 1, 144 // slices)
    for number in range(slices):
        tasks.count(number)
    done = done_of(s3, RESULTS, "abc")
    assert done is not None
    assert done.share == 1
    assert done.told(1) == f"all {slices} slices counted, 144 rows; drawing"


def test_an_upload_that_is_replaced_meanwhile_gives_no_mixture(s3: S3Client) -> None:
    tasks = tasks_for(s3, "in/rooms.csv", TABLE)

    def replace_it() -> None:
        s3.put_object(Bucket=UPLOADS, Key="in/rooms.csv", Body=TABLE.replace(b"room", b"seat"))

    with pytest.raises(UploadReplacedError):
        run(s3, tasks, replace_it)
    assert not [name for name in stored(s3, "results/") if name.endswith(".json")]
    # The execution of the new one will show how that ends.
    assert shown(s3) == [UNDER_WAY]


@pytest.mark.parametrize(
    "body",
    [_ARRAY, b"\x00\x01" * 999],
    ids=["an array", "no table"],
)
def test_what_cannot_be_cut_is_left_to_be_read_as_a_whole(s3: S3Client, body: bytes) -> None:
    with pytest.raises((NoSlices, UploadError)):
        run(s3, tasks_for(s3, "in/rooms.json", body))


def test_a_refused_slice_is_told_to_the_next_step(s3: S3Client) -> None:
    body = ("text,sentiment\n" + "".join(f"a room,label {n}\n" for n in range(300))).encode()
    tasks = tasks_for(s3, "in/rooms.csv", body, sentiment_column="sentiment")
    with pytest.raises((NoSlices, UploadError)):
        run(s3, tasks)


def test_an_event_that_comes_again_starts_nothing_unless_its_slices_failed() -> None:
    upload = Upload(UPLOADS, "리뷰 a+b.csv", sequencer="01", etag="abc", size=7)
    started: list[dict[str, str]] = []
    ended: dict[str, str] = {}

    class ExistsError(Exception):
        pass

    def start_execution(**told: str) -> None:
        if any(each["name"] == told["name"] for each in started):
            raise ExistsError
        started.append(told)

    def describe_execution(executionArn: str) -> dict[str, str]:  # noqa: N803 - AWS's name
        return {"status": ended.get(executionArn, "RUNNING")}

    client: Any = SimpleNamespace(
        start_execution=start_execution,
        describe_execution=describe_execution,
        exceptions=SimpleNamespace(ExecutionAlreadyExists=ExistsError),
    )
    for _ in range(3):
        start(f"{_STATES}:stateMachine:slices", upload, client)
    start(f"{_STATES}:stateMachine:slices", replace(upload, sequencer="02"), client)
    assert len(started) == 2
    told = json.loads(started[0]["input"])
    assert Upload(**told["upload"]) == upload
    assert len(started[0]["name"]) <= 80
    # One that failed is taken up by the next execution, as is that one.
    for attempt in (2, 3):
        ended[f"{_STATES}:execution:slices:{started[0 if attempt == 2 else -1]['name']}"] = "FAILED"
        for _ in range(2):
            start(f"{_STATES}:stateMachine:slices", upload, client)
        assert len(started) == 1 + attempt
        assert json.loads(started[-1]["input"])["id"] == started[-1]["name"]


def test_a_failed_execution_is_told_as_a_failed_event() -> None:
    upload = Upload(UPLOADS, "리뷰 a+b.csv", "01", "v1", "2026-01-02T03:04:05Z", "abc", 7)
    cause = json.dumps({"errorType": "Runtime.OutOfMemory", "errorMessage": "", "trace": []})
    failure = as_failure(upload, {"Error": "Runtime.OutOfMemory", "Cause": cause})
    assert told_by(failure).uploads == [upload]
    assert fault_of(upload, failure).code == "out_of_memory"
    threshold = {"Error": "States.ExceedToleratedFailureThreshold", "Cause": "of 40, 1 failed"}
    assert fault_of(upload, as_failure(upload, threshold)).code == "not_finished"


def _fails_at(call: int) -> Hook:
    """Return a hook that lets one call of S3 fail, counted from 1."""
    made = itertools.count(1)

    def fail(*_: object) -> None:
        if next(made) == call:
            raise EndpointConnectionError(endpoint_url="s3")

    return fail


@pytest.mark.slow
def test_each_task_may_fail_twice(s3: S3Client, tmp_path: Path) -> None:
    tasks, failed = tasks_for(s3, "in/rooms.csv", TABLE), 0

    def third_time(task: Callable[..., Any]) -> Callable[..., Any]:
        """Do a task as a state machine does: it is cut off, not acknowledged, and then done."""

        def done(*given: Any) -> Any:
            nonlocal failed
            for hooks in (calls(before=_fails_at(2)), calls(after=_fails_at(4))):
                try:
                    with hooks:
                        return task(*given)
                except EndpointConnectionError:
                    failed += 1
            return task(*given)

        return done

    steps = ("plan", "survey", "decide", "count", "combine", "merge", "finish")
    patient: Any = SimpleNamespace(**{name: third_time(getattr(tasks, name)) for name in steps})
    key = run(s3, patient)
    assert failed > 2 * len(steps)
    assert key is not None
    assert stored(s3, key.removesuffix("summary.json")) == by_command(TABLE, tmp_path)
