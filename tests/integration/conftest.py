"""S3 as moto plays it, and the handler as Lambda calls it."""

from __future__ import annotations

import functools
import importlib
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote_plus

import boto3
import botocore.loaders
import botocore.session
import pytest
from moodcloud import analysis
from moodcloud.analysis import Analysis
from moodcloud.options import Options
from moodcloud.reading import Inputs
from moodcloud.report.folders import replace_set
from moto import mock_aws
from moto.core.base_backend import BaseBackend
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.s3.models import S3Backend, s3_backends

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

UPLOADS = "uploads-bucket"
RESULTS = "results-bucket"
Invoke = Callable[[dict[str, Any]], dict[str, Any]]
SMALL: Final = Options(max_words=20, width=400, height=225)
"""What is drawn does not matter here: small pictures of few words take half the time."""
SMALL_ARGUMENTS: Final = ("--max-words", "20", "--width", "400", "--height", "225")


def table(*words: str) -> bytes:
    """Return a small file whose texts hold these words."""
    rows = [
        f"{word} room number {n},{'positive' if n % 2 else 'negative'}"
        for word in words
        for n in range(20)
    ]
    return "\n".join(["text,sentiment", *rows, ""]).encode()


A, B = table("lovely", "bright"), table("sour", "cold")

# What boto3 says of S3 is read once, not for each test.
botocore.session.create_loader = functools.cache(botocore.loaders.create_loader)
# So is which addresses are S3's: moto finds out again with each call.
setattr(S3Backend, "urls", property(functools.cache(vars(BaseBackend)["urls"].fget)))  # noqa: B010


@functools.cache
def _session() -> boto3.Session:
    """Return the session of all tests: to make one takes as long as to make its client."""
    return boto3.Session()


@pytest.fixture(autouse=True)
def _small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("max_words", "width", "height"):
        monkeypatch.setenv(f"MOODCLOUD_{name.upper()}", str(getattr(SMALL, name)))


@pytest.fixture(scope="session")
def analyze_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Analysis]:
    """Return an `analyze` that copies what it has made: the same input gives the same bytes."""
    made: dict[tuple[bytes, str, Options], Analysis] = {}
    analyze, sets = analysis.analyze, tmp_path_factory.mktemp("sets")

    def once(
        path: str | Path | Sequence[Path] | Inputs,
        out: str | Path,
        options: Options | None = None,
        *,
        name: str | None = None,
        **more: Any,
    ) -> Analysis:
        if not isinstance(path, str | Path) or Path(path).is_dir():
            return analyze(path, out, options, name=name, **more)
        options, name = options or Options(), name or Path(path).name
        key = (Path(path).read_bytes(), name, options)
        if key not in made:
            made[key] = analyze(path, sets / str(len(made)), options, name=name, **more)
        staged = tmp_path_factory.mktemp("staged")
        shutil.copytree(made[key].folder, staged, dirs_exist_ok=True)
        replace_set(staged, Path(out))
        return Analysis(made[key].summary, Path(out))

    return once


@pytest.fixture
def analysed_once(monkeypatch: pytest.MonkeyPatch, analyze_once: Callable[..., Analysis]) -> None:
    """Analyse no upload twice: for tests of what is done with a set of results."""
    monkeypatch.setattr(analysis, "analyze", analyze_once)


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Client]:
    monkeypatch.setenv("RESULTS_BUCKET", RESULTS)
    with mock_aws():
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", _session())
        client = boto3.client("s3")
        client.create_bucket(Bucket=UPLOADS)
        client.create_bucket(Bucket=RESULTS)
        yield client


def objects_in(bucket: str) -> dict[str, bytes]:
    """Return all that is in a bucket, without a call of S3 for each object."""
    stored = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets[bucket].keys
    return {key: found.value for key, found in stored.items()}


def empty(bucket: str) -> None:
    """Take all out of a bucket."""
    s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets[bucket].keys.clear()


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

    def call(event: dict[str, Any]) -> dict[str, Any]:
        # A function reads its environment once, when it starts: with the first event.
        answer: dict[str, Any] = importlib.import_module("analyze.app").handler(event, context)
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
