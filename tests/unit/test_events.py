"""Events from S3 say which uploads they are about."""

from __future__ import annotations

import json

import pytest
from moodcloud.aws.events import is_older
from moodcloud.aws.notices import told_by

from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("s3-put", ["reviews-en.csv"]),
        ("s3-several-records", ["reviews-en.csv", "reviews-ko.csv"]),
        ("s3-encoded-key", ["my reviews+v2 리뷰.csv"]),
        ("s3-results-key", ["results/reviews-en.csv/0123456789abcdef/rejected.csv"]),
        ("s3-test-event", []),
    ],
)
def test_keys_are_read_as_people_wrote_them(name: str, keys: list[str]) -> None:
    event = json.loads((ROOT / "events" / f"{name}.json").read_text("utf-8"))
    assert [upload.key for upload in told_by(event).uploads] == keys


@pytest.mark.parametrize(
    ("sequencer", "than", "older"),
    [
        ("0055AED6DCD90281E5", "0055AED6DCD90281E6", True),
        ("0055AED6DCD90281E6", "0055AED6DCD90281E5", False),
        ("0055AED6DCD90281E5", "0055aed6dcd90281e5", False),
        ("0055", "00550001", True),
        ("0055", "0055000", False),
        ("", "0055", False),
        ("0055", "", False),
    ],
)
def test_events_are_put_in_order(sequencer: str, than: str, older: bool) -> None:
    assert is_older(sequencer, than) is older
