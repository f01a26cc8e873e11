"""`moodcloud upload` and `moodcloud fetch`, with a stack that answers: the handler in a thread."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from moodcloud.analysis import analyze
from moodcloud.aws.transfer import Sent, send
from moodcloud.cli import main, uploading
from moodcloud.options import Options

from tests.conftest import SAMPLES
from tests.integration.conftest import RESULTS, SMALL, UPLOADS, Invoke, s3_event

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = pytest.mark.usefixtures("analysed_once")
BEFORE, AFTER = SAMPLES / "reviews-en.csv", SAMPLES / "reviews-en-renovation.csv"
Files = dict[str, bytes]


class Stack(threading.Thread):
    """Hands each object that arrives in the uploads bucket to the handler, once."""

    def __init__(self, s3: S3Client, invoke: Invoke) -> None:
        super().__init__(daemon=True)
        self.s3, self.invoke = s3, invoke
        self.calls = 0
        self.ended = threading.Event()
        self.seen: set[str] = set()

    def run(self) -> None:
        while not self.ended.wait(0.1):
            for entry in self.s3.list_objects_v2(Bucket=UPLOADS).get("Contents", []):
                key = entry["Key"]
                head = self.s3.head_object(Bucket=UPLOADS, Key=key)
                arrived = f"{key} {head['Metadata'].get('upload-token')}"
                if arrived not in self.seen:
                    self.seen.add(arrived)
                    self.calls += 1
                    self.invoke(s3_event(key, sequencer=f"{self.calls:018X}"))


@pytest.fixture
def stack(s3: S3Client, invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stack]:
    monkeypatch.setattr(uploading, "POLL_SECONDS", 0.05)
    thread = Stack(s3, invoke)
    thread.start()
    yield thread
    thread.ended.set()
    thread.join()


def _upload(*arguments: object) -> Result:
    named = ["--bucket", UPLOADS, "--results-bucket", RESULTS, "--timeout", "120"]
    return CliRunner().invoke(main, ["upload", *named, *map(str, arguments)])


def _fetch(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["fetch", *map(str, arguments)])


def _files(folder: Path) -> Files:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """What an analysis on this machine gives."""
    out = tmp_path_factory.mktemp("here")
    analyze(BEFORE, out, SMALL)
    return _files(out)


def test_what_is_fetched_are_the_bytes_of_an_analysis_here(
    stack: Stack, tmp_path: Path, here: Files
) -> None:
    result = _upload(BEFORE, "--prefix", "2026/매장 a+b", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert _files(tmp_path / "out") == here
    assert f"uploaded s3://{UPLOADS}/2026/매장 a+b/reviews-en.csv" in result.stderr
    assert "breakfast" in result.stdout


def test_the_same_file_again_waits_for_its_own_results(
    stack: Stack, tmp_path: Path, here: Files
) -> None:
    assert _upload(BEFORE, "--out", tmp_path / "one").exit_code == 0
    assert stack.calls == 1
    # The same version with the same bytes is there before it starts.
    assert _upload(BEFORE, "--out", tmp_path / "two").exit_code == 0
    assert stack.calls == 2
    assert _files(tmp_path / "one") == _files(tmp_path / "two") == here


def test_options_go_with_the_file(stack: Stack, tmp_path: Path) -> None:
    path = tmp_path / "리뷰.csv"
    path.write_text(
        "말,감정\n" + "방이 정말 넓고 좋아요,긍정\n방이 작고 나빠요,부정\n" * 20, "utf-8"
    )
    chosen = [
        "--text-column",
        "말",
        "--max-words",
        "7",
        "--stopwords",
        "방, 정말",
        "--width",
        "640",
    ]
    result = _upload(path, *chosen, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    options = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))["options"]
    expected = Options(
        text_column="말", max_words=7, stopwords=("방", "정말"), width=640, height=SMALL.height
    )
    assert options == expected.as_dict()


def test_each_of_several_files_has_its_folder_and_a_bad_one_its_reason(
    stack: Stack, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n")
    tiny = tmp_path / "tiny.csv"
    tiny.write_text("text,sentiment\nlovely garden,positive\nnoisy street,negative\n")
    result = _upload(tiny, bad, AFTER, "--out", tmp_path / "out", "--quiet")
    assert result.exit_code == 2
    assert "bad.csv is a PNG picture" in result.stderr
    assert "Save the table as CSV" in result.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "reviews-en-renovation.csv",
        "tiny.csv",
    ]


def test_an_option_out_of_bounds_is_refused_before_anything_is_sent(
    s3: S3Client, tmp_path: Path
) -> None:
    result = _upload(BEFORE, "--max-words", "0")
    assert result.exit_code == 2
    assert "--max-words is 0" in result.stderr
    assert s3.list_objects_v2(Bucket=UPLOADS)["KeyCount"] == 0


def test_without_waiting_the_command_says_how_to_fetch(s3: S3Client) -> None:
    result = _upload(BEFORE, "--no-wait", "--prefix", "a b/")
    assert result.exit_code == 0
    assert s3.head_object(Bucket=UPLOADS, Key="a b/reviews-en.csv")
    assert f"moodcloud fetch 's3://{UPLOADS}/a b/reviews-en.csv'" in result.stderr


def test_when_no_results_come_the_command_ends_and_says_what_to_look_at(s3: S3Client) -> None:
    result = _upload(BEFORE, "--timeout", "0")
    assert result.exit_code == 1
    assert "no results of reviews-en.csv" in result.stderr
    assert f"moodcloud fetch s3://{UPLOADS}/reviews-en.csv" in result.stderr


def test_an_upload_that_another_replaced_is_not_waited_for(
    stack: Stack, s3: S3Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def overtaken(client: S3Client, *arguments: object) -> Sent:
        sent = send(client, *arguments)  # type: ignore[arg-type]
        s3.put_object(Bucket=UPLOADS, Key=sent.location.key, Body=AFTER.read_bytes())
        return sent

    monkeypatch.setattr(uploading, "send", overtaken)
    result = _upload(BEFORE, "--out", tmp_path / "out")
    # Unless the stack was faster than the other.
    assert (result.exit_code, "was replaced by a later upload" in result.stderr) in (
        (1, True),
        (0, False),
    )


def test_ctrl_c_ends_without_a_traceback(s3: S3Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", interrupt)
    result = _upload(BEFORE)
    assert result.exit_code == 130
    assert "fetch its results with: moodcloud fetch" in result.stderr


def test_the_results_bucket_of_a_stack_is_found_by_its_name(
    s3: S3Client, invoke: Invoke, tmp_path: Path, here: Files
) -> None:
    stack = {kind: f"mood-{kind}-123456789012-eu-west-1" for kind in ("uploads", "results")}
    named = ["upload", str(BEFORE), "--bucket", stack["uploads"], "--timeout", "0"]
    assert "There is no bucket" in CliRunner().invoke(main, named).stderr
    s3.create_bucket(Bucket=stack["uploads"])
    result = CliRunner().invoke(main, named)
    assert result.exit_code == 1
    assert f"there is no bucket {stack['results']}" in result.stderr
    assert "ResultsBucketName" in result.stderr
    s3.create_bucket(Bucket=stack["results"])
    s3.upload_file(str(BEFORE), UPLOADS, "reviews-en.csv")
    (summary,) = invoke(s3_event("reviews-en.csv"))["results"]
    for name in here:
        key = summary.replace("summary.json", name)
        s3.copy({"Bucket": RESULTS, "Key": key}, stack["results"], key)
    latest = "results/reviews-en.csv/latest.json"
    s3.copy({"Bucket": RESULTS, "Key": latest}, stack["results"], latest)
    result = _fetch(f"s3://{stack['uploads']}/reviews-en.csv", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    assert _files(tmp_path / "out") == here


def test_a_bucket_of_no_stack_needs_its_results_named(s3: S3Client) -> None:
    result = CliRunner().invoke(main, ["upload", str(BEFORE), "--bucket", UPLOADS])
    assert result.exit_code == 1
    assert "--results-bucket" in result.stderr
