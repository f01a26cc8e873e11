"""What the function logs and stores of an upload it cannot analyse holds no cell of the file."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from moodcloud import analysis
from moodcloud.errors import UnexpectedError

from tests.files.secrets import FILES, SECRET
from tests.integration.conftest import RESULTS, UPLOADS, Invoke, s3_event

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

KEY = "folder/upload.csv"


def _upload(s3: S3Client, case: str) -> None:
    content, options = FILES[case]
    metadata = {
        f"moodcloud-{name.replace('_', '-')}": value if isinstance(value, str) else ",".join(value)
        for name, value in options.items()
    }
    s3.put_object(Bucket=UPLOADS, Key=KEY, Body=content, Metadata=metadata)


def _stored(s3: S3Client) -> str:
    keys = [each["Key"] for each in s3.list_objects_v2(Bucket=RESULTS).get("Contents", [])]
    bodies = [s3.get_object(Bucket=RESULTS, Key=key)["Body"].read().decode() for key in keys]
    return "\n".join([*keys, *bodies])


@pytest.mark.parametrize("case", FILES)
def test_neither_the_log_nor_what_is_stored_holds_a_cell_of_a_refused_upload(
    s3: S3Client,
    invoke: Invoke,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    case: str,
) -> None:
    caplog.set_level("DEBUG", logger="moodcloud")
    _upload(s3, case)
    invoke(s3_event(KEY))
    stored = _stored(s3)
    assert "error.json" in stored
    assert "results/index.html" in stored
    logged = "\n".join([*(str(vars(each)) for each in caplog.records), *capfd.readouterr()])
    assert "upload refused" in logged
    assert SECRET not in stored
    assert SECRET not in logged


@pytest.mark.parametrize("kind", [duckdb.ConversionException, ValueError, KeyError])
def test_what_lambda_is_told_of_a_fault_holds_no_cell(
    s3: S3Client,
    invoke: Invoke,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    kind: type[Exception],
) -> None:
    caplog.set_level("DEBUG", logger="moodcloud")

    def fail(*_: Any) -> None:
        raise kind(SECRET)

    monkeypatch.setattr(analysis, "count", fail)
    s3.put_object(Bucket=UPLOADS, Key=KEY, Body=b"text,label\n" + b"very fine,1\nbad,0\n" * 20)
    with pytest.raises(UnexpectedError) as caught:
        invoke(s3_event(KEY))
    logged = "\n".join([*(str(vars(each)) for each in caplog.records), *capfd.readouterr()])
    told = "".join(traceback.format_exception(caught.value))
    assert kind.__name__ in logged
    assert kind.__name__ in told
    assert SECRET not in logged + caplog.text + told
