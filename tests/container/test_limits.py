"""Too little disk, too little memory: error.json says so, and nothing is half-written."""

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.local_aws.containers import Runtime
from tests.local_aws.results import ENGLISH, command_line_results, event_of, keys, stored_results

Start = Callable[..., AbstractContextManager[Runtime]]
# 20 MB of reviews
LARGE = ENGLISH + ENGLISH.split(b"\n", 1)[1] * 800
# The memory needed grows with the words that differ: 300,000 of them take several hundred MB.
_LETTERS = str.maketrans("0123456789", "abcdefghij")
WORDY = b"text,sentiment\n" + b"".join(
    f"garden {str(10**9 + number * 3331).translate(_LETTERS)},positive\n".encode()
    for number in range(300_000)
)


@pytest.fixture
def uploads(s3: Any) -> Iterator[str]:
    for bucket in ("limited-uploads", "limited-results"):
        s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket="limited-uploads", Key="small.csv", Body=ENGLISH)
    yield "limited-uploads"
    for bucket in ("limited-uploads", "limited-results"):
        for key in keys(s3, bucket, ""):
            s3.delete_object(Bucket=bucket, Key=key)
        s3.delete_bucket(Bucket=bucket)


def _error_code(s3: Any, key: str) -> str:
    prefix = f"results/{key}/"
    assert len(keys(s3, "limited-results", prefix)) == 2  # latest.json and what it points to
    latest = json.loads(
        s3.get_object(Bucket="limited-results", Key=f"{prefix}latest.json")["Body"].read()
    )
    error = s3.get_object(Bucket="limited-results", Key=prefix + latest["file"])
    return str(json.loads(error["Body"].read())["code"])


def test_an_upload_larger_than_the_disk_ends_in_error_json(
    start: Start, s3: Any, uploads: str
) -> None:
    s3.put_object(Bucket=uploads, Key="large.csv", Body=LARGE)
    with start("limited-results", "--tmpfs=/tmp:rw,size=16m,mode=1777") as function:
        answer = function.call(event_of(uploads, "large.csv")).response
    assert "errorMessage" not in answer
    assert _error_code(s3, "large.csv") == "larger_than_disk"


def test_a_full_disk_is_told_to_lambda_and_leaves_nothing_half_written(
    start: Start, s3: Any, uploads: str
) -> None:
    s3.put_object(Bucket=uploads, Key="large.csv.gz", Body=gzip.compress(LARGE, 1))
    with start("limited-results", "--tmpfs=/tmp:rw,size=16m,mode=1777") as function:
        _fails_for_now(function, uploads, "large.csv.gz", "disk_full")
        assert keys(s3, "limited-results") == []
        # What filled the disk is gone: the next upload finds room.
        small = function.call(event_of(uploads, "small.csv")).response
    assert "errorMessage" not in small, small
    found = stored_results(s3, "limited-results", "small.csv")
    assert found == command_line_results(ENGLISH, "small.csv")


def test_results_that_find_no_room_on_the_disk_are_not_shown_in_part(
    start: Start, s3: Any, uploads: str
) -> None:
    with start("limited-results", "--tmpfs=/tmp:rw,size=1m,mode=1777") as function:
        _fails_for_now(function, uploads, "small.csv", "disk_full")
    assert keys(s3, "limited-results") == []


def _fails_for_now(function: Runtime, bucket: str, key: str, code: str) -> None:
    """Call a function and make sure that Lambda would try again, and knows why."""
    answer = function.call(event_of(bucket, key)).response
    assert answer["errorType"] == "AttemptError", answer
    (told,) = json.loads(answer["errorMessage"])
    assert (told["key"], told["error"]["code"]) == (key, code)


def test_too_little_memory_ends_the_call_and_leaves_nothing_half_written(
    start: Start, s3: Any, uploads: str
) -> None:
    s3.put_object(Bucket=uploads, Key="wordy.csv", Body=WORDY)
    with start("limited-results", "--memory=300m", "--memory-swap=300m") as function:
        small = function.call(event_of(uploads, "small.csv")).response
        answer = function.call(event_of(uploads, "wordy.csv")).response
    assert "errorMessage" not in small
    assert "signal: killed" in answer["errorMessage"]
    assert [key for key in keys(s3, "limited-results") if "wordy.csv" in key] == []
