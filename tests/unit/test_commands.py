"""Every command explains itself; those that only look here."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from moodcloud.cli import main
from moodcloud.cli.arguments import _words
from moodcloud.cli.tables import notes
from moodcloud.errors import FAULTS, Fault, UploadError
from moodcloud.options import Options
from moodcloud.report.contract import from_json
from moodcloud.report.summary import Input
from moodcloud.settings import FOR_UPLOADS, from_metadata, gather, to_metadata

from tests.conftest import ROOT

COMMANDS = sorted(main.list_commands(click.Context(main)))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_is_documented(command: str) -> None:
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == 0
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    assert any(f"moodcloud {command}" in page.read_text("utf-8") for page in pages)


@pytest.mark.parametrize(
    "command", ["analyze", "doctor", "fetch", "gallery", "open", "replay", "upload"]
)
def test_help_has_examples(command: str) -> None:
    text = CliRunner().invoke(main, [command, "--help"]).stdout
    assert f"Examples:\n    moodcloud {command} " in text


@pytest.mark.parametrize(
    ("shell", "sign"), [("bash", "complete"), ("zsh", "#compdef"), ("fish", "complete")]
)
def test_completion_prints_a_script_for_the_shell(shell: str, sign: str) -> None:
    result = CliRunner().invoke(main, ["completion", shell])
    assert result.exit_code == 0
    assert sign in result.stdout
    assert "_MOODCLOUD_COMPLETE" in result.stdout


def test_completion_completes() -> None:
    variables = {
        "_MOODCLOUD_COMPLETE": "bash_complete",
        "COMP_WORDS": "moodcloud up",
        "COMP_CWORD": "1",
    }
    result = CliRunner().invoke(main, env=variables, prog_name="moodcloud")
    assert "upload" in result.stdout


@pytest.mark.parametrize(
    ("flag", "begun", "completed"),
    [
        ("palette", "v", ["vivid"]),
        ("orientation", "h", ["horizontal"]),
        ("background", "", ["light", "dark", "transparent"]),
    ],
)
def test_values_that_are_few_are_listed_and_completed(
    flag: str, begun: str, completed: list[str]
) -> None:
    words = f"moodcloud analyze --{flag} {begun}"
    variables = {
        "_MOODCLOUD_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": "3",
    }
    result = CliRunner().invoke(main, env=variables, prog_name="moodcloud")
    assert result.stdout.split() == [f"plain,{value}" for value in completed]
    text = CliRunner().invoke(main, ["analyze", "--help"]).stdout
    assert "[light|dark|transparent]" in text
    assert "[en|ko|" in text


@pytest.mark.parametrize("value", ["nosuch.txt", "./words", "lists/en.stop", "a,b.csv"])
def test_a_file_of_words_that_is_not_there_is_no_word(tmp_path: Path, value: str) -> None:
    upload = tmp_path / "reviews.csv"
    upload.write_text("text,label\nfine room,1\nbad soup,0\n", "utf-8")
    for flag in ("--stopwords", "--keep"):
        result = CliRunner().invoke(main, ["analyze", str(upload), flag, value])
        assert result.exit_code == 2
        assert f"error (bad_option): {flag} is {value}" in " ".join(result.stderr.split())
        assert "a file that is there" in " ".join(result.stderr.split())


def test_words_with_commas_and_a_file_of_words_are_read(tmp_path: Path) -> None:
    listed = tmp_path / "words.txt"
    listed.write_text("# mine\nroom\n\nand/or\n", "utf-8")
    assert _words("stopwords", str(listed)) == ("room", "and/or")
    assert _words("stopwords", "room, and/or,") == ("room", "and/or")
    assert _words("stopwords", "e.g.") == ("e.g.",)
    listed.write_bytes("방".encode("cp949"))
    with pytest.raises(UploadError, match="UTF-8"):
        _words("stopwords", str(listed))


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_only_what_is_in_s3_is_to_be_uploaded(fault: Fault) -> None:
    in_s3 = any(
        told in fault.message
        for told in ("The upload {key}", "was not finished: {what}", "manifest", "leads to {key}")
    )
    remedy = fault.remedy.replace("for an upload", "")
    assert in_s3 or "upload" not in remedy.lower()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    addresses: list[str] = []

    def note(address: str) -> bool:
        addresses.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", note)
    return addresses


def test_open_shows_report_or_gallery_in_the_browser(tmp_path: Path, opened: list[str]) -> None:
    page, gallery = tmp_path / "a b" / "report.html", tmp_path / "index.html"
    changes = tmp_path / "changes" / "comparison.html"
    for each in (page, gallery, changes):
        each.parent.mkdir(exist_ok=True)
        each.write_text("<html>")
    for place in (page.parent, page, tmp_path, changes.parent):
        assert CliRunner().invoke(main, ["open", str(place)]).exit_code == 0
    assert opened == [each.as_uri() for each in (page, page, gallery, changes)]


def test_open_says_what_is_missing(
    tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    result = CliRunner().invoke(main, ["open", str(tmp_path)])
    assert result.exit_code == 1
    assert "moodcloud gallery" in result.stderr
    (tmp_path / "words.parquet").touch()
    assert CliRunner().invoke(main, ["open", str(tmp_path / "words.parquet")]).exit_code == 1
    assert opened == []
    (tmp_path / "report.html").touch()
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    result = CliRunner().invoke(main, ["open", str(tmp_path)])
    assert result.exit_code == 0
    assert str(tmp_path / "report.html") in result.stdout


@pytest.mark.parametrize("bucket", ["s3://b/folder", "b/folder", "s3://", ""])
def test_a_bucket_with_a_folder_is_refused(bucket: str) -> None:
    result = CliRunner().invoke(main, ["upload", __file__, "--bucket", bucket])
    assert result.exit_code == 2
    assert "--prefix" in result.stderr


def test_two_files_of_one_name_would_replace_each_other(tmp_path: Path) -> None:
    files = [tmp_path / folder / "a.csv" for folder in "xy"]
    for file in files:
        file.parent.mkdir()
        file.touch()
    result = CliRunner().invoke(main, ["upload", *map(str, files), "--bucket", "b"])
    assert result.exit_code == 2
    assert "same name" in result.stderr


def test_options_survive_metadata() -> None:
    chosen = Options(
        text_column=" 리뷰, =?UTF-8?B?eA==?= 100%", stopwords=("a b", "é"), phrase_g2=0.5, width=900
    )
    metadata = to_metadata({name: getattr(chosen, name) for name in FOR_UPLOADS})
    assert all(text.isascii() and text == text.strip() for text in metadata.values())
    assert gather(from_metadata(metadata)) == chosen


INPUT: dict[str, Any] = {
    "sentiment_source": "column",
    "sheets_alike": [],
    "sentiment_column": "fuel",
    "sentiment_columns_alike": [],
    "record_path": None,
    "records_without_rows": 0,
    "lists_left_out": [],
    "labels_left_out": [],
    "suggestion": None,
}


@pytest.mark.parametrize(
    ("changed", "lines"),
    [
        ({}, []),
        (
            {"labels_left_out": [{"label": "NA?", "rows": 2}, {"label": "x", "rows": 1}]},
            ["3 rows left out: labels not understood: NA? (2), x (1)"],
        ),
        (
            {"labels_left_out": [{"label": "0", "rows": 1}]},
            ["1 row left out: labels not understood: 0 (1)"],
        ),
        (
            {"sheet": "Jan", "sheets_alike": ["Feb 1"]},
            ['The sheet "Jan" was read. Others look alike: "Feb 1" (--sheet \'Feb 1\').'],
        ),
        (
            {"sentiment_columns_alike": ["machine", "a price"]},
            [
                'Sentiments are from "fuel". Other columns hold the same labels: "machine", '
                '"a price" (--sentiment-column machine).'
            ],
        ),
        (
            {"sentiment_column": None, "sentiment_columns_alike": ["joy", "fear", "love"]},
            [
                '3 columns may hold the labels, and none was taken: "joy", "fear", "love" '
                "(--sentiment-column joy)."
            ],
        ),
        (
            {"record_path": "reviews", "records_without_rows": 1, "lists_left_out": ["images"]},
            [
                'Rows are the records in "reviews" within larger records. 1 of these holds none.',
                'Lists within records were left out: "images"',
            ],
        ),
        (
            {
                "sentiment_source": "vader",
                "suggestion": {"column": "recommended", "values": ["yes", "no"]},
            },
            [
                "No column was taken for a sentiment: the texts were scored by VADER. "
                '"recommended" (yes, no) may be one: --sentiment-column recommended'
            ],
        ),
    ],
)
def test_the_terminal_says_what_to_keep_in_mind(changed: dict[str, Any], lines: list[str]) -> None:
    assert notes(from_json(Input, {**INPUT, **changed})) == lines
    # Results of an older function say less.
    assert notes(from_json(Input, {"sentiment_source": "column"})) == []
