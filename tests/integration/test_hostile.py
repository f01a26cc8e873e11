"""Uploads that want to do harm end like any other, and their results stay where they belong."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError, ParamValidationError
from moodcloud import analysis
from moodcloud.aws.keys import RESULTS_PREFIX, results_prefix
from moodcloud.aws.metrics import logger
from moodcloud.aws.publishing import PAGE, PARTS

from tests.files.hostile import Hostile, hostile_uploads
from tests.files.secrets import SECRET
from tests.integration.conftest import RESULTS, UPLOADS, Invoke, empty, objects_in, s3_event

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ALL = hostile_uploads()
# Some of each kind; CI takes them all.
SOME = ALL[::50]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All lines that the function and its libraries log, as Lambda has them."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(logger.registered_formatter)
    root, ours = logging.getLogger(), logging.getLogger(logger.name)
    for each in (root, ours):
        each.addHandler(handler)
    yield lines
    for each in (root, ours):
        each.removeHandler(handler)


@pytest.fixture
def drawn_once(monkeypatch: pytest.MonkeyPatch, analyze_once: Callable[..., Any]) -> None:
    """Analyse what is hostile by its key once, whatever its name: the file is always the same."""
    real = analysis.analyze

    def once(path: Any, out: Any, options: Any, *, name: str, **more: Any) -> Any:
        analyze = analyze_once if path.read_bytes() == ALL[0].content else real
        return analyze(path, out, options, name="a.csv" if analyze is not real else name, **more)

    monkeypatch.setattr(analysis, "analyze", once)


def _deliver(s3: S3Client, invoke: Invoke, upload: Hostile) -> bool:
    """Upload a file and hand in its event; return whether S3 took the upload."""
    try:
        s3.put_object(Bucket=UPLOADS, Key=upload.key, Body=upload.content, Metadata=upload.metadata)
        taken = True
    except (ClientError, ParamValidationError):
        taken = False
    invoke(s3_event(upload.key))
    return taken


def _is_ignored(key: str) -> bool:
    return key.startswith(RESULTS_PREFIX) or key.endswith("/")


def _check(s3: S3Client, invoke: Invoke, log: io.StringIO, upload: Hostile) -> None:
    _deliver(s3, invoke, upload)
    stored = objects_in(RESULTS)
    # Nothing is outside the folder of the upload, but for its line in the gallery.
    home = results_prefix(UPLOADS, upload.key, UPLOADS)
    strangers = [key for key in stored if not key.startswith(home)]
    if _is_ignored(upload.key):
        assert stored == {}
    else:
        assert all(key == PAGE or key.startswith(PARTS) for key in strangers)
        latest = json.loads(stored[f"{home}latest.json"])
        assert f"{home}{latest['file']}" in stored
    # An error holds no cell, nor does the gallery, which shows the sentiments of results.
    errors = [key for key in stored if key.endswith("/error.json")]
    told = [stored[key] for key in (*errors, *strangers)] if errors else []
    assert SECRET.encode() not in b"".join(told)
    for line in log.getvalue().rstrip("\n").split("\n"):
        parsed = json.loads(line)
        assert {"level", "message", "timestamp"} <= set(parsed), line
        assert parsed["message"] != "forged"
        assert SECRET not in line


def test_there_are_five_hundred_and_no_two_are_the_same() -> None:
    assert len(ALL) >= 500
    assert len({each.name for each in ALL}) == len(ALL)
    assert len({(e.key, e.content, tuple(e.metadata.items())) for e in ALL}) > len(ALL) - 10


@pytest.mark.usefixtures("drawn_once")
@pytest.mark.parametrize("upload", SOME, ids=[each.name for each in SOME])
def test_an_upload_that_wants_to_do_harm_ends_like_any_other(
    s3: S3Client, invoke: Invoke, log: io.StringIO, upload: Hostile
) -> None:
    _check(s3, invoke, log, upload)


@pytest.mark.slow
@pytest.mark.parametrize("kind", range(10))
def test_five_hundred_uploads_that_want_to_do_harm_end_like_any_other(
    s3: S3Client, invoke: Invoke, log: io.StringIO, drawn_once: None, kind: int
) -> None:
    for upload in ALL[kind::10]:
        empty(RESULTS)
        log.truncate(0)
        log.seek(0)
        _check(s3, invoke, log, upload)
