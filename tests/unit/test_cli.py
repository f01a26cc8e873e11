"""The command: what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from moodcloud.cli import main

from tests.conftest import SAMPLES

SMALL = ("--width", "300", "--height", "200")


def test_a_table_tells_the_words_and_where_the_files_are(tmp_path: Path) -> None:
    out = tmp_path / "clouds"
    arguments = ["analyze", str(SAMPLES / "reviews-en.csv"), "-o", str(out), *SMALL]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0
    assert "breakfast" in result.stdout
    assert str(out / "report.html") in result.stdout
    assert (out / "positive.png").exists()


@pytest.mark.slow
def test_json_is_the_summary_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "리뷰.csv"
    path.write_text("말,감정\n" + "nice 방,긍정\ncold 방,부정\n" * 10, "utf-8")
    arguments = ["analyze", str(path), "-o", str(tmp_path), *SMALL, "--json"]
    result = CliRunner().invoke(main, arguments)
    assert json.loads(result.stdout) == json.loads((tmp_path / "summary.json").read_text("utf-8"))
    assert result.stderr == ""


@pytest.mark.parametrize("flag", [[], ["--json"]])
def test_bad_input_ends_with_status_2_a_message_and_a_remedy(
    tmp_path: Path, flag: list[str]
) -> None:
    bad = tmp_path / "photo.csv"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n")
    result = CliRunner().invoke(main, ["analyze", str(bad), "-o", str(tmp_path / "o"), *flag])
    assert result.exit_code == 2
    assert "photo.csv is a PNG picture" in result.stderr
    assert "Save the table as CSV" in result.stderr
    if flag:
        assert json.loads(result.stdout)["code"] == "not_text"


def test_an_option_out_of_bounds_is_named(tmp_path: Path) -> None:
    arguments = ["analyze", str(SAMPLES / "reviews-en.csv"), "--max-words", "0"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "--max-words is 0" in result.stderr


def test_columns_and_labels_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    rows = "".join(f"{i},answer {i} fine words,{'yes' if i % 3 else 'no'}\n" for i in range(30))
    path.write_text("n,said,would_return\n" + rows)
    arguments = ["analyze", str(path), "-o", str(tmp_path / "out"), *SMALL, "--json"]
    chosen = ["--sentiment-column", "would_return", "--positive", "yes", "--negative", "no"]
    result = CliRunner().invoke(main, arguments + chosen)
    assert list(json.loads(result.stdout)["sentiments"]) == ["positive", "negative"]
