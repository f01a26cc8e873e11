"""`sam local invoke`: uploads end as the command line would have it.

tests/integration/test_function.py tells what becomes of other events in events/, and `make local`
sends s3-put.json.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest
from moodcloud.report.gallery_parts import part_of

from tests.local_aws.machine import REPOSITORY
from tests.local_aws.results import (
    ENGLISH,
    KOREAN,
    command_line_results,
    keys,
    stored_results,
)
from tests.local_aws.sam import Sam

UPLOADS, RESULTS = "moodcloud-uploads-000000000000-us-east-1", "results"
BUCKETS = {"UPLOADS_BUCKET": UPLOADS, "RESULTS_BUCKET": RESULTS}
CONTENTS = {
    "reviews-en.csv": ENGLISH,
    "reviews-ko.csv": KOREAN,
    "my reviews+v2 리뷰.csv": ENGLISH,
}


@pytest.fixture
def buckets(s3: Any) -> Iterator[None]:
    for bucket in (UPLOADS, RESULTS):
        s3.create_bucket(Bucket=bucket)
    for key, content in CONTENTS.items():
        s3.put_object(Bucket=UPLOADS, Key=key, Body=content)
    yield
    for bucket in (UPLOADS, RESULTS):
        for key in keys(s3, bucket, ""):
            s3.delete_object(Bucket=bucket, Key=key)
        s3.delete_bucket(Bucket=bucket)


def _uploads(event: Path) -> list[str]:
    records = json.loads(event.read_text("utf-8"))["Records"]
    return [unquote_plus(record["s3"]["object"]["key"]) for record in records]


@pytest.mark.usefixtures("buckets")
@pytest.mark.parametrize("name", ["s3-encoded-key", "s3-several-records"])
def test_an_event_gives_the_same_bytes_as_the_command_line(sam: Sam, s3: Any, name: str) -> None:
    event = REPOSITORY / "events" / f"{name}.json"
    done = sam.invoke("AnalyzeFunction", event, variables=BUCKETS)
    assert done.error is None, done.log
    uploads = _uploads(event)
    assert len(done.response["results"]) == len(uploads)
    for key in uploads:
        expected = command_line_results(CONTENTS[key], Path(key).name)
        assert stored_results(s3, RESULTS, key) == expected
    found = [key for key in keys(s3, RESULTS) if not any(f"/{name}/" in key for name in uploads)]
    gallery = [key for key in found if key.startswith("results/gallery/")]
    assert gallery == sorted({f"results/gallery/{part_of(name)}" for name in uploads})
    assert found == [*gallery, "results/index.html"]
