"""An upload that takes too long is stopped in time, wherever it stands, and cleans up."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from moodcloud.aws.deadline import in_time
from moodcloud.database import connect
from moodcloud.errors import UploadError

SECONDS = 0.5
CLEANING = 1.2


def _forever() -> None:
    while True:
        time.sleep(0.01)


def _in_the_engine() -> None:
    with connect(Path()) as connection:
        connection.execute(
            "SELECT sum(sqrt(a.i * b.i)) FROM range(9999999) a(i), range(999999) b(i)"
        )


@pytest.mark.parametrize("work", [_forever, _in_the_engine])
def test_what_takes_too_long_is_stopped(work: object) -> None:
    assert callable(work)
    start = time.monotonic()
    with pytest.raises(UploadError) as caught:
        in_time(work, SECONDS, "reviews.csv")
    assert caught.value.code == "out_of_time"
    assert "reviews.csv" in caught.value.message
    assert time.monotonic() - start < 60


def test_what_is_stopped_cleans_up_behind_itself() -> None:
    cleaned: list[str] = []

    @contextmanager
    def folder() -> Iterator[None]:
        try:
            yield
        finally:
            # Longer than it takes until a stop that was not heard is repeated.
            until = time.monotonic() + CLEANING
            while time.monotonic() < until:
                time.sleep(0.01)
            cleaned.append("folder")

    def work() -> None:
        with folder():
            _forever()

    with pytest.raises(UploadError):
        in_time(work, SECONDS, "reviews.csv")
    assert cleaned == ["folder"]


def test_what_ends_in_time_is_returned_and_its_faults_are_its_own() -> None:
    assert in_time(lambda: 5, 60.0, "reviews.csv") == 5
    assert in_time(lambda: 5, None, "reviews.csv") == 5
    with pytest.raises(ZeroDivisionError):
        in_time(lambda: 1 / 0, 60.0, "reviews.csv")
