"""Names and places that nobody expects: one clear line or results, never a trace or a hang."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import moodcloud
import pytest
from click.testing import CliRunner
from moodcloud.analysis import analyze
from moodcloud.cli import main
from moodcloud.cli.arguments import default_folder
from moodcloud.errors import UploadError
from moodcloud.report.folders import sets_in
from rich.console import Console

from tests.conftest import SAMPLES, WriteCsv
from tests.killing.run import content, run

ENGLISH, KOREAN = SAMPLES / "reviews-en.csv", SAMPLES / "reviews-ko.csv"
SMALL: Final = ("--max-words", "20", "--width", "300", "--height", "200")
ASCII: Final = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
UNDECODABLE: Final = os.fsdecode(b"caf\xe9 \xff.csv")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(str(path))


KINDS: Final[dict[str, Callable[[Path], None]]] = {
    "a pipe": _pipe,
    "a socket": _socket,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a folder": lambda path: path.mkdir(),
}


@pytest.mark.parametrize("command", ["analyze", "columns", "compare", "upload"])
@pytest.mark.parametrize("what", sorted(KINDS))
def test_what_is_no_file_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, what: str
) -> None:
    # A socket's name may have 100 bytes.
    monkeypatch.chdir(tmp_path)
    KINDS[what](Path("odd"))
    more = {"compare": [str(ENGLISH)], "upload": ["--bucket", "b"]}.get(command, [])
    result = CliRunner().invoke(main, [command, "odd", *more])
    assert result.exit_code == 2
    if what == "a folder":
        # An analysis and a comparison take folders: this one holds nothing.
        said = ("directory", "no results", "(no_files): odd holds no file")
        assert any(words in result.stderr for words in said)
    else:
        assert f"error (not_a_file): odd is {what}, not a file." in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["odd"]


@pytest.mark.parametrize("what", sorted(KINDS))
def test_a_notebook_is_told_that_it_is_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.chdir(tmp_path)
    KINDS[what](Path("odd"))
    message = "odd holds no file" if what == "a folder" else f"odd is {what}, not a file"
    with pytest.raises(UploadError, match=message):
        moodcloud.analyze("odd")


@pytest.mark.slow
def test_a_file_behind_standard_input_is_one(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "moodcloud", "analyze", "/dev/stdin", *SMALL, "-q"]
    with ENGLISH.open("rb") as stream:
        subprocess.run([*command, "-o", str(tmp_path / "out")], stdin=stream, check=True)
    assert (tmp_path / "out" / "summary.json").exists()


@pytest.mark.slow
@pytest.mark.parametrize("more", [{}, ASCII])
def test_a_name_that_is_not_utf_8_becomes_a_readable_one(
    tmp_path: Path, more: dict[str, str]
) -> None:
    path = tmp_path / UNDECODABLE
    path.write_bytes(ENGLISH.read_bytes())
    done = run(tmp_path / "tmp", "analyze", path, *SMALL, cwd=tmp_path, more=more)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    out = tmp_path / os.fsdecode(b"caf\xe9 \xff-moodcloud")
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert summary["input"]["name"] == "caf\ufffd \ufffd.csv"
    # What is beside the name is as ever.
    analyze(ENGLISH, tmp_path / "plain", name="caf\ufffd \ufffd.csv", options=_options())
    assert content(out) == content(tmp_path / "plain")
    for command in (
        ("columns", path), ("compare", out, out), ("gallery", tmp_path),
        ("analyze", path, *SMALL, "--json"), ("columns", path, "--json"),
    ):  # fmt: skip
        done = run(tmp_path / "tmp", *command, cwd=tmp_path, more=more)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
    assert {entry.key for entry in sets_in(tmp_path)} == {"plain", "caf\ufffd \ufffd-moodcloud"}


def _options() -> moodcloud.Options:
    return moodcloud.Options(max_words=20, width=300, height=200)


POOR: Final = (ASCII, {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1"})


@pytest.mark.slow
@pytest.mark.parametrize("more", POOR)
def test_a_terminal_that_lacks_letters_shows_columns_with_a_sign_for_them(
    tmp_path: Path, more: dict[str, str]
) -> None:
    path = tmp_path / "리뷰 ☂.csv"
    path.write_text("리뷰,감정\n" + "방이 좋아요,긍정\n방이 나빠요,부정\n" * 10, "utf-8")
    shown = run(tmp_path / "tmp", "columns", path, more=more)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "?" in shown.stdout


@pytest.mark.slow
@pytest.mark.parametrize("more", POOR)
def test_a_terminal_that_lacks_letters_shows_a_sign_for_them(
    tmp_path: Path, more: dict[str, str]
) -> None:
    path = tmp_path / "리뷰 ☂.csv"
    path.write_bytes(KOREAN.read_bytes())
    out = tmp_path / "결과"
    analysed = run(tmp_path / "tmp", "analyze", path, "-o", out, *SMALL, more=more)
    assert (analysed.returncode, analysed.stderr) == (0, "")
    assert "300 rows read" in analysed.stdout
    for command in (("columns", path), ("compare", out, out), ("gallery", tmp_path)):
        done = run(tmp_path / "tmp", *command, more=more)
        assert (done.returncode, done.stderr) == (0, "")
    refused = run(tmp_path / "tmp", "analyze", path, "--text-column", "없음", more=more)
    assert refused.returncode == 2
    assert "has no column" in refused.stderr
    # JSON is whole in every encoding.
    shown = run(tmp_path / "tmp", "columns", path, "--json", more=more)
    assert json.loads(shown.stdout)["text_column"] == "리뷰"


@pytest.mark.slow
def test_nothing_of_a_file_steers_the_terminal(tmp_path: Path) -> None:
    evil = "\x1b[31mred\x1b]8;;http://x\x07\x9b5m\u202etxt\r"
    rows = [(f"lovely {evil} day number{i}", ("good", evil)[i % 2]) for i in range(20)]
    path = tmp_path / f"{evil.replace('/', '')}.jsonl"
    lines = (json.dumps({f"text {evil}": text, f"mood {evil}": mood}) for text, mood in rows)
    path.write_text("\n".join(lines))
    out = tmp_path / "out \x1b[31m"
    runner = CliRunner()
    for command in (
        ["analyze", str(path), "-o", str(out), *SMALL],
        ["analyze", str(path), "-o", str(out), *SMALL, "--json"],
        ["analyze", str(path), "--text-column", evil],
        ["columns", str(path)],
        ["columns", str(path), "--json"],
        ["compare", str(out), str(out)],
        ["gallery", str(out)],
        ["gallery", str(tmp_path / "tmp")],
        ["open", str(tmp_path)],
    ):
        result = runner.invoke(main, command)
        refused = "--text-column" in command or command[1] in (str(tmp_path / "tmp"), str(tmp_path))
        assert bool(result.exit_code) is refused, result.output
        shown = result.stdout + result.stderr
        assert shown
        for sign in "\x1b\x9b\x07\r\u202e":
            assert sign not in shown, (command, sign)


def test_colours_of_the_command_reach_a_terminal_and_those_of_a_file_do_not(
    write_csv: WriteCsv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    evil = "[/red]\x1b[35m"
    rows = [(f"lovely day number{i}", ("positive", evil)[i % 2]) for i in range(20)]
    path = write_csv([("text", "mood"), *rows], "[/x] \x1b[35m.csv".replace("/", "\u2215"))
    named = path.with_name("[nonsense] [red].csv")
    path.rename(named)
    options = ["-o", str(tmp_path / "out"), "--sentiment-column", "mood", *SMALL]
    result = CliRunner().invoke(main, ["analyze", str(named), *options])
    assert result.exit_code == 0, result.output
    assert "[nonsense] [red].csv" in result.output
    assert "\x1b[94m" in result.output
    assert "\x1b[35m" not in result.output
    assert Console().is_terminal


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("reviews.csv", b"reviews-moodcloud"),
        ("a" * 251 + ".csv", b"a" * 245 + b"-moodcloud"),
        ("a" + "한" * 83 + ".csv", b"a" + "한".encode() * 81 + b"-moodcloud"),
        (os.fsdecode(b"\xff" * 251) + ".csv", b"\xff" * 245 + b"-moodcloud"),
    ],
)
def test_a_long_name_gives_a_folder_that_a_disk_can_hold(
    tmp_path: Path, name: str, expected: bytes
) -> None:
    folder = default_folder(name)
    assert os.fsencode(folder) == expected
    (tmp_path / folder).mkdir()


def test_a_folder_with_a_pattern_in_its_name_opens(tmp_path: Path) -> None:
    made = moodcloud.analyze(ENGLISH, options=_options())
    for name in ("results [1]", "a*", os.fsdecode(b"\xff")):
        results = moodcloud.open_results(made.save(tmp_path / name))
        assert "breakfast" in results.words.index
