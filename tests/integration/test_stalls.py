"""S3 that is slow, hangs or breaks off holds nobody up for longer than the time allows."""

from __future__ import annotations

import hashlib
import io
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ResponseStreamingError
from moodcloud.aws.delivery import deliver
from moodcloud.aws.download import open_upload, save
from moodcloud.aws.environment import FunctionSettings
from moodcloud.aws.events import Upload
from moodcloud.aws.s3 import CONFIG
from moodcloud.aws.storage import Storage
from moodcloud.errors import UploadError

from tests.integration.conftest import RESULTS, UPLOADS

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BODY = bytes(range(256)) * 20_000
UPLOAD = Upload(UPLOADS, "a.csv")


@contextmanager
def silence() -> Iterator[str]:
    """Yield the address of a server that takes requests and never answers."""
    taken: list[socket.socket] = []

    def take(listening: socket.socket) -> None:
        try:
            while True:
                taken.append(listening.accept()[0])
        except OSError:
            return

    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        thread = threading.Thread(target=take, args=(listening,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()
            for each in taken:
                each.close()


def test_every_call_of_s3_ends_within_the_shortest_time_limit() -> None:
    told: Any = CONFIG
    # Lambda's shortest limit that the template allows is 30 seconds.
    assert told.connect_timeout + told.read_timeout < 30
    assert told.retries["total_max_attempts"] > 1


def test_s3_that_never_answers_ends_in_out_of_time_while_there_is_time_to_say_so() -> None:
    with silence() as address:
        config = CONFIG.merge(Config(s3={"addressing_style": "path"}))
        client = boto3.client("s3", endpoint_url=address, config=config)
        with pytest.raises(UploadError) as caught:
            deliver(UPLOAD, Storage(client, RESULTS), FunctionSettings(), seconds=2.0)
    assert caught.value.code == "out_of_time"
    assert caught.value.passing


def _breaking(s3: S3Client, monkeypatch: pytest.MonkeyPatch, at: int, then: Any = None) -> Any:
    """Return an opened upload whose connection breaks off after some bytes."""
    s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=BODY)
    opened = open_upload(s3, UPLOAD)
    whole = opened.answer["Body"].read()

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if piece := super().read(min(size or 0, 1000)):
                return piece
            if then:
                then()
            raise ResponseStreamingError(error="connection reset")

    opened.answer["Body"] = Broken(whole[:at])
    return opened


@pytest.mark.parametrize("at", [0, 1, 12_345, len(BODY) - 1, len(BODY)])
def test_a_connection_that_breaks_off_is_taken_up_where_it_was(
    s3: S3Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, at: int
) -> None:
    opened = _breaking(s3, monkeypatch, at)
    assert save(s3, opened, tmp_path / "upload") == hashlib.sha256(BODY).hexdigest()
    assert (tmp_path / "upload").read_bytes() == BODY


def test_what_is_taken_up_is_never_of_another_upload(
    s3: S3Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def replaced() -> None:
        s3.put_object(Bucket=UPLOADS, Key="a.csv", Body=BODY[::-1])

    opened = _breaking(s3, monkeypatch, 12_345, then=replaced)
    with pytest.raises(ClientError, match=r"PreconditionFailed|412"):
        save(s3, opened, tmp_path / "upload")
