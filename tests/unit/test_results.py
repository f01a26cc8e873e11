"""The set of results: its contract, and that the same input gives the same bytes."""

from __future__ import annotations

import copy
import itertools
import json
import subprocess
import sys
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from moodcloud.analysis import analyze
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.report.file_names import file_names
from moodcloud.report.results import Results
from moodcloud.report.summary import Rows, summary_schema
from moodcloud.stages import Stage
from PIL import Image

from tests.conftest import SAMPLES, WriteCsv

SMALL = Options(max_words=20, width=300, height=200)


def test_the_summary_keeps_its_contract(english: Path) -> None:
    summary = json.loads((english / "summary.json").read_text("utf-8"))
    jsonschema.validate(summary, summary_schema())
    assert summary["rows"]["read"] == 300
    assert summary["sentiments"]["positive"]["rows"] == 130
    assert sorted(path.name for path in english.iterdir()) == summary["files"]


def test_every_word_offered_is_drawn_or_named(english: Path) -> None:
    summary = json.loads((english / "summary.json").read_text("utf-8"))
    for name, sentiment in summary["sentiments"].items():
        cloud = sentiment["clouds"]["frequency"]
        assert cloud["drawn"] + len(cloud["dropped"]) == min(200, sentiment["distinct_words"])
        with Image.open(english / cloud["png"]) as picture:
            assert picture.size == (1600, 900)
        svg = (english / cloud["svg"]).read_text("utf-8")
        assert svg.partition('<g class="legend"')[0].count("<text") == cloud["drawn"]
        words = json.loads((english / f"{name}.json").read_text("utf-8"))["words"]
        for word in words:
            assert sum(word["forms"].values()) == word["count"] + word["counted_elsewhere"]


@pytest.mark.slow
def test_a_cloud_too_small_for_its_words_names_those_left_out(tmp_path: Path) -> None:
    result = analyze(
        SAMPLES / "reviews-en.csv", tmp_path, Options(width=200, height=200, max_words=400)
    )
    cloud = result.summary.sentiments["positive"].clouds["frequency"]
    assert len(cloud.dropped) > 0
    assert cloud.drawn + len(cloud.dropped) == 400


def test_the_vocabulary_is_there_to_compute_with(english: Path) -> None:
    import duckdb

    words = duckdb.read_parquet(str(english / "words.parquet")).df()
    row = words[(words["text"] == "breakfast") & (words["sentiment"] == "positive")].iloc[0]
    summary = json.loads((english / "summary.json").read_text("utf-8"))
    top = {word["word"]: word for word in summary["sentiments"]["positive"]["top_words"]}
    assert row["count"] == top["breakfast"]["count"]
    assert row["z"] == pytest.approx(top["breakfast"]["z"], abs=1e-4)


# Small inputs are held against what another process recorded: test_digest.py.
@pytest.mark.slow
@pytest.mark.parametrize("sample", ["reviews-en.csv", "reviews-ko.csv"])
def test_the_same_file_gives_the_same_bytes_in_another_process(tmp_path: Path, sample: str) -> None:
    analyze(SAMPLES / sample, tmp_path / "a")
    command = [sys.executable, "-m", "moodcloud.cli", "analyze", str(SAMPLES / sample), "-q"]
    subprocess.run([*command, "--out", str(tmp_path / "b")], check=True)
    a, b = ({path.name: path.read_bytes() for path in (tmp_path / side).iterdir()} for side in "ab")
    assert a == b


@pytest.mark.slow
def test_results_replace_older_ones_and_leave_other_files(
    tmp_path: Path, write_csv: WriteCsv
) -> None:
    out = tmp_path / "out"
    moods = write_csv([("text", "mood"), *[(f"word{i} again", "ab"[i % 2]) for i in range(20)]])
    analyze(moods, out, Options(sentiment_column="mood", width=300, height=200))
    (out / "mine.txt").write_text("keep")
    analyze(SAMPLES / "reviews-en.csv", out, SMALL)
    names = {path.name for path in out.iterdir()}
    assert {"mine.txt", "positive.png", "summary.json"} <= names
    assert "a.png" not in names


def test_a_file_that_is_refused_leaves_no_folder(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("text,label\n1 2 3,0\n4 5 6,1\n")
    with pytest.raises(UploadError) as caught:
        analyze(bad, tmp_path / "out", Options(text_column="text"))
    assert caught.value.code == "no_words"
    assert not (tmp_path / "out").exists()


def test_each_stage_is_told(tmp_path: Path) -> None:
    stages: list[Stage] = []
    analyze(SAMPLES / "reviews-en.csv", tmp_path, SMALL, progress=stages.append)
    ended = [stage.name for stage in stages if stage.seconds is not None]
    assert ended == ["reading", "counting", "vocabulary", "drawing", "report"]
    assert stages[1].rows == 300


def test_rows_left_out_are_listed_and_inert_in_a_spreadsheet(
    tmp_path: Path, write_csv: WriteCsv
) -> None:
    rows = [(f"good word{i}", str(i % 2)) for i in range(30)]
    path = write_csv([("text", "label"), *rows, ("=1+2", ""), ("", "1")])
    result = analyze(path, tmp_path / "out", SMALL)
    listed = (tmp_path / "out" / "rejected.csv").read_text("utf-8").splitlines()
    assert listed == ["line,reason,content", '32,no sentiment,"\'=1+2,"', '33,no text,",1"']
    assert result.summary.rows == Rows(32, counted=30, rejected=0, unlabelled=1, empty=1, copies=0)


def test_markup_in_a_file_is_text_on_the_page(tmp_path: Path, write_csv: WriteCsv) -> None:
    evil = "<script>alert(1)</script>"
    rows = [(f"{evil} word{i}", ("good", evil)[i % 2]) for i in range(20)]
    analyze(write_csv([("text", "sentiment"), *rows]), tmp_path / "out", SMALL)
    assert evil not in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_labels_become_file_names_that_are_safe_and_apart() -> None:
    names = file_names(["a/b", "A b", "a:b", "summary", "../..", "아주 좋음"])
    assert names == {
        "a/b": "a-b",
        "A b": "A-b-2",
        "a:b": "a-b-3",
        "summary": "summary-2",
        "../..": "group",
        "아주 좋음": "아주-좋음",
    }


def test_what_needs_more_memory_than_there_is_ends_in_an_error(tmp_path: Path) -> None:
    words = (f"{number:x}" for number in itertools.count(0xA0000000))
    rows = "".join(f"{' '.join(itertools.islice(words, 8))},{i % 2}\n" for i in range(60_000))
    path = tmp_path / "many.csv"
    path.write_text("text,label\n" + rows)
    with pytest.raises(UploadError) as caught:
        analyze(path, tmp_path / "out", memory_mb=8)
    assert caught.value.code == "out_of_memory"


def test_results_of_an_older_and_of_a_later_version_open(english: Path, tmp_path: Path) -> None:
    content = json.loads((english / "summary.json").read_text("utf-8"))
    old = copy.deepcopy(content)
    for key in ("sheets_alike", "mended", "candidates", "suggestion", "sentiment_source"):
        del old["input"][key]
    del old["rejected_listed"], old["sentiments"]["positive"]["top_emoji"]
    found = _opened(old, tmp_path)
    assert found.typed_summary.input.sheets_alike == []
    assert found.typed_summary.input.sentiment_source == "column"
    assert found.emoji.empty or "positive" not in set(found.emoji["sentiment"])
    assert "300 of 300 rows" in repr(found)
    later = _opened({**content, "new": 1}, tmp_path)
    assert later.summary["new"] == 1
    assert asdict(later.typed_summary) == content


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"rows": [1]}, "is damaged"),
        ({"input": None}, "is damaged"),
        ({"sentiments": {"a": {"rows": "3"}}}, "is damaged"),
        ({"schema": "moodcloud/2"}, "schema moodcloud/2"),
    ],
)
def test_a_summary_of_something_else_is_no_results(
    english: Path, tmp_path: Path, changed: dict[str, Any], told: str
) -> None:
    content = json.loads((english / "summary.json").read_text("utf-8"))
    with pytest.raises(UploadError, match=told):
        _opened({**content, **changed}, tmp_path)


def _opened(content: dict[str, Any], folder: Path) -> Results:
    (folder / "summary.json").write_text(json.dumps(content), "utf-8")
    return Results(folder)


def test_no_string_of_the_page_is_given_twice() -> None:
    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        assert len(dict(pairs)) == len(pairs), sorted(key for key, _ in pairs)
        return dict(pairs)

    text = files("moodcloud.report").joinpath("templates/strings.json").read_text("utf-8")
    languages = json.loads(text, object_pairs_hook=once)
    assert languages["en"].keys() == languages["ko"].keys()
