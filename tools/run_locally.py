"""`make local`: the function in its container, invoked by SAM, on an S3 of this machine."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any, Final

import boto3

from tests.local_aws.machine import REPOSITORY, require_docker_here
from tests.local_aws.moto import moto_server
from tests.local_aws.results import stored_results
from tests.local_aws.sam import Sam

EVENT: Final = REPOSITORY / "events" / "s3-put.json"
RESULTS: Final = "moodcloud-results"


def main() -> None:
    """Build, upload, invoke, fetch; every step is a line, every command can be typed by hand."""
    require_docker_here()
    with tempfile.TemporaryDirectory() as folder, moto_server(Path(folder)) as endpoint:
        s3 = _client(endpoint)
        bucket, key = _upload_of(EVENT)
        for name in (bucket, RESULTS):
            s3.create_bucket(Bucket=name)
        s3.upload_file(str(REPOSITORY / "samples" / key), bucket, key)
        print(f"S3 is at {endpoint}; samples/{key} is at s3://{bucket}/{key}", flush=True)
        sam = Sam(REPOSITORY, endpoint)
        print("sam build", flush=True)
        sam.build()
        print(f"sam local invoke AnalyzeFunction -e {EVENT.relative_to(REPOSITORY)}", flush=True)
        buckets = {"UPLOADS_BUCKET": bucket, "RESULTS_BUCKET": RESULTS}
        done = sam.invoke("AnalyzeFunction", EVENT, variables=buckets)
        if done.error:
            raise SystemExit(f"{done.log}\n{done.error}")
        print(json.dumps(done.response))
        out = REPOSITORY / "out" / "local" / Path(key).stem
        out.mkdir(parents=True, exist_ok=True)
        for name, content in (stored_results(s3, RESULTS, key) or {}).items():
            (out / name).write_bytes(content)
        print(f"results: {(out / 'report.html').relative_to(REPOSITORY)}")


def _upload_of(event: Path) -> tuple[str, str]:
    described = json.loads(event.read_text("utf-8"))["Records"][0]["s3"]
    return described["bucket"]["name"], described["object"]["key"]


def _client(endpoint: str) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


if __name__ == "__main__":
    main()
