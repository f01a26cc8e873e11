"""Logs, messages and the gallery hold no cell of a file, whatever goes wrong."""

from __future__ import annotations

import errno
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner
from fontTools import subset
from moodcloud import analysis
from moodcloud.analysis import analyze
from moodcloud.cli import main
from moodcloud.database import connect
from moodcloud.drawing.ink import FONT_PATH
from moodcloud.errors import EngineError, UploadError
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.tabular import csv_reader
from moodcloud.tabular import reader as account

from tests.files.packing import pack
from tests.files.secrets import FILES, SECRET, told_of, without_names
from tests.fuzz.mutators import damage

ROWS = "text,label\n" + "".join(
    f"{SECRET}{n} the room was lovely,{SECRET}{n % 3}\n" for n in range(60)
)


@pytest.mark.parametrize("case", FILES)
def test_a_refusal_holds_no_cell_of_the_file(tmp_path: Path, case: str) -> None:
    content, options = FILES[case]
    path = tmp_path / "upload.csv"
    path.write_bytes(content)
    with pytest.raises(UploadError) as caught:
        analyze(path, tmp_path / "out", Options(**options))
    assert SECRET not in told_of(caught.value)


def test_more_labels_than_are_counted_are_refused_without_one_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "MOST_LABELS", 20)
    path = tmp_path / "upload.csv"
    path.write_text("text,label\n" + "".join(f"fine {n},{SECRET}{n}\n" for n in range(50)))
    with pytest.raises(UploadError) as caught:
        analyze(path, tmp_path / "out", Options(sentiment_column="label"))
    assert caught.value.code == "too_many_labels"
    assert SECRET not in told_of(caught.value)


def test_a_font_without_the_letters_is_refused_without_one_of_the_words(tmp_path: Path) -> None:
    font, path = tmp_path / "digits.ttf", tmp_path / "upload.csv"
    subset.main([str(FONT_PATH), "--text=0123456789", f"--output-file={font}"])
    path.write_text(ROWS)
    with pytest.raises(UploadError) as caught:
        analyze(path, tmp_path / "out", Options(font=str(font)))
    assert caught.value.code == "bad_font"
    assert SECRET not in told_of(caught.value)


def test_names_of_columns_are_shortened_in_messages(tmp_path: Path) -> None:
    path = tmp_path / "upload.csv"
    cell = f"a text that was taken for the name of a column, with {SECRET} in it"
    path.write_text(f"text,{cell}\n" + "fine,1\nbad,0\n" * 20)
    same = Options(text_column="2", sentiment_column="2")
    for options in (Options(text_column="absent"), same):
        with pytest.raises(UploadError) as caught:
            analyze(path, tmp_path / "out", options)
        assert SECRET not in told_of(caught.value)


def _chained(error: Exception) -> Exception:
    error.__cause__ = ValueError(SECRET)
    return error


UNEXPECTED = {
    "engine": lambda _: duckdb.ConversionException(f"Could not convert '{SECRET}'"),
    "engine out of memory": lambda _: duckdb.OutOfMemoryException(SECRET),
    "engine without a disk": lambda _: duckdb.IOException(f"{SECRET}: No space left on device"),
    "value": lambda _: ValueError(SECRET),
    "key": lambda _: KeyError(SECRET),
    "syntax": lambda _: SyntaxError("invalid", ("file", 1, 1, SECRET)),
    "caused": lambda _: _chained(RuntimeError("odd")),
    "refusal caused": lambda _: _chained(UploadError("empty_file", name="a")),
    "system without a number": lambda _: OSError(SECRET),
    "file of a label": lambda out: PermissionError(errno.EACCES, "no", str(out / f"{SECRET}.png")),
    "full disk": lambda out: OSError(errno.ENOSPC, "No space left on device", str(out / SECRET)),
}


@pytest.mark.parametrize("case", UNEXPECTED)
def test_what_nobody_expected_is_told_without_a_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    make: Callable[[Path], Exception] = UNEXPECTED[case]

    def fail(*_: Any) -> None:
        secret = make(tmp_path / "out")  # a name of its own: sources stand in tracebacks
        raise secret

    monkeypatch.setattr(analysis, "count", fail)
    path = tmp_path / "upload.csv"
    path.write_text(ROWS)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - each is another
        analyze(path, tmp_path / "out")
    told = told_of(caught.value)
    assert SECRET not in told
    # Where it happened is told.
    assert isinstance(caught.value, UploadError) or "in fail" in told


def test_a_file_that_changes_while_it_is_read_does_not_come_out_in_the_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "upload.csv"
    path.write_text(ROWS)
    # As a large file is, where the disk has no room: its rows are read from it again.
    monkeypatch.setattr(csv_reader, "_FEW_BYTES", 0)
    monkeypatch.setattr(csv_reader, "_FREE", 1 << 60)

    def read_then_change(*arguments: Any) -> Any:
        table = read_table(*arguments)
        path.write_text(ROWS + f'{SECRET},"{SECRET}" {SECRET},{SECRET},{SECRET}\n' * 3)
        return table

    monkeypatch.setattr(analysis, "read_table", read_then_change)
    with pytest.raises(EngineError) as caught:
        analyze(path, tmp_path / "out")
    assert SECRET not in told_of(caught.value)
    assert SECRET in caught.value.detail


def test_the_name_of_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"absent\.csv"):
        analyze(tmp_path / "absent.csv", tmp_path / "out")
    (tmp_path / "out").write_text("no folder")
    (tmp_path / "upload.csv").write_text(ROWS)
    with pytest.raises(FileExistsError, match="out"):
        analyze(tmp_path / "upload.csv", tmp_path / "out")


def test_the_command_shows_its_user_what_the_message_leaves_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "upload.csv"
    path.write_bytes(FILES["many labels"][0])
    arguments = ["analyze", str(path), "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(main, [*arguments, "--sentiment-column", "label", "--json"])
    assert done.exit_code == 2
    assert SECRET not in done.stdout
    assert f"{SECRET}0@example.org" in done.stderr

    def fail(*_: Any) -> None:
        raise duckdb.ConversionException("Could not convert 'four'")

    monkeypatch.setattr(analysis, "count", fail)
    path.write_text(ROWS)
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 1
    assert "Could not convert 'four'" in done.stderr


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, 8))]
)
def test_no_damage_brings_a_cell_into_a_message(tmp_path: Path, seed: int) -> None:
    choice = random.Random(seed)
    files = [content for content, _ in FILES.values()]
    wrong: list[str] = []
    for number in range(12):
        first, newline, rest = choice.choice(files).partition(b"\n")
        data = first + newline + damage(choice, rest, choice.choice(files))
        data = pack(data, choice.choice(("plain", "plain", "gzip", "zip")), "table.csv")
        (tmp_path / "upload").write_bytes(data)
        workspace = tmp_path / f"work{number}"
        workspace.mkdir()
        try:
            with connect(workspace, 512) as connection:
                read_table(tmp_path / "upload", Options(), workspace, connection)
        except UploadError as error:
            told = without_names(told_of(error), error)
            wrong += [told] if SECRET in told else []
    assert wrong == []


def test_the_name_of_one_of_several_files_that_is_missing_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,label\ngood,1\nbad,0\n")
    with pytest.raises(FileNotFoundError, match=r"b\.csv"):
        analyze([tmp_path / "a.csv", tmp_path / "b.csv"], tmp_path / "out")
