"""Sets of results as folders: replaced as a whole, and found below another folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from moodcloud.report.gallery import Entry, entry_of
from moodcloud.report.results import ERROR, SUMMARY, previous_files


def replace_set(staged: Path, out: Path) -> None:
    """Copy a whole set to `out`: the old summary goes first, the new one comes last.

    Args:
        staged: Holds the set; other files in it are left alone.
        out: Where it goes, made if missing; files that are of no earlier set stay.
    """
    out.mkdir(parents=True, exist_ok=True)
    stale = previous_files(out)
    (out / SUMMARY).unlink(missing_ok=True)
    for name in stale:
        (out / name).unlink(missing_ok=True)
    for name in sorted(previous_files(staged), key=lambda name: name == SUMMARY):
        _copy(staged / name, out / name)


def _copy(file: Path, target: Path) -> None:
    # By way of a neighbour of the target: the workspace may be on another file system.
    partial = target.with_name(f".{target.name}.partial")
    partial.write_bytes(file.read_bytes())
    partial.replace(target)


def sets_in(folder: Path) -> Iterator[Entry]:
    """Yield an entry for each set of results, and each `error.json`, below a folder.

    Where the folder is a copy of a bucket's `results/`, that is the newest of each upload. The time
    is that of the file: a set holds none.
    """
    for path in sorted([*folder.rglob(SUMMARY), *folder.rglob(ERROR)]):
        place = path.parent.relative_to(folder)
        latest = _content(path.parent.parent / "latest.json")
        content = _content(path)
        if content is None or (latest and latest.get("version") != place.name):
            continue
        key, version = (place.parent, place.name) if latest else (place, "")
        time = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            yield entry_of(content, key.as_posix(), version, time=time)
        except (KeyError, TypeError):
            continue  # a summary.json of something else


def _content(path: Path) -> dict[str, Any] | None:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None
