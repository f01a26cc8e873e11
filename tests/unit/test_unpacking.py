"""Packed files are read like the files in them, or say why not."""

from __future__ import annotations

import bz2
import errno
import gzip
import io
import lzma
import shutil
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.tabular import limits
from moodcloud.tabular.limits import disk_to_spare
from moodcloud.tabular.unpacking import Unpacked, unpack

from tests.laws import examples

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TABLE: Final = b"text,label\nlovely room,1\nnever again,0\n"


def in_zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


STREAMS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd.compress,
}
PACKERS: Final[dict[str, Callable[[bytes], bytes]]] = {
    **STREAMS,
    "zip": lambda content: in_zip({"table.csv": content}),
}


def unpacked(folder: Path, content: bytes, member: str | None = None) -> Unpacked:
    upload = folder / "upload"
    upload.write_bytes(content)
    return unpack(upload, folder, Options(member=member), "mine.csv")


def fault(folder: Path, content: bytes, member: str | None = None) -> UploadError:
    with pytest.raises(UploadError) as caught:
        unpacked(folder, content, member)
    assert "mine.csv" in caught.value.message
    return caught.value


@pytest.mark.parametrize("kind", PACKERS)
def test_the_content_says_how_a_file_is_packed(tmp_path: Path, kind: str) -> None:
    file = unpacked(tmp_path, PACKERS[kind](TABLE))
    assert file.path.read_bytes() == TABLE
    assert file.compression == kind
    assert file.bytes == (tmp_path / "upload").stat().st_size
    assert file.member == ("table.csv" if kind == "zip" else None)


def test_a_plain_file_stays_where_it_is(tmp_path: Path) -> None:
    file = unpacked(tmp_path, TABLE, "any.csv")
    assert (file.path, file.compression) == (tmp_path / "upload", None)


@pytest.mark.parametrize("kind", STREAMS)
def test_streams_in_a_row_are_one_file(tmp_path: Path, kind: str) -> None:
    packed = STREAMS[kind](TABLE) + STREAMS[kind](b"") + bytes(8) + STREAMS[kind](b"fine,1\n")
    assert unpacked(tmp_path, packed).path.read_bytes() == TABLE + b"fine,1\n"


@pytest.mark.parametrize("outer", PACKERS)
@pytest.mark.parametrize("inner", PACKERS)
def test_two_layers_are_read_and_three_are_refused(tmp_path: Path, outer: str, inner: str) -> None:
    twice = PACKERS[outer](PACKERS[inner](TABLE))
    file = unpacked(tmp_path, twice)
    assert file.path.read_bytes() == TABLE
    assert file.compression == outer
    assert sorted(each.name for each in tmp_path.iterdir()) == ["unpacked-1", "upload"]
    assert fault(tmp_path, PACKERS[outer](twice)).code == "nested_archive"


def test_what_systems_add_to_an_archive_is_no_data(tmp_path: Path) -> None:
    clutter = {"data/": b"", "__MACOSX/data/._a.csv": b"x", "data/.DS_Store": b"x", "log": b""}
    file = unpacked(tmp_path, in_zip({**clutter, "data/a.csv": TABLE}))
    assert (file.member, file.path.read_bytes()) == ("data/a.csv", TABLE)
    assert fault(tmp_path, in_zip(clutter)).code == "empty_file"


def test_the_one_table_beside_a_readme_is_read(tmp_path: Path) -> None:
    beside = {"README.txt": b"about", "LICENSE": b"free"}
    file = unpacked(tmp_path, in_zip({**beside, "data/a.CSV": TABLE}))
    assert (file.member, file.path.read_bytes()) == ("data/a.CSV", TABLE)
    assert fault(tmp_path, in_zip({**beside, "a.csv": TABLE, "b.csv.gz": b"x"})).code == (
        "several_files"
    )
    assert fault(tmp_path, in_zip(beside)).code == "several_files"


@pytest.mark.parametrize("wanted", ["2026/후기.csv", "후기.csv"])
def test_one_of_several_files_is_read_when_named(tmp_path: Path, wanted: str) -> None:
    archive = in_zip({"a.csv": b"x", "2026/후기.csv": TABLE})
    assert unpacked(tmp_path, archive, wanted).path.read_bytes() == TABLE
    several = fault(tmp_path, archive)
    assert several.code == "several_files"
    assert "2026/후기.csv, a.csv" in several.message
    unknown = fault(tmp_path, archive, "b.csv")
    assert (unknown.code, unknown.found["wanted"]) == ("unknown_member", "b.csv")


def test_a_name_that_no_archive_holds_is_refused(tmp_path: Path) -> None:
    assert fault(tmp_path, in_zip({"a.csv": TABLE}), "b.csv").code == "unknown_member"
    within = in_zip({"in.zip": in_zip({"a.csv": TABLE, "b.csv": b"x"})})
    assert unpacked(tmp_path, within, "a.csv").path.read_bytes() == TABLE


def test_korean_names_of_old_archives_are_shown_as_written(tmp_path: Path) -> None:
    archive = in_zip({"bb.csv": TABLE, "c.csv": b"x"}).replace(
        b"bb.csv", "후".encode("cp949") + b".csv"
    )
    assert "후.csv" in fault(tmp_path, archive).message


def test_an_archive_with_a_password_says_so(tmp_path: Path) -> None:
    archive = bytearray(in_zip({"a.csv": TABLE}))
    archive[6] |= 1
    archive[archive.index(b"PK\x01\x02") + 8] |= 1
    assert fault(tmp_path, bytes(archive)).code == "encrypted_archive"


@pytest.mark.parametrize("entry", ["[Content_Types].xml", "mimetype"])
def test_documents_are_not_taken_apart(tmp_path: Path, entry: str) -> None:
    document = in_zip({entry: b"x", "a.xml": b"x"})
    assert unpacked(tmp_path, document).compression is None
    assert unpacked(tmp_path, gzip.compress(document)).path.read_bytes() == document


@pytest.mark.parametrize("kind", PACKERS)
def test_what_is_cut_off_says_how_much_came_out(tmp_path: Path, kind: str) -> None:
    packed = PACKERS[kind](bytes(range(256)) * 8000)
    error = fault(tmp_path, packed[:-9])
    assert error.code == "broken_archive"
    assert error.found["kind"] == kind
    assert (error.found["written"] > 0) == (kind != "zip")


@pytest.mark.parametrize("kind", STREAMS)
def test_what_follows_a_stream_is_not_lost_silently(tmp_path: Path, kind: str) -> None:
    assert fault(tmp_path, STREAMS[kind](TABLE) + b"more,1\n").code == "broken_archive"


@pytest.mark.parametrize("kind", PACKERS)
def test_what_grows_beyond_all_measure_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(limits, "RATIO_FROM", 1 << 20)
    zeros = PACKERS[kind](bytes(8 << 20))
    assert fault(tmp_path, zeros).code == "archive_bomb"
    assert fault(tmp_path, gzip.compress(zeros)).code == "archive_bomb"
    monkeypatch.setattr(limits, "RATIO_FROM", 1 << 30)
    monkeypatch.setattr(limits, "MAX_UNPACKED", 4 << 20)
    assert fault(tmp_path, zeros).code == "archive_bomb"


def test_entries_that_share_bytes_are_refused(tmp_path: Path) -> None:
    archive = in_zip({"a.csv": TABLE, "b.csv": TABLE})
    second = archive.index(b"PK\x03\x04", 4).to_bytes(4, "little")
    shared = archive[::-1].replace(second[::-1], bytes(4), 1)[::-1]
    assert fault(tmp_path, shared, "a.csv").code == "archive_bomb"


def test_archives_of_very_many_files_are_refused(tmp_path: Path) -> None:
    files = {f"{number}.csv": b"x" for number in range(10_001)}
    assert fault(tmp_path, in_zip(files)).code == "archive_bomb"


@pytest.mark.parametrize("kind", PACKERS)
def test_a_disk_too_small_is_an_error_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    free = SimpleNamespace(free=limits.DISK_RESERVE + 10)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: free)
    assert fault(tmp_path, PACKERS[kind](TABLE)).code == "disk_full"


def test_a_disk_that_fills_up_is_an_error_that_says_so() -> None:
    with pytest.raises(UploadError) as caught, disk_to_spare("mine.csv"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert caught.value.code == "disk_full"


@settings(max_examples=examples(300), deadline=None)
@given(st.sampled_from(sorted(PACKERS)), st.binary(max_size=2000), st.data())
def test_mutated_bytes_end_in_a_result_or_an_error(
    kind: str, content: bytes, data: st.DataObject
) -> None:
    packed = bytearray(PACKERS[kind](content))
    positions = st.integers(0, len(packed) - 1)
    for position in data.draw(st.lists(positions, max_size=4)):
        packed[position] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(packed)))
    with TemporaryDirectory() as folder, suppress(UploadError):
        unpacked(Path(folder), bytes(packed[:end] if end % 2 else packed))
