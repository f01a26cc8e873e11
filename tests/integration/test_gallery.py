"""The gallery: one page over all results of a bucket, whoever writes it, in whatever order."""

from __future__ import annotations

import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from click.testing import CliRunner
from moodcloud.aws import gallery_rebuilt
from moodcloud.aws.publishing import PAGE, PARTS, show, stored_parts, write_page, write_part
from moodcloud.aws.storage import Storage
from moodcloud.cli import main
from moodcloud.report.gallery import UNDER_WAY, Entry, render_gallery
from moodcloud.report.gallery_parts import entries_in, part_of, parts_of, render_part

from tests.integration.conftest import RESULTS, UPLOADS, A, Invoke, s3_event

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = pytest.mark.usefixtures("analysed_once")
PATIENCE = 60.0
WRITERS = 8


def _page(s3: S3Client) -> str:
    return s3.get_object(Bucket=RESULTS, Key=PAGE)["Body"].read().decode()


def _shown(s3: S3Client) -> dict[str, Entry]:
    """Return what the page and the parts that it names show."""
    storage = Storage(s3, RESULTS)
    parts = [storage.read(f"{PARTS}{name}") for name in parts_of(_page(s3).encode())]
    return {key: entry for part in parts for key, entry in entries_in(part).items()}


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
    keys = [f"folder {number % 5}/리뷰+{number}.csv" for number in range(16)]
    start = threading.Barrier(WRITERS)

    def write(part: list[str]) -> None:
        start.wait()
        for key in part:
            show(_entry(key), storage, PATIENCE)
            assert key in _shown(s3)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, [keys[place::WRITERS] for place in range(WRITERS)]))
    assert set(_shown(s3)) == set(keys)


class _Calls:
    """The calls of S3, counted by name, and the bytes that were sent."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.names: list[str] = []
        self.sent = 0
        call = BaseClient._make_api_call  # type: ignore[attr-defined]

        def counted(client: Any, name: str, parameters: Any) -> Any:
            self.names.append(name)
            self.sent += len(parameters.get("Body", b""))
            return call(client, name, parameters)

        monkeypatch.setattr(BaseClient, "_make_api_call", counted)


@pytest.mark.parametrize(
    "number", [300, pytest.param(50_000, marks=pytest.mark.slow)], ids=["300", "50,000"]
)
def test_an_upload_costs_the_gallery_the_same_however_many_results_there_are(
    s3: S3Client, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    storage = Storage(s3, RESULTS)
    parts: defaultdict[str, list[Entry]] = defaultdict(list)
    for place in range(number):
        entry = _entry(f"2026/summer campaign/reviews of week {place} (final).csv")
        parts[part_of(entry.key)].append(entry)
    for name, entries in parts.items():
        content = render_part(entries).encode()
        s3.put_object(Bucket=RESULTS, Key=f"{PARTS}{name}", Body=content)
    write_page(storage, lambda _: render_gallery([], list(parts)).encode())
    calls = _Calls(monkeypatch)
    show(_entry("2026/the last.csv"), storage, PATIENCE)
    # Its part was there before.
    assert calls.names == ["GetObject", "PutObject", "GetObject"]
    assert calls.sent < 100_000
    assert len(_shown(s3)) == number + 1
    # At worst the page is missing, too.
    s3.delete_object(Bucket=RESULTS, Key=PAGE)
    calls = _Calls(monkeypatch)
    show(_entry("2026/the very last.csv"), storage, PATIENCE)
    assert calls.names == ["GetObject", "PutObject", "GetObject", "ListObjectsV2", "PutObject"]
    assert len(_shown(s3)) == number + 2


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


def test_earlier_results_stay_within_reach_while_a_new_upload_is_worked_on(s3: S3Client) -> None:
    storage = Storage(s3, RESULTS)
    before = replace(_entry("a.csv"), sequencer="05")
    on_its_way = Entry("a.csv", "new", sequencer="06", code=UNDER_WAY)
    both = replace(before, sequencer="06", code=UNDER_WAY)
    # Told twice, and where the earlier one ends after the later one began.
    for steps in ((before, on_its_way, on_its_way), (on_its_way, before)):
        for entry in steps:
            show(entry, storage, PATIENCE)
        assert _shown(s3)["a.csv"] == both
        end = replace(before, version="new", sequencer="06")
        show(end, storage, PATIENCE)
        assert _shown(s3)["a.csv"] == end
        write_part(storage, part_of("a.csv"), lambda _: render_part([]).encode())


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


@pytest.mark.parametrize("refused", [PAGE, f"{PARTS}{part_of('a.csv')}"])
def test_what_s3_refuses_costs_no_results_and_is_shown_when_the_event_comes_again(
    s3: S3Client, invoke: Invoke, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    with monkeypatch.context() as context:
        _failing(context, refused, "AccessDenied", times=1)
        with pytest.raises(ClientError, match="AccessDenied"):
            invoke(s3_event("a.csv"))
    assert s3.head_object(Bucket=RESULTS, Key="results/a.csv/latest.json")
    (summary,) = invoke(s3_event("a.csv"))["results"]
    assert s3.head_object(Bucket=RESULTS, Key=summary)
    assert set(_shown(s3)) == {"a.csv"}


@pytest.mark.parametrize("page", [b"", b"<html>mine</html>", b"\xff\xfe"])
def test_a_page_that_was_deleted_or_spoilt_is_made_anew_from_the_parts(
    s3: S3Client, page: bytes
) -> None:
    storage = Storage(s3, RESULTS)
    show(_entry("a.csv"), storage, PATIENCE)
    s3.put_object(Bucket=RESULTS, Key=PAGE, Body=page)
    s3.put_object(Bucket=RESULTS, Key=f"{PARTS}notes.json", Body=b"mine")
    show(_entry("b.csv"), storage, PATIENCE)
    assert set(_shown(s3)) == {"a.csv", "b.csv"}


def test_the_command_makes_the_gallery_anew_from_what_is_stored(
    s3: S3Client, invoke: Invoke
) -> None:
    keys = ["a.csv", "b c/리뷰.csv", "gallery/part-00.js", "bad.csv"]
    for key in keys:
        s3.put_object(Bucket=UPLOADS, Key=key, Body=b"" if key == "bad.csv" else A)
        invoke(s3_event(key))
    before = _shown(s3)
    assert set(before) == set(keys)
    # Nothing of the gallery is left, results of one upload were deleted, and one entry is of none.
    storage = Storage(s3, RESULTS)
    for name in [PAGE, *(f"{PARTS}{name}" for name in stored_parts(storage))]:
        s3.delete_object(Bucket=RESULTS, Key=name)
    s3.delete_object(Bucket=RESULTS, Key="results/a.csv/latest.json")
    show(_entry("gone.csv"), storage, PATIENCE)
    result = CliRunner().invoke(main, ["gallery", f"s3://{RESULTS}"])
    assert result.exit_code == 0, result.stderr
    assert "3 results in s3://" in result.stdout
    assert _shown(s3) == {key: before[key] for key in keys[1:]}
    # Again: nothing is different, and nothing is written.
    stored = {each["Key"]: each["ETag"] for each in _gallery(s3)}
    assert CliRunner().invoke(main, ["gallery", f"s3://{RESULTS}/results/"]).exit_code == 0
    assert {each["Key"]: each["ETag"] for each in _gallery(s3)} == stored


def test_what_ends_while_the_gallery_is_made_anew_is_kept(
    s3: S3Client, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("a.csv", "b.csv"):
        s3.put_object(Bucket=UPLOADS, Key=key, Body=A)
    invoke(s3_event("a.csv"))
    places = gallery_rebuilt._places

    def late(client: Any, bucket: str) -> list[str]:
        found = list(places(client, bucket))
        if "b.csv" not in found:
            invoke(s3_event("b.csv"))
        return found

    monkeypatch.setattr(gallery_rebuilt, "_places", late)
    assert CliRunner().invoke(main, ["gallery", f"s3://{RESULTS}"]).exit_code == 0
    assert set(_shown(s3)) == {"a.csv", "b.csv"}


def _gallery(s3: S3Client) -> list[Any]:
    found = s3.list_objects_v2(Bucket=RESULTS, Prefix=PARTS)["Contents"]
    return [*found, *s3.list_objects_v2(Bucket=RESULTS, Prefix=PAGE)["Contents"]]
