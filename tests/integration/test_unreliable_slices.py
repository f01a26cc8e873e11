"""Uploads in slices where S3 refuses requests, tasks end early, and uploads are replaced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from unittest.mock import patch

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError
from botocore.retries import standard
from moodcloud import __version__
from moodcloud.aws.s3 import CONFIG
from moodcloud.aws.slice_tasks import SliceTasks, UploadReplacedError
from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse

from tests.integration.test_fan_out import SLICE_BYTES, TABLE, by_command, run, stored, tasks_for

if TYPE_CHECKING:
    from pathlib import Path

    from mypy_boto3_s3 import S3Client

# As often as the state machine tries a task.
ATTEMPTS = 6
STEPS = ("plan", "survey", "decide", "count", "combine", "merge", "finish")
_SLOW_DOWN = b"<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>"


@contextmanager
def refusing(share: float, seed: str) -> Iterator[Counter[str]]:
    """Have S3 refuse a share of all requests; yield how many there were, and how many it refused.

    Args:
        share: The share.
        seed: What decides which requests these are.
    """
    answer, chance, seen = BotocoreStubber.__call__, Random(seed), Counter[str]()

    def answered(self: Any, event_name: str, request: Any, **more: Any) -> Any:
        seen["requests"] += 1
        if chance.random() >= share:
            return answer(self, event_name, request, **more)
        seen["refused"] += 1
        headers, body = cast("Any", {}), cast("Any", MockRawResponse(_SLOW_DOWN))
        return AWSResponse(request.url, 503, headers, body)

    with (
        patch.object(BotocoreStubber, "__call__", answered),
        # Tries follow each other at once.
        patch.object(standard.ExponentialBackoff, "delay_amount", lambda *_: 0),
    ):
        yield seen


def patient(tasks: SliceTasks) -> Any:
    """Return tasks that are tried again as the state machine does it."""

    def tried(task: Callable[..., Any]) -> Callable[..., Any]:
        def done(*given: Any) -> Any:
            for _ in range(ATTEMPTS - 1):
                try:
                    return task(*given)
                except ClientError:
                    pass
            return task(*given)

        return done

    return SimpleNamespace(**{name: tried(getattr(tasks, name)) for name in STEPS})


@pytest.mark.usefixtures("s3")
def test_a_fifth_of_all_requests_may_be_refused(tmp_path: Path) -> None:
    client: S3Client = boto3.client("s3", config=CONFIG)
    tasks = tasks_for(client, "in/rooms.csv", TABLE)
    # Each version meets other faults.
    with refusing(0.2, seed=__version__) as seen:
        key = run(client, patient(tasks))
    assert 0.1 < seen["refused"] / seen["requests"] < 0.3
    assert key is not None
    assert stored(client, key.removesuffix("summary.json")) == by_command(TABLE, tmp_path)


@pytest.mark.parametrize("surveyed", [0, 1, -1], ids=["none", "one", "all but one"])
def test_an_upload_may_be_replaced_at_any_slice(s3: S3Client, surveyed: int) -> None:
    tasks, slices = tasks_for(s3, "in/rooms.csv", TABLE), -(-len(TABLE) // SLICE_BYTES)
    replaced_at, made = surveyed % slices, Counter[str]()

    def survey(round_number: int, number: int) -> Any:
        if made["surveys"] == replaced_at:
            s3.put_object(Bucket=tasks.upload.bucket, Key=tasks.upload.key, Body=TABLE[::-1])
        made["surveys"] += 1
        return tasks.survey(round_number, number)

    steps = {name: getattr(tasks, name) for name in STEPS} | {"survey": survey}
    replaced: Any = SimpleNamespace(**steps)
    with pytest.raises(UploadReplacedError):
        run(s3, replaced)
    assert made["surveys"] == slices
    assert not [name for name in stored(s3, "results/") if name.endswith("summary.json")]


def test_an_upload_that_is_replaced_after_it_was_read_has_its_own_results(
    s3: S3Client, tmp_path: Path
) -> None:
    tasks = tasks_for(s3, "in/rooms.csv", TABLE)

    def decide(round_number: int) -> Any:
        s3.put_object(Bucket=tasks.upload.bucket, Key=tasks.upload.key, Body=TABLE[::-1])
        return tasks.decide(round_number)

    steps = {name: getattr(tasks, name) for name in STEPS} | {"decide": decide}
    replaced: Any = SimpleNamespace(**steps)
    key = run(s3, replaced)
    assert key is not None
    assert stored(s3, key.removesuffix("summary.json")) == by_command(TABLE, tmp_path)


def test_an_event_that_comes_three_times_leaves_one_set(s3: S3Client) -> None:
    tasks = tasks_for(s3, "in/rooms.csv", TABLE)
    first = run(s3, tasks)
    whole = stored(s3, "results/")
    assert [run(s3, tasks) for _ in range(2)] == [None, None]
    assert first is not None
    sets = [name for name in stored(s3, "results/") if name.endswith("/summary.json")]
    assert len(sets) == 1
    prefix = first.removeprefix("results/").removesuffix("summary.json")
    own = {name: body for name, body in whole.items() if name.startswith(prefix)}
    assert own.items() <= stored(s3, "results/").items()
