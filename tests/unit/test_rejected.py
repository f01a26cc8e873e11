"""rejected.csv: what was left out, and nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from moodcloud.analysis import analyze
from moodcloud.options import Options
from moodcloud.report.files import inert

from tests.conftest import WriteCsv


@pytest.mark.parametrize(
    ("content", "written"),
    [
        ("=1+2", "'=1+2"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ('"=1"', '\'"=1"'),
        ("'=1", "''=1"),
        ("\u200b=1", "'\u200b=1"),
        ("\t=1", "'\t'=1"),
        ("\rtext", "'\rtext"),
        ("\ntext", "'\ntext"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("good;=1;x", "good;'=1;x"),
        ("good\t-1", "good\t'-1"),
        ("one\n=1", "one\n'=1"),
        ("a = b - c, d@e", "a = b - c, d@e"),
        ("good, bad", "good, bad"),
    ],
)
def test_no_part_of_a_cell_begins_a_formula(content: str, written: str) -> None:
    assert inert(content) == written


def test_the_list_is_capped_and_the_summary_says_how_many_are_in_it(
    tmp_path: Path, write_csv: WriteCsv
) -> None:
    rows = [(f"good words {i}", str(i % 2)) for i in range(30)]
    left_out = [("no mood " + "x" * 5000, "")] * 7
    path = write_csv([("text", "label"), *rows, *left_out])
    summary = analyze(path, tmp_path / "out", Options(max_rejected=3)).summary
    with (tmp_path / "out" / "rejected.csv").open(newline="", encoding="utf-8") as stream:
        listed = list(csv.DictReader(stream))
    assert [row["line"] for row in listed] == ["32", "33", "34"]
    assert summary.rejected_listed == 3
    assert summary.rows.unlabelled == 7
    assert listed[0]["content"].endswith("… (4,009 more characters)")


@pytest.mark.slow
def test_one_sentiment_is_enough_and_nothing_sets_it_apart(
    tmp_path: Path, write_csv: WriteCsv
) -> None:
    rows = [(f"good words {i}", "positive") for i in range(30)]
    summary = analyze(write_csv([("text", "label"), *rows]), tmp_path / "out").summary
    assert summary.keyness is False
    assert list(summary.sentiments) == ["positive"]
    assert summary.sentiments["positive"].distinctive_words == []
    # Nothing is there to compare with, so the page has no map.
    assert 'id="map"' not in (tmp_path / "out" / "report.html").read_text("utf-8")
