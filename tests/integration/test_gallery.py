"""The gallery: one page over all results of a bucket, whoever writes it, in whatever order."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from moodcloud.aws.publishing import ENTRIES, PAGE, show
from moodcloud.aws.storage import Storage
from moodcloud.report.gallery import Entry, shown_in

from tests.integration.conftest import RESULTS, UPLOADS, A, Invoke, s3_event

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = pytest.mark.usefixtures("analysed_once")
PATIENCE = 60.0
WRITERS = 8


def _page(s3: S3Client) -> str:
    return s3.get_object(Bucket=RESULTS, Key=PAGE)["Body"].read().decode()


def _shown(s3: S3Client) -> dict[str, Entry]:
    return {shown.entry.key: shown.entry for shown in shown_in(_page(s3))}


def _entry(key: str, **values: Any) -> Entry:
    sentiments = (("positive", 70), ("negative", 30))
    return Entry(key, "0" * 16, language="en", read=100, counted=100, sentiments=sentiments)


@pytest.fixture
def one_put_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """S3 checks a condition and writes in one step; moto in two, with other threads between."""
    lock, call = threading.Lock(), BaseClient._make_api_call  # type: ignore[attr-defined]

    def whole(self: Any, name: str, parameters: Any) -> Any:
        if name != "PutObject":
            return call(self, name, parameters)
        with lock:
            return call(self, name, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", whole)


@pytest.mark.usefixtures("one_put_at_a_time")
def test_eight_writers_at_once_lose_no_entry(s3: S3Client) -> None:
    storage = Storage(s3, RESULTS)
    keys = [f"folder {number % 5}/리뷰+{number}.csv" for number in range(24)]
    start = threading.Barrier(WRITERS)

    def write(part: list[str]) -> None:
        start.wait()
        for key in part:
            show(_entry(key), storage, PATIENCE)
            assert key in _shown(s3)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, [keys[place::WRITERS] for place in range(WRITERS)]))
    assert set(_shown(s3)) == set(keys)


@pytest.mark.slow
def test_two_thousand_results_are_one_small_page(s3: S3Client) -> None:
    storage = Storage(s3, RESULTS)
    for number in range(2_000):
        entry = _entry(f"2026/summer campaign/reviews of week {number} (final).csv")
        content = json.dumps(entry.as_dict()).encode()
        s3.put_object(Bucket=RESULTS, Key=f"{ENTRIES}{number:064x}.json", Body=content)
    show(_entry("the last.csv"), storage, PATIENCE)
    assert len(_shown(s3)) == 2_001
    assert len(_page(s3)) < 1_000_000


def test_results_and_refusals_are_listed_with_their_date(s3: S3Client, invoke: Invoke) -> None:
    s3.put_object(Bucket=UPLOADS, Key="a b/리뷰.csv", Body=A)
    s3.put_object(Bucket=UPLOADS, Key="bad.csv", Body=b"")
    invoke(s3_event("a b/리뷰.csv", "bad.csv"))
    shown = _shown(s3)
    good, bad = shown["a b/리뷰.csv"], shown["bad.csv"]
    assert (good.read, good.counted, good.language) == (40, 40, "en")
    assert dict(good.sentiments)["positive"] == 20
    assert good.thumbnail
    assert s3.head_object(Bucket=RESULTS, Key=f"results/{good.key}/{good.version}/thumbnail.png")
    put = s3.head_object(Bucket=UPLOADS, Key=good.key)["LastModified"]
    assert good.time == put.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert bad.code == "empty_file"
    assert "bad.csv is empty" in bad.message


def test_an_upload_that_is_gone_has_the_date_of_its_event(s3: S3Client, invoke: Invoke) -> None:
    event = s3_event("gone.csv")
    event["Records"][0]["eventTime"] = "2026-02-03T04:05:06.789Z"
    invoke(event)
    assert _shown(s3)["gone.csv"].time == "2026-02-03T04:05:06Z"


def test_an_older_event_never_takes_the_place_of_a_newer(s3: S3Client) -> None:
    storage = Storage(s3, RESULTS)
    show(Entry("a.csv", "new", sequencer="0062E99A88DC407465"), storage, PATIENCE)
    show(Entry("a.csv", "old", sequencer="0062E99A88DC407460"), storage, PATIENCE)
    assert _shown(s3)["a.csv"].version == "new"


@pytest.mark.parametrize("known", [{"sequencer": "05"}, {"time": "2026-02-03T04:05:06Z"}])
def test_an_error_written_while_another_attempt_succeeds_hides_no_results(
    s3: S3Client, known: dict[str, Any]
) -> None:
    storage = Storage(s3, RESULTS)
    error = Entry("a.csv", "error", code="out_of_time", **known)
    for entry in (error, Entry("a.csv", "good", **known), error):
        show(entry, storage, PATIENCE)
    assert _shown(s3)["a.csv"].version == "good"


def test_an_upload_named_as_the_page_has_results_beside_it(s3: S3Client, invoke: Invoke) -> None:
    for key in ("index.html", "gallery/b.csv"):
        s3.put_object(Bucket=UPLOADS, Key=key, Body=A)
        invoke(s3_event(key))
    assert set(_shown(s3)) == {"index.html", "gallery/b.csv"}
    assert s3.head_object(Bucket=RESULTS, Key="results/index.html/latest.json")


def _failing(monkeypatch: pytest.MonkeyPatch, key: str, code: str, times: int) -> list[str]:
    """Let S3 refuse to write an object so many times; return the keys refused."""
    refused: list[str] = []
    call = BaseClient._make_api_call  # type: ignore[attr-defined]

    def refuse(self: Any, name: str, parameters: Any) -> Any:
        if name == "PutObject" and parameters["Key"] == key and len(refused) < times:
            refused.append(key)
            raise ClientError({"Error": {"Code": code, "Message": "no"}}, name)
        return call(self, name, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", refuse)
    return refused


@pytest.mark.parametrize("code", ["SlowDown", "ConditionalRequestConflict", "PreconditionFailed"])
def test_what_passes_is_tried_again(
    s3: S3Client, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    refused = _failing(monkeypatch, PAGE, code, times=3)
    show(_entry("a.csv"), Storage(s3, RESULTS), PATIENCE)
    assert len(refused) == 3
    assert set(_shown(s3)) == {"a.csv"}


def test_a_page_that_cannot_be_written_costs_no_results_and_is_mended_by_the_next(
    s3: S3Client, invoke: Invoke, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for key in ("a.csv", "b.csv"):
        s3.put_object(Bucket=UPLOADS, Key=key, Body=A)
    with monkeypatch.context() as context:
        _failing(context, PAGE, "AccessDenied", times=1)
        (summary,) = invoke(s3_event("a.csv"))["results"]
    assert s3.head_object(Bucket=RESULTS, Key=summary)
    assert "the gallery was not updated" in caplog.text
    invoke(s3_event("b.csv"))
    assert set(_shown(s3)) == {"a.csv", "b.csv"}


@pytest.mark.parametrize("page", [b"", b"<html>mine</html>", b"\xff\xfe"])
def test_a_page_that_was_deleted_or_spoilt_is_made_anew_from_the_entries(
    s3: S3Client, page: bytes
) -> None:
    storage = Storage(s3, RESULTS)
    show(_entry("a.csv"), storage, PATIENCE)
    s3.put_object(Bucket=RESULTS, Key=PAGE, Body=page)
    s3.put_object(Bucket=RESULTS, Key=f"{ENTRIES}notes.json", Body=b"mine")
    show(_entry("b.csv"), storage, PATIENCE)
    assert set(_shown(s3)) == {"a.csv", "b.csv"}


def test_an_entry_that_is_deleted_leaves_the_page_with_the_next_upload(s3: S3Client) -> None:
    storage = Storage(s3, RESULTS)
    show(_entry("a.csv"), storage, PATIENCE)
    (listed,) = s3.list_objects_v2(Bucket=RESULTS, Prefix=ENTRIES)["Contents"]
    s3.delete_object(Bucket=RESULTS, Key=listed["Key"])
    show(_entry("b.csv"), storage, PATIENCE)
    assert set(_shown(s3)) == {"b.csv"}
