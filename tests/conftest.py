"""What all tests share: the engine, small files, the real data where it is at hand."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, settings
from moodcloud.database import connect

from tests.laws import examples

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"

# No test may find an account, and none may wait for one.
os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_EC2_METADATA_DISABLED="true",
    POWERTOOLS_TRACE_DISABLED="true",
    POWERTOOLS_METRICS_DISABLED="true",
)

# A slow machine fails no law.
settings.register_profile(
    "moodcloud",
    deadline=None,
    max_examples=examples(100),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("moodcloud")

# Each has a dictionary that is read in a second or several; those of three languages are enough
# for `make test`.
_READ_SLOWLY = {"ar", "ca", "cs", "gl", "it", "lv", "nl", "no", "pl", "pt", "ru", "sv", "tr"}
WriteCsv = Callable[..., Path]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests on real data as slow, and let those of a language follow each other.

    Tests of a language of `_READ_SLOWLY` are slow, too.
    """
    for item in items:
        if "real_data" in getattr(item, "fixturenames", ()) or _language(item) in _READ_SLOWLY:
            item.add_marker(pytest.mark.slow)
    # The dictionary of a language is read in seconds, and only the last few are kept.
    places = [place for place, item in enumerate(items) if _language(item)]
    ordered = sorted((items[place] for place in places), key=_language)
    for place, item in zip(places, ordered, strict=True):
        items[place] = item


def _language(item: pytest.Item) -> str:
    callspec = getattr(item, "callspec", None)
    return str(callspec.params.get("language", "")) if callspec else ""


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(tmp_path / "engine") as opened:
        yield opened


@pytest.fixture
def write_csv(tmp_path: Path) -> WriteCsv:
    def write(rows: Iterable[tuple[str, ...]], name: str = "upload.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)
        return path

    return write


@pytest.fixture(scope="session")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of the English sample with all defaults."""
    return _analysed("reviews-en.csv", tmp_path_factory)


@pytest.fixture(scope="session")
def korean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of the Korean sample with all defaults."""
    return _analysed("reviews-ko.csv", tmp_path_factory)


def _analysed(name: str, folders: pytest.TempPathFactory) -> Path:
    from moodcloud.analysis import analyze

    return analyze(SAMPLES / name, folders.mktemp(name)).folder


@pytest.fixture(scope="session")
def real_data() -> Path:
    folder = Path(os.environ.get("MOODCLOUD_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / "airline-tweets.csv").exists():
        pytest.skip(f"real data is not at {folder}: set MOODCLOUD_DATA to its folder")
    return folder
