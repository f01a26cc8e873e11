"""The model of S3 answers as another implementation of S3 does."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

from tests.laws import examples
from tests.simulation.client import S3Model
from tests.simulation.disk import Disk
from tests.simulation.process import Clock, Process, enter
from tests.simulation.s3 import S3, Bucket

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BUCKET = "uploads"
KEYS = ("a", "a/b", "a/c/d", "é b")
Call = Callable[[Any], Any]


def _calls(random: Random) -> list[Call]:
    """Return calls that make, change and read a few objects, some on conditions."""
    calls: list[Call] = []
    for _ in range(30):
        key, body = random.choice(KEYS), random.choice((b"one", b"two", b"three"))
        condition: dict[str, str] = random.choice(
            ({}, {"IfNoneMatch": "*"}, {"IfMatch": '"f97c5d29941bfb1b2fdab0874906ab82"'})
        )

        def put(client: Any, key: str = key, body: bytes = body, more: Any = condition) -> Any:
            told = {"Key": key, "Body": body, "Metadata": {"token": body.decode()}}
            return client.put_object(Bucket=BUCKET, **told, **more)["ETag"]

        def get(client: Any, key: str = key) -> Any:
            found = client.get_object(Bucket=BUCKET, Key=key)
            return found["Body"].read(), found["ETag"], found["Metadata"]

        def rest(client: Any, key: str = key) -> Any:
            etag = '"f97c5d29941bfb1b2fdab0874906ab82"'
            found = client.get_object(Bucket=BUCKET, Key=key, Range="bytes=1-", IfMatch=etag)
            return found["Body"].read()

        def head(client: Any, key: str = key) -> Any:
            found = client.head_object(Bucket=BUCKET, Key=key)
            return found["ETag"], found["ContentLength"], found["Metadata"]

        def below(client: Any, prefix: str = random.choice(("", "a/", "a/c", "x"))) -> Any:
            pages = client.get_paginator("list_objects_v2")
            (page,) = pages.paginate(Bucket=BUCKET, Prefix=prefix, Delimiter="/")
            return (
                [(each["Key"], each["ETag"]) for each in page.get("Contents", [])],
                [each["Prefix"] for each in page.get("CommonPrefixes", [])],
            )

        calls.append(random.choice((put, put, put, get, rest, head, below)))
    return calls


def _answer(call: Call, client: Any) -> Any:
    try:
        return call(client)
    except ClientError as error:
        return error.response["Error"]["Code"]


def test_the_model_answers_as_an_emulator_does() -> None:
    with mock_aws():
        emulator: S3Client = boto3.client("s3")
        for number in range(examples(50)):
            clock = Clock()
            model = S3(clock, str)
            model.buckets[BUCKET] = Bucket()
            emulator.create_bucket(Bucket=BUCKET)
            enter(Process(clock, Disk(1_000), clock.now + 900, "test", []))
            for call in _calls(Random(number)):
                assert _answer(call, S3Model(model)) == _answer(call, emulator), call
            for each in model.below(BUCKET, ""):
                emulator.delete_object(Bucket=BUCKET, Key=each.key)
            emulator.delete_bucket(Bucket=BUCKET)
