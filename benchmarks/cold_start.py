"""How long a function takes to be ready, and to the first results, beside a textbook handler.

    python -m benchmarks.cold_start

Each run is a process of its own on one core, which is what Lambda gives at 1,769 MB: it imports the
handler, as Lambda does before the first call, and calls it with an upload of 1,000 English rows. S3
is played by moto on another core. The two handlers take turns; figures are medians.
"""

from __future__ import annotations

import itertools
import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

REPOSITORY: Final = Path(__file__).parents[1]
HANDLERS: Final = {"moodcloud": "analyze.app", "textbook": "benchmarks.textbook_handler"}
RUNS: Final = 5
ROWS: Final = 1_000
# The goals: this share of the time in which the textbook handler is ready, and so many seconds.
MOST_OF_TEXTBOOK: Final = 0.35
MOST_SECONDS: Final = 1.5
_KEY: Final = "reviews.csv"
_CALL: Final = """
import importlib, json, resource, sys, time, types

handler = importlib.import_module(sys.argv[1]).handler
ready, ready_cpu = time.clock_gettime(time.CLOCK_MONOTONIC), time.process_time()
context = types.SimpleNamespace(
    function_name="moodcloud",
    memory_limit_in_mb=1769,
    invoked_function_arn="arn:aws:lambda:us-east-1:123456789012:function:moodcloud",
    aws_request_id="1",
    get_remaining_time_in_millis=lambda: 300_000,
)
handler(json.loads(sys.argv[2]), context)
done, done_cpu = time.clock_gettime(time.CLOCK_MONOTONIC), time.process_time()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([ready, ready_cpu, done, done_cpu, peak]), file=sys.stderr)
"""


class Start(NamedTuple):
    """A cold start of a function.

    Attributes:
        ready: Seconds until its handler is imported.
        ready_cpu: Seconds of processor time of that.
        first: Seconds from then until its first answer.
        first_cpu: Seconds of processor time of that.
        peak_mb: The most memory it took.
    """

    ready: float
    ready_cpu: float
    first: float
    first_cpu: float
    peak_mb: float


def main(data: Path | None = None) -> dict[str, Start]:
    """Print what both handlers take, and how that compares; return it by name.

    Args:
        data: The folder of the real data, which other benchmarks need; this one takes a sample.
    """
    del data
    with tempfile.TemporaryDirectory() as folder, _storage() as client:
        environment = _environment(client.meta.endpoint_url, Path(folder))
        runs: dict[str, list[Start]] = {name: [] for name in HANDLERS}
        # In turn, so that what else the machine does meets both. The first run compiles modules,
        # which an image holds compiled.
        for number in range(RUNS + 1):
            for name, module in HANDLERS.items():
                start = _start(module, _uploaded(client, f"{name}-{number}"), environment)
                runs[name] += [start] * (number > 0)
    found = {name: _median(each) for name, each in runs.items()}
    _show(found)
    return found


def _median(starts: list[Start]) -> Start:
    return Start(*map(statistics.median, zip(*starts, strict=True)))


def _show(found: Mapping[str, Start]) -> None:
    print(f"{ROWS:,} English rows from S3, one core, medians of {RUNS} processes\n")
    print("| handler | ready (s) | CPU | first result after it (s) | CPU | peak (MB) |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, start in found.items():
        *seconds, peak = start
        print(f"| {name} | {' | '.join(f'{each:.2f}' for each in seconds)} | {peak:.0f} |")
    ours, textbook = found["moodcloud"], found["textbook"]
    share = ours.ready / textbook.ready
    print(f"\nready in {share:.2f} of the textbook handler's time (goal: {MOST_OF_TEXTBOOK})")
    print(f"first result {ours.first:.2f} s after the call (goal: {MOST_SECONDS})")


def _start(module: str, event: dict[str, Any], environment: Mapping[str, str]) -> Start:
    """Return what the first call of a handler takes in a new process."""
    command = [sys.executable, "-c", _CALL, module, json.dumps(event)]
    # The monotonic clock is the same for all processes of a machine.
    begun = time.clock_gettime(time.CLOCK_MONOTONIC)
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process.pid, {0})
    told = process.communicate()[1].strip()
    if process.returncode:
        raise SystemExit(f"{module} failed:\n{told}")
    ready, ready_cpu, done, done_cpu, peak = json.loads(told.splitlines()[-1])
    return Start(ready - begun, ready_cpu, done - ready, done_cpu - ready_cpu, peak / 1024)


def _uploaded(client: S3Client, bucket: str) -> dict[str, Any]:
    """Put the rows into a new bucket, for results that are there already are not made again.

    Returns:
        The event of the upload, as S3 sends it.
    """
    header, *rows = (REPOSITORY / "samples/reviews-en.csv").read_bytes().splitlines(keepends=True)
    content = b"".join([header, *itertools.islice(itertools.cycle(rows), ROWS)])
    client.create_bucket(Bucket=bucket)
    client.put_object(Bucket=bucket, Key=_KEY, Body=content)
    record = {
        "eventSource": "aws:s3",
        "eventName": "ObjectCreated:Put",
        "eventTime": "2026-01-01T00:00:00.000Z",
        "s3": {"bucket": {"name": bucket}, "object": {"key": _KEY, "size": len(content)}},
    }
    return {"Records": [record]}


@contextmanager
def _storage() -> Iterator[S3Client]:
    """Serve S3 in this process; yield a client of it."""
    import boto3
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield boto3.client(
            "s3",
            endpoint_url=f"http://{host}:{port}",
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
    finally:
        server.stop()


def _environment(endpoint: str, folder: Path) -> dict[str, str]:
    """Return the environment of a function: the stand-in for S3, and compiled modules kept."""
    paths = (REPOSITORY / "layers/moodcloud/python", REPOSITORY / "functions", REPOSITORY)
    environment = os.environ | {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769",
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "PYTHONPYCACHEPREFIX": str(folder),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.pop("AWS_XRAY_DAEMON_ADDRESS", None)
    return environment


if __name__ == "__main__":
    main()
