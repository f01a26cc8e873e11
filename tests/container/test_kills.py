"""A function killed at any moment leaves a container in which the next upload goes well.

`MOODCLOUD_KILLS=40` kills as often as that.
"""

import os
import random
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from itertools import count
from typing import Any

import pytest

from tests.local_aws.containers import Call, Runtime
from tests.local_aws.machine import docker
from tests.local_aws.results import ENGLISH, command_line_results, event_of, keys, stored_results

KILLS = int(os.environ.get("MOODCLOUD_KILLS", "3"))
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


def _killed(function: Runtime, key: str, seconds: float) -> bool:
    """Start an upload, kill the function after some seconds; tell whether that struck it."""
    answers: list[Call] = []
    call = threading.Thread(target=lambda: answers.append(function.call(event_of(UPLOADS, key))))
    call.start()
    call.join(seconds)
    if call.is_alive():
        _kill(function.container)
        call.join()
        if "errorMessage" not in answers[0].response:
            # It ended in the meantime: the runtime notices its end at the next call.
            function.call(event_of(UPLOADS, key))
    return "errorMessage" in answers[0].response


def _left(function: Runtime) -> list[str]:
    """Return what the function has on its disk."""
    return docker("exec", function.container, "ls", "-A", "/tmp").split()


@pytest.mark.usefixtures("uploads")
def test_a_killed_upload_takes_nothing_from_the_next(
    start: Callable[..., AbstractContextManager[Runtime]], s3: Any
) -> None:
    chance = random.Random(40)
    expected = command_line_results(ENGLISH, "small.csv")
    with start(RESULTS, DISK) as function:
        for number in range(2):  # the second is warm
            s3.put_object(Bucket=UPLOADS, Key=f"whole-{number}.csv", Body=LARGE)
            whole = function.call(event_of(UPLOADS, f"whole-{number}.csv"))
            assert "errorMessage" not in whole.response, whole.response
        before, struck = _left(function), 0
        for number in count():
            if struck == KILLS:
                break
            # Another key each time: no results of the time before are found.
            large, small = f"{number}/large.csv", f"{number}/small.csv"
            s3.put_object(Bucket=UPLOADS, Key=large, Body=LARGE)
            instant = chance.uniform(0, whole.seconds)
            if not _killed(function, large, instant):
                continue  # it had ended before
            s3.put_object(Bucket=UPLOADS, Key=small, Body=ENGLISH)
            answer = function.call(event_of(UPLOADS, small)).response
            assert "errorMessage" not in answer, (struck, instant, answer)
            assert stored_results(s3, RESULTS, small) == expected
            struck += 1
            print(f"killed after {instant:.2f} s, then right: {struck} of {KILLS}", flush=True)
        assert _left(function) == before
