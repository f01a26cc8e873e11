"""`moodcloud fetch`: whatever address one has, the whole set, or a word about why not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from moodcloud.analysis import analyze
from moodcloud.cli import main

from tests.conftest import SAMPLES
from tests.integration.conftest import RESULTS, SMALL, UPLOADS, Invoke, s3_event

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = pytest.mark.usefixtures("analysed_once")
ENGLISH = SAMPLES / "reviews-en.csv"
KEY = "2026/리뷰 a+b.csv"


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("expected")
    analyze(ENGLISH, out, SMALL, name=Path(KEY).name)
    return _files(out)


@pytest.fixture
def summary_key(s3: S3Client, expected: dict[str, bytes]) -> str:
    """Results in the bucket, as the function stores them; the key of their summary."""
    prefix = f"results/{KEY}/"
    for name, content in expected.items():
        s3.put_object(Bucket=RESULTS, Key=f"{prefix}0123456789abcdef/{name}", Body=content)
    latest = {"version": "0123456789abcdef", "file": "0123456789abcdef/summary.json"}
    s3.put_object(Bucket=RESULTS, Key=f"{prefix}latest.json", Body=json.dumps(latest).encode())
    return f"{prefix}{latest['file']}"


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _fetch(address: str, out: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["fetch", address, "--out", str(out), *more])


@pytest.mark.parametrize(
    "key",
    [
        KEY,
        f"results/{KEY}",
        f"results/{KEY}/",
        f"results/{KEY}/0123456789abcdef",
        f"results/{KEY}/0123456789abcdef/summary.json",
    ],
)
@pytest.mark.usefixtures("summary_key")
def test_every_address_of_the_results_gives_them(
    tmp_path: Path, expected: dict[str, bytes], key: str
) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    result = _fetch(f"s3://{RESULTS}/{key}", tmp_path)
    assert result.exit_code == 0, result.stderr
    assert _files(tmp_path) == {**expected, "mine.txt": b"keep"}


@pytest.mark.usefixtures("summary_key")
def test_an_upload_leads_to_its_results_in_the_bucket_named(
    tmp_path: Path, expected: dict[str, bytes]
) -> None:
    result = _fetch(f"s3://{UPLOADS}/{KEY}", tmp_path, "--results-bucket", RESULTS, "--quiet")
    assert result.exit_code == 0, result.stderr
    assert result.output == ""
    assert _files(tmp_path) == expected


def test_results_of_analyze_are_fetched_as_those_of_the_function(
    s3: S3Client, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    for name, content in expected.items():
        s3.put_object(Bucket=UPLOADS, Key=f"clouds/{name}", Body=content)
    assert _fetch(f"s3://{UPLOADS}/clouds", tmp_path).exit_code == 0
    assert _files(tmp_path) == expected


def test_a_set_that_is_not_whole_is_not_fetched_at_all(
    s3: S3Client, summary_key: str, tmp_path: Path
) -> None:
    missing = summary_key.replace("summary.json", "positive.png")
    s3.delete_object(Bucket=RESULTS, Key=missing)
    result = _fetch(f"s3://{RESULTS}/{summary_key}", tmp_path / "out")
    assert result.exit_code == 1
    assert "not whole" in result.stderr
    assert missing in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "..", "", 7, "a/b"])
def test_a_summary_that_names_files_elsewhere_writes_none(
    s3: S3Client, tmp_path: Path, name: object
) -> None:
    body = json.dumps({"files": [name, "summary.json"]}).encode()
    s3.put_object(Bucket=RESULTS, Key="x/summary.json", Body=body)
    result = _fetch(f"s3://{RESULTS}/x/summary.json", tmp_path / "out")
    assert result.exit_code == 1
    assert "cannot be" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_refused_upload_gives_its_reason_and_status_2(
    s3: S3Client, invoke: Invoke, tmp_path: Path
) -> None:
    s3.put_object(Bucket=UPLOADS, Key="bad.csv", Body=b"")
    invoke(s3_event("bad.csv"))
    result = _fetch(f"s3://{RESULTS}/bad.csv", tmp_path / "out")
    assert result.exit_code == 2
    assert "error (empty_file): bad.csv is empty." in result.stderr
    assert "Upload a file with at least one row" in result.stderr


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (f"s3://{UPLOADS}/none.csv", f"Looked in s3://{UPLOADS}/none.csv/ and"),
        ("s3://no-such-bucket/a.csv", "There is no bucket no-such-bucket"),
        (f"s3://{UPLOADS}/none/summary.json", f"There is no s3://{UPLOADS}/none/summary.json"),
    ],
)
@pytest.mark.usefixtures("s3")
def test_what_is_not_there_is_said(tmp_path: Path, address: str, words: str) -> None:
    result = _fetch(address, tmp_path)
    assert result.exit_code == 1
    assert words in result.stderr
