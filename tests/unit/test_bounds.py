"""What has or takes more than an upload may is refused, and the error says which bound it is."""

from __future__ import annotations

import time
from pathlib import Path

import duckdb
import pytest
from moodcloud.analysis import analyze
from moodcloud.aws.deadline import in_proportion, in_time
from moodcloud.bounds import Bounds
from moodcloud.errors import UploadError
from moodcloud.options import Options

SMALL = Options(max_words=20, width=400, height=225)
ROWS = 60
TABLE = "text,sentiment\n" + "".join(
    f"room number r{n} is lovely,{'positive' if n % 2 else 'negative'}\n" for n in range(ROWS)
)


def _refused(path: Path, bounds: Bounds) -> UploadError:
    with pytest.raises(UploadError) as caught:
        analyze(path, path.parent / "out", SMALL, bounds=bounds)
    assert caught.value.code == "over_bound"
    assert not caught.value.passing
    assert not (path.parent / "out").exists()
    return caught.value


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, "utf-8")
    return path


@pytest.mark.parametrize(
    ("bounds", "told", "parameter"),
    [
        (Bounds(rows=ROWS - 1), "60 rows; an upload may have 59", "MostRows"),
        (Bounds(columns=1), "2 columns; an upload may have 1", "MostColumns"),
        (Bounds(words=9), "different words; an upload may have 9", "MostWords"),
    ],
)
def test_more_than_an_upload_may_have_is_refused_with_the_bound(
    table: Path, bounds: Bounds, told: str, parameter: str
) -> None:
    error = _refused(table, bounds)
    assert told in error.message
    assert parameter in error.remedy


def test_a_file_within_its_bounds_has_the_results_it_has_without(table: Path) -> None:
    within = Bounds(rows=ROWS, columns=2, words=1000)
    bounded = analyze(table, table.parent / "bounded", SMALL, bounds=within).folder
    free = analyze(table, table.parent / "free", SMALL).folder
    assert (bounded / "summary.json").read_bytes() == (free / "summary.json").read_bytes()


@pytest.mark.slow
def test_rows_of_a_few_bytes_are_not_read_to_be_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rows.parquet"
    rows = "SELECT 'a nice room' AS text, 'positive' AS sentiment FROM range(20000000)"
    duckdb.sql(f"COPY ({rows}) TO '{path}' (FORMAT parquet)")
    assert path.stat().st_size < 100_000
    monkeypatch.setattr("moodcloud.tabular.parquet.survey", lambda *_: pytest.fail("read"))
    assert "20,000,000 rows" in _refused(path, Bounds(rows=10_000_000)).message


def test_columns_without_end_are_not_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("\n".join(",".join(f"c{n}" for n in range(3000)) for _ in range(3)), "utf-8")
    monkeypatch.setattr("moodcloud.reading.inspect.judge_columns", lambda *_: pytest.fail("judged"))
    assert "3,000 columns" in _refused(path, Bounds(columns=2000)).message


def test_more_columns_than_any_table_has_are_refused_whatever_the_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "wider.csv"
    path.write_text("\n".join(",".join(f"c{n}" for n in range(50_001)) for _ in range(3)), "utf-8")
    monkeypatch.setattr("moodcloud.reading.inspect.judge_columns", lambda *_: pytest.fail("judged"))
    with pytest.raises(UploadError, match="50,001 columns; the limit is 50,000") as caught:
        analyze(path, tmp_path / "out")
    assert caught.value.code == "too_many_columns"


def _for_ever() -> None:
    while True:
        time.sleep(0.01)


def test_a_small_file_that_takes_long_is_stopped_for_good() -> None:
    with pytest.raises(UploadError) as caught:
        in_proportion(_for_ever, 0.2, 3_000_000, "quotes.csv")
    assert (caught.value.code, caught.value.passing) == ("out_of_proportion", False)
    assert "3.0 MB" in caught.value.message


def test_a_large_file_that_has_time_but_the_function_has_not_is_tried_again() -> None:
    with pytest.raises(UploadError) as caught:
        in_time(lambda: in_proportion(_for_ever, 600, 1, "large.csv"), 0.5, "large.csv")
    assert (caught.value.code, caught.value.passing) == ("out_of_time", True)
