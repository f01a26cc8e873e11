"""The project's template, built and deployed to an emulator for as long as the tests run."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

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
def sam(aws: Emulator) -> Sam:
    """SAM, with the images built."""
    require_base_image()
    sam = Sam(REPOSITORY, aws.endpoint)
    sam.build()
    return sam


@pytest.fixture(scope="session")
def stack(sam: Sam, aws: Emulator) -> Iterator[Stack]:
    """The project, deployed for all tests: functions are warm, each test has keys of its own."""
    with deployed(sam, aws, "moodcloud") as running:
        yield running


@pytest.fixture
def own_stack(sam: Sam, aws: Emulator) -> Iterator[Stack]:
    """The project, deployed for one test, in whose queues nobody else's events are."""
    with deployed(sam, aws, f"own-{uuid4().hex[:8]}") as running:
        yield running
