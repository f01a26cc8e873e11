"""The image of JupyterLab: the library works in it, and the server answers who has the token."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from typing import Final
from urllib.error import URLError

import pytest

from tests.local_aws.machine import REPOSITORY, docker, free_port, gateway, require_base_image

TAG: Final = "moodcloud-notebook-test"
SECONDS_TO_START: Final = 120


@pytest.fixture(scope="module")
def notebook_image() -> Iterator[str]:
    """The name of the image, built as `make notebook-image` does it."""
    require_base_image()
    subprocess.run(
        ["docker", "build", "--quiet", "--target", "notebook", "--tag", TAG, str(REPOSITORY)],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    yield TAG
    docker("rmi", "--force", TAG)


def test_a_cell_runs_in_it(notebook_image: str) -> None:
    cell = (
        "import moodcloud; found = moodcloud.analyze('samples/reviews-en.csv', max_words=20); "
        "print(list(found), found.cloud('positive').to_wordcloud().to_array().shape[2])"
    )
    done = docker(
        "run", "--rm", "--network", "none", "--entrypoint", "python", notebook_image, "-c", cell
    )
    assert done == "['positive', 'neutral', 'negative'] 3"


def test_the_server_answers_who_has_the_token(notebook_image: str) -> None:
    port = free_port(gateway())
    name = docker(
        "run", "--detach", "--rm", "--publish", f"{gateway()}:{port}:8888", "--env",
        "JUPYTER_TOKEN=opensesame", notebook_image,
    )  # fmt: skip
    try:
        address = f"http://{gateway()}:{port}/api"
        version = json.loads(_answer(f"{address}?token=opensesame"))["version"]
        assert version
        listed = json.loads(_answer(f"{address}/contents/notebooks?token=opensesame"))
        assert "explore.ipynb" in [each["name"] for each in listed["content"]]
        with pytest.raises(URLError, match="403"):
            urllib.request.urlopen(f"{address}/contents")
    finally:
        docker("kill", name)


def _answer(address: str) -> bytes:
    """Return what a server answers, once it does."""
    end = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            with urllib.request.urlopen(address) as answer:
                return bytes(answer.read())
        except (URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.5)
