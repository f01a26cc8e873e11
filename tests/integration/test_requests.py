"""What an upload in slices asks of S3 is what the page about scaling says."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from moodcloud.slices import merging

from benchmarks.exchange import FIGURES, FINISH_MB, FUNCTION_MB, SLICES
from benchmarks.scaling import PAGE, page, requests_of
from tests.integration.s3_calls import calls
from tests.integration.test_fan_out import SLICE_BYTES, TABLE, run, tasks_for

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def test_requests_are_as_the_page_says(s3: S3Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "_SLICES_OF_A_GROUP", 2)
    slices = -(-len(TABLE) // SLICE_BYTES)
    tasks = tasks_for(s3, "in/rooms.csv", TABLE)
    with calls() as seen:
        assert run(s3, tasks)
    found, told = Counter(seen), requests_of(slices, merging.groups_of(slices))
    # Maps read their items by themselves.
    assert found["PutObject"] == pytest.approx(told.puts, rel=0.1)
    assert found["GetObject"] == pytest.approx(told.gets, rel=0.1)


def test_the_page_has_the_figures_that_were_measured() -> None:
    figures = json.loads(FIGURES.read_text("ascii"))
    assert PAGE.read_text("utf-8") == page(figures)
    groups = merging.groups_of(SLICES)
    for step, requests in (
        ("combine", {"GET": 2 * 64 + 4, "PUT": 2 * groups + 1}),
        ("merge", {"GET": 3 * groups + 6, "PUT": 3}),
    ):
        assert figures[step]["requests"] == pytest.approx(requests, rel=0.1)
    assert figures["cuts"]["seconds"] <= 10
    assert figures["cuts"]["peak_mb"] <= 200
    assert figures["merge"]["rows"] >= 20_000_000
    assert figures["finish"]["rows"] >= 600_000
    assert figures["finish"]["peak_mb"] <= FINISH_MB
    assert figures["copies"]["peak_mb"] <= FUNCTION_MB
    assert max(figures[step]["peak_mb"] for step in ("combine", "merge")) <= 1_000
