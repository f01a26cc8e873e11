"""What the function tells of itself: metrics, and log lines that name their upload."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from moodcloud.aws.metrics import METRICS, adopt_library_lines, logger, metrics
from moodcloud.aws.notices import MalformedEventError
from moodcloud.aws.storage import Storage

from tests.conftest import ROOT
from tests.integration.conftest import UPLOADS, A, Invoke, s3_event

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

REQUEST = "00000000-0000-0000-0000-000000000000"


@pytest.fixture(autouse=True)
def _metrics_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POWERTOOLS_METRICS_DISABLED")
    metrics.clear_metrics()  # what other tests measured and could not write


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the logger writes."""
    stream = io.StringIO()
    assert isinstance(logger.registered_handler, logging.StreamHandler)
    previous = logger.registered_handler.setStream(stream)
    yield stream
    assert previous is not None
    logger.registered_handler.setStream(previous)


def _metrics(output: str) -> list[dict[str, Any]]:
    """Return the lines that CloudWatch takes metrics from, without cold starts."""
    found = [json.loads(line) for line in output.splitlines() if '"_aws"' in line]
    return [line for line in found if "ColdStart" not in line]


def _units(line: dict[str, Any]) -> dict[str, str]:
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == "moodcloud"
    assert directive["Dimensions"] == [["service"]]
    return {metric["Name"]: metric["Unit"] for metric in directive["Metrics"]}


def test_an_upload_is_measured_under_stable_names(
    s3: S3Client, invoke: Invoke, capsys: pytest.CaptureFixture[str]
) -> None:
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    (key,) = invoke(s3_event("a.csv"))["results"]
    (line,) = _metrics(capsys.readouterr().out)
    others = ("UploadsRefused", "NoticesIgnored", "RecordsMalformed")
    promised = {name: unit.value for name, unit in METRICS.items() if name not in others}
    assert _units(line) == promised
    summary = json.loads(s3.get_object(Bucket="results-bucket", Key=key)["Body"].read())
    assert line["service"] == "moodcloud"
    assert line["UploadsAnalyzed"] == [1.0]
    assert line["RowsRead"] == [summary["rows"]["read"]]
    assert line["RowsRejected"] == [summary["rows"]["rejected"]]
    assert line["Words"] == [sum(each["words"] for each in summary["sentiments"].values())]
    assert line["Pictures"] == [sum(name.endswith(("png", "svg")) for name in summary["files"])]
    assert line["Bytes"] == [len(A)]
    assert all(line[name][0] >= 0 for name in promised if name.startswith("Seconds"))


def test_a_refused_upload_is_measured_as_that_and_nothing_else(
    s3: S3Client, invoke: Invoke, capsys: pytest.CaptureFixture[str]
) -> None:
    s3.put_object(Bucket=UPLOADS, Key="bad.csv", Body=b"")
    invoke(s3_event("bad.csv"))
    (line,) = _metrics(capsys.readouterr().out)
    assert _units(line) == {"UploadsRefused": "Count"}
    assert line["UploadsRefused"] == [1.0]


@pytest.mark.filterwarnings("ignore:No application metrics")  # pytest undoes the function's filter
def test_an_attempt_that_failed_and_a_repeated_event_are_not_measured_again(
    s3: S3Client,
    invoke: Invoke,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise ConnectionError("S3 hung up")

    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=A)
    with monkeypatch.context() as context:
        context.setattr(Storage, "store", refuse)
        with pytest.raises(ConnectionError):
            invoke(s3_event("a.csv"))
    invoke(s3_event("a.csv"))
    invoke(s3_event("a.csv"))
    (line,) = _metrics(capsys.readouterr().out)
    assert line["UploadsAnalyzed"] == [1.0]


def test_an_invocation_measures_nothing_of_those_before_it(
    s3: S3Client, invoke: Invoke, capsys: pytest.CaptureFixture[str]
) -> None:
    for key in ("a.csv", "b.csv"):
        s3.put_object(Bucket=UPLOADS, Key=key, Body=b"")
    with pytest.raises(MalformedEventError):
        invoke({"Records": [{"s3": {}}, *s3_event("a.csv")["Records"]]})
    invoke(s3_event("results/x.csv"))
    invoke(s3_event("b.csv"))
    measured = [_units(line).keys() for line in _metrics(capsys.readouterr().out)]
    assert measured == [
        {"RecordsMalformed", "UploadsRefused"},
        {"NoticesIgnored"},
        {"UploadsRefused"},
    ]


def test_every_log_line_names_the_request_and_the_object(
    s3: S3Client, invoke: Invoke, lines: io.StringIO
) -> None:
    s3.put_object(Bucket=UPLOADS, Key="리뷰 a+b.csv", Body=A)
    s3.put_object(Bucket=UPLOADS, Key="bad.csv", Body=b"")
    invoke(s3_event("리뷰 a+b.csv", "bad.csv", "results/x.csv"))
    logged = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [line["key"] for line in logged] == ["results/x.csv", "리뷰 a+b.csv", "bad.csv"]
    for line in logged:
        assert line["bucket"] == UPLOADS
        assert line["function_request_id"] == REQUEST
        assert line["level"] in ("INFO", "WARNING")
    assert logged[2]["code"] == "empty_file"


def test_lines_of_libraries_and_warnings_name_them_too() -> None:
    # As Lambda's runtime leaves the root logger.
    kind = type("Handler", (logging.StreamHandler,), {"__module__": "awslambdaric.bootstrap"})
    stream = io.StringIO()
    handler = kind(stream)
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        adopt_library_lines()
        logger.append_keys(bucket=UPLOADS, key="a.csv")
        logging.getLogger("botocore.retries").warning("slow down")
        logging.getLogger("py.warnings").warning("%s", "a warning")
    finally:
        root.removeHandler(handler)
        logging.captureWarnings(False)
        logger.remove_keys(["bucket", "key"])
    logged = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["message"] for line in logged] == ["slow down", "a warning"]
    assert [(line["bucket"], line["key"]) for line in logged] == [(UPLOADS, "a.csv")] * 2


def test_every_metric_is_documented() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert [name for name in METRICS if f"`{name}`" not in text] == []


def test_a_refusal_is_measured_once_however_often_its_event_comes(
    s3: S3Client, invoke: Invoke, capsys: pytest.CaptureFixture[str]
) -> None:
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=b"")
    for _ in range(3):
        invoke(s3_event("a.csv"))
    (line,) = _metrics(capsys.readouterr().out)
    assert line["UploadsRefused"] == [1.0]
