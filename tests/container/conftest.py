"""The image, built by `sam build` as a user would, and an S3 its containers reach."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.local_aws.containers import Runtime, runtime
from tests.local_aws.machine import REPOSITORY, credentials, require_base_image, require_docker
from tests.local_aws.moto import moto_server
from tests.local_aws.sam import Sam


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say once why these tests cannot run where there is no Docker."""
    require_docker(items, Path(__file__).parent)


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an S3 that containers and this machine both reach."""
    with moto_server(tmp_path_factory.mktemp("moto")) as address:
        yield address


@pytest.fixture(scope="session")
def sam(endpoint: str) -> Sam:
    """SAM in the project's folder, with everything built."""
    require_base_image()
    built = Sam(REPOSITORY, endpoint)
    built.build()
    return built


@pytest.fixture(scope="session")
def image(sam: Sam) -> str:
    """The name of the image."""
    return sam.image("AnalyzeFunction")


@pytest.fixture
def s3(endpoint: str) -> Any:
    """A client of that S3."""
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


@pytest.fixture
def start(image: str, endpoint: str) -> Callable[..., AbstractContextManager[Runtime]]:
    """Start a container of the function that has not been called yet.

    The function takes the name of the bucket for results and flags of `docker run`.
    """
    variables = {
        name: value
        for name, value in credentials(endpoint).items()
        if name.startswith("AWS_") and not name.endswith("_FILE")
    }

    def started(results: str, *flags: str) -> AbstractContextManager[Runtime]:
        settings = variables | {"RESULTS_BUCKET": results}
        return runtime(image, "analyze.app.handler", settings, *flags)

    return started
