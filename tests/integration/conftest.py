"""S3 as moto plays it, and the handler as Lambda calls it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

import boto3
import pytest
from moto import mock_aws

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

UPLOADS = "uploads-bucket"
RESULTS = "results-bucket"
Invoke = Callable[[dict[str, Any]], dict[str, list[str]]]


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Client]:
    monkeypatch.setenv("RESULTS_BUCKET", RESULTS)
    with mock_aws():
        client = boto3.client("s3")
        client.create_bucket(Bucket=UPLOADS)
        client.create_bucket(Bucket=RESULTS)
        yield client


@pytest.fixture
def context() -> SimpleNamespace:
    """What Lambda tells a handler of its call."""
    return SimpleNamespace(
        get_remaining_time_in_millis=lambda: 900_000,
        function_name="analyze",
        memory_limit_in_mb=2048,
        invoked_function_arn="arn:aws:lambda:us-east-1:123456789012:function:analyze",
        aws_request_id="00000000-0000-0000-0000-000000000000",
    )


@pytest.fixture
def invoke(s3: S3Client, context: SimpleNamespace) -> Iterator[Invoke]:
    """Call the handler of functions/analyze with an event."""

    def call(event: dict[str, Any]) -> dict[str, list[str]]:
        # A function reads its environment once, when it starts: with the first event.
        answer: dict[str, list[str]] = importlib.import_module("analyze.app").handler(
            event, context
        )
        return answer

    yield call
    sys.modules.pop("analyze.app", None)


def s3_event(*keys: str, sequencer: str = "0062E99A88DC407460") -> dict[str, Any]:
    """Return the event S3 sends for objects of the uploads bucket."""
    return {
        "Records": [
            {
                "eventSource": "aws:s3",
                "eventName": "ObjectCreated:Put",
                "s3": {
                    "bucket": {"name": UPLOADS},
                    "object": {"key": quote_plus(key, safe="/"), "sequencer": sequencer},
                },
            }
            for key in keys
        ]
    }
