"""The demo: an S3 emulator in this process, two uploads, the real handler, the results fetched."""

from __future__ import annotations

import importlib.util
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote_plus
from uuid import uuid4

import boto3
import click
from moodcloud.cli.tables import print_summary
from moodcloud.report.contract import from_json
from moodcloud.report.summary import Summary
from moto.server import ThreadedMotoServer

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ROOT: Final = Path(__file__).resolve().parents[1]
UPLOADS: Final = "moodcloud-demo-uploads"
RESULTS: Final = "moodcloud-demo-results"
# Keys as people have them: spaces, a plus, Hangul.
_SAMPLES: Final = {
    "summer 2026/reviews (final)+v2.csv": "reviews-en.csv",
    "매장 리뷰/리뷰 모음.csv": "reviews-ko.csv",
}


def run_demo(out: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """Run the demo and yield the summary and the local folder of each sample's results.

    Args:
        out: Folder for the results; one folder for each sample is made in it.
    """
    with _emulator() as client:
        handler = _load(ROOT / "functions" / "analyze" / "app.py").handler
        for bucket in (UPLOADS, RESULTS):
            client.create_bucket(Bucket=bucket)
        for number, (key, sample) in enumerate(_SAMPLES.items()):
            client.upload_file(str(ROOT / "samples" / sample), UPLOADS, key)
            click.echo(f"uploaded s3://{UPLOADS}/{key}")
            handler(_event(key, number), _context())
            folder = out / Path(sample).stem
            _fetch(client, key, folder)
            yield json.loads((folder / "summary.json").read_text("utf-8")), folder


@contextmanager
def _emulator() -> Iterator[S3Client]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    os.environ.update(
        AWS_ENDPOINT_URL=f"http://{host}:{port}",
        AWS_ACCESS_KEY_ID="demo",
        AWS_SECRET_ACCESS_KEY="demo",
        AWS_DEFAULT_REGION="us-east-1",
        RESULTS_BUCKET=RESULTS,
        # What the function would log and measure is of no interest in a demo.
        POWERTOOLS_LOG_LEVEL="ERROR",
        POWERTOOLS_TRACE_DISABLED="true",
        POWERTOOLS_METRICS_DISABLED="true",
    )
    try:
        yield boto3.client("s3")
    finally:
        server.stop()


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("moodcloud_demo_app", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _event(key: str, number: int) -> dict[str, Any]:
    """Return the event that S3 sends for an object."""
    return {
        "Records": [
            {
                "eventVersion": "2.1",
                "eventSource": "aws:s3",
                "awsRegion": "us-east-1",
                "eventName": "ObjectCreated:Put",
                "s3": {
                    "s3SchemaVersion": "1.0",
                    "bucket": {"name": UPLOADS, "arn": f"arn:aws:s3:::{UPLOADS}"},
                    "object": {
                        "key": quote_plus(key, safe="/"),
                        "sequencer": f"{0x0062E99A88DC407460 + number:018X}",
                    },
                },
            }
        ]
    }


def _context() -> SimpleNamespace:
    """Return what Lambda tells a handler of its surroundings."""
    return SimpleNamespace(
        function_name="moodcloud-demo",
        memory_limit_in_mb=2048,
        invoked_function_arn="arn:aws:lambda:us-east-1:000000000000:function:moodcloud-demo",
        aws_request_id=str(uuid4()),
        get_remaining_time_in_millis=lambda: 900_000,
    )


def _fetch(client: S3Client, key: str, folder: Path) -> None:
    """Download the newest results of an upload."""
    prefix = f"results/{key}/"
    latest = json.loads(
        client.get_object(Bucket=RESULTS, Key=f"{prefix}latest.json")["Body"].read()
    )
    version = f"{prefix}{latest['version']}/"
    folder.mkdir(parents=True, exist_ok=True)
    for entry in client.list_objects_v2(Bucket=RESULTS, Prefix=version)["Contents"]:
        client.download_file(
            RESULTS, entry["Key"], str(folder / entry["Key"].removeprefix(version))
        )


if __name__ == "__main__":
    for summary, folder in run_demo(Path("out")):
        print_summary(from_json(Summary, summary), folder)
