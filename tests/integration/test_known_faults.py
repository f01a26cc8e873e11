"""What S3 will never hand out or take is known, refused by name, or gone about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from moodcloud.aws.keys import results_prefix
from moodcloud.cli import main

from tests.integration.conftest import RESULTS, UPLOADS, A, Invoke, s3_event
from tests.integration.s3_calls import calls, refusal
from tests.integration.test_identity import outcome_of, words_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("analysed_once")]
LONGEST_KEY = 1024


@pytest.mark.parametrize("storage_class", ["GLACIER", "DEEP_ARCHIVE"])
def test_an_archived_upload_is_refused_by_name(
    s3: S3Client, invoke: Invoke, storage_class: Any
) -> None:
    s3.put_object(
        Bucket=UPLOADS,
        Key="a.csv",
        Body=A,
        StorageClass=storage_class,
        Metadata={"upload-token": "mine"},
    )
    invoke(s3_event("a.csv"))
    assert outcome_of(s3, "a.csv")["code"] == "archived_upload"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("InvalidRequest", "The object was stored using a form of Server Side Encryption."),
        ("AccessDenied", "User is not authorized to perform: kms:Decrypt on this resource"),
        ("KMS.DisabledException", "The key is disabled."),
    ],
)
def test_an_upload_whose_key_may_not_be_used_is_refused_by_name(
    s3: S3Client, invoke: Invoke, code: str, message: str
) -> None:
    def refuse(name: str, arguments: dict[str, Any]) -> None:
        if name == "GetObject" and arguments["Bucket"] == UPLOADS:
            raise refusal(code, message)

    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    with calls(before=refuse):
        invoke(s3_event("a.csv"))
    assert outcome_of(s3, "a.csv")["code"] == "encrypted_upload"


def _as_s3_does(_: str, arguments: dict[str, Any]) -> None:
    """Refuse keys that are too long: the emulator does not."""
    if len(arguments.get("Key", "").encode()) > LONGEST_KEY:
        raise refusal("KeyTooLongError")


@pytest.mark.parametrize(
    ("letter", "size"),
    [
        ("a", 1024),
        ("한", 990),
        *(pytest.param(*each, marks=pytest.mark.slow) for each in (("a", 840), ("𠀀", 1024))),
    ],
)
def test_an_upload_with_a_long_key_has_results(
    s3: S3Client, invoke: Invoke, tmp_path: Path, letter: str, size: int
) -> None:
    key = f"folder/{letter * ((size - 11) // len(letter.encode()))}.csv"
    s3.put_object(Bucket=UPLOADS, Key=key, Body=A, Metadata={"upload-token": "mine"})
    with calls(before=_as_s3_does):
        (summary,) = invoke(s3_event(key))["results"]
        folder = summary.rsplit("/", 2)[0]
        latest = json.loads(
            s3.get_object(Bucket=RESULTS, Key=f"{folder}/latest.json")["Body"].read()
        )
        assert latest["key"] == key
        assert latest["bucket"] == UPLOADS
        fetched = CliRunner().invoke(
            main,
            ["fetch", f"s3://{UPLOADS}/{key}", "--results-bucket", RESULTS, "--out", str(tmp_path)],
        )
    assert fetched.exit_code == 0, fetched.output
    assert "lovely" in words_of(json.loads((tmp_path / "summary.json").read_text("utf-8")))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400), st.booleans())
def test_no_place_of_results_is_too_long_for_s3(key: str, at_home: bool) -> None:
    long = (key * 40).encode()[:1024].decode("utf-8", "ignore")
    home = "uploads" if at_home else "others"
    longest = f"{results_prefix('uploads', long, home)}0123456789abcdef/{'x' * 144}"
    assert len(longest.encode()) <= LONGEST_KEY


@given(st.lists(st.tuples(st.sampled_from(["home", "b"]), st.text("@b/a~", max_size=8))))
def test_no_two_uploads_share_a_place(uploads: list[tuple[str, str]]) -> None:
    places = {results_prefix(bucket, key, "home") for bucket, key in uploads}
    assert len(places) == len(set(uploads))


@pytest.mark.parametrize("damage", ["summary", "file", "empty"])
def test_a_damaged_set_is_made_anew(s3: S3Client, invoke: Invoke, damage: str) -> None:
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    (summary,) = invoke(s3_event("a.csv"))["results"]
    report = summary.replace("summary.json", "report.html")
    before = {
        key: s3.get_object(Bucket=RESULTS, Key=key)["Body"].read() for key in (summary, report)
    }
    if damage == "file":
        s3.delete_object(Bucket=RESULTS, Key=report)
    else:
        s3.put_object(Bucket=RESULTS, Key=summary, Body=b"{" if damage == "summary" else b"")
    invoke(s3_event("a.csv"))
    assert {key: s3.get_object(Bucket=RESULTS, Key=key)["Body"].read() for key in before} == before
