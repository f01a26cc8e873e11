"""What the image costs: sizes, first call, warm call, the share of each import. Run with -s."""

import itertools
from typing import Any

from tests.container.test_limits import Start
from tests.local_aws.containers import run_offline
from tests.local_aws.machine import docker
from tests.local_aws.results import ENGLISH, event_of

# 2 GB of memory bring this share of two processors: Lambda gives one at 1,769 MB.
TWO_GIGABYTES = ("--memory=2g", "--cpus=1.16")
COLD_SECONDS = 60
SHOWN_IMPORTS = 12


def _thousand_rows() -> bytes:
    header, *rows = ENGLISH.splitlines(keepends=True)
    return b"".join([header, *itertools.islice(itertools.cycle(rows), 1000)])


def test_a_thousand_rows_have_results_within_seconds_of_a_cold_start(start: Start, s3: Any) -> None:
    for bucket in ("timed-uploads", "timed-results"):
        s3.create_bucket(Bucket=bucket)
    for key in ("cold.csv", "warm.csv"):
        s3.put_object(Bucket="timed-uploads", Key=key, Body=_thousand_rows())
    with start("timed-results", *TWO_GIGABYTES) as function:
        cold = function.call(event_of("timed-uploads", "cold.csv"))
        warm = function.call(event_of("timed-uploads", "warm.csv"))
        log = function.log()
    assert cold.response["results"], log
    assert warm.response["results"], log
    assert "WARN" not in log
    print(f"\n1,000 rows at 2 GB: cold {cold.seconds:.2f} s, warm {warm.seconds:.2f} s")
    assert warm.seconds < cold.seconds < COLD_SECONDS


def test_nothing_is_imported_that_takes_long(image: str) -> None:
    environment = ["env", "AWS_DEFAULT_REGION=us-east-1"]
    command = [*environment, "python", "-X", "importtime", "-c", "import analyze.app"]
    log = run_offline(image, command).log
    times = [line.removeprefix("import time:").split("|") for line in log.splitlines()[1:]]
    by_name = {name.strip(): int(total) / 1e6 for _, total, name in times}
    whole = by_name["analyze.app"]
    print(f"\nimports: {whole:.2f} s")
    for name, seconds in _largest(by_name):
        print(f"  {name:20} {seconds:.2f} s  {seconds / whole:.0%}")
    assert not {"matplotlib", "wordcloud", "nltk"} & set(by_name)
    assert whole < COLD_SECONDS


def test_the_image_is_no_larger_than_it_must_be(image: str) -> None:
    unpacked = int(docker("image", "inspect", image, "--format", "{{.Size}}"))
    print(f"\nimage: {unpacked / 1e6:.0f} MB unpacked")
    assert unpacked < 10e9  # Lambda's limit


def _largest(by_name: dict[str, float]) -> list[tuple[str, float]]:
    """Return the libraries, not their parts: what they import in turn is in their share."""
    libraries = [(name, seconds) for name, seconds in by_name.items() if "." not in name]
    return sorted(libraries, key=lambda each: -each[1])[:SHOWN_IMPORTS]
