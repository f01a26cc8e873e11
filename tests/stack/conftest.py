"""The project's template, built and deployed to an emulator for as long as the tests run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.local_aws.emulator import Emulator, emulator
from tests.local_aws.machine import REPOSITORY, require_base_image, require_docker
from tests.local_aws.sam import Sam
from tests.local_aws.stack import Stack, deployed


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say once why these tests cannot run where there is no Docker."""
    require_docker(items, Path(__file__).parent)


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """The emulator."""
    with emulator(tmp_path_factory.mktemp("emulator")) as running:
        yield running


@pytest.fixture(scope="session")
def stack(aws: Emulator) -> Iterator[Stack]:
    """The project, deployed."""
    require_base_image()
    sam = Sam(REPOSITORY, aws.endpoint)
    sam.build()
    with deployed(sam, aws, "moodcloud") as running:
        yield running
