"""One upload is one object: content, options, token and order are its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from moodcloud.aws.outcome import Outcome
from moodcloud.aws.publishing import PARTS
from moodcloud.report.gallery_parts import part_of

from tests.integration.conftest import RESULTS, UPLOADS, A, B, Invoke, s3_event, table
from tests.integration.s3_calls import calls

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = pytest.mark.usefixtures("analysed_once")
OTHERS = "other-uploads"


def latest_of(s3: S3Client, key: str) -> dict[str, Any]:
    """Return the `latest.json` of an upload."""
    body = s3.get_object(Bucket=RESULTS, Key=f"results/{key}/latest.json")["Body"].read()
    content: dict[str, Any] = json.loads(body)
    return content


def outcome_of(s3: S3Client, key: str) -> dict[str, Any]:
    """Return the `summary.json` or `error.json` that `latest.json` points to."""
    name = f"results/{key}/{latest_of(s3, key)['file']}"
    content: dict[str, Any] = json.loads(s3.get_object(Bucket=RESULTS, Key=name)["Body"].read())
    return content


def words_of(summary: dict[str, Any]) -> set[str]:
    """Return the most frequent words of a summary, those of phrases one by one."""
    shown = [w["word"] for each in summary["sentiments"].values() for w in each["top_words"]]
    return set(" ".join(shown).split())


def without_sequencer(event: dict[str, Any]) -> dict[str, Any]:
    """Return an event as emulators and replays by hand send it."""
    for record in event["Records"]:
        del record["s3"]["object"]["sequencer"]
    return event


@pytest.mark.parametrize("sequencers", [True, False])
def test_a_repeated_event_keeps_good_results_once_the_upload_is_gone(
    s3: S3Client, invoke: Invoke, sequencers: bool
) -> None:
    event = s3_event("a.csv") if sequencers else without_sequencer(s3_event("a.csv"))
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    invoke(event)
    before = latest_of(s3, "a.csv")
    shown = f"{PARTS}{part_of('a.csv')}"
    part = s3.get_object(Bucket=RESULTS, Key=shown)["Body"].read()
    s3.delete_object(Bucket=UPLOADS, Key="a.csv")
    invoke(event)
    assert latest_of(s3, "a.csv") == before
    assert before["file"].endswith("summary.json")
    assert s3.get_object(Bucket=RESULTS, Key=shown)["Body"].read() == part


def test_results_of_a_killed_attempt_are_found_once_the_upload_is_gone(
    s3: S3Client, invoke: Invoke
) -> None:
    def killed(name: str, arguments: dict[str, Any]) -> None:
        if name == "PutObject" and arguments["Key"].endswith("latest.json"):
            raise KeyboardInterrupt

    etag = s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A, Metadata={"upload-token": "mine"})
    event = s3_event("a.csv")
    event["Records"][0]["s3"]["object"]["eTag"] = etag["ETag"].strip('"')
    with calls(before=killed), pytest.raises(KeyboardInterrupt):
        invoke(event)
    s3.delete_object(Bucket=UPLOADS, Key="a.csv")
    invoke(event)
    assert "lovely" in words_of(outcome_of(s3, "a.csv"))
    assert latest_of(s3, "a.csv")["token"] == "mine"


def test_a_later_upload_that_is_gone_is_told_of(s3: S3Client, invoke: Invoke) -> None:
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    invoke(s3_event("a.csv", sequencer="01"))
    s3.delete_object(Bucket=UPLOADS, Key="a.csv")
    invoke(s3_event("a.csv", sequencer="02"))
    assert outcome_of(s3, "a.csv")["code"] == "missing_upload"


def test_options_token_and_content_are_of_one_object(s3: S3Client, invoke: Invoke) -> None:
    """An upload replaced at any call in between never lends its content to another's options."""
    for moment in range(8):
        key = f"{moment}/a.csv"
        told = {"moodcloud-max-words": "7", "upload-token": "of-a"}
        s3.put_object(Bucket=UPLOADS, Key=key, Body=A, Metadata=told)
        seen = 0

        def replace(name: str, arguments: dict[str, Any], key: str = key, at: int = moment) -> None:
            nonlocal seen
            if arguments["Bucket"] != UPLOADS or name == "PutObject":
                return
            if seen == at:
                told = {"moodcloud-max-words": "9", "upload-token": "of-b"}
                s3.put_object(Bucket=UPLOADS, Key=key, Body=B, Metadata=told)
            seen += 1

        with calls(before=replace):
            invoke(s3_event(key))
        summary = outcome_of(s3, key)
        first = latest_of(s3, key)["token"] == "of-a"
        assert summary["options"]["max_words"] == (7 if first else 9)
        assert ("lovely" in words_of(summary)) is first


@pytest.mark.parametrize("sequencers", [True, False])
def test_the_later_upload_wins_also_where_the_earlier_ends_last(
    s3: S3Client, invoke: Invoke, sequencers: bool
) -> None:
    first, second = s3_event("a.csv", sequencer="01"), s3_event("a.csv", sequencer="02")
    if not sequencers:
        first, second = without_sequencer(first), without_sequencer(second)
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    overtaken = False

    def overtake(name: str, arguments: dict[str, Any]) -> None:
        nonlocal overtaken
        if name == "PutObject" and arguments["Bucket"] == RESULTS and not overtaken:
            overtaken = True
            s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=B)
            invoke(second)

    with calls(before=overtake):
        invoke(first)
    assert "sour" in words_of(outcome_of(s3, "a.csv"))


def test_two_buckets_of_uploads_do_not_share_results(
    s3: S3Client, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPLOADS_BUCKET", UPLOADS)
    s3.create_bucket(Bucket=OTHERS)
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    s3.put_object(Bucket=OTHERS, Key="a.csv", Body=B)
    s3.put_object(Bucket=UPLOADS, Key=f"@{OTHERS}/a.csv", Body=table("green"))
    other = s3_event("a.csv", sequencer="01")
    other["Records"][0]["s3"]["bucket"]["name"] = OTHERS
    invoke(s3_event("a.csv", sequencer="09"))
    invoke(other)
    invoke(s3_event(f"@{OTHERS}/a.csv", sequencer="05"))
    assert "lovely" in words_of(outcome_of(s3, "a.csv"))
    assert "sour" in words_of(outcome_of(s3, f"@{OTHERS}/a.csv"))
    assert "green" in words_of(outcome_of(s3, f"@{UPLOADS}/@{OTHERS}/a.csv"))


GOOD, BAD = "1/summary.json", "1/error.json"
NOON, LATER = "2026-01-01T12:00:00Z", "2026-01-01T12:00:01Z"


@pytest.mark.parametrize(
    ("new", "old", "current", "replaces"),
    [
        (Outcome("1", GOOD, "02"), Outcome("1", GOOD, "01"), True, True),
        (Outcome("1", GOOD, "01"), Outcome("1", GOOD, "02"), True, False),
        (Outcome("1", GOOD, "01"), Outcome("1", BAD, "010"), True, True),
        (Outcome("1", BAD, "01"), Outcome("1", GOOD, "01"), True, False),
        (Outcome("1", BAD, "01"), Outcome("1", BAD, "01"), True, True),
        (Outcome("1", BAD, "02"), Outcome("1", GOOD, "01"), True, True),
        (Outcome("1", GOOD, time=LATER, etag="b"), Outcome("1", GOOD, time=NOON), False, True),
        (Outcome("1", GOOD, time=NOON, etag="b"), Outcome("1", GOOD, time=LATER), True, False),
        (
            Outcome("1", GOOD, time=NOON, etag="b"),
            Outcome("1", GOOD, time=NOON, etag="a"),
            True,
            True,
        ),
        (
            Outcome("1", GOOD, time=NOON, etag="b"),
            Outcome("1", GOOD, time=NOON, etag="a"),
            False,
            False,
        ),
        (Outcome("1", BAD, etag="a", time=LATER), Outcome("1", GOOD, etag="a"), True, False),
        (
            Outcome("1", BAD, etag="a", time=LATER),
            Outcome("1", GOOD, etag="a", time=NOON),
            False,
            True,
        ),
        (
            Outcome("missing", BAD, etag="a", time=LATER),
            Outcome("1", GOOD, etag="a", time=NOON),
            False,
            False,
        ),
        (
            Outcome("missing", BAD, etag="a", time=NOON),
            Outcome("missing", BAD, etag="a", time=LATER),
            False,
            False,
        ),
        (Outcome("1", BAD), Outcome("1", GOOD, "01", time=NOON, etag="a"), True, False),
    ],
)
def test_the_order_of_outcomes(new: Outcome, old: Outcome, current: bool, replaces: bool) -> None:
    assert new.replaces(old, lambda: current) is replaces


def test_what_latest_json_says_is_read_back() -> None:
    latest = Outcome("1", GOOD, "01", "token", NOON, "etag", "bucket", "키.csv")
    assert Outcome.parse(latest.as_bytes()) == latest
    for damaged in (None, b"", b"{", b"[]", b'{"version": 1, "file": 2}'):
        assert Outcome.parse(damaged) is None
