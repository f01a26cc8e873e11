"""`moodcloud columns`: what a newcomer sees before anything is counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from moodcloud.cli import main

CONTENT = """\
Reviews of May

id,rating,title,review
1,5,Great,"The room was clean, and the staff kind"
2,1,Awful,"Never again, a waste of money"
3,4,Nice,"It was fine, nothing [special]"
4,5,Hm,We loved the breakfast
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.csv"
    path.write_text(CONTENT, "utf-8")
    return path


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["columns", *arguments], env={"COLUMNS": "120"})


def test_what_was_recognised_is_shown(path: Path) -> None:
    result = _run(str(path))
    assert result.exit_code == 0
    for shown in ("comma", "2 lines above", "named like a text", "negative", "nothing [special]"):
        assert shown in result.stdout


def test_a_dash_is_standard_input() -> None:
    result = CliRunner().invoke(main, ["columns", "-", "--json"], input=CONTENT)
    assert json.loads(result.stdout)["text_column"] == "review"


def test_json_tells_the_same(path: Path) -> None:
    told: dict[str, Any] = json.loads(_run(str(path), "--json").stdout)
    assert (told["text_column"], told["sentiment_column"]) == ("review", "rating")
    assert (told["delimiter"], told["header"], told["skipped_lines"]) == (",", True, 2)
    assert {label["label"]: label["sentiment"] for label in told["labels"]} == {
        "5": "positive",
        "4": "positive",
        "1": "negative",
    }
    assert len(told["rows"]) == 4
    assert told["error"] is None


def test_columns_asked_for_are_shown_as_used(path: Path) -> None:
    told = json.loads(_run(str(path), "--json", "--text-column", "title").stdout)
    assert told["text_column"] == "title"


@pytest.mark.parametrize(
    ("content", "flags", "code", "seen"),
    [
        (CONTENT, ["--text-column", "reveiw"], "unknown_column", 'did you mean "review"'),
        ("a,b\n1,2\n", [], "no_text_column", "hardly any letters"),
        ("text,label\n", [], "no_rows", "label"),
        ("ความเห็น\n" + "ห้องพักสะอาดและอาหารอร่อยมาก\n" * 9, [], "unlabelled_language", "สะอาด"),
    ],
)
def test_a_file_that_fails_is_shown_as_far_as_it_is_understood(
    content: str, flags: list[str], code: str, seen: str, path: Path
) -> None:
    path.write_text(content, "utf-8")
    result = _run(str(path), *flags)
    assert result.exit_code == 2
    assert f"error ({code})" in result.stderr
    assert seen in result.output
    assert "encoding" in result.stdout


def test_what_is_no_table_ends_with_a_message(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    result = _run(str(path), "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["code"] == "not_text"
