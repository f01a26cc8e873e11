"""What goes wrong between the command and S3 is said in plain words."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError, NoCredentialsError
from click.testing import CliRunner, Result
from moodcloud.cli import main

from tests.conftest import SAMPLES
from tests.integration.conftest import RESULTS, UPLOADS

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("analysed_once")]
ENGLISH = SAMPLES / "reviews-en.csv"
SOURCE = f"s3://{UPLOADS}/2026/reviews.csv"
TARGET = f"s3://{RESULTS}/clouds/"


@pytest.fixture(autouse=True)
def _uploaded(s3: S3Client) -> None:
    s3.upload_file(str(ENGLISH), UPLOADS, "2026/reviews.csv")


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["analyze", *arguments])


def _refuse(monkeypatch: pytest.MonkeyPatch, operation: str, error: Exception) -> None:
    call = BaseClient._make_api_call  # type: ignore[attr-defined]

    def refuse(self: Any, name: str, parameters: Any) -> Any:
        if name == operation:
            raise error
        return call(self, name, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", refuse)


def _denied(operation: str, code: str = "403") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, operation)


def test_a_failed_store_leaves_no_summary_that_speaks_for_half_a_set(
    s3: S3Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _run(SOURCE, "--out", TARGET).exit_code == 0
    _refuse(monkeypatch, "PutObject", _denied("PutObject", "AccessDenied"))
    result = _run(SOURCE, "--out", TARGET)
    assert result.exit_code == 1
    assert "s3:PutObject" in result.stderr
    assert "Contents" not in s3.list_objects_v2(Bucket=RESULTS, Prefix="clouds/summary.json")


@pytest.mark.parametrize("flag", [[], ["--json"]])
def test_a_missing_object_is_permanent(tmp_path: Path, flag: list[str]) -> None:
    result = _run(f"s3://{UPLOADS}/gone.csv", "--out", str(tmp_path / "out"), *flag)
    assert result.exit_code == 2
    assert f"gone.csv is not in the bucket {UPLOADS}" in result.stderr
    assert not (tmp_path / "out").exists()
    if flag:
        assert json.loads(result.stdout)["code"] == "missing_upload"


@pytest.mark.parametrize(
    "arguments",
    [("s3://no-such-bucket/a.csv", "--out", "here"), (SOURCE, "--out", "s3://no-such-bucket/a/")],
)
def test_a_missing_bucket_is_named_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    _refuse(monkeypatch, "GetObject", AssertionError("nothing is fetched"))
    result = _run(*arguments)
    assert result.exit_code == 1
    assert "There is no bucket no-such-bucket" in result.stderr


def test_a_denied_object_names_the_permission_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    _refuse(monkeypatch, "GetObject", _denied("GetObject", "AccessDenied"))
    result = _run(SOURCE)
    assert result.exit_code == 1
    assert f"Access to {SOURCE} is denied" in result.stderr
    assert "s3:GetObject" in result.stderr


def test_an_object_may_be_read_by_whoever_may_not_look_at_the_bucket(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _refuse(monkeypatch, "HeadBucket", _denied("HeadBucket"))
    assert _run(SOURCE, "--out", str(tmp_path), "--quiet").exit_code == 0


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NoCredentialsError(), "No AWS credentials found"),
        (_denied("HeadBucket", "ExpiredToken"), "AWS does not accept the credentials in use"),
        (_denied("HeadBucket", "SlowDown"), "S3 refused HeadBucket"),
    ],
)
def test_what_is_wrong_with_the_account_is_said_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    _refuse(monkeypatch, "HeadBucket", error)
    result = _run(SOURCE)
    assert result.exit_code == 1
    assert words in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("address", ["s3://", "s3:///a.csv", f"s3://{UPLOADS}"])
def test_an_address_without_an_object_is_refused(address: str) -> None:
    result = _run(address)
    assert result.exit_code == 2
    assert "s3://BUCKET/KEY" in result.stderr


def test_a_prefix_without_objects_is_refused(s3: S3Client) -> None:
    result = _run(f"s3://{UPLOADS}/a/")
    assert result.exit_code == 2
    assert "no_files" in result.stderr


def test_without_boto3_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("s3", "remote"):
        monkeypatch.delitem(sys.modules, f"moodcloud.aws.{name}", raising=False)
        monkeypatch.delattr(f"moodcloud.aws.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "boto3", None)
    result = _run(SOURCE)
    assert result.exit_code == 1
    assert "boto3, which is not installed: pip install 'moodcloud[aws]'" in result.stderr
    assert _run(str(ENGLISH), "--out", str(tmp_path), "--quiet").exit_code == 0
