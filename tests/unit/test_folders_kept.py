"""What a folder holds stays where a new set cannot take its place."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from moodcloud.errors import UploadError
from moodcloud.report.folders import replace_set, sets_in

from tests.killing.run import content
from tests.killing.sets import KEPT, A, B, folder_of_mine, written_set


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """Make the disk full after one file has been copied."""
    copy, copied = shutil.copyfile, [0]

    def fill(source: Path, target: Path) -> None:
        copied[0] += 1
        copy(source, target)
        if copied[0] == 2:
            Path(target).write_bytes(b"half")
            raise OSError(request.param, os.strerror(request.param), str(target))

    monkeypatch.setattr(shutil, "copyfile", fill)
    yield
    monkeypatch.undo()


@pytest.mark.parametrize("full", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG], indirect=True)
def test_a_full_disk_keeps_the_old_set_and_is_named(tmp_path: Path, full: None) -> None:
    out = folder_of_mine(tmp_path)
    old = written_set(out, "a", A)
    for path in old.iterdir():
        path.replace(out / path.name)
    old.rmdir()
    before = content(out)
    with pytest.raises(UploadError) as caught:
        replace_set(written_set(tmp_path, "b", B), out)
    assert caught.value.code == "out_full"
    assert str(out) in caught.value.message
    assert "EphemeralStorage" not in str(caught.value)
    assert content(out) == before
    assert {path.name for path in out.iterdir()} == {*A, "summary.json", "mine.txt", "notes"}


@pytest.mark.slow
def test_a_limit_of_the_system_keeps_the_old_set(tmp_path: Path) -> None:
    out = folder_of_mine(tmp_path)
    replace_set(written_set(tmp_path, "a", A), out)
    staged, before = written_set(tmp_path, "b", B), content(out)
    (staged / "rejected.csv").write_bytes(bytes(200_000))
    code = (
        "import pathlib, resource, sys; from moodcloud.report.folders import replace_set\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "replace_set(*map(pathlib.Path, sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, str(staged), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert f"The disk that holds {out} is full" in done.stderr
    assert content(out) == before
    assert not (out / ".moodcloud-copying").exists()


def test_a_disk_that_is_full_keeps_the_old_set(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    # Few may mount a disk: for all others the one that is played above is all.
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        return
    try:
        replace_set(written_set(tmp_path, "a", A), disk / "out")
        staged, before = written_set(tmp_path, "b", B), content(disk)
        (staged / "rejected.csv").write_bytes(bytes(100_000))
        with pytest.raises(UploadError) as caught:
            replace_set(staged, disk / "out")
        assert caught.value.code == "out_full"
        assert content(disk) == before
        (staged / "rejected.csv").write_bytes(b"small")
        replace_set(staged, disk / "out")
        assert content(disk / "out") == content(staged)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_folder_in_the_way_is_named_before_anything_is_touched(tmp_path: Path) -> None:
    out = folder_of_mine(tmp_path)
    replace_set(written_set(tmp_path, "a", A), out)
    (out / "negative.png").mkdir()
    before = content(out)
    with pytest.raises(IsADirectoryError, match=r"negative\.png"):
        replace_set(written_set(tmp_path, "b", B), out)
    assert content(out) == before
    assert not (out / ".moodcloud-copying").exists()


def test_a_set_that_is_not_whole_is_not_taken(tmp_path: Path) -> None:
    out, staged = folder_of_mine(tmp_path), written_set(tmp_path, "b", B)
    replace_set(written_set(tmp_path, "a", A), out)
    before = content(out)
    (staged / "negative.png").unlink()
    with pytest.raises(FileNotFoundError):
        replace_set(staged, out)
    assert content(out) == before


@pytest.mark.parametrize("name", ["..", "../other", "", "a\0b", "\ud800", ".moodcloud-moving", 7])
def test_a_damaged_summary_removes_nothing_elsewhere(tmp_path: Path, name: Any) -> None:
    out = folder_of_mine(tmp_path)
    (tmp_path / "other").write_text("keep")
    (out / "summary.json").write_text(json.dumps({"files": [name, "summary.json"]}))
    staged = written_set(tmp_path, "a", A)
    replace_set(staged, out)
    assert content(out) == {**KEPT, **content(staged)}
    assert (tmp_path / "other").exists()


def test_results_and_comparisons_do_not_overwrite_each_other(tmp_path: Path) -> None:
    results = written_set(tmp_path, "a", (*A, "comparison.png"))
    compared = tmp_path / "compared"
    compared.mkdir()
    for name in ("comparison.html", "comparison.png", "comparison.svg"):
        (compared / name).write_text("c")
    cloud = {"png": "comparison.png", "svg": "comparison.svg"}
    (compared / "comparison.json").write_text(json.dumps({"cloud": cloud}))
    for first, second, marker in (
        ((results, "summary.json"), (compared, "comparison.json"), "summary.json"),
        ((compared, "comparison.json"), (results, "summary.json"), "comparison.json"),
    ):
        out = tmp_path / f"out-{marker}"
        replace_set(first[0], out, first[1])
        before = content(out)
        with pytest.raises(UploadError) as caught:
            replace_set(second[0], out, second[1])
        assert caught.value.code == "out_taken"
        assert f"{out} holds a {marker}" in caught.value.message
        assert content(out) == before


def test_a_comparison_without_a_cloud_takes_the_old_cloud_away(tmp_path: Path) -> None:
    out = folder_of_mine(tmp_path)
    for number, cloud in enumerate(({"png": "comparison.png", "svg": "comparison.svg"}, None)):
        staged = tmp_path / str(number)
        staged.mkdir()
        for name in ("comparison.html", *(cloud or {}).values()):
            (staged / name).write_text(str(number))
        (staged / "comparison.json").write_text(json.dumps({"cloud": cloud}))
        replace_set(staged, out, "comparison.json")
        assert content(out) == {**KEPT, **content(staged)}


def test_sets_on_their_way_are_in_no_gallery(tmp_path: Path) -> None:
    hidden = tmp_path / "out" / ".moodcloud-moving" / "new"
    hidden.mkdir(parents=True)
    (hidden / "error.json").write_text('{"code": "x", "message": "m", "remedy": "r"}')
    assert list(sets_in(tmp_path)) == []
    shutil.copytree(hidden, tmp_path / "shown")
    assert [entry.key for entry in sets_in(tmp_path)] == ["shown"]
