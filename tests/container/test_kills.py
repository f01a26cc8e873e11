"""A function killed at any moment leaves a container in which the next upload goes well.

`MOODCLOUD_KILLS=40` kills as often as that.
"""

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from typing import Any

import pytest

from tests.local_aws.containers import Runtime
from tests.local_aws.machine import docker
from tests.local_aws.results import ENGLISH, command_line_results, event_of, keys, stored_results

KILLS = int(os.environ.get("MOODCLOUD_KILLS", "6"))
UPLOADS, RESULTS = "killed-uploads", "killed-results"
# 15 MB: it takes a few seconds, and what an attempt leaves of it leaves no room for another.
LARGE = ENGLISH + ENGLISH.split(b"\n", 1)[1] * 600
DISK = "--tmpfs=/tmp:rw,size=48m,mode=1777"


@pytest.fixture
def uploads(s3: Any) -> Iterator[None]:
    for bucket in (UPLOADS, RESULTS):
        s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=UPLOADS, Key="small.csv", Body=ENGLISH)
    yield
    for bucket in (UPLOADS, RESULTS):
        for key in keys(s3, bucket, ""):
            s3.delete_object(Bucket=bucket, Key=key)
        s3.delete_bucket(Bucket=bucket)


def _kill(container: str) -> None:
    """Kill the function's process, as want of memory and the time limit do; its disk stays."""
    for line in docker("top", container, "-o", "pid,args").splitlines()[1:]:
        pid, arguments = line.split(None, 1)
        if "python" in arguments.split()[0]:
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)


@pytest.mark.usefixtures("uploads")
def test_a_killed_upload_takes_nothing_from_the_next(
    start: Callable[..., AbstractContextManager[Runtime]], s3: Any
) -> None:
    chance = random.Random(40)
    expected = command_line_results(ENGLISH, "small.csv")
    with start(RESULTS, DISK) as function:
        s3.put_object(Bucket=UPLOADS, Key="whole.csv", Body=LARGE)
        whole = function.call(event_of(UPLOADS, "whole.csv"))
        assert "errorMessage" not in whole.response, whole.response
        for number in range(KILLS):
            key = f"large-{number}.csv"
            s3.put_object(Bucket=UPLOADS, Key=key, Body=LARGE + b"\n" * number)
            call = threading.Thread(target=function.call, args=(event_of(UPLOADS, key),))
            call.start()
            time.sleep(chance.uniform(0, whole.seconds))
            _kill(function.container)
            call.join()
            # Another key each time: no results of the time before are found.
            healthy = f"small-{number}/small.csv"
            s3.put_object(Bucket=UPLOADS, Key=healthy, Body=ENGLISH)
            answer = function.call(event_of(UPLOADS, healthy)).response
            assert "errorMessage" not in answer, (number, answer)
            assert stored_results(s3, RESULTS, healthy) == expected
            print(f"killed {number + 1} of {KILLS}, then right results", flush=True)
        # The disk holds what it held before: nothing.
        assert docker("exec", function.container, "sh", "-c", "ls /tmp").split() == []
