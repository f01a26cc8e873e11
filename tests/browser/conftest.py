"""Chromium, and the pages it opens: of the samples, and of a file that wants to do harm."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from moodcloud.analysis import analyze
from moodcloud.options import Options

from tests.browser import evil
from tests.browser.chromium import executable, missing
from tests.requirement import skip_without

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say once why these tests cannot run where there is no Chromium."""
    skip_without(items, Path(__file__).parent, missing(), "MOODCLOUD_REQUIRE_CHROMIUM")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, who runs tests in containers.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=executable(), args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a file that wants to do harm wherever a value of it is shown."""
    folder = tmp_path_factory.mktemp("hostile")
    path = folder / evil.FILE_NAME
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(evil.rows())
    analyze(path, folder / "out", Options(text_column=evil.TEXT, sentiment_column=evil.SENTIMENT))
    return folder / "out"
