"""A manifest makes one table of many files: the same as the command makes of them, or an error."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.client import BaseClient
from click.testing import CliRunner
from moodcloud.aws import manifest as manifests
from moodcloud.cli import main

from tests.integration.conftest import RESULTS, SMALL_ARGUMENTS, UPLOADS, A, B, Invoke, s3_event

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MANIFEST = "all/spring.manifest.json"
MARCH, APRIL, MAY = "2026/spring/march.csv", "2026/spring/april.csv", "2026/spring/may.csv"
# The columns in another order, and a third.
_ROWS = [f"{('negative', 'positive')[n % 2]},{n},grey door {n}" for n in range(20)]
_TURNED = "\n".join(["sentiment,day,TEXT", *_ROWS]).encode()


@pytest.fixture(autouse=True)
def _uploaded(s3: S3Client) -> None:
    s3.put_object(Bucket=UPLOADS, Key=MARCH, Body=A)
    s3.put_object(Bucket=UPLOADS, Key=APRIL, Body=_TURNED)


@pytest.fixture
def outcome_of(s3: S3Client, invoke: Invoke) -> Callable[..., tuple[str, dict[str, Any]]]:
    """Upload a manifest; return the key and the content of its `summary.json` or `error.json`."""

    def outcome_of(said: Any, **metadata: str) -> tuple[str, dict[str, Any]]:
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        told = {f"moodcloud-{name}": value for name, value in metadata.items()}
        s3.put_object(Bucket=UPLOADS, Key=MANIFEST, Body=body, Metadata=told)
        (key,) = invoke(s3_event(MANIFEST))["results"]
        assert key.startswith(f"results/{MANIFEST}/")
        return key, json.loads(s3.get_object(Bucket=RESULTS, Key=key)["Body"].read())

    return outcome_of


def _stored(key: str) -> bytes:
    content: bytes = boto3.client("s3").get_object(Bucket=RESULTS, Key=key)["Body"].read()
    return content


Ask = Callable[..., tuple[str, dict[str, Any]]]


def _refused(outcome: tuple[str, dict[str, Any]]) -> tuple[str, str]:
    key, error = outcome
    assert key.endswith("error.json")
    assert error["remedy"]
    return error["code"], error["message"]


def test_a_prefix_gives_the_same_bytes_as_on_the_command_line(
    s3: S3Client, outcome_of: Ask, tmp_path: Path
) -> None:
    s3.put_object(Bucket=UPLOADS, Key="2026/spring/notes.md", Body=b"no table")
    s3.put_object(Bucket=UPLOADS, Key="2026/spring/own.manifest.json", Body=b"{}")
    key, summary = outcome_of({"prefix": "2026/spring/"})
    source = f"s3://{UPLOADS}/2026/spring/"
    told = CliRunner().invoke(main, ["analyze", source, "-o", str(tmp_path), *SMALL_ARGUMENTS])
    assert told.exit_code == 0, told.output
    place = key.removesuffix("summary.json")
    for path in tmp_path.iterdir():
        stored = s3.get_object(Bucket=RESULTS, Key=place + path.name)["Body"].read()
        assert stored == path.read_bytes(), path.name
    assert summary["input"]["name"] == "spring"
    files = [(file["name"], file["counted"]) for file in summary["input"]["files"]]
    assert files == [("april.csv", 20), ("march.csv", 40)]
    assert [file["name"] for file in summary["input"]["files_left_out"]] == ["notes.md"]
    assert summary["rows"]["counted"] == 60


def test_the_command_follows_a_manifest_here_and_in_s3_as_the_function_does(
    outcome_of: Ask, tmp_path: Path
) -> None:
    said = {"files": ["march.csv", "april.csv", "march.csv"], "options": {"where": "text!=grey"}}
    in_s3 = {**said, "files": [f"2026/spring/{name}" for name in said["files"]]}
    key, _ = outcome_of(in_s3)
    for name, content in (("march.csv", A), ("april.csv", _TURNED)):
        (tmp_path / name).write_bytes(content)
    here = tmp_path / "spring.manifest.json"
    here.write_text(json.dumps(said))
    summaries = []
    for number, source in enumerate((here, f"s3://{UPLOADS}/{MANIFEST}")):
        out = tmp_path / str(number)
        told = CliRunner().invoke(main, ["analyze", str(source), "-o", str(out), *SMALL_ARGUMENTS])
        assert told.exit_code == 0, told.output
        summaries.append((out / "summary.json").read_bytes())
    read = _stored(key)
    assert summaries == [read, read]


def test_a_manifest_here_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    here = tmp_path / "spring.manifest.json"
    for said, expected in (
        ({"files": ["gone.csv"]}, "spring.manifest.json leads to gone.csv"),
        ({"prefix": "gone/"}, "gone/"),
        ({"files": []}, "is empty"),
        ({"files": ["own.manifest.json"]}, "is a manifest itself"),
    ):
        here.write_text(json.dumps(said))
        told = CliRunner().invoke(main, ["analyze", str(here)])
        assert told.exit_code == 2
        assert expected in told.output


def test_a_file_here_is_read_once_however_a_manifest_writes_its_path(tmp_path: Path) -> None:
    (tmp_path / "march.csv").write_bytes(A)
    here, out = tmp_path / "spring.manifest.json", tmp_path / "out"
    here.write_text(json.dumps({"files": ["march.csv", "./march.csv", "/march.csv"]}))
    told = CliRunner().invoke(main, ["analyze", str(here), "-o", str(out), *SMALL_ARGUMENTS])
    assert told.exit_code == 0, told.output
    read = json.loads((out / "summary.json").read_bytes())["input"]
    assert [file["name"] for file in read["files"]] == ["march.csv"]
    left_out = [(file["name"], file["reason"]) for file in read["files_left_out"]]
    assert left_out == [("march.csv", "named twice, read once")] * 2


def test_files_are_read_in_their_order_with_the_options_of_the_manifest(outcome_of: Ask) -> None:
    conditions = ["sentiment!=neutral", "TEXT!=grey door 3"]
    options = {"where": conditions, "max-words": 7, "text_column": None, "examples": True}
    said = {"files": [MARCH, APRIL, MARCH], "options": options}
    _, summary = outcome_of(said, **{"max-words": "8"})
    files = [(file["name"], file["filtered"]) for file in summary["input"]["files"]]
    assert files == [("march.csv", 0), ("april.csv", 1)]
    assert summary["input"]["files_left_out"][0]["reason"] == "named twice, read once"
    assert summary["options"]["max_words"] == 8
    assert summary["options"]["where"] == conditions


def test_files_of_several_folders_keep_what_tells_them_apart(s3: S3Client, outcome_of: Ask) -> None:
    s3.put_object(Bucket=UPLOADS, Key="2025/march.csv", Body=B)
    _, summary = outcome_of({"files": ["2025/march.csv", MARCH]})
    names = [file["name"] for file in summary["input"]["files"]]
    assert names == ["2025/march.csv", "2026/spring/march.csv"]


def test_other_content_has_another_version_and_the_same_has_the_same(
    s3: S3Client, outcome_of: Ask
) -> None:
    said = {"files": [MARCH, APRIL]}
    first, _ = outcome_of(said)
    again, _ = outcome_of(said)
    s3.put_object(Bucket=UPLOADS, Key=APRIL, Body=B)
    other, _ = outcome_of(said)
    turned, _ = outcome_of({"files": [APRIL, MARCH]})
    assert first == again
    assert len({first, other, turned}) == 3


@pytest.mark.parametrize("versioned", [False, True])
def test_a_file_that_is_replaced_meanwhile_makes_no_mixture(
    s3: S3Client, outcome_of: Ask, monkeypatch: pytest.MonkeyPatch, versioned: bool
) -> None:
    if versioned:
        status: Any = {"Status": "Enabled"}
        s3.put_bucket_versioning(Bucket=UPLOADS, VersioningConfiguration=status)
        s3.put_object(Bucket=UPLOADS, Key=MARCH, Body=A)
        s3.put_object(Bucket=UPLOADS, Key=APRIL, Body=_TURNED)
    call = BaseClient._make_api_call  # type: ignore[attr-defined]
    replaced: list[str] = []

    def replace_first(self: Any, name: str, parameters: Any) -> Any:
        if name == "GetObject" and parameters["Key"] == MARCH and not replaced:
            call(self, "PutObject", {"Bucket": UPLOADS, "Key": APRIL, "Body": B})
            replaced.append(MARCH)
        if name == "GetObject" and parameters["Key"] == APRIL:
            # Both are asked for at the same time: the other waits until it is replaced.
            while not replaced:
                pass
            replaced.append(APRIL)
        return call(self, name, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", replace_first)
    if versioned:
        _, summary = outcome_of({"files": [MARCH, APRIL]})
        assert [file["read"] for file in summary["input"]["files"]] == [40, 20]
        return
    with pytest.raises(Exception, match=r"april\.csv was replaced or deleted while"):
        outcome_of({"files": [MARCH, APRIL]})
    assert s3.list_objects_v2(Bucket=RESULTS)["KeyCount"] == 0
    _, summary = outcome_of({"files": [MARCH, APRIL]})
    assert [file["read"] for file in summary["input"]["files"]] == [40, 40]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (b"", "no JSON"),
        (b"text,sentiment\n", "no JSON (line 1"),
        (b"\xff\xfe{", "not UTF-8"),
        (b"[" * 100_000, "no JSON"),
        (b"9" * 5_000, "no JSON"),
        (b" " * (1 << 20) + b"{}", "at most 1,048,576"),
        (b'{"files": ["\\ud800.csv"]}', "no JSON that can be read"),
        (b'{"prefix": "2026/", "options": {"title": "\\ud800"}}', "no JSON that can be read"),
        ([MARCH], "no object"),
        ({}, "it names none"),
        ({"files": [MARCH], "prefix": "2026/"}, "both"),
        ({"files": []}, "empty"),
        ({"files": MARCH}, "not a list of keys"),
        ({"files": [1]}, "not a list of keys"),
        ({"files": [f"s3://{UPLOADS}/{MARCH}"]}, "an address"),
        ({"prefix": "2026"}, "ends in a slash"),
        ({"prefix": None}, "ends in a slash"),
        ({"file": [MARCH]}, "a field 'file'"),
        ({"files": [MARCH], "options": ["svg"]}, '"options" is not an object'),
    ],
)
def test_what_is_no_manifest_ends_in_an_error_that_says_why(
    outcome_of: Ask, said: Any, found: str
) -> None:
    code, message = _refused(outcome_of(said))
    assert code == "bad_manifest"
    assert message.startswith("spring.manifest.json is no manifest")
    assert found in message


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("2026/spring/june.csv", "is not in the bucket"),
        ("2026/spring/", "marks a folder"),
        ("", "marks a folder"),
        (MANIFEST, "is a manifest itself"),
        (f"results/{MARCH}/latest.json", "is a result"),
    ],
)
def test_what_cannot_be_a_file_of_the_table_is_named(outcome_of: Ask, key: str, found: str) -> None:
    code, message = _refused(outcome_of({"files": [MARCH, key]}))
    assert code == "bad_part"
    assert f"{key}, which {found}" in message


@pytest.mark.parametrize(
    ("said", "operation", "found"),
    [
        ({"files": [MARCH]}, "HeadObject", "csv, which the function may not read"),
        (
            {"prefix": "2026/spring/"},
            "ListObjectsV2",
            "spring/, which the function may not list",
        ),
    ],
)
def test_what_the_function_may_not_read_is_named(
    outcome_of: Ask, monkeypatch: pytest.MonkeyPatch, said: Any, operation: str, found: str
) -> None:
    from botocore.exceptions import ClientError

    call = BaseClient._make_api_call  # type: ignore[attr-defined]

    def refuse(self: Any, name: str, parameters: Any) -> Any:
        if name == operation and parameters["Bucket"] == UPLOADS:
            raise ClientError({"Error": {"Code": "403", "Message": "Forbidden"}}, name)
        return call(self, name, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", refuse)
    code, message = _refused(outcome_of(said))
    assert code == "bad_part"
    assert found in message


def test_other_faults_are_those_of_several_files(
    s3: S3Client, outcome_of: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3.put_object(Bucket=UPLOADS, Key=MAY, Body=b"id,price\n1,2\n3,4\n")
    assert _refused(outcome_of({"files": [MARCH, MAY]}))[0] == "other_columns"
    assert _refused(outcome_of({"prefix": "2027/"}))[0] == "no_files"
    code, message = _refused(outcome_of({"files": [MARCH], "options": {"max-word": 3}}))
    assert code == "bad_option"
    assert message.startswith("the option max-word of the manifest is 3")
    assert _refused(outcome_of({"files": [MARCH], "options": {"where": [[1]]}}))[0] == "bad_option"
    split = {"files": [MARCH], "options": {"where": ["text=a;b"]}}
    assert _refused(outcome_of(split))[0] == "no_row_meets", "it is one condition"
    monkeypatch.setattr(manifests, "_MOST_FILES", 1)
    for files in ([MARCH, APRIL], [MARCH, MARCH]):
        code, message = _refused(outcome_of({"files": files}))
        assert (code, "leads to 2 files" in message) == ("bad_manifest", True)


def test_all_files_together_are_bounded(
    outcome_of: Ask, s3: S3Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LARGEST_UPLOAD_MB", "1")
    for key in (MARCH, APRIL):
        s3.put_object(Bucket=UPLOADS, Key=key, Body=A + b"\n" * 600_000)
    code, message = _refused(outcome_of({"files": [MARCH, APRIL]}))
    assert code == "over_bound"
    assert "spring.manifest.json has 1 MB" in message
