"""What a user of the deployed stack may rely on."""

import json
import time
from typing import Any

import pytest

from tests.local_aws.results import (
    ENGLISH,
    KOREAN,
    TINY,
    Results,
    command_line_results,
    fault_in,
    stored_results,
)
from tests.local_aws.stack import Stack


def results_of(stack: Stack, key: str, timeout: float = 60) -> Results:
    """Wait for the results of an upload."""
    stack.wait_for(f"results/{key}/latest.json", timeout)
    found = stored_results(stack.s3, stack.results, key)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("key", "content"),
    [("summer 2026/reviews (final)+v2.csv", ENGLISH), ("매장 리뷰/리뷰 모음.csv", KOREAN)],
    ids=["english", "korean"],
)
def test_an_upload_gives_the_same_bytes_as_the_command_line(
    stack: Stack, key: str, content: bytes
) -> None:
    start = time.monotonic()
    stack.put(key, content)
    found = results_of(stack, key)
    print(f"\nupload to results: {time.monotonic() - start:.2f} s")
    assert found == command_line_results(content, key.rpartition("/")[2])


@pytest.mark.parametrize("name", ["a.csv", "CAPITALS.TSV", "no-suffix"])
def test_every_table_is_noticed_whatever_its_name(stack: Stack, name: str) -> None:
    content = TINY.replace(b",", b"\t") if name.endswith("TSV") else TINY
    key = f"kinds/{name}"
    stack.put(key, content)
    assert results_of(stack, key) == command_line_results(content, name)


def test_an_upload_that_cannot_be_used_ends_in_error_json_and_is_not_tried_again(
    stack: Stack,
) -> None:
    stack.put("poison/picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert fault_in(results_of(stack, "poison/picture.csv")) == "not_text"
    time.sleep(4)  # the emulator would try again after one and two seconds
    refusals = [line for line in stack.log("AnalyzeFunction") if "poison/picture.csv" in line]
    assert sum("upload refused" in line for line in refusals) == 1
    assert stack.failures("poison/picture.csv") == []


def test_the_log_names_the_upload_in_each_line(stack: Stack) -> None:
    stack.put("logged.csv", TINY)
    results_of(stack, "logged.csv")
    deadline = time.monotonic() + 10
    found: list[dict[str, Any]] = []
    while time.monotonic() < deadline and not found:
        lines = [line for line in stack.log("AnalyzeFunction") if '"logged.csv"' in line]
        found = [json.loads(line) for line in lines if '"analysed"' in line]
        time.sleep(0.1)
    assert [(line["key"], line["bucket"]) for line in found] == [("logged.csv", stack.uploads)]
