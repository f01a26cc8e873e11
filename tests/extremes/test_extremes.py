"""Bombs and giants end in results or a documented fault, within bounds of memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import ROOT
from tests.extremes import bombs, tables

# What an analysis takes, and twenty times the longest field.
MEMORY_BYTES: Final = 800_000_000
_BOMB: Final = "archive_bomb"
_LEFT_OUT: Final = "results 61 read 60 counted 1 rejected"
_WIDE: Final = "results 20 read 20 counted"


@pytest.mark.parametrize(
    ("name", "write", "expected"),
    [
        ("zip_of_43_gb", partial(bombs.zip_of_zeros, zeros=42 << 30), _BOMB),
        ("zip_of_overlaps", bombs.zip_of_overlaps, _BOMB),
        ("zip_of_zips", partial(bombs.zip_of_zips, layers=6, copies=16), "several_files"),
        ("chain_of_zips", partial(bombs.zip_of_zips, layers=6, copies=1), "nested_archive"),
        ("zip_in_zip", partial(bombs.zip_of_zips, layers=1, copies=1), _BOMB),
        ("gzip_of_10_gb", bombs.gzip_of_zeros, _BOMB),
        ("field_unquoted", partial(tables.long_field, quote=""), _LEFT_OUT),
        ("field_quoted", partial(tables.long_field, quote='"'), _LEFT_OUT),
        ("field_of_lines", tables.field_of_lines, _LEFT_OUT),
        ("field_unclosed", tables.unclosed_field, "results"),
        ("value_in_lines", partial(tables.long_value, lines=True), _LEFT_OUT),
        ("value_in_array", partial(tables.long_value, lines=False), "broken_file"),
        ("columns_csv", tables.wide_csv, _WIDE),
        ("columns_json", tables.wide_json, _WIDE),
        ("columns_workbook", tables.wide_workbook, _WIDE),
    ],
)
def test_extremes_stay_within_bounds(
    tmp_path: Path, name: str, write: Callable[[Path], None], expected: str
) -> None:
    path = tmp_path / "upload"
    write(path)
    outcome, seconds, peak = _measured(path, tmp_path)
    size = path.stat().st_size / 1e6
    path.unlink()
    print(f"{name:<18}{size:>8.1f} MB{seconds:>7.1f} s{peak / 1e6:>7.0f} MB  {outcome}")
    assert outcome.startswith(expected)
    assert peak < MEMORY_BYTES


def _measured(path: Path, folder: Path) -> tuple[str, float, int]:
    """Return how an analysis ends, its seconds, and the most bytes it or its children held."""
    said = folder / "said"
    start = time.perf_counter()
    with said.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.extremes.outcome", str(path), str(folder / "out")],
            stdout=stream,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(folder)},
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    # Linux counts kilobytes, macOS bytes.
    peak = usage.ru_maxrss * (1024 if sys.platform == "linux" else 1)
    text = said.read_text("utf-8", "replace")
    assert process.returncode == 0, text[-3000:]
    return text.splitlines()[-1], time.perf_counter() - start, peak
