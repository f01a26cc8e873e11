"""What one analysis reads: a file, several, or those of a folder that may hold tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from moodcloud.errors import UploadError
from moodcloud.readable import encodable
from moodcloud.reading.table import FileLeftOut

# What files of tables are called; "" is no ending. What a file is, its content tells.
_ENDINGS: Final = (
    "", ".csv", ".tsv", ".tab", ".psv", ".txt", ".dat", ".json", ".jsonl", ".ndjson",
    ".parquet", ".pq", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods",
    ".gz", ".bz2", ".xz", ".zst", ".zip",
)  # fmt: skip
RESULTS: Final = "-moodcloud"
"""How the names of folders of results end, where nobody names them."""
NAMED_TWICE: Final = "named twice, read once"
"""Why a file is not read again."""
# Longer lists of names are cut.
_MOST_NAMES: Final = 3


@dataclass(frozen=True)
class NamedFile:
    """A file, and what results call it."""

    path: Path
    name: str


@dataclass(frozen=True)
class Inputs:
    """Several files that are read as one table.

    Attributes:
        name: What results call them together.
        files: The files, in the order in which they are read.
        left_out: The files that are not read, each with a reason.
        asked_for: Whether somebody named each file. One that does not belong to the table is an
            error then; otherwise, as in a folder, it is left out, and listed.
    """

    name: str
    files: tuple[NamedFile, ...]
    left_out: tuple[FileLeftOut, ...] = ()
    asked_for: bool = True

    @property
    def bytes(self) -> int:
        """The size of all files."""
        return sum(file.path.stat().st_size for file in self.files)


def several(files: Sequence[NamedFile]) -> Inputs:
    """Return files that somebody named; a file that is named again is not read again."""
    first = {file.path.resolve(): file for file in reversed(files)}
    kept = tuple(file for file in files if first[file.path.resolve()] is file)
    again = [file for file in files if first[file.path.resolve()] is not file]
    left_out = tuple(FileLeftOut(file.name, NAMED_TWICE) for file in again)
    return Inputs(joint_name([file.name for file in kept]), kept, left_out)


def in_folder(folder: Path, own: Collection[str] = ()) -> Inputs:
    """Return the files of a folder that may hold tables, in the order of their names.

    Args:
        folder: The folder. Folders within it are not looked into.
        own: Names of files that are results.
    """
    entries = sorted(folder.iterdir(), key=lambda each: each.name)
    kept, left_out = chosen(
        entry.name + "/" * entry.is_dir() for entry in entries if entry.name not in own
    )
    files = tuple(NamedFile(folder / name, encodable(name)) for name in kept)
    name = encodable(folder.resolve().name if folder.name in ("", "..") else folder.name)
    return Inputs(name, files, tuple(left_out), asked_for=False)


def chosen(names: Iterable[str]) -> tuple[list[str], list[FileLeftOut]]:
    """Return the names in a folder that files of tables may have, and the others with a reason.

    Hidden files and folders of results are passed over.

    Args:
        names: The names; those of folders end in a slash.
    """
    kept, left_out = [], []
    for name in names:
        if name.startswith(".") or name.endswith(f"{RESULTS}/"):
            continue
        if name.endswith("/"):
            left_out.append(FileLeftOut(encodable(name), "a folder within the folder"))
        elif PurePath(name).suffix.lower() not in _ENDINGS:
            left_out.append(FileLeftOut(encodable(name), "not named as a file of a table"))
        else:
            kept.append(name)
    return kept, left_out


def joint_name(names: Sequence[str]) -> str:
    """Return what files are called together.

    >>> joint_name(["march.csv", "april.csv"])
    'march.csv, april.csv'
    >>> joint_name(["1.csv", "2.csv", "3.csv", "4.csv", "5.csv"])
    '1.csv, 2.csv, 3.csv and 2 more'
    """
    more = len(names) - _MOST_NAMES
    shown = ", ".join(names[:_MOST_NAMES])
    return f"{shown} and {more:,} more" if more > 0 else shown


def nothing_in(inputs: Inputs, left_out: Sequence[FileLeftOut]) -> UploadError:
    """Return the fault of a folder without a table."""
    reasons = [f"{each.name}: {each.reason.removesuffix('.')}" for each in left_out]
    what = "; ".join(reasons[:_MOST_NAMES]) + "; …" * (len(reasons) > _MOST_NAMES)
    return UploadError("no_files", place=inputs.name, what=what or "it is empty")
