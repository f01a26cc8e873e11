"""Want of memory or disk is called by its name, never damage to the file."""

from __future__ import annotations

import errno
import lzma
import os
import subprocess
import zlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from moodcloud.analysis import analyze
from moodcloud.database import connect
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.tabular import archives, formats, unpacking
from moodcloud.tabular import json_reader as json_scan

from tests.files.cells import Cell

# Lines that a compiler of a library, or the system, has for want of memory.
WANTS: list[Exception] = [
    MemoryError(),
    OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)),
    zlib.error("Error -4 while decompressing data: insufficient memory"),
    lzma.LZMAError("Cannot allocate memory"),
    RuntimeError("std::bad_alloc"),
    duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate data of size 1.0 GiB"),
    RuntimeError("Unable to decompress Zstandard data: Allocation error : not enough memory"),
]
FULL: list[Exception] = [
    OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
    duckdb.IOException('IO Error: Could not write file "/x": No space left on device'),
]
SHORT = [(error, "out_of_memory") for error in WANTS] + [(error, "disk_full") for error in FULL]


def _failing(error: Exception) -> Any:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    return fail


def _code(path: Path) -> str:
    with pytest.raises(UploadError) as caught:
        analyze(path, path.parent / "out", Options(width=200, height=200, max_words=5))
    return caught.value.code


@pytest.mark.parametrize(("error", "code"), SHORT)
@pytest.mark.parametrize("packing", ["gzip", "zip"])
def test_an_archive_is_not_called_broken_for_want_of_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packing: str, error: Exception, code: str
) -> None:
    (tmp_path / "upload").write_bytes(Cell("csv", packing, size=40).write())
    monkeypatch.setattr(unpacking, "unpacked_stream", lambda *_: iter(_failing(error), None))
    monkeypatch.setattr(archives.Archive, "pieces", lambda *_: iter(_failing(error), None))
    assert _code(tmp_path / "upload") == code


@pytest.mark.parametrize(("error", "code"), SHORT)
def test_a_workbook_is_not_taken_for_something_else_for_want_of_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    (tmp_path / "upload").write_bytes(Cell("xlsx", size=40).write())
    monkeypatch.setattr(formats, "zipfile", SimpleNamespace(ZipFile=_failing(error)))
    assert _code(tmp_path / "upload") == code


@pytest.mark.parametrize(("error", "code"), SHORT)
@pytest.mark.parametrize("format_", ["parquet", "jsonl"])
def test_a_file_that_the_engine_scans_is_not_called_broken_for_want_of_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str, error: Exception, code: str
) -> None:
    (tmp_path / "upload").write_bytes(Cell(format_, size=40).write())
    monkeypatch.setattr("moodcloud.tabular.parquet.survey", _failing(error))
    monkeypatch.setattr(json_scan, "survey", _failing(error))
    assert _code(tmp_path / "upload") == code


def test_a_workbook_is_not_called_broken_where_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "upload").write_bytes(Cell("xlsx", size=40).write())
    run = subprocess.run

    def to_full(command: list[str], **kwargs: Any) -> Any:
        return run([*command[:-1], "/dev/full"], **kwargs)

    monkeypatch.setattr(subprocess, "run", to_full)
    assert _code(tmp_path / "upload") == "disk_full"


def test_a_small_parquet_file_of_long_texts_is_not_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    duckdb.sql(
        f"""COPY (
            SELECT repeat('lovely room ', 4_000_000) AS text, ['good', 'bad'][i % 2 + 1] AS label
            FROM range(4) t(i)
        ) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"""
    )
    assert path.stat().st_size < 100_000
    with connect(tmp_path, memory_mb=64) as engine, pytest.raises(duckdb.OutOfMemoryException):
        read_table(path, Options(), tmp_path, engine)


@pytest.mark.slow
def test_a_small_parquet_file_of_one_text_many_times_is_not_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    duckdb.sql(
        f"""COPY (
            SELECT repeat('lovely room ', 40_000) AS text, ['good', 'bad'][i % 2 + 1] AS label
            FROM range(20_000) t(i)
        ) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"""
    )
    assert path.stat().st_size < 100_000
    with connect(tmp_path, memory_mb=64) as engine, pytest.raises(duckdb.OutOfMemoryException):
        read_table(path, Options(), tmp_path, engine)
