"""Several files, or those of a folder, are one table, and each is accounted for."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import astuple
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from moodcloud.aws.keys import Location
from moodcloud.cli import main
from moodcloud.cli.sources import target_of
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading import Inputs, NamedFile, Table, in_folder, read_table, several

from tests.unit.tables import WRITERS

SMALL = ("--width", "300", "--height", "200", "--max-words", "5")
TEXTS = ["a lovely room with a view", "the shower was broken again", "nothing special, fine"]
LABELS = ["positive", "negative", "neutral"]


def _rows(count: int) -> list[tuple[str, str]]:
    return [(f"{TEXTS[n % 3]} ({n})", LABELS[n % 3]) for n in range(count)]


def _write(path: Path, *rows: tuple[str, ...], encoding: str = "utf-8") -> Path:
    content = io.StringIO(newline="")
    csv.writer(content, lineterminator="\n").writerows(rows)
    path.write_bytes(content.getvalue().encode(encoding))
    return path


def _read(
    inputs: Inputs | list[Path],
    folder: Path,
    connection: duckdb.DuckDBPyConnection,
    **options: object,
) -> Table:
    if not isinstance(inputs, Inputs):
        inputs = several([NamedFile(path, path.name) for path in inputs])
    workspace = folder / "workspace"
    workspace.mkdir()
    table = read_table(inputs, Options(**options), workspace, connection)  # type: ignore[arg-type]
    for file in table.input.files:
        assert file.read == sum(astuple(file)[9:])
    assert table.rows.read == sum(file.read for file in table.input.files)
    assert table.rows.counted == sum(file.counted for file in table.input.files)
    found = connection.execute(f"SELECT count(*) FROM ({table.relation})").fetchall()
    assert found[0][0] >= table.rows.counted
    return table


def test_columns_are_matched_by_name_whatever_the_format(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    march = _write(tmp_path / "march.csv", ("review", "sentiment"), *_rows(30))
    turned = [(str(n), label, f"{text} café", "Ü") for n, (text, label) in enumerate(_rows(40))]
    april = _write(
        tmp_path / "april.csv", ("id", "Sentiment", "REVIEW", "x"), *turned, encoding="utf-16"
    )
    files = [march, april]
    for format_ in ("jsonl", "parquet", "xlsx"):
        files.append(tmp_path / f"may.{format_}")
        WRITERS[format_](files[-1], [("sentiment", "review"), *(row[::-1] for row in _rows(12))])
    table = _read(files, tmp_path, connection)
    assert table.sentiments == {"positive": 36, "neutral": 35, "negative": 35}
    assert (table.input.text_column, table.input.sentiment_column) == ("review", "sentiment")
    read = [(file.name, file.format, file.read) for file in table.input.files]
    assert read == [
        ("march.csv", "csv", 30), ("april.csv", "csv", 40), ("may.jsonl", "jsonl", 12),
        ("may.parquet", "parquet", 12), ("may.xlsx", "xlsx", 12),
    ]  # fmt: skip
    assert [file.encoding for file in table.input.files][1].startswith("utf-16")  # type: ignore[union-attr]
    assert table.input.format == "mixed"
    assert table.input.name == "march.csv, april.csv, may.jsonl and 2 more"
    assert table.input.bytes == sum(path.stat().st_size for path in files)


def test_what_labels_mean_all_files_decide(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    """1 to 3 stars alone would be another scale, and one label alone none at all."""
    header = ("text", "rating")
    low = [(f"a bad day {n}", str(1 + n % 3)) for n in range(30)]
    high = [(f"a good day {n}", "5") for n in range(20)]
    files = [
        _write(tmp_path / "low.csv", header, *low),
        _write(tmp_path / "high.csv", header, *high),
    ]
    table = _read(files, tmp_path, connection)
    assert table.sentiments == {"positive": 20, "neutral": 10, "negative": 20}


def test_rows_left_out_name_their_file(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    header = ("text", "label")
    files = [
        _write(tmp_path / "a.csv", header, *_rows(9), ("", "positive"), ("broken",)),
        _write(tmp_path / "b.csv", header, *_rows(9)),
        _write(tmp_path / "c.csv", header, ("what", "dunno"), *_rows(9), ("x", "")),
    ]
    table = _read(files, tmp_path, connection)
    listed = [(row.file, row.line) for row in table.rejected]
    assert listed == [("a.csv", 11), ("a.csv", 12), ("c.csv", 2), ("c.csv", 12)]
    assert [(file.read, file.rejected) for file in table.input.files] == [(11, 1), (9, 0), (11, 1)]
    few = tmp_path / "few"
    few.mkdir()
    rejected = _read(files, few, connection, max_rejected=3).rejected
    assert [(row.file, row.line) for row in rejected] == listed[:3]


def test_a_named_file_that_lacks_a_column_is_refused(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    train = _write(tmp_path / "train.csv", ("text", "label"), *_rows(20))
    test = _write(tmp_path / "test.csv", ("text", "id"), *((row[0], "7") for row in _rows(9)))
    with pytest.raises(UploadError, match=r"test\.csv has no column label.*found: text, id"):
        _read([train, test], tmp_path, connection)
    (tmp_path / "not.csv").write_bytes(b"%!PS-Adobe")
    alone = tmp_path / "alone"
    alone.mkdir()
    with pytest.raises(UploadError, match=r"not\.csv is a PostScript document"):
        _read([train, tmp_path / "not.csv"], alone, connection)


def test_a_folder_is_one_table_and_lists_what_is_left_out(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    folder = tmp_path / "reviews"
    folder.mkdir()
    for name in ("b.csv", "a.csv", "c"):
        _write(folder / name, ("id", "text", "label"), *(("1", *row) for row in _rows(12)))
    _write(folder / "header only.csv", ("label", "text"))
    _write(folder / "sample_submission.csv", ("id", "label"), ("1", "positive"))
    (folder / ".hidden.csv").write_text("text\nhidden\n")
    (folder / "notes.txt").write_text("Bought, in May, by us\nAsk, before use, please\n" * 3)
    (folder / "README.md").write_text("# Reviews\n")
    (folder / "empty.csv").touch()
    (folder / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "b-moodcloud").mkdir()
    (folder / "older").mkdir()
    (folder / "words.parquet").write_text("a result")
    table = _read(in_folder(folder, ["words.parquet"]), tmp_path, connection)
    assert table.input.name == "reviews"
    read = [(file.name, file.read) for file in table.input.files]
    assert read == [("a.csv", 12), ("b.csv", 12), ("c", 12), ("header only.csv", 0)]
    left_out = {file.name: file.reason for file in table.input.files_left_out}
    assert sorted(left_out) == [
        "README.md", "empty.csv", "notes.txt", "older/", "picture.csv", "sample_submission.csv",
    ]  # fmt: skip
    assert "no column text" in left_out["sample_submission.csv"]
    assert left_out["empty.csv"] == "empty.csv is empty."


def test_a_folder_without_a_table_is_refused(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    folder = tmp_path / "odd"
    (folder / "below").mkdir(parents=True)
    (folder / "empty.csv").touch()
    with pytest.raises(UploadError, match=r"odd holds no file .*empty\.csv is empty") as caught:
        _read(in_folder(folder), tmp_path, connection)
    assert caught.value.code == "no_files"


def test_pieces_of_a_file_without_its_header_belong_to_it(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    rows = [(label, text) for text, label in _rows(60)]
    pieces = [
        _write(tmp_path / "xaa", ("mood", "comment"), *rows[:20]),
        _write(tmp_path / "xab", *rows[20:40]),
        _write(tmp_path / "xac", *rows[40:]),
    ]
    table = _read(pieces, tmp_path, connection)
    assert table.sentiments == {"positive": 20, "neutral": 20, "negative": 20}
    assert [file.header for file in table.input.files] == [True, False, False]


def test_files_without_labels_are_scored_each(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    files = [
        _write(tmp_path / "a.csv", ("text", "city"), *[("I love this great place", "Rome")] * 5),
        _write(tmp_path / "b.csv", ("city", "text"), *[("Oslo", "I hate this awful place")] * 4),
    ]
    table = _read(files, tmp_path, connection, where=("city!=Bonn",))
    assert table.sentiments == {"positive": 5, "negative": 4}
    assert table.input.sentiment_source == "vader"


def test_conditions_choose_from_all_files(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    first = [(*row, str(n)) for n, row in enumerate(_rows(30))]
    second = [(str(n), *row) for n, row in enumerate(_rows(30))]
    files = [
        _write(tmp_path / "a.csv", ("text", "label", "day"), *first),
        _write(tmp_path / "b.csv", ("day", "text", "label"), *second),
        tmp_path / "a.csv",
    ]
    table = _read(files, tmp_path, connection, where=("day<3",))
    assert [(file.read, file.counted, file.filtered) for file in table.input.files] == [
        (30, 3, 27), (30, 3, 27),
    ]  # fmt: skip
    left_out = [(file.name, file.reason) for file in table.input.files_left_out]
    assert left_out == [("a.csv", "named twice, read once")]


def test_results_have_a_folder_of_their_own_by_default(tmp_path: Path) -> None:
    (tmp_path / "v1.2").mkdir()
    assert target_of([tmp_path / "v1.2"]).name == "v1.2-moodcloud"
    assert target_of([Path("-")]).name == "stdin-moodcloud"
    assert target_of([Path("a.csv"), Path("b.tsv.gz")]).name == "a+b.tsv-moodcloud"
    assert target_of([Path(f"{n}.csv") for n in range(9)]).name == "0+1+2+6-moodcloud"
    assert target_of([Location("bucket", "2024/march/")]).name == "march-moodcloud"


def test_a_folder_among_files_is_refused(tmp_path: Path) -> None:
    file = _write(tmp_path / "a.csv", ("text", "label"), *_rows(9))
    for second in (str(tmp_path), "s3://bucket/prefix/"):
        result = CliRunner().invoke(main, ["analyze", str(file), second])
        assert result.exit_code == 2
        assert "by itself" in result.stderr
    result = CliRunner().invoke(main, ["analyze", "-", "-"])
    assert "once only" in result.stderr


def test_standard_input_and_a_file_are_one_table_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _write(Path("april.csv"), ("label", "text"), *((b, a) for a, b in _rows(9)), ("odd?", "x"))
    lines = "".join(json.dumps({"text": a, "label": b}) + "\n" for a, b in _rows(12))
    arguments = ["analyze", "-", "april.csv", "-o", "both", *SMALL]
    result = CliRunner().invoke(main, arguments, input=lines)
    assert result.exit_code == 0, result.stderr
    assert "  stdin: 12 rows read, 12 counted\n" in result.stdout
    assert "  april.csv: 10 rows read, 9 counted, 1 rejected\n" in result.stdout
    page = Path("both/report.html").read_text("utf-8")
    assert "<bdi>april.csv</bdi>" in page
    rejected = Path("both/rejected.csv").read_text("utf-8").splitlines()
    assert rejected[0] == "file,line,reason,content"
    assert rejected[1].startswith("april.csv,11,")


def test_standard_input_has_a_name_and_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    content = _write(Path("a.csv"), ("text", "label"), *_rows(12)).read_bytes()
    result = CliRunner().invoke(main, ["analyze", "-", *SMALL, "--json"], input=content)
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["input"]["name"] == "stdin"
    assert Path("stdin-moodcloud/summary.json").exists()
