"""`moodcloud compare` on S3: results where the function or the command put them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from moodcloud.cli import main

from tests.conftest import SAMPLES
from tests.integration.conftest import RESULTS, UPLOADS, Invoke, s3_event

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = pytest.mark.usefixtures("analysed_once")
BEFORE, AFTER = SAMPLES / "reviews-en.csv", SAMPLES / "reviews-en-renovation.csv"


def _compare(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["compare", *arguments, "--json"])


@pytest.fixture
def uploaded(s3: S3Client, invoke: Invoke) -> str:
    """Return where the results of an upload are, by the function."""
    s3.upload_file(str(BEFORE), UPLOADS, "before.csv")
    invoke(s3_event("before.csv"))
    return f"s3://{RESULTS}/results/before.csv"


@pytest.mark.slow
def test_results_in_s3_compare_as_those_here(s3: S3Client, uploaded: str, tmp_path: Path) -> None:
    s3.upload_file(str(AFTER), UPLOADS, "reviews-en-renovation.csv")
    # The newest version, one version, and a file that has no results yet.
    version = json.loads(
        s3.get_object(Bucket=RESULTS, Key="results/before.csv/latest.json")["Body"].read()
    )["version"]
    after = f"s3://{UPLOADS}/reviews-en-renovation.csv"
    newest = _compare(uploaded, after)
    assert newest.exit_code == 0, newest.stderr
    assert _compare(f"{uploaded}/{version}/", after).stdout == newest.stdout
    here = tmp_path / "before.csv"
    here.write_bytes(BEFORE.read_bytes())
    assert _compare(str(here), str(AFTER)).stdout == newest.stdout
    assert "construction" in newest.stdout


def test_what_is_not_there_is_named(uploaded: str) -> None:
    result = _compare(uploaded, f"s3://{RESULTS}/results/nothing.csv")
    assert result.exit_code == 2
    assert "results/nothing.csv" in result.stderr
    result = _compare(uploaded, "s3://no-such-bucket/results/")
    assert result.exit_code == 1
    assert "There is no bucket no-such-bucket" in result.stderr
