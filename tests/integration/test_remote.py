"""The command on S3: either side may be there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from botocore.client import BaseClient
from click.testing import CliRunner, Result
from moodcloud.aws.keys import Location
from moodcloud.cli import main

from tests.conftest import SAMPLES
from tests.integration.conftest import RESULTS, SMALL_ARGUMENTS, UPLOADS

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = pytest.mark.usefixtures("analysed_once")
ENGLISH = SAMPLES / "reviews-en.csv"
KEY = "2026/my reviews+v2 리뷰.csv"
SOURCE = f"s3://{UPLOADS}/{KEY}"
TARGET = f"s3://{RESULTS}/clouds/"


@pytest.fixture(autouse=True)
def _uploaded(s3: S3Client) -> None:
    s3.upload_file(str(ENGLISH), UPLOADS, KEY)


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["analyze", *arguments, *SMALL_ARGUMENTS])


def _objects(s3: S3Client) -> dict[str, bytes]:
    listing = s3.list_objects_v2(Bucket=RESULTS).get("Contents", [])
    return {
        entry["Key"]: s3.get_object(Bucket=RESULTS, Key=entry["Key"])["Body"].read()
        for entry in listing
    }


@pytest.mark.parametrize("target", [TARGET, TARGET.rstrip("/")])
def test_from_s3_to_s3_gives_the_same_bytes_as_here(
    s3: S3Client, tmp_path: Path, target: str
) -> None:
    result = _run(SOURCE, "--out", target)
    assert result.exit_code == 0, result.stderr
    assert f"open {TARGET}report.html" in result.stdout
    here = tmp_path / Path(KEY).name
    here.write_bytes(ENGLISH.read_bytes())
    assert _run(str(here), "-o", str(tmp_path / "out")).exit_code == 0
    local = {f"clouds/{path.name}": path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert _objects(s3) == local


def test_from_s3_to_a_folder_here(tmp_path: Path) -> None:
    result = _run(SOURCE, "--out", str(tmp_path / "clouds"), "--json")
    assert result.exit_code == 0, result.stderr
    summary = json.loads((tmp_path / "clouds" / "summary.json").read_text("utf-8"))
    assert json.loads(result.stdout) == summary
    assert summary["input"]["name"] == Path(KEY).name


def test_without_out_results_are_here_under_the_name_of_the_object(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _run(SOURCE, "--quiet").exit_code == 0
    assert (tmp_path / f"{Path(KEY).stem}-moodcloud" / "report.html").exists()


def test_from_here_to_the_top_of_a_bucket(s3: S3Client) -> None:
    assert _run(str(ENGLISH), "--out", f"s3://{RESULTS}", "--quiet").exit_code == 0
    assert "summary.json" in _objects(s3)


def test_summary_is_stored_last(monkeypatch: pytest.MonkeyPatch) -> None:
    stored: list[str] = []
    call = BaseClient._make_api_call  # type: ignore[attr-defined]

    def watch(self: Any, name: str, parameters: Any) -> Any:
        if name == "PutObject":
            stored.append(parameters["Key"])
        return call(self, name, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", watch)
    assert _run(str(ENGLISH), "--out", TARGET).exit_code == 0
    assert stored[-1] == "clouds/summary.json"
    assert len(stored) > 1


def test_results_of_an_earlier_file_are_replaced_and_other_objects_stay(
    s3: S3Client, tmp_path: Path
) -> None:
    moods = tmp_path / "moods.csv"
    rows = "".join(f"we had a fine day number {i},{'joy' if i % 2 else 'awe'}\n" for i in range(40))
    moods.write_text("text,sentiment\n" + rows)
    s3.put_object(Bucket=RESULTS, Key="clouds/notes.txt", Body=b"mine")
    assert _run(str(moods), "--out", TARGET).exit_code == 0
    assert "clouds/joy.png" in _objects(s3)
    assert _run(str(ENGLISH), "--out", TARGET).exit_code == 0
    summary = json.loads(_objects(s3)["clouds/summary.json"])
    assert set(_objects(s3)) == {f"clouds/{name}" for name in [*summary["files"], "notes.txt"]}


def test_keys_are_taken_as_they_are() -> None:
    assert Location.parse("s3://b/a+b%20c d.csv") == Location("b", "a+b%20c d.csv")
    assert Location.parse("reviews.csv") is None


def test_columns_of_an_object_are_shown() -> None:
    result = CliRunner().invoke(main, ["columns", SOURCE, "--json"])
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["text_column"] == "review"


def test_a_prefix_is_one_table_as_a_folder_is(s3: S3Client, tmp_path: Path) -> None:
    folder = tmp_path / "spring"
    folder.mkdir()
    rows = [f"{'dirty room' if n % 2 else 'nice view'} {n},{n % 2}\n" for n in range(60)]
    (folder / "march 3.csv").write_text("text,label\n" + "".join(rows[:40]), "utf-8")
    (folder / "april.txt").write_text("text,label\n" + "".join(rows[40:]), "utf-8")
    (folder / "notes.md").write_text("no table", "utf-8")
    for path in folder.iterdir():
        s3.upload_file(str(path), UPLOADS, f"2026/spring/{path.name}")
    s3.put_object(Bucket=UPLOADS, Key="2026/spring/", Body=b"")
    s3.put_object(Bucket=UPLOADS, Key="2026/spring/older/a.csv", Body=b"text\nx\n")
    (folder / "older").mkdir()
    small = ("--width", "300", "--height", "200", "--json")
    result = _run(f"s3://{UPLOADS}/2026/spring/", "--out", str(tmp_path / "there"), *small)
    assert result.exit_code == 0, result.stderr
    here = _run(str(folder), "--out", str(tmp_path / "here"), *small)
    assert json.loads(result.stdout) == json.loads(here.stdout)
    found = json.loads(result.stdout)["input"]
    assert [(file["name"], file["read"]) for file in found["files"]] == [
        ("april.txt", 20), ("march 3.csv", 40),
    ]  # fmt: skip
    assert [file["name"] for file in found["files_left_out"]] == ["notes.md", "older/"]


def test_an_empty_prefix_says_so() -> None:
    result = _run(f"s3://{UPLOADS}/nothing/")
    assert result.exit_code == 2
    assert "nothing holds no file that can be read as a table: it is empty" in result.stderr


def test_objects_and_files_are_one_table(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_bytes(ENGLISH.read_bytes())
    small = ("--width", "300", "--height", "200", "--json")
    result = _run(SOURCE, str(other), "--out", str(tmp_path / "out"), *small)
    assert result.exit_code == 0, result.stderr
    files = json.loads(result.stdout)["input"]["files"]
    assert [(file["name"], file["read"]) for file in files] == [
        (Path(KEY).name, 300), ("other.csv", 300),
    ]  # fmt: skip
