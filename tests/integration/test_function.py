"""The function: every upload ends in results or in an error.json, whatever the event."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError
from moodcloud.analysis import analyze
from moodcloud.aws import delivery
from moodcloud.aws.download import Opened, open_upload
from moodcloud.aws.events import Upload
from moodcloud.aws.storage import Storage

from tests.conftest import ROOT
from tests.integration.conftest import RESULTS, SMALL, UPLOADS, A, B, Invoke, s3_event

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = pytest.mark.usefixtures("analysed_once")


def _read(s3: S3Client, key: str) -> bytes:
    return s3.get_object(Bucket=RESULTS, Key=key)["Body"].read()


def _latest(s3: S3Client, key: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(_read(s3, f"results/{key}/latest.json"))
    return content


def _keys(s3: S3Client) -> set[str]:
    listing = s3.list_objects_v2(Bucket=RESULTS)
    return {entry["Key"] for entry in listing.get("Contents", [])}


def test_an_upload_gives_the_same_bytes_as_the_library(
    s3: S3Client, invoke: Invoke, tmp_path: Path
) -> None:
    key = "my reviews+v2 리뷰.csv"
    s3.put_object(Bucket=UPLOADS, Key=key, Body=A)
    invoke(s3_event(key))
    latest = _latest(s3, key)
    prefix = f"results/{key}/{latest['version']}/"
    (tmp_path / key).write_bytes(A)
    made = analyze(tmp_path / key, tmp_path / "out", SMALL).folder
    local = {path.name: path.read_bytes() for path in made.iterdir()}
    assert {name: _read(s3, prefix + name) for name in local} == local
    others = {name for name in _keys(s3) if not name.startswith(("results/gallery/", prefix))}
    assert others == {f"results/{key}/latest.json", "results/index.html"}
    assert {name for name in _keys(s3) if name.startswith(prefix)} == {prefix + n for n in local}


def test_an_upload_is_hashed_once_as_it_arrives(
    s3: S3Client, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def again(*_: object) -> None:
        raise AssertionError("hashed again")

    monkeypatch.setattr(hashlib, "file_digest", again)
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    (key,) = invoke(s3_event("a.csv"))["results"]
    assert json.loads(_read(s3, key))["input"]["sha256"] == hashlib.sha256(A).hexdigest()


def test_every_record_of_an_event_is_handled(s3: S3Client, invoke: Invoke) -> None:
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    s3.put_object(Bucket=UPLOADS, Key="b/b.csv", Body=B)
    answer = invoke(s3_event("a.csv", "b/b.csv"))
    assert len(answer["results"]) == 2
    assert all(key in _keys(s3) for key in answer["results"])


@pytest.mark.parametrize("name", ["s3-test-event", "s3-results-key"])
def test_events_that_are_no_uploads_are_ignored_with_a_line_in_the_log(
    s3: S3Client, invoke: Invoke, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    caplog.set_level("INFO", logger="moodcloud")
    event = json.loads((ROOT / "events" / f"{name}.json").read_text("utf-8"))
    assert invoke(event) == {"results": []}
    assert _keys(s3) == set()
    assert "ignored" in caplog.text or "no uploads" in caplog.text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (None, "missing_upload"),
        (b"", "empty_file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_text"),
    ],
)
def test_a_permanent_fault_ends_in_error_json_and_is_not_tried_again(
    s3: S3Client, invoke: Invoke, body: bytes | None, code: str
) -> None:
    if body is not None:
        s3.put_object(Bucket=UPLOADS, Key="bad.csv", Body=body)
    invoke(s3_event("bad.csv"))  # an exception here is what would make Lambda try again
    latest = _latest(s3, "bad.csv")
    assert latest["file"].endswith("error.json")
    error = json.loads(_read(s3, f"results/bad.csv/{latest['file']}"))
    assert error["code"] == code
    assert "bad.csv" in error["message"]
    assert error["remedy"]


def _refuse(monkeypatch: pytest.MonkeyPatch, place: object, method: str, code: str) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise ClientError({"Error": {"Code": code, "Message": "no"}}, method)

    monkeypatch.setattr(place, method, refuse)


@pytest.mark.parametrize(("place", "method"), [(delivery, "open_upload"), (Storage, "store")])
@pytest.mark.parametrize("code", ["SlowDown", "InternalError", "AccessDenied"])
def test_a_passing_fault_is_raised_so_that_lambda_tries_again(
    s3: S3Client,
    invoke: Invoke,
    monkeypatch: pytest.MonkeyPatch,
    place: object,
    method: str,
    code: str,
) -> None:
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    with monkeypatch.context() as context:
        _refuse(context, place, method, code)
        with pytest.raises(ClientError, match=code):
            invoke(s3_event("a.csv"))
        assert not any(key.endswith(("summary.json", "latest.json")) for key in _keys(s3))
    invoke(s3_event("a.csv"))
    assert _latest(s3, "a.csv")["file"].endswith("summary.json")


def test_one_failing_record_does_not_keep_the_others_from_their_results(
    s3: S3Client, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3.put_object(Bucket=UPLOADS, Key="b.csv", Body=A)

    def throttle_first(client: S3Client, upload: Upload) -> Opened:
        if upload.key == "a.csv":
            raise ClientError({"Error": {"Code": "SlowDown", "Message": "no"}}, "GetObject")
        return open_upload(client, upload)

    monkeypatch.setattr(delivery, "open_upload", throttle_first)
    with pytest.raises(ClientError, match="SlowDown"):
        invoke(s3_event("a.csv", "b.csv"))
    assert _latest(s3, "b.csv")["file"].endswith("summary.json")


def test_a_repeated_event_changes_nothing(s3: S3Client, invoke: Invoke) -> None:
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    invoke(s3_event("a.csv"))
    before = {key: _read(s3, key) for key in _keys(s3)}
    invoke(s3_event("a.csv"))
    assert {key: _read(s3, key) for key in _keys(s3)} == before


def test_an_older_event_never_moves_latest_back(s3: S3Client, invoke: Invoke) -> None:
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    invoke(s3_event("a.csv", sequencer="0062E99A88DC407465"))
    newest = _latest(s3, "a.csv")
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=B)
    invoke(s3_event("a.csv", sequencer="0062E99A88DC407460"))
    assert _latest(s3, "a.csv") == newest
    invoke(s3_event("a.csv", sequencer="0062E99A88DC407466"))
    assert _latest(s3, "a.csv")["version"] != newest["version"]


def test_results_go_beside_the_uploads_where_no_other_bucket_is_named(
    s3: S3Client, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RESULTS_BUCKET")
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    (key,) = invoke(s3_event("a.csv"))["results"]
    assert s3.head_object(Bucket=UPLOADS, Key=key)
    assert invoke(s3_event(key)) == {"results": []}


def test_metadata_of_the_object_sets_options(s3: S3Client, invoke: Invoke) -> None:
    body = "말,감정,이유\n" + "nice room,긍정,nice and quite a large room\n" * 30
    chosen = {"moodcloud-text-column": "%EB%A7%90", "moodcloud-max-words": "7", "owner": "me"}
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=body.encode(), Metadata=chosen)
    invoke(s3_event("a.csv"))
    summary = json.loads(_read(s3, f"results/a.csv/{_latest(s3, 'a.csv')['file']}"))
    assert summary["input"]["text_column"] == "말"
    assert summary["options"]["max_words"] == 7


@pytest.mark.parametrize(
    ("metadata", "variable", "named"),
    [
        ({"moodcloud-width": "9"}, None, "x-amz-meta-moodcloud-width"),
        ({"moodcloud-with": "900"}, None, "x-amz-meta-moodcloud-with"),
        ({}, ("MOODCLOUD_MAX_WORDS", "many"), "MOODCLOUD_MAX_WORDS"),
    ],
)
def test_a_bad_option_is_named_as_its_source_calls_it(
    s3: S3Client,
    invoke: Invoke,
    monkeypatch: pytest.MonkeyPatch,
    metadata: dict[str, str],
    variable: tuple[str, str] | None,
    named: str,
) -> None:
    if variable:
        monkeypatch.setenv(*variable)
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A, Metadata=metadata)
    invoke(s3_event("a.csv"))
    error = json.loads(_read(s3, f"results/a.csv/{_latest(s3, 'a.csv')['file']}"))
    assert error["code"] == "bad_option"
    assert error["message"].startswith(f"{named} is ")


def test_an_upload_over_a_bound_of_the_stack_ends_in_an_error_that_names_it(
    s3: S3Client, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LARGEST_UPLOAD_MB", "1")
    monkeypatch.setenv("MOST_ROWS", "10")
    for key, body, found in (("large.csv", A * 3000, "MB"), ("rows.csv", A, "40 rows")):
        s3.put_object(Bucket=UPLOADS, Key=key, Body=body)
        invoke(s3_event(key))
        error = json.loads(_read(s3, f"results/{key}/{_latest(s3, key)['file']}"))
        assert error["code"] == "over_bound"
        assert found in error["message"]


def test_a_folder_made_in_a_console_is_no_upload(s3: S3Client, invoke: Invoke) -> None:
    s3.put_object(Bucket=UPLOADS, Key="2026/", Body=b"")
    assert invoke(s3_event("2026/")) == {"results": []}
    assert _keys(s3) == set()


def test_conditions_come_as_metadata(s3: S3Client, invoke: Invoke) -> None:
    rows = [f"a room with view {n},{n % 2},2026-03-{n % 9 + 1:02}" for n in range(90)]
    content = "\n".join(["text,label,day", *rows]).encode()
    metadata = {
        "moodcloud-where": "day>=2026-03-05; day!=2026-03-09",
        "moodcloud-width": "300",
        "moodcloud-height": "200",
    }
    s3.put_object(Bucket=UPLOADS, Key="days.csv", Body=content, Metadata=metadata)
    invoke(s3_event("days.csv"))
    summary = json.loads(_read(s3, f"results/days.csv/{_latest(s3, 'days.csv')['file']}"))
    assert (summary["rows"]["counted"], summary["rows"]["filtered"]) == (40, 50)
    assert summary["options"]["where"] == ["day>=2026-03-05", "day!=2026-03-09"]
