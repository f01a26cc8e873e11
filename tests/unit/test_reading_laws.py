"""What holds for any file: what a writer wrote is read; any bytes end in rows or an error."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.database import connect
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading import Table, read_table

from tests.laws import examples

# Everything that is hard in CSV, in fields that hold at least a letter.
HARD = st.text(st.sampled_from("ab,;\t|\"'\\#=\n é안🙂"), max_size=12).map(lambda text: f"x{text}")


@st.composite
def files(draw: st.DrawFn) -> tuple[str, list[tuple[str, str]]]:
    """Return a file as a writer of a random dialect writes it, and its rows."""
    plain = [(f"plain words number {i}", str(i % 2)) for i in range(40)]
    rows = plain + draw(st.lists(st.tuples(HARD, st.sampled_from("01")), max_size=20))
    with TemporaryDirectory() as name:
        path = Path(name) / "upload.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(
                stream,
                delimiter=draw(st.sampled_from(",;\t|")),
                quoting=draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])),
                lineterminator=draw(st.sampled_from(["\n", "\r\n"])),
            )
            writer.writerows([("text", "label")] * draw(st.booleans()) + rows)
        return path.read_bytes().decode("utf-8"), rows


@settings(max_examples=examples(60), deadline=None)
@given(files())
def test_what_a_writer_wrote_is_read(file: tuple[str, list[tuple[str, str]]]) -> None:
    content, rows = file
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "upload.csv"
        path.write_bytes(content.encode())
        with connect(folder) as connection:
            table = read_table(path, Options(), folder, connection)
            found = connection.execute(f"SELECT text, label FROM ({table.relation})").fetchall()
    assert Counter((_spaced(text), label) for text, label in found) == Counter(
        (_spaced(text), label) for text, label in rows
    )
    assert table.rows.counted == len(rows)


def _spaced(text: str) -> str:
    """Return a text with newlines of one kind."""
    return text.replace("\r\n", "\n")


def _read(content: bytes) -> Table | UploadError:
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "upload.csv"
        path.write_bytes(content)
        with connect(folder) as connection:
            try:
                return read_table(path, Options(), folder, connection)
            except UploadError as error:
                return error


def _adds_up(outcome: Table | UploadError) -> bool:
    if isinstance(outcome, UploadError):
        return bool(outcome.message and outcome.remedy)
    rows = outcome.rows
    known = sum(outcome.sentiments.values()) == rows.counted
    return known and len(outcome.rejected) == min(rows.left_out, Options.max_rejected)


TABLE_BYTES = st.lists(st.sampled_from([b"text", b"label", b"1", b"0", b"good words", b",", b";",
    b"\t", b"|", b'"', b"'", b"\\", b"#", b"\n", b"\r\n", b"\r", b" ", b"\0", b"\xff", b"\xed\x95",
    "좋아요".encode(), b"sep=;", b"~", b"^"]), max_size=60).map(b"".join)  # fmt: skip


@settings(max_examples=examples(150), deadline=None)
@given(st.one_of(st.binary(max_size=300), TABLE_BYTES))
def test_any_bytes_end_in_rows_that_add_up_or_in_an_error(content: bytes) -> None:
    assert _adds_up(_read(content))


GOOD_FILE = b"text,label\n" + b"".join(
    b'"good, ""kind"" words %d",%d\n' % (i, i % 2) for i in range(60)
)


@settings(max_examples=examples(80), deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD_FILE)), st.binary(max_size=3)), max_size=6))
def test_a_damaged_file_ends_in_rows_that_add_up_or_in_an_error(
    damages: list[tuple[int, bytes]],
) -> None:
    content = bytearray(GOOD_FILE)
    for position, replacement in damages:
        content[position : position + 1] = replacement
    assert _adds_up(_read(bytes(content)))


def test_messy_files_end_in_rows_that_add_up_or_in_an_error(real_data: Path) -> None:
    files = sorted(path for path in (real_data / "messy").rglob("*") if path.is_file())
    if not files:
        pytest.skip(f"no messy files in {real_data}")
    for path in files:
        assert _adds_up(_read(path.read_bytes())), path.name
